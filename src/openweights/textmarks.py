"""The marks of a licence text that name its version: numbers after a name, dates, and the words of its title.

A text of another version is nearly all the same words. Counting changed words cannot tell it from a copy with a few words filled in; these
words can. Only a mark that says something else speaks against a licence: one that is missing says nothing, since headings get lost.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from openweights.textwords import plain_of, split_words

#: How many words at the beginning may stand in a title, and how long a line of a title is.
HEAD_WORDS = 60
TITLE_LINES = 4
TITLE_WORDS = 14

#: How many slots are kept of a text: those that occur most often.
MOST_SLOTS = 12

_LICENSE_WORDS = frozenset({"license", "licence", "agreement", "terms", "licensing"})
#: Words that end the name of a licence on its left, and words that name none.
_NO_NAMES = frozenset(
    "a all an and any are as at by can code copy following found for from full get here in is it legal model models of on or original "
    "our out please project released see source text that the their these this to under us use used weights which with you your".split()
)
_NO_CONTEXT = frozenset(
    "a and article articles attachment clause clauses exhibit in item of or paragraph paragraphs part section sections to".split()
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun"),
            *("july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec"),
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y1>(?:19|20)\d\d)\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_MONTH})\.?\s*,?\s+(?P<y2>(?:19|20)\d\d)\b"
    r"|\b(?P<y3>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m3>\d{1,2})\s*[-/.月]\s*(?P<d3>\d{1,2})",
    re.IGNORECASE,
)
#: What a page of HTML does not show, and where it begins a line.
_NOT_SHOWN = re.compile(r"<(head|title|style|script)\b[^<>]{0,200}>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|table|tr|section|article|header|body)|br)\b[^<>]{0,200}>", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
#: A number that only counts a section, at the start of a line.
_COUNTED = re.compile(r"^[ \t#>*(\-]*\d+(?:\.\d+)*[.)]?(?=[ \t])", re.MULTILINE)


@frozen
class Marks:
    """What a text says of its own version."""

    #: For each place where a number or a date stands, what stands there.
    slots: Mapping[int, frozenset[int]] = field(factory=dict[int, frozenset[int]], hash=False)
    #: The words that name the licence in its title; none if no title is there.
    title: frozenset[int] = frozenset()
    #: The words that the text begins with, and those of its names.
    head: frozenset[int] = frozenset()

    def title_is_of(self, known: Marks) -> bool:
        """Whether this text has a title and it may be that of `known`."""
        return bool(self.title) and self.title <= known.head and known.title <= self.head

    def speak_against(self, known: Marks, *, title: bool = True) -> bool:
        """Whether this text says that it is another version than `known`: a number, a date, or, if `title` counts, its title."""
        if any(slot in self.slots and self.slots[slot].isdisjoint(values) for slot, values in known.slots.items()):
            return True
        return title and bool(self.title) and not self.title_is_of(known)


def marks_of(text: str) -> Marks:
    """Return all marks of a text."""
    plain = plain_of(text)
    words = split_words(plain)
    found: dict[int, set[int]] = {}
    for slot, value in _values(plain, words):
        found.setdefault(_slot(slot), set()).add(_value(slot, value))
    return Marks({slot: frozenset(values) for slot, values in found.items()}, _short(_title(text)), _short(words[: 2 * HEAD_WORDS]))


def known_marks_of(text: str, names: Iterable[str] = ()) -> Marks:
    """Return the marks of a licence's text that are worth keeping: what names it, not what counts its sections.

    Args:
        text: The text.
        names: What the licence is called elsewhere: its title may be any of these.
    """
    plain = _COUNTED.sub(" ", plain_of(text))
    words = split_words(plain)
    named = [word for name in names for word in split_words(plain_of(name))]
    every = Counter(_values(plain, words))
    # A number without a point counts if it stands after its name again and again, or after the word version.
    kept = {slot for (slot, value), count in every.items() if not value.isdigit() or count > 1 or slot in ("version", "v")}
    often = Counter({slot: sum(count for (other, _), count in every.items() if other == slot) for slot in kept})
    best = {
        slot for slot, _ in sorted(often.items(), key=lambda each: (each[0] not in (_DATES, _FIRST_DATES), -each[1], each[0]))[:MOST_SLOTS]
    }
    slots: dict[int, set[int]] = {}
    for slot, value in every:
        if slot in best:
            slots.setdefault(_slot(slot), set()).add(_value(slot, value))
    return Marks({slot: frozenset(values) for slot, values in slots.items()}, _short(_title(text)), _short([*words[:HEAD_WORDS], *named]))


#: The place of all dates, and that of a release date: a policy at the end has one of its own.
_DATES = "#date"
_FIRST_DATES = "#date at the beginning"
_BEGINNING = 1_500


def _values(plain: str, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for date in _DATE.finditer(plain):
        said = date.groupdict()
        month = said["m1"] or said["m2"]
        number = _MONTHS[month.casefold()] if month else int(said["m3"])
        year, day = said["y1"] or said["y2"] or said["y3"], said["d1"] or said["d2"] or said["d3"]
        iso = f"{year}-{number:02}-{int(day):02}"
        yield _DATES, iso
        if date.start() < _BEGINNING:
            yield _FIRST_DATES, iso
    for before, word in zip(["", *words], words, strict=False):
        if not any(sign.isdecimal() for sign in word) or _YEAR.fullmatch(word):
            continue
        if not _NUMBER.fullmatch(word):
            yield _NUMBER.sub("#", word), word
        elif before.isalpha() and before not in _NO_CONTEXT and before not in _MONTHS:
            yield before, word


def _title(text: str) -> Iterator[str]:
    """Yield the words that name a licence in the first short lines: those before the word license."""
    beginning = _BLOCK.sub("\n", _NOT_SHOWN.sub(" ", text[:20_000]))
    lines = [line for line in beginning.splitlines() if line.strip(" \t#*=_-")][:TITLE_LINES]
    for line in lines:
        words = split_words(plain_of(line))
        if len(words) > TITLE_WORDS or "copyright" in words:
            continue
        for place, word in enumerate(words):
            if word in _LICENSE_WORDS:
                for name in reversed(words[:place]):
                    if name in _NO_NAMES or name in _LICENSE_WORDS:
                        break
                    if name.isascii() and not _NUMBER.fullmatch(name):
                        yield name


def _slot(slot: str) -> int:
    return zlib.crc32(f"slot {slot}".encode()) & 0xFFFFFF


def _value(slot: str, value: str) -> int:
    return zlib.crc32(f"{slot} is {value}".encode()) & 0xFFFFFF


def _short(words: Iterator[str] | Sequence[str]) -> frozenset[int]:
    """Hashes of 16 bits: a word is looked for among a few dozen."""
    return frozenset(zlib.crc32(word.encode()) & 0xFFFF for word in words)
