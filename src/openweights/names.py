"""How names are compared. No other module of this library is needed for it, nor any package."""

from __future__ import annotations

import unicodedata

#: A longer name is no name.
LONGEST_NAME = 500

_IGNORED = str.maketrans("", "", "-_‐‑‒–—")


def name_key(name: str) -> str:
    """Return the form in which names are compared: without case, spaces, hyphens and underscores.

    Examples:
        >>> name_key("GPT 4o") == name_key("gpt-4o") == name_key("GPT_4O")
        True
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().translate(_IGNORED).split())


def license_key(name: str) -> str:
    """Return the form in which licence names are compared; an address loses its scheme, its `www.` and its last slash.

    Examples:
        >>> license_key("https://www.Apache.org/licenses/") == license_key("http://apache.org/licenses")
        True
    """
    key = name_key(name)
    scheme, found, rest = key.partition("://")
    if found and scheme in ("http", "https"):
        return rest.removeprefix("www.").rstrip("/")
    return key


def slug(text: str) -> str:
    """Return `text` as lower-case words joined by hyphens, fit for an identifier.

    Examples:
        >>> slug("Llama 3.1 (405B)")
        'llama-3.1-405b'
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "-".join("".join(c if c.isascii() and (c.isalnum() or c == ".") else " " for c in folded).split()).strip(".")
