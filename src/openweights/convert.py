"""Loose input to exact types: what the types call at their door.

A notebook user writes strings and mappings, a TOML file has nothing else. Each function here returns an attrs converter
that turns such input into the exact type, or raises an [`InvalidValueError`][openweights.InvalidValueError] that names the place.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import TypeVar

from attrs import NOTHING, AttrsInstance, fields

from openweights.errors import InvalidValueError, near_matches, shown

E = TypeVar("E", bound=Enum)
T = TypeVar("T", bound=AttrsInstance)
R = TypeVar("R")
V = TypeVar("V")

#: Upper bounds on what a record may hold, against hostile input; far above what real records need.
LONGEST_NAME = 500
LONGEST_TEXT = 20_000
MOST_ITEMS = 10_000


def slug(text: str) -> str:
    """Return `text` as lower-case words joined by hyphens, fit for an identifier.

    >>> slug("Llama 3.1 (405B)")
    'llama-3.1-405b'
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "-".join("".join(c if c.isascii() and (c.isalnum() or c == ".") else " " for c in folded).split()).strip(".")


def name_key(name: str) -> str:
    """Return the form in which names are compared: without case, spaces, hyphens and underscores.

    >>> name_key("GPT 4o") == name_key("gpt-4o") == name_key("GPT_4O")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if c not in "-_‐‑‒–—" and not c.isspace())


def member(kind: type[E], value: E | str) -> E:
    """Return the member of `kind` that `value` is or names by its slug.

    Raises:
        InvalidValueError: If there is none; with the nearest slug, or all of them.
    """
    if isinstance(value, kind):
        return value
    slugs = [str(each.value) for each in kind]
    mend = f"Use one of: {', '.join(slugs)}."
    if isinstance(value, str) and len(value) <= LONGEST_NAME:
        wanted = value.strip().casefold()
        for each in kind:
            if wanted in (str(each.value), each.name.casefold()):
                return each
        near = near_matches(value, slugs)
        mend = f"Did you mean {near[0]!r}?" if near else mend
    raise InvalidValueError(f"{shown(value)} is no {kind.__name__}.", mend=mend)


def enum_member(kind: type[E], field: str) -> Callable[[E | str], E]:
    """Return a converter from a slug to a member of `kind`."""

    def convert(value: E | str) -> E:
        try:
            return member(kind, value)
        except InvalidValueError as error:
            raise error.under(field) from None

    return convert


def enum_set(kind: type[E], field: str) -> Callable[[Iterable[E | str]], frozenset[E]]:
    """Return a converter from any iterable of slugs to a set of members of `kind`."""

    def convert(values: Iterable[E | str]) -> frozenset[E]:
        return frozenset(_each(values, lambda value: member(kind, value), field))

    return convert


def value_set(one: Callable[[V], R], field: str) -> Callable[[Iterable[V]], frozenset[R]]:
    """Return a converter from any iterable to the set of what `one` makes of its items."""

    def convert(values: Iterable[V]) -> frozenset[R]:
        return frozenset(_each(values, one, field))

    return convert


def value_tuple(one: Callable[[V], R], field: str) -> Callable[[Iterable[V]], tuple[R, ...]]:
    """Return a converter from any iterable to the tuple of what `one` makes of its items."""

    def convert(values: Iterable[V]) -> tuple[R, ...]:
        return tuple(_each(values, one, field))

    return convert


def record(kind: type[T], value: T | Mapping[str, object]) -> T:
    """Return `value` as an instance of the attrs class `kind`; a mapping gives its fields by name.

    Raises:
        InvalidValueError: If `value` is neither, has an unknown key or lacks a needed one.
    """
    if isinstance(value, kind):
        return value
    if not isinstance(value, Mapping):
        raise InvalidValueError(f"{shown(value)} is no {kind.__name__}.", mend="Give a table (a mapping) of its fields.")
    known = {each.alias: each for each in fields(kind) if each.init}
    for key in value:
        if not isinstance(key, str) or key not in known:
            near = near_matches(key, known) if isinstance(key, str) else ()
            mend = f"Did you mean {near[0]!r}?" if near else f"The fields are: {', '.join(known)}."
            raise InvalidValueError(f"{shown(key)} is no field of {kind.__name__}.", mend=mend)
    for name, each in known.items():
        if each.default is NOTHING and name not in value:
            raise InvalidValueError(f"A {kind.__name__} needs the field {name!r}.", mend="Add it.")
    return kind(**{str(key): item for key, item in value.items()})


def one_record(kind: type[T], field: str) -> Callable[[T | Mapping[str, object]], T]:
    """Return a converter to one instance of the attrs class `kind`."""

    def convert(value: T | Mapping[str, object]) -> T:
        try:
            return record(kind, value)
        except InvalidValueError as error:
            raise error.under(field) from None

    return convert


def records(kind: type[T], field: str) -> Callable[[Iterable[T | Mapping[str, object]]], tuple[T, ...]]:
    """Return a converter from any iterable to a tuple of instances of the attrs class `kind`."""

    def convert(values: Iterable[T | Mapping[str, object]]) -> tuple[T, ...]:
        return tuple(_each(values, lambda value: record(kind, value), field))

    return convert


def texts(field: str) -> Callable[[Iterable[str]], tuple[str, ...]]:
    """Return a converter from any iterable of strings to a tuple without repetitions, in order."""

    def convert(values: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_each(values, checked_text, field)))

    return convert


def _each(values: Iterable[V], one: Callable[[V], R], field: str) -> list[R]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise InvalidValueError(f"{shown(values)} is no list.", mend="Give a list, even for a single item.", path=(field,))
    converted: list[R] = []
    for position, value in enumerate(values):
        if position >= MOST_ITEMS:
            raise InvalidValueError(f"The list has more than {MOST_ITEMS} items.", mend="Split it.", path=(field,))
        try:
            converted.append(one(value))
        except InvalidValueError as error:
            raise error.under(field, position) from None
    return converted


def checked_text(value: object, longest: int = LONGEST_TEXT) -> str:
    """Return `value` if it is a string of bounded length that is not blank."""
    if not isinstance(value, str):
        raise InvalidValueError(f"{shown(value)} is no text.", mend="Give a string.")
    if len(value) > longest:
        raise InvalidValueError(f"The text has {len(value)} characters.", mend=f"Use at most {longest}.")
    if not value.strip():
        raise InvalidValueError("The text is empty.", mend="Fill it in, or leave the field out.")
    return value


def text(field: str, longest: int = LONGEST_TEXT) -> Callable[[str], str]:
    """Return a converter that lets a string of bounded length pass that is not blank."""

    def convert(value: str) -> str:
        try:
            return checked_text(value, longest)
        except InvalidValueError as error:
            raise error.under(field) from None

    return convert


def url(field: str) -> Callable[[str], str]:
    """Return a converter that lets only a web address pass: what follows `http` may end up as a link."""
    one = text(field, 2_000)

    def convert(value: str) -> str:
        address = one(value)
        scheme, colon, rest = address.partition("://")
        if scheme not in ("http", "https") or not colon or not rest or any(c.isspace() or not c.isprintable() for c in address):
            raise InvalidValueError(f"{shown(address)} is no web address.", mend="Give an http or https URL without spaces.", path=(field,))
        return address

    return convert


def urls(field: str) -> Callable[[Iterable[str]], tuple[str, ...]]:
    """Return a converter from any iterable of web addresses to a tuple without repetitions, in order."""
    one = url(field)

    def convert(values: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one(value) for value in _each(values, checked_text, field)))

    return convert


def day(field: str) -> Callable[[datetime.date | str | None], datetime.date | None]:
    """Return a converter from an ISO 8601 day, or nothing, to a date."""

    def convert(value: datetime.date | str | None) -> datetime.date | None:
        if value is None or type(value) is datetime.date:
            return value
        if isinstance(value, str) and len(value) == len("2024-07-23"):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        raise InvalidValueError(f"{shown(value)} is no date.", mend="Write a day of the calendar as YYYY-MM-DD.", path=(field,))

    return convert
