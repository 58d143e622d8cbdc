"""The words of a text as a licence is compared by: without case, line breaks, punctuation and the dress of Markdown and HTML."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

#: Characters and words of a text that are looked at; the longest licence has some 40,000 characters.
MOST_CHARACTERS = 2_000_000
MOST_WORDS = 400_000

_TAG = re.compile(r"<[^<>]{0,200}>")
_LINK = re.compile(r"\]\([^()\s]{0,500}\)")
_ADDRESS = re.compile(r"https?://\S{1,500}")
# Emphasis may begin inside a word, and an apostrophe is written in many ways.
_INSIDE_WORDS = str.maketrans("", "", "'’‘`*")
# Numbers of versions and sections stay whole, with the name that they are written to (K2.5); signs of Chinese and Japanese, which are not
# spaced, are words of their own.
_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]*\d+(?:\.\d+)+|[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def words_of(text: str) -> Iterator[str]:
    r"""Yield the words of a text, without regard to case, line breaks, punctuation, Markdown, HTML tags and addresses.

    Args:
        text: The text; its first 2,000,000 characters count.

    Examples:
        >>> list(words_of("**Llama 3.1**<br>\nCommunity [License](LICENSE)"))
        ['llama', '3.1', 'community', 'license']
    """
    return (found[0] for found in islice(_WORD.finditer(plain_of(text)), MOST_WORDS))


def plain_of(text: str) -> str:
    """Return a text without its dress: case, HTML tags, addresses, emphasis inside words."""
    plain = html.unescape(text[:MOST_CHARACTERS])
    plain = _ADDRESS.sub(" ", _LINK.sub("] ", _TAG.sub(" ", plain)))
    return unicodedata.normalize("NFKC", plain).casefold().translate(_INSIDE_WORDS)


def split_words(plain: str) -> list[str]:
    """Return the words of a text that `plain_of` gave."""
    return [found[0] for found in islice(_WORD.finditer(plain), MOST_WORDS)]
