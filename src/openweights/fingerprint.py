"""Fingerprints of licence texts: hashes of a few of their word sequences, from which no text can be read back.

A text is cut into words, every four words in a row (a *shingle*) become a number of 32 bits, and of each text a sample of these numbers is
kept, the smallest. Of two texts that are alike, numbers that only one of them has are kept besides: they tell a version from its
neighbour. Which texts have a kept number is recorded exactly, from the whole texts.

Source: A. Z. Broder, On the resemblance and containment of documents, 1997.
"""

from __future__ import annotations

import html
import json
import re
import sys
import unicodedata
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import cast

from attrs import frozen

#: How many words in a row make a shingle. A changed word takes this many with it.
SHINGLE = 4

#: Characters and words of a text that are looked at; the longest licence has some 40,000 characters.
MOST_CHARACTERS = 2_000_000
MOST_WORDS = 400_000

#: How many numbers are kept of a text, and how many of what it has and a text alike has not.
SAMPLE = 160
DISTINGUISHING = 32

#: From which share of the shorter text on two texts are alike.
ALIKE = 0.5

_TAG = re.compile(r"<[^<>]{0,200}>")
_LINK = re.compile(r"\]\([^()\s]{0,500}\)")
_ADDRESS = re.compile(r"https?://\S{1,500}")
# Emphasis may begin inside a word, and an apostrophe is written in many ways.
_INSIDE_WORDS = str.maketrans("", "", "'’‘`*")
# Numbers of versions and sections stay whole; signs of Chinese and Japanese, which are not spaced, are words of their own.
_WORD = re.compile(r"\d+(?:\.\d+)+|[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def words_of(text: str) -> Iterator[str]:
    r"""Yield the words of a text, without regard to case, line breaks, punctuation, Markdown, HTML tags and addresses.

    Args:
        text: The text; its first 2,000,000 characters count.

    Examples:
        >>> list(words_of("**Llama 3.1**<br>\nCommunity [License](LICENSE)"))
        ['llama', '3.1', 'community', 'license']
    """
    plain = html.unescape(text[:MOST_CHARACTERS])
    plain = _ADDRESS.sub(" ", _LINK.sub("] ", _TAG.sub(" ", plain)))
    folded = unicodedata.normalize("NFKC", plain).casefold().translate(_INSIDE_WORDS)
    return (found[0] for found in islice(_WORD.finditer(folded), MOST_WORDS))


def shingles_of(text: str) -> frozenset[int]:
    """Return the shingles of a text as numbers of 32 bits; none of a text of fewer than four words."""
    words = list(words_of(text))
    return frozenset(zlib.crc32(" ".join(words[start : start + SHINGLE]).encode()) for start in range(len(words) - SHINGLE + 1))


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


def fingerprints_of(texts: Iterable[tuple[tuple[str, ...], str]]) -> tuple[Fingerprint, ...]:
    """Return the fingerprints of texts.

    Args:
        texts: For each text the ids of its licences, and the text.
    """
    given = [(licenses, shingles_of(text)) for licenses, text in texts]
    samples = [frozenset(sorted(shingles)[:SAMPLE]) for _, shingles in given]
    kept = {number for sample in samples for number in sample}
    for licenses, one in given:
        for others, other in given:
            if licenses != others and len(one & other) > ALIKE * min(len(one), len(other)):
                kept |= set(sorted(one - other)[:DISTINGUISHING])
    return tuple(
        Fingerprint(licenses, len(shingles), shingles & kept, sample) for (licenses, shingles), sample in zip(given, samples, strict=True)
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
    head = {
        "texts": [[list(one.licenses), one.size, max(one.sample, default=-1)] for one in each],
        "groups": [[list(texts), len(groups[texts])] for texts in sorted(groups)],
    }
    numbers = array("I", (number for texts in sorted(groups) for number in groups[texts]))
    if sys.byteorder == "big":
        numbers.byteswap()
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + numbers.tobytes()


def unpacked(content: bytes) -> tuple[Fingerprint, ...]:
    """Return the fingerprints that a file holds: the reverse of `packed`."""
    line, _, rest = content.partition(b"\n")
    head = cast("Mapping[str, list[list[object]]]", json.loads(line))
    numbers = array("I")
    numbers.frombytes(rest)
    if sys.byteorder == "big":
        numbers.byteswap()
    kept: list[set[int]] = [set() for _ in head["texts"]]
    start = 0
    for texts, count in cast("list[tuple[list[int], int]]", head["groups"]):
        for text in texts:
            kept[text].update(numbers[start : start + count])
        start += count
    return tuple(
        Fingerprint(tuple(licenses), size, frozenset(has), frozenset(number for number in has if number <= largest))
        for (licenses, size, largest), has in zip(cast("list[tuple[list[str], int, int]]", head["texts"]), kept, strict=True)
    )
