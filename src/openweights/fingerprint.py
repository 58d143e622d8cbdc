"""Fingerprints of licence texts: hashes of a few of their word sequences, from which no text can be read back.

A text is cut into words, every four words in a row (a *shingle*) become a number of 24 bits, and of each text a sample of these numbers is
kept, the smallest. Of two texts that are alike, numbers that only one of them has are kept besides: they tell a version from its
neighbour. Which texts have a kept number is recorded exactly, from the whole texts.

Source: A. Z. Broder, On the resemblance and containment of documents, 1997.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping
from itertools import accumulate, islice, pairwise
from typing import cast

from attrs import field, frozen

from openweights.textmarks import Marks, known_marks_of
from openweights.textwords import words_of

#: How many words in a row make a shingle. A changed word takes this many with it.
SHINGLE = 4

#: The largest number. Of 160 that are kept, a text of 10,000 words has one by chance once in ten times, which does not count.
LARGEST = 0xFFFFFF

#: How many numbers are kept of a text, and how many of what it has and a text alike has not.
SAMPLE = 160
DISTINGUISHING = 32

#: From which share of the shorter text on two texts are alike.
ALIKE = 0.5


def shingles_of(text: str) -> frozenset[int]:
    """Return the shingles of a text as numbers of 24 bits; none of a text of fewer than four words."""
    words = list(words_of(text))
    return frozenset(zlib.crc32(" ".join(words[start : start + SHINGLE]).encode()) & LARGEST for start in range(len(words) - SHINGLE + 1))


@frozen
class Fingerprint:
    """What is kept of one text."""

    #: The ids of the licences whose text it is; several if the text serves them all.
    licenses: tuple[str, ...]
    #: How many shingles the whole text has.
    size: int
    #: The kept numbers that the text has, the sample of it as well as those that tell it from others.
    kept: frozenset[int]
    #: The sample: it stands for the whole text.
    sample: frozenset[int]
    #: What names the version.
    marks: Marks = field(factory=Marks)


def fingerprints_of(
    texts: Iterable[tuple[tuple[str, ...], str]], names: Mapping[str, Iterable[str]] | None = None
) -> tuple[Fingerprint, ...]:
    """Return the fingerprints of texts.

    Args:
        texts: For each text the ids of its licences, and the text.
        names: What each licence is called: a title may say so where the text itself does not.
    """
    called = names or {}
    pairs = list(texts)
    given = [(licenses, shingles_of(text)) for licenses, text in pairs]
    samples = [frozenset(sorted(shingles)[:SAMPLE]) for _, shingles in given]
    kept = {number for sample in samples for number in sample}
    for licenses, one in given:
        for others, other in given:
            if licenses != others and len(one & other) > ALIKE * min(len(one), len(other)):
                kept |= set(sorted(one - other)[:DISTINGUISHING])
    return tuple(
        Fingerprint(
            licenses,
            len(shingles),
            shingles & kept,
            sample,
            known_marks_of(text, [name for each in licenses for name in called.get(each, ())]),
        )
        for (licenses, shingles), sample, (_, text) in zip(given, samples, pairs, strict=True)
    )


def packed(fingerprints: Iterable[Fingerprint]) -> bytes:
    """Return the content of the file that holds fingerprints: a line of JSON, then the numbers, grouped by the texts that have them."""
    each = list(fingerprints)
    having: dict[int, list[int]] = {}
    for position, fingerprint in enumerate(each):
        for number in fingerprint.kept:
            having.setdefault(number, []).append(position)
    groups: dict[tuple[int, ...], list[int]] = {}
    for number in sorted(having):
        groups.setdefault(tuple(having[number]), []).append(number)
    slots = [[len(values) for _, values in sorted(one.marks.slots.items())] for one in each]
    head = {
        "texts": [
            [list(one.licenses), one.size, max(one.sample, default=-1), counts, len(one.marks.title), len(one.marks.head)]
            for one, counts in zip(each, slots, strict=True)
        ],
        # From each text to the next, which takes fewer digits than where it stands.
        "groups": [[[texts[0], *(after - text for text, after in pairwise(texts))], len(groups[texts])] for texts in sorted(groups)],
    }
    long = [number for texts in sorted(groups) for number in groups[texts]]
    long += [number for one in each for slot, values in sorted(one.marks.slots.items()) for number in (slot, *sorted(values))]
    short = [number for one in each for words in (one.marks.title, one.marks.head) for number in sorted(words)]
    return (
        json.dumps(head, separators=(",", ":")).encode()
        + b"\n"
        + _bytes(number & 0xFFFF for number in [*short, *long])
        + bytes(number >> 16 for number in long)
    )


def unpacked(content: bytes) -> tuple[Fingerprint, ...]:
    """Return the fingerprints that a file holds: the reverse of `packed`."""
    line, _, rest = content.partition(b"\n")
    head = cast("Mapping[str, list[list[object]]]", json.loads(line))
    texts = cast("list[tuple[list[str], int, int, list[int], int, int]]", head["texts"])
    groups = cast("list[tuple[list[int], int]]", head["groups"])
    # The low sixteen bits of all numbers, the short ones first, then the high eight bits of the long ones: in order, they compress well.
    how_many = sum(count for _, count in groups) + sum(len(counts) + sum(counts) for _, _, _, counts, _, _ in texts)
    high = rest[len(rest) - how_many :]
    low = _numbers(rest[: len(rest) - how_many])
    short = iter(low)
    long = (number | above << 16 for number, above in zip(low[len(low) - how_many :], high, strict=True))
    kept: list[set[int]] = [set() for _ in texts]
    for having, count in groups:
        numbers = list(islice(long, count))
        for text in accumulate(having):
            kept[text].update(numbers)
    found: list[Fingerprint] = []
    for (licenses, size, largest, counts, in_title, in_head), has in zip(texts, kept, strict=True):
        slots = {next(long): frozenset(islice(long, count)) for count in counts}
        marks = Marks(slots, frozenset(islice(short, in_title)), frozenset(islice(short, in_head)))
        sample = frozenset(number for number in has if number <= largest)
        found.append(Fingerprint(tuple(licenses), size, frozenset(has), sample, marks))
    return tuple(found)


def _bytes(numbers: Iterable[int]) -> bytes:
    """Numbers of sixteen bits as bytes, the lowest first, whatever this machine's order."""
    packed = array("H", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _numbers(content: bytes) -> array[int]:
    numbers = array("H")
    numbers.frombytes(content)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
