"""Loose input to exact types: what the types call at their door.

A notebook user writes strings and mappings, a TOML file has nothing else. The functions here turn such input into the exact type,
or raise an [`InvalidValueError`][openweights.InvalidValueError]; [`named`][openweights.convert.named] adds the name of the field to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from attrs import NOTHING, AttrsInstance, fields

from openweights.errors import InvalidValueError, near_matches, shown
from openweights.names import LONGEST_NAME

E = TypeVar("E", bound=Enum)
T = TypeVar("T", bound=AttrsInstance)
V = TypeVar("V")
R = TypeVar("R")

#: Upper bounds on what a record may hold, against hostile input; far above what real records need.
LONGEST_TEXT = 20_000
LONGEST_URL = 2_000
MOST_ITEMS = 10_000


def named(_: type, attributes: list[Any]) -> list[Any]:
    """Make every converter of an attrs class name its field in the errors that it raises: an attrs `field_transformer`."""
    return [each.evolve(converter=_naming(each.converter, each.name)) if each.converter else each for each in attributes]


def _naming(convert: Callable[[object], object], name: str) -> Callable[[object], object]:
    def converter(value: object) -> object:
        try:
            return convert(value)
        except InvalidValueError as error:
            raise error.under(name) from None

    return converter


@cache
def _by_slug(kind: type[Enum]) -> Mapping[str, Enum]:
    """The members by slug and by name; the slug of one goes before the name of a later one, as they are written."""
    found: dict[str, Enum] = {}
    for each in kind:
        found.setdefault(str(each.value), each)
        found.setdefault(each.name.casefold(), each)
    return found


def member(kind: type[E], value: E | str) -> E:
    """Return the member of `kind` that `value` is or names by its slug.

    Raises:
        InvalidValueError: If there is none; with the nearest slug, or all of them.
    """
    if isinstance(value, kind):
        return value
    if isinstance(value, str) and len(value) <= LONGEST_NAME:
        found = _by_slug(kind).get(value.strip().casefold())
        if found is not None:
            return cast("E", found)
    slugs = [str(each.value) for each in kind]
    mend = f"Use one of: {', '.join(slugs)}."
    if isinstance(value, str) and len(value) <= LONGEST_NAME:
        near = near_matches(value, slugs)
        mend = f"Did you mean {near[0]!r}?" if near else mend
    raise InvalidValueError(f"{shown(value)} is no {kind.__name__}.", mend=mend)


def members(kind: type[E], values: Iterable[E | str]) -> frozenset[E]:
    """Return the set of the members of `kind` that `values` are or name."""
    return frozenset(each_of(values, lambda value: member(kind, value)))


@cache
def _fields_of(kind: type[AttrsInstance]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the fields of an attrs class, and of those that have no default."""
    return tuple(each.name for each in fields(kind)), tuple(each.name for each in fields(kind) if each.default is NOTHING)


def record(kind: type[T], value: T | Mapping[str, object]) -> T:
    """Return `value` as an instance of the attrs class `kind`; a mapping gives its fields by name.

    Raises:
        InvalidValueError: If `value` is neither, has an unknown key or lacks a needed one.
    """
    if isinstance(value, kind):
        return value
    if not isinstance(value, Mapping):
        raise InvalidValueError(f"{shown(value)} is no {kind.__name__}.", mend="Give a table (a mapping) of its fields.")
    table = cast("Mapping[object, object]", value)
    known, needed = _fields_of(kind)
    for key in table:
        if not isinstance(key, str) or key not in known:
            near = near_matches(key, known) if isinstance(key, str) else ()
            mend = f"Did you mean {near[0]!r}?" if near else f"The fields are: {', '.join(known)}."
            raise InvalidValueError(f"{shown(key)} is no field of {kind.__name__}.", mend=mend, key=key if isinstance(key, str) else None)
    for name in needed:
        if name not in table:
            raise InvalidValueError(f"A {kind.__name__} needs the field {name!r}.", mend="Add it.")
    return kind(**{str(key): item for key, item in table.items()})


def records(kind: type[T], values: Iterable[T | Mapping[str, object]]) -> tuple[T, ...]:
    """Return `values` as instances of the attrs class `kind`."""
    return tuple(each_of(values, lambda value: record(kind, value)))


def each_of(values: Iterable[V], one: Callable[[V], R]) -> list[R]:
    """Return what `one` makes of each of `values`; an error names the position.

    Raises:
        InvalidValueError: If `values` is no list (a string or a mapping is none) or has too many items.
    """
    given: object = values
    if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
        raise InvalidValueError(f"{shown(values)} is no list.", mend="Give a list, even for a single item.")
    converted: list[R] = []
    for position, value in enumerate(values):
        if position >= MOST_ITEMS:
            raise InvalidValueError(f"The list has more than {MOST_ITEMS} items.", mend="Split it.")
        try:
            converted.append(one(value))
        except InvalidValueError as error:
            raise error.under(position) from None
    return converted


def text(value: str) -> str:
    """Return `value` if it is a string of bounded length that is not blank."""
    return _bounded(value, LONGEST_TEXT)


def name(value: str) -> str:
    """Return `value` if it is a string of the length of a name that is not blank."""
    return _bounded(value, LONGEST_NAME)


def _bounded(value: object, longest: int) -> str:
    if not isinstance(value, str):
        raise InvalidValueError(f"{shown(value)} is no text.", mend="Give a string.")
    if len(value) > longest:
        raise InvalidValueError(f"The text has {len(value)} characters.", mend=f"Use at most {longest}.")
    if not value.strip():
        raise InvalidValueError("The text is empty.", mend="Fill it in, or leave the field out.")
    return value


def names(values: Iterable[str]) -> tuple[str, ...]:
    """Return `values` without repetitions, in order, if all are names."""
    return tuple(dict.fromkeys(each_of(values, name)))


def url(value: str) -> str:
    """Return `value` if it is a web address: what does not begin with `http` may not end up as a link."""
    address = _bounded(value, LONGEST_URL)
    scheme, _, rest = address.partition("://")
    # Of what is blank, only the space is printable.
    if scheme not in ("http", "https") or not rest or " " in address or not address.isprintable():
        raise InvalidValueError(f"{shown(address)} is no web address.", mend="Give an http or https URL without spaces.")
    return address


def urls(values: Iterable[str]) -> tuple[str, ...]:
    """Return `values` without repetitions, in order, if all are web addresses."""
    return tuple(dict.fromkeys(each_of(values, url)))


def truth(value: object) -> bool:
    """Return `value` if it is true or false."""
    if not isinstance(value, bool):
        raise InvalidValueError(f"{shown(value)} is neither true nor false.", mend="Give true or false.")
    return value


def day(value: datetime.date | str) -> datetime.date:
    """Return a date from an ISO 8601 day."""
    if type(value) is datetime.date:
        return value
    if isinstance(value, str) and len(value) == len("2024-07-23"):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidValueError(f"{shown(value)} is no date.", mend="Write a day of the calendar as YYYY-MM-DD.")
