"""Build boto3_extensions; everything a release needs to know is in this file."""

from __future__ import annotations

import re
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent

# The oldest boto3 on which the whole suite passes (tools/find_floor.py looks for it):
# before it directconnect knows no pages, which its definition relies on.
# Written only here: tox's `oldest` environment asks for it through the extra `oldest`.
BOTO3_FLOOR = "1.40.10"


def read_version() -> str:
    """Return the version, which is written once, in the package itself."""
    source = (ROOT / "boto3_extensions" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    if found is None:
        raise RuntimeError("boto3_extensions/__init__.py has no __version__ line.")
    return found.group(1)


def read_readme() -> str:
    """Return the README for package indexes, which have none of the files it links."""
    readme = ROOT / "README.rst"
    text = readme.read_text("utf-8") if readme.exists() else ""
    text = re.sub(r"\.\. image:: docs/.*\n(?:   .*\n)*\n", "", text)
    return re.sub(r"`([^`<]+?)\s+<(?:docs/[^>]+|SECURITY\.rst)>`__", r"\1", text)


setup(
    name="boto3_extensions",
    version=read_version(),
    description=(
        "boto3 resources for the services AWS left without, correct ARNs, role sessions"
    ),
    long_description=read_readme(),
    long_description_content_type="text/x-rst",
    license="Apache-2.0",
    # Who they are is in the history; there is no person to name.
    author="The boto3_extensions maintainers",
    packages=find_packages(include=["boto3_extensions", "boto3_extensions.*"]),
    package_data={
        "boto3_extensions": [
            "py.typed",
            "data/*.json",
            "data/*/*/*.json",
            "derived/*/*/*.json",
        ]
    },
    python_requires=">=3.10",
    # The same as `python -m boto3_extensions`.
    entry_points={
        "console_scripts": ["boto3-extensions = boto3_extensions._cli.program:main"]
    },
    install_requires=[f"boto3>={BOTO3_FLOOR}"],
    extras_require={
        # What the benchmarks compare with, and draw plots with; they do without, too.
        "bench": ["arnmatch", "matplotlib"],
        # PyStemmer makes Sphinx's search index in a tenth of the time.
        "docs": ["furo", "PyStemmer", "sphinx>=8"],
        "demo": ["moto[server]>=5.2.5"],
        # What `tests/fleet` distributes work with.
        "fleet": ["dask", "distributed"],
        "oldest": [f"boto3=={BOTO3_FLOOR}", f"botocore=={BOTO3_FLOOR}"],
        # RedisCredentialCache: the store, and the encryption of what is put into it.
        "redis": ["cryptography>=41", "redis>=5"],
        # `python -m boto3_extensions stubs`: the builder of boto3-stubs, and what the
        # stubs it writes import.
        "stubs": [
            "botocore-stubs",
            "mypy-boto3-builder>=8.12; python_version >= '3.12'",
            "types-s3transfer",
        ],
        # Tables in a terminal, of `boto3_extensions list`; they are plain without.
        "table": ["rich>=13"],
        "test": [
            "docutils",
            "flask",
            "flask-cors",
            "hypothesis",
            # Its `server` but for cfn-lint, which brings 8,000 files, for templates.
            "moto[apigateway,appsync,awslambda,batch,cognitoidp,dynamodb,events]>=5.2.5",
            "moto[glue,quicksight,s3,ssm,stepfunctions,xray]>=5.2.5",
            "policy_sentry",
            "pytest>=9",
            "pytest-randomly",
            "pytest-timeout",
            "tomli; python_version < '3.11'",
            "wrapt",
        ],
    },
    zip_safe=False,
    keywords="aws boto3 botocore resources arn sts assume-role tags rds",
    classifiers=[
        "Development Status :: 5 - Production/Stable",
        "Intended Audience :: Developers",
        "Intended Audience :: System Administrators",
        "Operating System :: OS Independent",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3 :: Only",
        "Programming Language :: Python :: 3.10",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Programming Language :: Python :: Implementation :: CPython",
        "Topic :: Internet",
        "Topic :: Software Development :: Libraries :: Python Modules",
        "Topic :: System :: Systems Administration",
        "Typing :: Typed",
    ],
)
