"""The page on the command line, made from the commands themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from openweights.cli import cli


def cli_page() -> str:
    """Return the page with every command, its arguments and its options."""
    return "\n".join(
        [
            "# Command line",
            "",
            "Made by `tasks/write_docs.py` from the commands. Every one answers `--help`. It needs the extra `cli`;",
            "`python -m openweights` is the same program.",
            "",
            *_text(cli),
            cli.epilog or "",
            "",
            *_options(cli),
            'Completion for bash: `eval "$(_OPENWEIGHTS_COMPLETE=bash_source openweights)"`; likewise `zsh_source` and `fish_source`.',
            "",
            *(line for name, command in sorted(cli.commands.items()) for line in _section(f"openweights {name}", command, 2)),
        ]
    )


def _section(name: str, command: click.Command, level: int) -> Iterator[str]:
    yield f"{'#' * level} {name}"
    yield ""
    arguments = [_usage(argument) for argument in command.params if isinstance(argument, click.Argument)]
    if isinstance(command, click.Group):
        yield from _text(command)
        for inner, each in sorted(command.commands.items()):
            yield from _section(f"{name} {inner}", each, level + 1)
    else:
        yield "```text"
        yield " ".join([name, "[OPTIONS]", *arguments])
        yield "```"
        yield ""
        yield from _text(command)
        yield from _options(command)


def _text(command: click.Command) -> Iterator[str]:
    """Yield the help text as Markdown: paragraphs, and as it is what click does not wrap."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(command.help or "")):
        if not paragraph.startswith("\b"):
            yield " ".join(_markdown(line) for line in paragraph.splitlines())
            yield ""
            continue
        title, *lines = paragraph.removeprefix("\b").strip().splitlines()
        yield title
        yield ""
        yield "```text"
        yield from inspect.cleandoc("\n".join(["", *lines])).splitlines()
        yield "```"
        yield ""


def _markdown(text: str) -> str:
    """Return a line with options as code and nothing that Markdown would take for markup."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        part if part.startswith("`") else re.sub(r"(?<![\w`-])(--?[a-z][\w-]*)", r"`\1`", part).replace("<", "&lt;").replace("*", r"\*")
        for part in parts
    )


def _usage(argument: click.Argument) -> str:
    name = argument.make_metavar(click.Context(click.Command("")))
    return name if "..." in name or argument.nargs == 1 else f"{name}..."


def _options(command: click.Command) -> Iterator[str]:
    options = [option for option in command.params if isinstance(option, click.Option)]
    if not options:
        return
    yield "| option | means |"
    yield "| --- | --- |"
    for option in options:
        names = ", ".join(f"`{_named(option, name)}`" for name in [*option.opts, *option.secondary_opts])
        yield f"| {names} | {_meaning(option)} |"
    yield ""


def _named(option: click.Option, name: str) -> str:
    if option.is_flag:
        return name
    kind = option.metavar or ("VALUE" if isinstance(option.type, click.Choice) else option.type.name.upper().split()[0])
    return f"{name} {kind}"


def _meaning(option: click.Option) -> str:
    said = [_markdown(option.help or "").replace("|", r"\|")]
    if isinstance(option.type, click.Choice):
        values: list[str] = [f"`{value}`" for value in option.type.choices]
        said.append(f"One of {', '.join(values)}.")
    if isinstance(option.default, str | int) and not option.is_flag:
        said.append(f"Without it `{option.default}`.")
    return " ".join(said)
