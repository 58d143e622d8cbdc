"""Which record a name means, and how it was read. The standard library is all that an answer takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from openweights.bundle import bundle
from openweights.errors import InvalidValueError, near_matches, shown
from openweights.names import LONGEST_NAME, name_key

#: Prefixes under which gateways pass requests on to the publishers of models; the rest of the name is the publisher's own.
#: Source: LiteLLM, providers; OpenRouter, models.
GATEWAYS = frozenset(
    {"azure", "azureai", "bedrock", "openrouter", "vertexai", "groq", "togetherai", "fireworksai", "deepinfra", "ollama", "litellm"}
)

#: How many prefixes a name may have.
MOST_PREFIXES = 3

#: Endings of a tag that say how the weights are stored, not which they are: `70b-instruct-q4_K_M`.
_STORAGE = ("q2", "q3", "q4", "q5", "q6", "q8", "fp16", "fp8", "bf16", "f16", "int4", "int8")


class Resolution(NamedTuple):
    """What a name stands for, and how it was read.

    Examples:
        >>> print(resolve("meta-llama/Llama-3.1-70B-Instruct"))
        'meta-llama/Llama-3.1-70B-Instruct' is the Hub id of Llama 3.1 (llama-3.1).
    """

    #: The name as it was given.
    name: str
    #: The ids of the records: one for a release, several for a name that stands for several, none if nothing is known by the name.
    ids: tuple[str, ...]
    #: What the record, or the family, is called; nothing if nothing is known by the name.
    title: str | None
    #: What the name is to the record: `id`, `name`, `alias`, `hub-id`, `hub-name` (a Hub id without its organisation), `retired-id`,
    #: `family` (a family or another name for several), or `unknown`.
    how: str
    #: What was looked up, if a part of the name was read as something else: a provider's prefix, a tag, a revision.
    read_as: str | None = None
    #: For an unknown name, names that look alike.
    did_you_mean: tuple[str, ...] = ()

    def __str__(self) -> str:
        read = f", read as {self.read_as!r}," if self.read_as else ""
        if self.title is None:
            near = f" Did you mean {' or '.join(map(repr, self.did_you_mean))}?" if self.did_you_mean else ""
            return f"{shown(self.name)} is not known.{near}"
        if self.how == "family":
            number = f"{len(self.ids)} releases" if len(self.ids) > 1 else "one release"
            return f"{self.name!r}{read} stands for {number}: {', '.join(self.ids)}."
        article = "an" if self.how in ("id", "alias") else "a" if self.how == "retired-id" else "the"
        return f"{self.name!r}{read} is {article} {_WORDS.get(self.how, self.how)} of {self.title} ({self.ids[0]})."


_WORDS = {"hub-id": "Hub id", "hub-name": "name on the Hub", "retired-id": "retired id"}


def resolve(name: str) -> Resolution:
    """Return what a name stands for, and how it was read.

    Names are compared without case, spaces, hyphens and underscores. A name that no record carries is read once more without a
    revision (`@...`), as Ollama writes it (`llama3.1:70b`), and without the prefix of its own publisher (`openai/gpt-4o`) or of a gateway.

    Args:
        name: A name, alias, Hub id, id, family or group.

    Raises:
        InvalidValueError: If `name` is no text.

    Examples:
        >>> resolve("gpt4o").ids, resolve("llama3.1:70b").ids
        (('gpt-4o',), ('llama-3.1',))
        >>> resolve("no such model").how
        'unknown'
    """
    found = find(name)
    if found is not None:
        return found
    near = near_matches(name_key(name[:LONGEST_NAME]), [*bundle().model_names, *bundle().model_families])
    titles = dict.fromkeys(match.title for match in map(_exact, near) if match and match.title)
    return Resolution(name, (), None, "unknown", did_you_mean=tuple(titles))


def find(name: str) -> Resolution | None:
    """Return what a name stands for, or nothing: [`resolve`][openweights.resolution.resolve] without a search for names that look alike."""
    if not isinstance(name, str):
        raise InvalidValueError(f"{shown(name)} is no model.", mend="Give a Model, a name, or a mapping of a model's fields.")
    for reading in _readings(name):
        found = _exact(reading)
        if found is not None:
            return found._replace(name=name, read_as=None if reading == name else reading)
    return None


def _exact(name: str) -> Resolution | None:
    """What a record, or a family, carries as a name."""
    if len(name) > LONGEST_NAME:
        return None
    key = name_key(name)
    for how, names in bundle().names_by_how.items():
        if key in names:
            return Resolution(name, (names[key],), bundle().model_titles[names[key]], how)
    family = bundle().model_families.get(key)
    if family is not None:
        return Resolution(name, tuple(family[1]), family[0], "family")
    model_id = bundle().hub_names.get(key)
    return None if model_id is None else Resolution(name, (model_id,), bundle().model_titles[model_id], "hub-name")


def _readings(name: str) -> Iterator[str]:
    """Yield the ways to read a name, the plainest first. None of them guesses: what is left out does not say which release it is."""
    yield name
    if len(name) > LONGEST_NAME:
        return
    rest = name.partition("@")[0]
    if rest != name:
        yield rest
    yield from _without_tag(rest)
    for _ in range(MOST_PREFIXES):
        prefix, slash, rest = rest.partition("/")
        if not slash or not (name_key(prefix) in GATEWAYS or _is_publisher(prefix, rest)):
            return
        yield rest
        yield from _without_tag(rest)


def _without_tag(name: str) -> Iterator[str]:
    """Yield how a name with a tag as Ollama writes it reads without: `llama3.1:70b-instruct-q4_K_M` is `llama3.1-70b-instruct`."""
    base, colon, tag = name.partition(":")
    if not colon or "/" in tag:
        return
    words = tag.split("-")
    while words and words[-1].casefold().startswith(_STORAGE):
        words.pop()
    yield base if words in ([], ["latest"]) else "-".join([base, *words])


def _is_publisher(prefix: str, rest: str) -> bool:
    """Whether the release that `rest` names is of the publisher that `prefix` names: somebody else's copy may be another model."""
    found = next(filter(None, map(_exact, (rest, *_without_tag(rest)))), None)
    return found is not None and all(_organisation(prefix) in _organisations_of(model_id) for model_id in found.ids)


def _organisations_of(model_id: str) -> set[str]:
    record = bundle().model_record(model_id) or {}
    names = [each.partition("/")[0] for each in _texts(record, "hub_ids")]
    return {_organisation(each) for each in (str(record.get("developer")), *names)}


def _texts(record: dict[str, object], field: str) -> list[str]:
    return [str(each) for each in cast("list[object]", record.get(field) or [])]


def _organisation(name: str) -> str:
    """`xAI`, `x-ai` and `xai-org` are one; so are `Mistral AI` and `mistralai`."""
    return name_key(name).removesuffix("org").removesuffix("ai")
