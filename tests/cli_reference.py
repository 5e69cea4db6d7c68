"""The command reference, docs/cli.md: written from the commands' own help, so that it cannot drift from them.

``make docs`` writes it; a test compares it with what is written.
"""

from __future__ import annotations

from pathlib import Path

import click
from click.testing import CliRunner

from assistant.cli import cli

REFERENCE = Path(__file__).parent.parent / "docs" / "cli.md"

_INTRODUCTION = """\
# Commands

Every command exits with 0 on success, with 1 and one line on stderr on an error that a user can cause or meet, and with 2 on
bad usage. Results go to stdout, everything else to stderr; JSON is UTF-8 without escapes. `python -m assistant` is the same
command. This page is written by `make docs` from the commands' own help.
"""


def reference() -> str:
    """The whole page."""
    context = click.Context(cli)
    entries = []
    for name in sorted(cli.list_commands(context)):
        command = cli.get_command(context, name)
        parts = sorted(command.list_commands(context)) if isinstance(command, click.Group) else []
        entries += [_entry(name), *(_entry(name, part) for part in parts)]
    return _INTRODUCTION + "".join(entries)


def help_of(*words: str) -> str:
    """What ``mingzhang WORDS --help`` prints, at a fixed width."""
    result = CliRunner().invoke(cli, [*words, "--help"], prog_name="mingzhang", terminal_width=100)
    if result.exit_code != 0:
        raise RuntimeError(f"{words} --help: {result.output}")
    return result.output


def _entry(*words: str) -> str:
    return f"\n## mingzhang {' '.join(words)}\n\n```text\n{help_of(*words).rstrip()}\n```\n"


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
