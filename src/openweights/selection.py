"""Which records a list is to have: the filters of `dataset.models` and of `openweights list`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from attrs import converters, field, frozen

from openweights import convert
from openweights.dates import PartialDate
from openweights.flags import FlagName
from openweights.ladder import Category, Openness
from openweights.license import License
from openweights.model import Access, Status
from openweights.names import name_key
from openweights.plain import Plain
from openweights.tabulation import Row, rows
from openweights.vocabulary import Modality


def _license(value: License | str | None) -> License | None:
    return License.get(value) if isinstance(value, str) else value


def _date(value: PartialDate | datetime.date | str | None) -> PartialDate | None:
    return None if value is None else PartialDate.of(value)


def _level(value: Openness | str | None) -> Openness | None:
    return None if value is None else convert.member(Openness, value)


def _category(value: Category | str | None) -> Category | None:
    return None if value is None else convert.member(Category, value)


def _flag(value: FlagName | str | None) -> FlagName | None:
    return None if value is None else convert.member(FlagName, value)


def _modality(value: Modality | str | None) -> Modality | None:
    return None if value is None else convert.member(Modality, value)


def _access(value: Access | str | None) -> Access | None:
    return None if value is None else convert.member(Access, value)


def _status(value: Status | str | None) -> Status | None:
    return None if value is None else convert.member(Status, value)


@frozen(kw_only=True, field_transformer=convert.named)
class Selection:
    """Filters that a record must pass; what is not given lets everything through. The fields are those of `dataset.models`."""

    level: Openness | None = field(default=None, converter=_level)
    category: Category | None = field(default=None, converter=_category)
    flag: FlagName | None = field(default=None, converter=_flag)
    license: License | None = field(default=None, converter=_license)
    publisher: str | None = field(default=None, converter=converters.optional(convert.name))
    family: str | None = field(default=None, converter=converters.optional(convert.name))
    modality: Modality | None = field(default=None, converter=_modality)
    access: Access | None = field(default=None, converter=_access)
    status: Status | None = field(default=None, converter=_status)
    since: PartialDate | None = field(default=None, converter=_date)
    until: PartialDate | None = field(default=None, converter=_date)

    @classmethod
    def of(cls, **fields: object) -> Selection:
        """Return the selection with these fields, whatever their spelling."""
        return convert.record(cls, fields)

    def found(self) -> Iterator[Row]:
        """Yield the rows that pass, in the order of the data."""
        return (row for row in rows() if all(self._passes(row)))

    def _passes(self, row: Row) -> Iterator[bool]:
        for name, column in (("level", "level"), ("category", "category"), ("access", "access"), ("status", "status")):
            wanted = getattr(self, name)
            yield wanted is None or row[column] == wanted.value
        for name, column in (("flag", "flags"), ("modality", "modalities")):
            wanted = getattr(self, name)
            yield wanted is None or wanted.value in _texts(row[column])
        yield self.license is None or self.license.id in _texts(row["licenses"])
        yield self.publisher is None or name_key(self.publisher) == name_key(str(row["developer"] or ""))
        yield self.family is None or name_key(self.family) in map(name_key, [str(row["family"] or ""), *_texts(row["groups"])])
        if self.since is not None or self.until is not None:
            released = PartialDate.of(str(row["released"])) if row["released"] else None
            yield released is not None
            yield self.since is None or (released is not None and released >= self.since)
            yield self.until is None or (released is not None and released < self.until)


def _texts(value: Plain) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
