"""Model cards of the Hugging Face Hub: the YAML between two lines `---` at the head of a `README.md`, as a model.

Source: huggingface/hub-docs, `modelcard.md` and `docs/hub/model-cards.md`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, cast

from openweights import convert
from openweights.artifact import Artifact, ArtifactKind, Availability
from openweights.errors import InvalidValueError, RecordError, shown
from openweights.interop.cardlicense import license_of_card
from openweights.interop.cardtasks import MODALITIES
from openweights.interop.imported import Imported
from openweights.interop.yamlfile import parse_yaml
from openweights.model import Access, BaseModel, DefaultLicenses, Model, Relation, Source, Status
from openweights.modelfile import LARGEST, read_text
from openweights.names import LONGEST_NAME, name_key
from openweights.resolution import find
from openweights.vocabulary import Modality

#: Where a repository's page is.
HUB = "https://huggingface.co/"

#: How errors call a card that was given as text.
_TEXT = "model card"

#: A line of the metadata block's fence, and the block that two of them enclose. The Hub takes blank lines before it.
_BLOCK = re.compile(r"(?P<before>\s*---[ \t]*\r?\n)(?P<yaml>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(r"\s*---[ \t]*\r?\n[A-Za-z_-]+:")
_TITLE = re.compile(r"^#[ \t]+(?P<title>[^\r\n]+)", re.MULTILINE)
_FOR_A_MODEL = re.compile(r"(?:the )?model card (?:for|of)\s+", re.IGNORECASE)
_HUB_ID = re.compile(
    r"(?:https?://(?:www\.)?(?:huggingface\.co|hf\.co)/)?(?P<id>[\w.-]+/[\w.-]+)(?:/(?:tree|blob|resolve)/.*)?/?", re.ASCII
)

#: Words in the place of a base that say that there is none to name.
_NO_BASE = frozenset({"none", "n/a", "na", "null", "nil", "-", "scratch", "from scratch"})

#: Fields that make up the form in front of a gated repository.
_GATE = ("extra_gated_prompt", "extra_gated_fields", "extra_gated_heading", "extra_gated_description", "extra_gated_button_content")

#: Fields of a card that have no place in a model, and why.
_NO_PLACE = {
    "language": "languages have no field",
    "library_name": "a library has no field",
    "tags": "tags have no field; `license:` and quantisation tags among them were read",
    "metrics": "metrics have no field",
    "new_version": "a newer release is another model",
    "model-index": "evaluation results have no field",
    "widget": "it is for the page only",
    "inference": "it is for the page only",
    "thumbnail": "it is for the page only",
    "co2_eq_emissions": "emissions have no field",
    "extra_gated_eu_disallowed": "a bar on the download is no clause of the licence; read the terms for a territory",
}
_MAPPED = frozenset(
    {"license", "license_name", "license_link", "base_model", "base_model_relation", "datasets", "pipeline_tag", "model_name", *_GATE}
)

_QUANTIZED_TAGS = frozenset({"gguf", "awq", "gptq", "exl2", "exl3", "bitsandbytes", "4-bit", "8-bit", "quantized"})

_NOTE = "Read from a model card of the Hugging Face Hub: what its publisher wrote there."


class Card(NamedTuple):
    """A card, taken apart."""

    #: Its metadata; empty if it has none.
    metadata: Mapping[str, object]
    #: The text after the metadata.
    body: str
    #: Whether there is a metadata block.
    has_metadata: bool


def from_model_card(
    text_or_path: str | os.PathLike[str], *, repo_id: str | None = None, parameters: Availability | str = Availability.UNKNOWN
) -> Imported:
    r"""Return the model that a card of the Hugging Face Hub describes, with what of the card did not map.

    What a card cannot say stays unknown: whether the weights are published, whether its data sets can be had, what its licence file
    says. A form in front of the download (`extra_gated_prompt` and the like) makes the weights gated.

    A licence is found by every name that is known here. `license: other` is resolved through `license_name` and `license_link`; where
    the two name different licences, the terms are unknown. Of several licences without an operator it is unknown whether all hold or
    one may be chosen: the terms are the interval over them.

    Args:
        text_or_path: The text of a card, or the path of its file. A text has more than one line.
        repo_id: The repository on the Hub, if that is known: it becomes the model's name, and its owner the developer.
        parameters: Who can get at the weights, if that is known from elsewhere.

    Raises:
        RecordError: If the file cannot be read, or the metadata are no YAML table or break a bound.
        MissingExtraError: If PyYAML is not installed.
        InvalidValueError: If `repo_id` or `parameters` is malformed.

    Examples:
        >>> card = "---\nlicense: mit\nbase_model: meta-llama/Llama-3.1-8B\n---\n# Tuned\n"
        >>> model = from_model_card(card).model
        >>> model.name, model.licenses.distribution.text, model.base_models[0].name
        ('Tuned', 'MIT', 'meta-llama/Llama-3.1-8B')
    """
    if isinstance(text_or_path, str) and ("\n" in text_or_path or "\r" in text_or_path):
        if len(text_or_path) > LARGEST:
            raise RecordError(_TEXT, f"It has more than {LARGEST:,} characters. Is it a model card?")
        return card_to_model(parse_card(text_or_path, _TEXT), _TEXT, repo_id=repo_id, parameters=parameters)
    file = os.fspath(text_or_path)
    card = parse_card(read_text(file), file)
    return card_to_model(card, file, repo_id=repo_id, parameters=parameters, folder=Path(file).absolute().parent.name)


def parse_card(text: str, file: str) -> Card:
    """Return the metadata and the body of a card's text; `file` is the name that errors give it.

    Raises:
        RecordError: If the metadata block is not closed, is no YAML table or breaks a bound.
        MissingExtraError: If PyYAML is not installed.
    """
    text = text.removeprefix("\ufeff")
    block = _BLOCK.match(text)
    if block is None:
        if _OPENED.match(text):
            raise RecordError(file, "The metadata block is not closed. End it with a line `---`.")
        return Card({}, text, has_metadata=False)
    yaml = block["yaml"]
    body = text[block.end() :]
    if not yaml.strip() or all(line.lstrip().startswith("#") or not line.strip() for line in yaml.splitlines()):
        return Card({}, body, has_metadata=False)
    # Blank lines in the place of the fence keep the numbers of lines in errors those of the file.
    return Card(parse_yaml("\n" * block["before"].count("\n") + yaml, file), body, has_metadata=True)


def card_to_model(
    card: Card,
    file: str,
    *,
    repo_id: str | None = None,
    parameters: Availability | str = Availability.UNKNOWN,
    folder: str | None = None,
) -> Imported:
    """Return the model that a card describes; see `from_model_card`.

    Args:
        card: The card.
        file: The name that errors give it.
        repo_id: The repository on the Hub.
        parameters: Who can get at the weights, if that is known from elsewhere.
        folder: The name of the folder in which the card stands: the last resort for a name.

    Raises:
        RecordError: If the card holds what no model can have.
        InvalidValueError: If `repo_id` or `parameters` is malformed.
    """
    unmapped: list[str] = []
    if not card.has_metadata:
        unmapped.append("metadata: there is no metadata block, so nothing but a name was read.")
    available = convert.member(Availability, parameters)
    if available is Availability.UNKNOWN and any(card.metadata.get(field) for field in _GATE):
        available = Availability.GATED
        unmapped.append("extra_gated: a form stands before the download; the card does not say whether a person decides.")
    known_id = None if repo_id is None else convert.name(repo_id)
    bases = tuple(_base_models(card.metadata, known_id, unmapped))
    name = known_id or _name(card, folder, bases)
    published = available.published.value == "met"
    try:
        model = Model(
            name,
            developer=known_id.partition("/")[0] if known_id and "/" in known_id else None,
            hub_ids=(known_id,) if known_id else (),
            modalities=_modalities(card.metadata.get("pipeline_tag"), unmapped),
            access=Access.DOWNLOAD if published else Access.UNKNOWN,
            licenses=DefaultLicenses(distribution=license_of_card(card.metadata, unmapped)),
            artifacts=tuple(_artifacts(card, available, unmapped, tuned=bool(bases))),
            base_models=bases,
            sources=(Source(HUB + known_id, supports=("licenses", "base_models")),) if known_id and _HUB_ID.fullmatch(known_id) else (),
            status=Status.IMPORTED,
            note=_NOTE,
        )
    except InvalidValueError as error:
        raise RecordError(file, str(error)) from None
    unmapped += [
        f"{_key(key)}: {shown(value)}: {_NO_PLACE.get(key, 'no field of a model takes it')}."
        for key, value in card.metadata.items()
        if key not in _MAPPED and value not in (None, "", [], {})
    ]
    return Imported(model, tuple(unmapped))


def _key(key: object) -> str:
    return key if isinstance(key, str) and key.isprintable() and len(key) < 60 else shown(key)


def _name(card: Card, folder: str | None, bases: Iterable[BaseModel]) -> str:
    """Return what to call a model whose repository is not known: no field of a card is its name for certain."""
    for said in (*_names_said(card), folder):
        if isinstance(said, str) and said.strip() and len(said) <= LONGEST_NAME:
            name = " ".join(said.split())
            return f"{name} (model card)" if _is_one_of(name, bases) else name
    return "unnamed model"


def _names_said(card: Card) -> Iterator[object]:
    yield card.metadata.get("model_name")
    index = card.metadata.get("model-index")
    if isinstance(index, list) and index and isinstance(index[0], Mapping):
        yield cast("Mapping[str, object]", index[0]).get("name")
    title = _TITLE.search(card.body)
    if title:
        yield _FOR_A_MODEL.sub("", title["title"]).strip("*_` #")


def _is_one_of(name: str, bases: Iterable[BaseModel]) -> bool:
    """Whether a name is that of a base, or of the record that a base's name stands for: cards often carry their base's title."""
    return any(name_key(name) == name_key(base.name) or _same_record(name, base.name) for base in bases)


def _same_record(one: str, other: str) -> bool:
    found, also = find(one), find(other)
    return found is not None and also is not None and not set(found.ids).isdisjoint(also.ids)


def _modalities(task: object, unmapped: list[str]) -> frozenset[Modality]:
    if task is None or task == "":
        return frozenset()
    found = MODALITIES.get(task.strip().casefold()) if isinstance(task, str) else None
    if found is None:
        unmapped.append(f"pipeline_tag: {shown(task)}: it does not say what the model takes in or gives out.")
        return frozenset()
    return found


def _artifacts(card: Card, available: Availability, unmapped: list[str], *, tuned: bool) -> Iterator[Artifact]:
    yield Artifact(ArtifactKind.MODEL_PARAMETERS, availability=available)
    yield Artifact(ArtifactKind.MODEL_CARD, availability=Availability.PUBLIC)
    # The card names data, and not whether they are all of them or can be had.
    kind = ArtifactKind.FINE_TUNING_DATASETS if tuned else ArtifactKind.DATASETS
    said = dict.fromkeys(_texts(card.metadata.get("datasets"), "datasets", unmapped))
    for dataset in said:
        url = f"{HUB}datasets/{dataset}" if _HUB_ID.fullmatch(dataset) and "://" not in dataset else None
        yield Artifact(kind, name=dataset, url=url)


def _base_models(metadata: Mapping[str, object], repo_id: str | None, unmapped: list[str]) -> Iterator[BaseModel]:
    given = metadata.get("base_model")
    names = list(dict.fromkeys(map(hub_id, _texts(given, "base_model", unmapped, unreadable="a base that the card does not name"))))
    relation = _relation(metadata, len(names), unmapped)
    for name in names:
        if name.casefold() in _NO_BASE:
            unmapped.append(f"base_model: {shown(name)}: names no model.")
        elif repo_id is not None and name_key(name) == name_key(repo_id):
            unmapped.append(f"base_model: {shown(name)}: is this repository itself.")
        elif repo_id is not None and _same_record(name, repo_id):
            unmapped.append(f"base_model: {shown(name)}: is on record as the same release as this repository, under the same terms.")
        else:
            yield BaseModel(name, relation=relation)


def hub_id(name: str) -> str:
    """Return the id that the address of a repository says, or `name` itself."""
    found = _HUB_ID.fullmatch(name.strip())
    return found["id"] if found else name.strip()


def _relation(metadata: Mapping[str, object], how_many: int, unmapped: list[str]) -> Relation:
    """Return the relation that the card gives; else the one that the Hub takes it to be. All of them pass on the base's terms."""
    given = metadata.get("base_model_relation")
    if isinstance(given, str) and given.strip().casefold() in [each.value for each in Relation]:
        return Relation(given.strip().casefold())
    if given not in (None, ""):
        unmapped.append(f"base_model_relation: {shown(given)}: is no relation, so it was inferred.")
    tags = metadata.get("tags")
    words = {each.casefold() for each in cast("list[object]", tags) if isinstance(each, str)} if isinstance(tags, list) else set[str]()
    library = metadata.get("library_name")
    if isinstance(library, str):
        words.add(library.strip().casefold())
    if how_many > 1:
        return Relation.MERGE
    if words & {"peft", "adapter", "lora"}:
        return Relation.ADAPTER
    return Relation.QUANTIZED if words & _QUANTIZED_TAGS else Relation.FINETUNE


def _texts(value: object, field: str, unmapped: list[str], *, unreadable: str | None = None) -> Iterator[str]:
    """Yield the names in a field that holds one or a list; `unreadable` stands for each that is no name."""
    if value is None or value in ("", []):
        return
    for position, each in enumerate(cast("list[object]", value) if isinstance(value, list) else [value]):
        if position >= convert.MOST_ITEMS:
            unmapped.append(f"{field}: has more than {convert.MOST_ITEMS} items; the others were not read.")
            return
        if isinstance(each, str) and each.strip() and len(each) <= LONGEST_NAME:
            yield each.strip()
        else:
            unmapped.append(f"{field}[{position}]: {shown(each)}: is no name.")
            if unreadable is not None:
                yield unreadable
