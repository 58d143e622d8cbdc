"""`python -m openweights` and the command `openweights`."""

from __future__ import annotations

import gc
import sys

from openweights.errors import MissingExtraError


def main() -> None:
    """Run the command line; without its optional packages, say how to get them."""
    # A command makes values, prints and ends: passes of the collector over them find nothing, and take a fifth of a long answer.
    gc.set_threshold(200_000)
    try:
        from openweights.cli import cli
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        print(MissingExtraError("The command line", "cli"), file=sys.stderr)
        sys.exit(2)
    cli(prog_name="openweights")


if __name__ == "__main__":
    main()
