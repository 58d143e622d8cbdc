"""Characters that act instead of being seen, made visible: the first step of every format for people."""

from __future__ import annotations


def visible(text: str) -> str:
    r"""Return `text` on one line, in which control characters, line ends and marks that turn the direction of writing are spelled out.

    Examples:
        >>> visible("a\x1b[31mb\nc")
        'a\\x1b[31mb\\nc'
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape", "surrogatepass").decode() for each in text)


def log_line(text: str) -> str:
    """Return `text` as it may stand inside a line of a log: visible, and no command to a runner that reads the log.

    Runners of GitHub Actions take `##[` anywhere in a line for the start of a command.
    """
    return visible(text).replace("##[", "## [")
