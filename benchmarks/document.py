"""Run the benchmarks and write their tables into the documentation: `make figures`.

    python benchmarks/document.py [NAME ...]

Names are those of the blocks of docs/speed_figures.rst, which are the benchmarks' own;
without any, all run, in some fifteen minutes, for which the machine should be idle.
Each prints one table, which is put into its block with the releases that it is of.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "speed_figures.rst"
START, END = ".. figures of benchmarks/{}.py\n", ".. end of figures\n"
NAMED = re.compile(r"^\.\. figures of benchmarks/(\w+)\.py$", re.MULTILINE)
RULE = re.compile(r"^=+(?:  =+)+$", re.MULTILINE)


def table_of(printed: str) -> str:
    """Return the table among the lines that a benchmark printed.

    Raises:
        ValueError: If there is none.
    """
    rules = list(RULE.finditer(printed))
    if len(rules) != 3:
        raise ValueError(f"These lines have no table, or several:\n{printed}")
    return printed[rules[0].start() : rules[-1].end()]


def with_figures(page: str, name: str, figures: str) -> str:
    """Return a page with new figures in the block of a benchmark.

    Raises:
        ValueError: If the page has no such block.
    """
    start = START.format(name)
    if page.count(start) != 1:
        raise ValueError(f"The page has no single block of benchmarks/{name}.py")
    before, _, rest = page.partition(start)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"The block of benchmarks/{name}.py has no end")
    return f"{before}{start}\n{figures}\n\n{end}{after}"


def machine() -> str:
    """Return the releases and the processors that figures are from."""
    import boto3

    return (
        f"*{platform.python_implementation()} {platform.python_version()}, "
        f"boto3 {boto3.__version__}, {platform.system()} on {platform.machine()}, "
        f"{os.cpu_count()} processors.*"
    )


def main(names: list[str]) -> int:
    """Run benchmarks, and write the table of each when it has ended."""
    for name in names or NAMED.findall(PAGE.read_text("utf-8")):
        command = [sys.executable, str(HERE / f"{name}.py")]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        table = table_of(done.stdout)
        print(f"\nbenchmarks/{name}.py\n\n{table}", flush=True)
        told = with_figures(PAGE.read_text("utf-8"), name, f"{table}\n\n{machine()}")
        PAGE.write_text(told, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
