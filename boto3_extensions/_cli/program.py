"""The command line, ``python -m boto3_extensions``.

Every command but ``list`` and ``credentials`` reads files, and nothing else. It ends
with 0, with 1 for a name that is none or a role that cannot be had, with 2 for a
command that cannot be understood, and with 3 for a ``list`` of which a part could not
be had.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from boto3_extensions._cli import commands as cli_commands
from boto3_extensions._cli import credentials, listing
from boto3_extensions._cli import text as cli_text

PROGRAM = "python -m boto3_extensions"

# What a shell reports for a program whose reader has gone.
_READER_GONE = 141

_EXAMPLES = f"""
examples:
  {PROGRAM}                      every service with resources
  {PROGRAM} types rds            the resource types of one
  {PROGRAM} show rds.DBInstance  what such a resource has
  {PROGRAM} find StopDBInstance  where an operation, or a word, is
  {PROGRAM} arn arn:aws:s3:::logs/2026/11/22.gz
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The words after the program's name; None for those of the process.

    Returns:
        What to exit with.
    """
    options = _parser().parse_args(arguments)
    code = 0
    try:
        if options.run is listing.main:
            # It prints as it likes, and ends by what became of it.
            code = listing.main(options)
        else:
            found = options.run(options)
            print(cli_text.as_json(found) if options.json else options.text(found))
        sys.stdout.flush()
    except (Boto3Error, BotoCoreError, ClientError) as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Python flushes once more on its way out, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _READER_GONE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        PROGRAM,
        description="Tell what boto3 has resources for, without asking AWS.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=cli_commands.services, text=cli_text.services, json=False)
    _add_json(parser)
    parser.add_argument(
        "--version",
        action="version",
        version=cli_text.versions(cli_commands.versions()),
    )
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    _add(commands, "services", "the services with resources, and who defines them")
    types = _add(commands, "types", "the resource types of a service")
    show = _add(commands, "show", "what a service or a resource type has")
    find = _add(commands, "find", "where an operation, or whatever has a name, is")
    find.add_argument(
        "words", metavar="WORD", nargs="+", help="such as StopDBInstance or retention"
    )
    find.add_argument("--service", metavar="SERVICE", help="look in this one alone")
    files = _add(commands, "files", "the files that define a service")
    for command in (types, files):
        command.add_argument("service", metavar="SERVICE", help="such as rds")
    show.add_argument(
        "name", metavar="SERVICE[.TYPE]", help="such as rds or rds.DBInstance"
    )
    show.add_argument("type", metavar="TYPE", nargs="?", help=argparse.SUPPRESS)
    _add(commands, "info", "the versions in use, and what is patched")
    stubs = _add(commands, "stubs", "the packages of types it writes for type checkers")
    stubs.add_argument(
        "services",
        metavar="SERVICE",
        nargs="*",
        help="such as rds; without one, those that the code below this folder uses",
    )
    stubs.add_argument(
        "--folder", default="typings", help="where to, %(default)s if not given"
    )
    arn = _add(commands, "arn", "the parts of an ARN, and the resource it names")
    arn.add_argument("arn", metavar="ARN")
    _add_list(commands)
    _add_credentials(commands)
    return parser


def _add(commands: Any, name: str, help: str) -> argparse.ArgumentParser:
    run: Callable[..., object] = getattr(cli_commands, name)
    text: Callable[..., str] = getattr(cli_text, name)
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=f"Print {help}."
    )
    command.set_defaults(run=run, text=text)
    _add_json(command)
    return command


def _add_credentials(commands: Any) -> None:
    help = "a role's credentials, for credential_process"
    command = commands.add_parser(
        "credentials", help=help, description=f"Print {help}."
    )
    command.set_defaults(run=credentials.credentials, text=cli_text.as_json)
    credentials.add_options(command)


def _add_list(commands: Any) -> None:
    help = "the resources of a type, in accounts and regions"
    command = commands.add_parser("list", help=help, description=f"Print {help}.")
    command.set_defaults(run=listing.main, json=False)
    listing.add_options(command)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        # One given before the command counts, too.
        default=argparse.SUPPRESS,
        help="print JSON, for scripts",
    )
