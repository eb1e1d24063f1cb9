"""The command line: ``mandategraph COMMAND``. Each command is imported when it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

import click

from mandategraph.errors import MandategraphError

__all__ = ["COMMANDS", "main"]

#: Command -> the module of this package that has it, and one line of help.
COMMANDS = {
    "ask": ("questions", "Answer a prepared question, or list the questions."),
    "backup": ("keeping", "Copy a graph while others use it."),
    "build": ("building", "Read documents into a graph."),
    "check": ("building", "Check a graph against its shapes and its sources."),
    "compact": ("keeping", "Make a graph smaller and faster to read."),
    "demo": ("trial", "Build, check and question the sample documents."),
    "documents": ("looking", "List the documents of a graph."),
    "explain": ("explaining", "Say why a fact is in a graph."),
    "export": ("exporting", "Write a graph to a file."),
    "mcp": ("serving", "Offer a graph to language models."),
    "query": ("looking", "Run a SPARQL query."),
    "remove": ("building", "Take a document out of a graph."),
    "restore": ("keeping", "Put a copy in the place of a graph."),
    "review": ("reviewing", "Write unknown names as an authority file to edit."),
    "serve": ("serving", "Serve a graph over HTTP: SPARQL, an API and pages."),
    "show": ("looking", "Show an entity or a fact with its quotes."),
    "verify": ("verifying", "Check that a graph is whole, and mend it."),
}


class _Commands(click.Group):
    """The commands by name, each loaded only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"mandategraph.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in sorted(COMMANDS.items())])


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        try:
            number = version("mandategraph")
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"mandategraph {number}")
        ctx.exit()


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=_Commands, context_settings=_SETTINGS)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and stop.",
)
def _mandategraph() -> None:
    """Read documents of international organizations into a graph and question it.

    Every fact of the graph points at the sentence that states it. Begin with: mandategraph demo
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 with faults, 2 refused, 130 interrupted.

    :param arguments: those of the process when not given.

    >>> main(["--version"])
    mandategraph ...
    0
    """
    _set_up_streams()
    try:
        # Without standalone mode click gives back what the command returned, which is its exit code if any.
        code = _mandategraph.main(
            None if arguments is None else list(arguments), "mandategraph", standalone_mode=False
        )
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx is not None else "mandategraph"
        return _refuse(f"{error.format_message()} (see {where} --help)")
    except click.ClickException as error:
        return _refuse(error.format_message())
    except MandategraphError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            _let_go_of_stdout()
            return 0
        return _refuse(str(error))
    except BrokenPipeError:
        _let_go_of_stdout()
        return 0
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("\n")
        return 130
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _refuse(f"{place}{error.strerror or error}")
    return code if isinstance(code, int) else 0


def _refuse(text: str) -> int:
    from mandategraph.cli.output import plain

    sys.stderr.write(f"mandategraph: {plain(text)}\n")
    return 2


def _set_up_streams() -> None:
    """Chinese goes into files and pipes as UTF-8 whatever the locale; terminals get what they can show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            if not stream.isatty():
                reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                reconfigure(errors="backslashreplace")


def _let_go_of_stdout() -> None:
    """Keep the interpreter from complaining at exit that the reader of its output is gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
