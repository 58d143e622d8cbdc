"""Days of which only the month or the year may be known."""

from __future__ import annotations

import datetime

from attrs import frozen

from openweights.errors import InvalidValueError, shown


@frozen(order=True)
class PartialDate:
    """A date with the precision that a source gives: a year, a month or a day. Ordered by its first possible day.

    Raises:
        InvalidValueError: If there is no such date.

    Examples:
        >>> PartialDate.of("2024-07")
        PartialDate(year=2024, month=7, day=0)
        >>> PartialDate.of("2024") < PartialDate.of("2024-07-23")
        True
    """

    #: The year, 1950 to 2199.
    year: int
    #: The month; 0 if not known.
    month: int = 0
    #: The day of the month; 0 if not known.
    day: int = 0

    def __attrs_post_init__(self) -> None:
        try:
            datetime.date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            raise _no_date(str(self)) from None
        if not 1950 <= self.year < 2200 or (self.day and not self.month):
            raise _no_date(str(self))

    @staticmethod
    def of(value: PartialDate | datetime.date | str) -> PartialDate:
        """Return the date that `value` is or says in ISO 8601: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
        if isinstance(value, PartialDate):
            return value
        if type(value) is datetime.date:
            return PartialDate(value.year, value.month, value.day)
        if isinstance(value, str) and len(value) in (4, 7, 10):
            parts = value.split("-")
            if [len(part) for part in parts] == [4, 2, 2][: len(parts)] and all(part.isascii() and part.isdigit() for part in parts):
                return PartialDate(*map(int, parts))
        raise _no_date(value)

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


def _no_date(value: object) -> InvalidValueError:
    return InvalidValueError(f"{shown(value)} is no date.", mend="Write YYYY, YYYY-MM or YYYY-MM-DD, a date that the calendar has.")
