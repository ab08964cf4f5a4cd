"""The command line, ``python -m boto3_extensions``.

``list`` and ``credentials`` call AWS; all other commands only read files, save that
``stubs`` and ``compile`` write some. The exit code is 0 for success, 1 for an unknown
name or an error of AWS, 2 for invalid arguments and 3 for a ``list`` that failed in
some accounts or regions.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from boto3_extensions._cli import commands as cli_commands
from boto3_extensions._cli import credentials, listing
from boto3_extensions._cli import text as cli_text

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

PROGRAM = "python -m boto3_extensions"

# The exit code that a shell reports for a program ended by SIGPIPE: 128 + 13.
_BROKEN_PIPE = 141

_EXAMPLES = f"""
examples:
  {PROGRAM}                      every service with resources
  {PROGRAM} types rds            the resource types of one
  {PROGRAM} show rds.DBInstance  what such a resource has
  {PROGRAM} find StopDBInstance  where an operation, or a word, is
  {PROGRAM} arn arn:aws:s3:::logs/2026/11/22.gz
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: The words after the program's name; None for ``sys.argv[1:]``.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    code = 0
    try:
        if options.run is listing.main:
            # It prints tables, and has exit codes of its own.
            code = listing.main(options)
        else:
            found = options.run(options)
            print(cli_text.as_json(found) if options.json else options.text(found))
        sys.stdout.flush()
    except (Boto3Error, BotoCoreError, ClientError) as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Python flushes stdout again when it exits, and would print an error then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    return code


def _parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; without a command, it is ``services``."""
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
    _add_services(stubs, "rds")
    stubs.add_argument(
        "--folder", default="typings", help="where to, %(default)s if not given"
    )
    compiled = _add(commands, "compile", "the files it writes for a faster start")
    _add_services(compiled, "ec2")
    compiled.add_argument(
        "--folder", help="where to, beside the package if not given; see the guide"
    )
    arn = _add(commands, "arn", "the parts of an ARN, and the resource it names")
    arn.add_argument("arn", metavar="ARN")
    _add_list(commands)
    _add_credentials(commands)
    return parser


def _add(commands: _Commands, name: str, help: str) -> argparse.ArgumentParser:
    """Add a command, and return its parser.

    Args:
        commands: The subparsers.
        name: The command's name, which is that of its functions, too.
        help: The object of its help text, after "Print".
    """
    run: Callable[..., object] = getattr(cli_commands, name)
    text: Callable[..., str] = getattr(cli_text, name)
    command = commands.add_parser(name, help=help, description=f"Print {help}.")
    command.set_defaults(run=run, text=text)
    _add_json(command)
    return command


def _add_credentials(commands: _Commands) -> None:
    help = "a role's credentials, for credential_process"
    command = commands.add_parser(
        "credentials", help=help, description=f"Print {help}."
    )
    command.set_defaults(run=credentials.credentials, text=cli_text.as_json)
    credentials.add_options(command)


def _add_list(commands: _Commands) -> None:
    help = "the resources of a type, in accounts and regions"
    command = commands.add_parser("list", help=help, description=f"Print {help}.")
    command.set_defaults(run=listing.main, json=False)
    listing.add_options(command)


def _add_services(parser: argparse.ArgumentParser, example: str) -> None:
    parser.add_argument(
        "services",
        metavar="SERVICE",
        nargs="*",
        help=f"such as {example}; without one, those that the code below this folder "
        "uses",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        # Without a default, so that a --json before the command is not overwritten.
        default=argparse.SUPPRESS,
        help="print JSON, for scripts",
    )
