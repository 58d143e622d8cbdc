"""Where something stands in a file."""

from __future__ import annotations

from attrs import field, frozen

from openweights import convert
from openweights.errors import InvalidValueError, shown


def _ordinal(value: int | None) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise InvalidValueError(f"{shown(value)} is no line or column.", mend="Count from 1.")
    return value


@frozen(field_transformer=convert.named)
class Place:
    """A file, and where known the line and the column in it.

    Raises:
        InvalidValueError: If the line or the column is below 1.

    Examples:
        >>> str(Place("app.py", 3, 8))
        'app.py:3:8'
    """

    #: The path, as it was given.
    file: str = field(converter=convert.text)
    #: The line, from 1.
    line: int | None = field(default=None, converter=_ordinal)
    #: The column, from 1.
    column: int | None = field(default=None, converter=_ordinal)

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
