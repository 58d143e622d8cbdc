"""Package URLs of repositories on the Hugging Face Hub.

Source: package-url/purl-spec, type definition `huggingface`: namespace and name keep their case, the version is a commit.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from openweights.names import LONGEST_NAME

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
_HUB_PURL = re.compile(r"pkg:/*huggingface/(?P<path>[^@?#]+)", re.IGNORECASE)
_HUB_PAGE = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?P<path>[^/?#]+/[^/?#]+)", re.IGNORECASE)
_NOT_A_MODEL = frozenset({"datasets", "spaces", "collections", "papers", "docs", "blog", "models", "api"})


def hub_purl(hub_id: str) -> str | None:
    """Return the package URL of a repository on the Hub, or nothing if `hub_id` is not written `owner/name`.

    Examples:
        >>> hub_purl("meta-llama/Llama-3.1-8B")
        'pkg:huggingface/meta-llama/Llama-3.1-8B'
    """
    if len(hub_id) > LONGEST_NAME or not _HUB_ID.fullmatch(hub_id):
        return None
    return f"pkg:huggingface/{quote(hub_id, safe='/')}"


def hub_id_of(purl: str) -> str | None:
    """Return the repository on the Hub that a package URL names, without revision; nothing if it names none.

    Examples:
        >>> hub_id_of("pkg:huggingface/meta-llama/Llama-3.1-8B@d04e592b")
        'meta-llama/Llama-3.1-8B'
        >>> hub_id_of("pkg:pypi/torch@2.9.0")
    """
    found = _HUB_PURL.match(purl[:LONGEST_NAME])
    path = unquote(found["path"]).strip("/") if found else ""
    return path if path and path.partition("/")[0] not in _NOT_A_MODEL else None


def hub_id_of_page(url: str) -> str | None:
    """Return the model repository on the Hub that a web address lies in; nothing if it lies in none.

    Examples:
        >>> hub_id_of_page("https://huggingface.co/google/gemma-2-9b/resolve/main/config.json")
        'google/gemma-2-9b'
    """
    found = _HUB_PAGE.match(url[:LONGEST_NAME])
    path = unquote(found["path"]) if found else ""
    return path if _HUB_ID.fullmatch(path) and path.partition("/")[0].casefold() not in _NOT_A_MODEL else None
