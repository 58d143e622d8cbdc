"""Files of the European Open Source AI Index, <https://osai-index.eu/>: a model and the index's twelve answers.

The files are written by hand: keys vary, links are missing, one or many, licences are titles and not ids. What a model cannot hold is
listed, never lost silently.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar, cast

from attrs import frozen

from openweights import convert
from openweights.artifact import Artifact, ArtifactKind, Availability, ContentType
from openweights.catalogue import find_model
from openweights.dates import PartialDate
from openweights.errors import InvalidValueError, RecordError, shown
from openweights.expression import LicenseExpression
from openweights.frameworks.osai_answers import Answer
from openweights.frameworks.osai_index import DIMENSIONS, DimensionAnswer
from openweights.interop.yamlfile import read_yaml
from openweights.license import License
from openweights.model import Access, BaseModel, Model, Source, Status
from openweights.names import name_key, slug
from openweights.registry import find_license
from openweights.vocabulary import Modality

T = TypeVar("T")

INDEX = "https://osai-index.eu/"
ATTRIBUTION = (
    f"Carried over from the European Open Source AI Index ({INDEX}), CC-BY-4.0, doi:10.5281/zenodo.15386042; criteria in Liesenfeld and "
    "Dingemanse 2024, doi:10.1145/3630106.3659005."
)

#: A note of the index is carried over up to this many characters; a longer one stays with the answer.
LONGEST_NOTE = 300

_SYSTEM = ("name", "link", "type", "performanceclass", "basemodelname", "endmodelname", "endmodellicense", "releasedate", "notes")
_ORG = ("name", "link", "notes")
_DIMENSION = ("class", "link", "notes")

#: The artifact that a dimension answers for. The others are about documentation and terms, or about another model.
_KINDS = {
    "datasources_basemodel": ArtifactKind.DATASETS,
    "datasources_endmodel": ArtifactKind.FINE_TUNING_DATASETS,
    "weights_endmodel": ArtifactKind.MODEL_PARAMETERS,
    "trainingcode": ArtifactKind.TRAINING_CODE,
    "preprint": ArtifactKind.TECHNICAL_REPORT,
    "paper": ArtifactKind.RESEARCH_PAPER,
    "modelcard": ArtifactKind.MODEL_CARD,
    "datasheet": ArtifactKind.DATA_CARD,
}
_NO_ARTIFACT = {
    "weights_basemodel": "it is about the base model and not about this one",
    "code": "no artifact says how well code is documented",
    "hardware_architecture": "no artifact says how well hardware and architecture are documented",
    "licenses": "it sums up the licences of weights, code and data without saying which is which",
}

_AVAILABILITY = {
    Answer.OPEN: Availability.PUBLIC,
    Answer.PARTIAL: Availability.PARTIAL,
    Answer.CLOSED: Availability.NOT_PUBLISHED,
}

#: Words in the place of a name that say that there is none to give.
_NO_NAME = re.compile(r"(?:unknown|unclear|undisclosed|various|mixed|other|none|n/?a)\b|[?.-]+$", re.IGNORECASE)


@frozen(kw_only=True)
class OsaiRecord:
    """What a file of the index holds."""

    #: The model that the index judged: the one that users meet.
    model: Model
    #: The index's answer to each dimension, in the index's order, with its links and notes.
    dimensions: tuple[DimensionAnswer, ...]
    #: What the model does not hold: the place in the file and the reason.
    unmapped: tuple[str, ...]


def read_osai(path: str | os.PathLike[str]) -> OsaiRecord:
    """Return the model and the answers that a file of the European Open Source AI Index holds.

    The model is the release that the index judged (`endmodelname`); the name of the system, which goes with the newest release, becomes
    its family. The terms of its base are not the file's business: the base is given by name.

    An open answer makes the artifact public, a closed one not published, a partial one partly published, with two exceptions. Partial
    weights may be a gate, a part or a smaller sibling, and a document that the index links but calls closed exists and was found
    wanting: the availability of both is left unknown, and the answer is in `dimensions` and `unmapped`.

    Args:
        path: The YAML file.

    Raises:
        RecordError: If the file cannot be read, is none of the index's, names no model (as the submission template) or holds a value that
            no model can have.
        MissingExtraError: If PyYAML is not installed.

    Source: European Open Source AI Index, `readme.md` @5a388e8 (2026-06-12).
    """
    file = os.fspath(path)
    return from_osai(read_yaml(file), file)


def from_osai(table: Mapping[str, object], file: str) -> OsaiRecord:
    """Return the model and the answers of a file that has been parsed; see `read_osai`.

    Args:
        table: What the file holds.
        file: Its name, for errors.

    Raises:
        RecordError: As for `read_osai`.
    """
    unmapped: list[str] = []
    if not isinstance(table.get("system"), Mapping) or not any(each.key in table for each in DIMENSIONS):
        raise RecordError(
            file, "It is no file of the European Open Source AI Index: it needs `system` and dimensions such as `trainingcode`."
        )
    system = _section(table, "system", _SYSTEM, unmapped)
    org = _section(table, "org", _ORG, unmapped)
    name = _text(system, "system", "endmodelname", unmapped) or _text(system, "system", "name", unmapped)
    if name is None:
        raise RecordError(file, "It names no model: is it the submission template? Fill in `system.name`.")
    known = {"system", "org", *(each.key for each in DIMENSIONS)}
    unmapped += [f"{shown(key)}: no part of the index's format" for key in table if key not in known]
    try:
        dimensions = tuple(_dimension(table, each.key, unmapped) for each in DIMENSIONS)
        model = _model(name, system, org, {each.key: each for each in dimensions}, unmapped)
    except InvalidValueError as error:
        raise RecordError(file, str(error)) from None
    return OsaiRecord(model=model, dimensions=dimensions, unmapped=tuple(dict.fromkeys(unmapped)))


def _model(
    name: str,
    system: Mapping[str, object],
    org: Mapping[str, object],
    answers: Mapping[str, DimensionAnswer],
    unmapped: list[str],
) -> Model:
    family = _text(system, "system", "name", unmapped)
    license = _license(_text(system, "system", "endmodellicense", unmapped), unmapped)
    weights = answers["weights_endmodel"].answer
    fields: dict[str, object] = {
        "developer": _text(org, "org", "name", unmapped),
        "family": family if family and name_key(family) != name_key(name) else None,
        "released": _released(system, unmapped),
        "modalities": _modalities(_text(system, "system", "type", unmapped), unmapped),
        "access": Access.DOWNLOAD if weights is Answer.OPEN else None,
        "artifacts": tuple(_artifacts(answers, license, unmapped)),
        "base_models": _base_models(name, _text(system, "system", "basemodelname", unmapped), answers, unmapped),
    }
    given = {key: value for key, value in fields.items() if value}
    note = _text(system, "system", "notes", unmapped)
    if note and len(note) > LONGEST_NOTE:
        unmapped.append(f"system.notes: {len(note)} characters")
        note = None
    unmapped += [
        f"{place}: no field of a model holds it, {shown(section[key])}"
        for place, section, key in (("system.performanceclass", system, "performanceclass"), ("org.notes", org, "notes"))
        if key in section
    ]
    sources = [Source(INDEX, supports=("name", *given))]
    sources += [Source(link, supports=("name",)) for link in _links(system.get("link"), "system.link", unmapped)]
    sources += [Source(link, supports=("developer",)) for link in _links(org.get("link"), "org.link", unmapped)]
    return convert.record(
        Model,
        {
            **given,
            "name": name,
            "sources": sources,
            "status": Status.IMPORTED,
            "note": f"{ATTRIBUTION} The index says: {note}" if note else ATTRIBUTION,
        },
    )


def _section(table: Mapping[str, object], name: str, keys: tuple[str, ...], unmapped: list[str]) -> dict[str, object]:
    """Return what is filled in of a part of the file, by key; `endmodel license` is `endmodellicense`."""
    section = table.get(name)
    if not isinstance(section, Mapping):
        unmapped.append(f"{name}: {'missing' if section is None else 'no table'}")
        return {}
    found: dict[str, object] = {}
    for key, value in cast("Mapping[object, object]", section).items():
        known = name_key(str(key))
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if known not in keys:
            unmapped.append(f"{name}.{str(key)[:80]}: no part of the index's format, {shown(value)}")
        elif known in found:
            unmapped.append(f"{name}.{str(key)[:80]}: given twice, {shown(value)}")
        else:
            found[known] = value
    return found


def _text(section: Mapping[str, object], place: str, key: str, unmapped: list[str]) -> str | None:
    """Return a text on one line; a number is one."""
    value = section.get(key)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        return " ".join(value.split())
    if value is not None:
        unmapped.append(f"{place}.{key}: no text, {shown(value)}")
    return None


def _links(value: object, place: str, unmapped: list[str]) -> tuple[str, ...]:
    """Return the web addresses among one link or several."""
    found: list[str] = []
    for link in cast("list[object]", value) if isinstance(value, list) else [value]:
        address = link.strip() if isinstance(link, str) else link
        if address is None or address == "":
            continue
        valid = _attempt(convert.url, address)
        if valid is None:
            unmapped.append(f"{place}: no web address, {shown(address)}")
        else:
            found.append(valid)
    return tuple(dict.fromkeys(found))


def _attempt(make: Callable[[str], T], value: object) -> T | None:
    """Return what `make` makes of a value, or nothing if it is malformed: the caller lists it."""
    try:
        return make(cast("str", value))
    except InvalidValueError:
        return None


def _dimension(table: Mapping[str, object], key: str, unmapped: list[str]) -> DimensionAnswer:
    section = _section(table, key, _DIMENSION, unmapped)
    raw = table.get(key)
    answer = Answer.UNKNOWN
    if "class" in section:
        word = str(section["class"]).strip().casefold()
        degrees = {each.value: each for each in _AVAILABILITY}
        if word in degrees:
            answer = degrees[word]
        else:
            unmapped.append(f"{key}.class: none of open, partial and closed, {shown(section['class'])}")
    elif isinstance(raw, Mapping) and "class" in raw:
        answer = Answer.NOT_APPLICABLE
    elif isinstance(raw, Mapping):
        unmapped.append(f"{key}.class: missing")
    notes = _text(section, key, "notes", unmapped)
    if notes and len(notes) > convert.LONGEST_TEXT:
        unmapped.append(f"{key}.notes: {len(notes)} characters")
        notes = None
    return DimensionAnswer(key, answer, _links(section.get("link"), f"{key}.link", unmapped), notes)


def _artifacts(answers: Mapping[str, DimensionAnswer], license: LicenseExpression | None, unmapped: list[str]) -> Iterator[Artifact]:
    for key, given in answers.items():
        if key in _NO_ARTIFACT:
            if given.answer is not Answer.UNKNOWN:
                unmapped.append(f"{key}: kept in the answers, {_NO_ARTIFACT[key]}")
            continue
        kind = _KINDS[key]
        own_license = license if kind is ArtifactKind.MODEL_PARAMETERS else None
        if given.answer not in _AVAILABILITY:
            unmapped.append(f"{key}.class: {given.answer.value}, so nothing is said of the {kind.value}")
            if own_license is None:
                continue
        is_short = given.notes is not None and len(given.notes) <= LONGEST_NOTE
        if given.notes and not is_short:
            unmapped.append(f"{key}.notes: kept in the answers, {len(given.notes)} characters")
        if len(given.links) > 1:
            unmapped.append(f"{key}.link: kept in the answers, all but the first of {len(given.links)} addresses")
        first = given.links[0] if given.links else None
        yield Artifact(
            kind,
            availability=_available(given, kind, unmapped),
            license=own_license,
            url=first if given.answer in (Answer.OPEN, Answer.PARTIAL) else None,
            source=first or INDEX,
            note=given.notes if is_short else None,
        )


def _available(given: DimensionAnswer, kind: ArtifactKind, unmapped: list[str]) -> Availability:
    if given.answer is Answer.PARTIAL and kind.content_type is ContentType.PARAMETERS:
        unmapped.append(f"{given.key}.class: kept in the answers, partial may be a gate, a part or a smaller sibling")
        return Availability.UNKNOWN
    if given.answer is Answer.CLOSED and given.links and kind.content_type is ContentType.DOCUMENT:
        unmapped.append(f"{given.key}.class: kept in the answers, closed with a link may be there and too thin")
        return Availability.UNKNOWN
    return _AVAILABILITY.get(given.answer, Availability.UNKNOWN)


def _released(system: Mapping[str, object], unmapped: list[str]) -> PartialDate | None:
    value = system.get("releasedate")
    if value is None:
        return None
    given = str(value).strip() if isinstance(value, (str, int)) else value
    released = _attempt(PartialDate.of, given)
    if released is None:
        unmapped.append(f"system.releasedate: no date as YYYY, YYYY-MM or YYYY-MM-DD, {shown(value)}")
    return released


def _modalities(text: str | None, unmapped: list[str]) -> tuple[Modality, ...]:
    found: list[Modality] = []
    for word in filter(None, map(str.strip, (text or "").split(","))):
        modality = _attempt(partial(convert.member, Modality), word)
        if modality is None:
            unmapped.append(f"system.type: no modality, {shown(word)}")
        else:
            found.append(modality)
    return tuple(found)


def _base_models(name: str, base: str | None, answers: Mapping[str, DimensionAnswer], unmapped: list[str]) -> tuple[BaseModel, ...]:
    """The base, if it is another model. One that the index does not know by name is still a base, whose terms nobody knows.

    A record of the data set may be of base and end model in one, as they have the same terms: then there is no base to follow.
    """
    if base is None or name_key(base) == name_key(name):
        return ()
    own = {name_key(name), name_key(slug(name))}
    record = find_model(base)
    if not own.isdisjoint(map(name_key, (base, *(record.names if record else ())))):
        unmapped.append(f"system.basemodelname: one record with the model itself, {shown(base)}")
        return ()
    if _NO_NAME.match(base):
        unmapped.append(f"system.basemodelname: names no model, {shown(base)}")
        base = f"unknown base of {name}"
    links = answers["weights_basemodel"].links
    return (BaseModel(base, source=links[0] if links else INDEX),)


def _license(title: str | None, unmapped: list[str]) -> LicenseExpression | None:
    """Return the licence that a title names. One that nobody knows is one licence with unknown terms."""
    if title is None:
        return None
    if _NO_NAME.match(title):
        unmapped.append(f"system.endmodellicense: names no licence, {shown(title)}")
        return None
    expression = _attempt(LicenseExpression, title)
    known: list[License] = []
    unknown: list[License] = []
    for license in expression.licenses if expression else ():
        (known if find_license(license.id) else unknown).append(license)
    if expression is None or not known or (unknown and " OR " in expression.text):
        unmapped.append(f"system.endmodellicense: no licence is known by this name, so its terms are unknown, {shown(title)}")
        suffix = slug(title)
        return _attempt(LicenseExpression, f"LicenseRef-{suffix}") if suffix else None
    unmapped += [f"system.endmodellicense: no licence is known as {shown(each.name)}, so its terms are unknown" for each in unknown]
    unmapped += [
        f"system.endmodellicense: read as {each.id}, but a title may stand for several texts, {shown(title)}"
        for each in known
        if each.id.startswith("LicenseRef-") and expression.text != title
    ]
    return expression
