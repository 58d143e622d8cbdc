"""Files of the Model Openness Framework: the YAML that the Model Openness Tool reads and writes.

Source: lfai/model_openness_tool @8b5d30e (2026-05-11): `schema/mof_schema.json`, `ModelUpdater.php`, `ModelSerializer.php`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from openweights import convert
from openweights.artifact import Artifact, ArtifactKind, Availability
from openweights.errors import InvalidValueError, MissingExtraError, RecordError, shown
from openweights.expression import LicenseExpression, known_expression
from openweights.frameworks.mof import COMPONENTS, FRAMEWORK
from openweights.interop.imported import Imported
from openweights.interop.yamlfile import read_yaml
from openweights.license import NOASSERTION_ID, NONE_ID
from openweights.model import DefaultLicenses, Model, Status
from openweights.names import LONGEST_NAME, name_key, slug
from openweights.plain import Plain
from openweights.registry import find_license
from openweights.verdict import Verdict
from openweights.vocabulary import Modality

#: What the files write for a component that is there and has no licence. It does not fall back on the release's.
UNLICENSED = "unlicensed"

#: Words that stand where a licence should and name none. `None`, as a word, is a value that was not filled in; known to be without
#: a licence is `unlicensed`.
_NAMES_NO_LICENSE = frozenset({"none", "unknown", "undisclosed", "other", "other license", "license"})

#: Words that leave open whether the component can be had at all: closed models are listed so, component by component.
_NAMES_NO_PUBLICATION = frozenset({"undisclosed", "proprietary"})

#: Says, in the place of a licence, that the component is not there. It also stands at parameters that everybody can download, so it
#: settles nothing.
_NOT_INCLUDED = re.compile(r"\bcomponent not includ", re.IGNORECASE)

_KINDS = {name_key(each.name): each.kind for each in COMPONENTS}

_MODALITIES = {
    "language": Modality.TEXT,
    "vision": Modality.IMAGE,
    "image": Modality.IMAGE,
    "audio": Modality.AUDIO,
    "video": Modality.VIDEO,
    "3d": Modality.THREE_D,
    "code": Modality.CODE,
}
_TYPES = {modality: type for type, modality in _MODALITIES.items()} | {Modality.SPEECH: "audio"}

_DEFAULTS = ("distribution", "code", "data", "document")

#: Fields of a release that a model has no place for, and why.
_NO_PLACE = {
    "version": "a size or version has no field of its own",
    "date": "it is the day on which the entry was last edited, not that of the release",
    "architecture": "an architecture has no field",
    "treatment": "a treatment has no field",
    "origin": (
        "files name a base, a family or a model of like architecture here; if it is the base, add it to `base_models`: its terms come along"
    ),
    "contact": "a contact has no field",
    "repository": "a repository has no field",
}
_MAPPED = frozenset({"name", "producer", "type", "huggingface", "license", "components"})

_HUB = re.compile(r"https?://(?:www\.)?huggingface\.co/([\w.-]+/[\w.-]+)(?:/(?:tree|blob)/.*)?/?", re.ASCII)
_NOT_A_MODEL = ("collections/", "datasets/", "spaces/", "papers/", "docs/", "blog/")

#: The note of a model that comes from a file.
_NOTE = "Carried over from a file of the Model Openness Framework."


def read_mof(path: str | os.PathLike[str]) -> Imported:
    """Return the model that a file of the Model Openness Framework describes, with what of the file did not map.

    Args:
        path: The YAML file.

    Raises:
        RecordError: If the file cannot be read, holds no release with a name, or lists a component twice.
        MissingExtraError: If PyYAML is not installed.
    """
    file = os.fspath(path)
    return from_mof(read_yaml(file), file)


def from_mof(table: Mapping[str, object], file: str) -> Imported:
    """Return the model that the content of such a file describes; see `read_mof`.

    A component that is listed is public, unless the file says in the place of its licence that it is not included, undisclosed or
    proprietary: that leaves open whether it is. One that is not listed stays unrecorded.

    A licence is found by every name that is known here, so `MIT License` is MIT, where the tool, which takes exact ids only, would not
    accept it. A name that is not known becomes a `LicenseRef-` with unknown terms, and a word that names no licence leaves it unknown
    instead of falling back.

    Args:
        table: What the file holds.
        file: The name that errors give it.

    Raises:
        RecordError: If the table holds no release with a name, or lists a component twice.

    Examples:
        >>> imported = from_mof({"release": {"name": "M", "components": [{"name": "Model card", "license": "Apache 2.0"}]}}, "m.yml")
        >>> imported.model.artifacts[0].license.text
        'Apache-2.0'
    """
    if not isinstance(table, Mapping):
        raise RecordError(file, "It holds no table. Give `framework` and `release`.")
    release = table.get("release")
    if not isinstance(release, Mapping):
        raise RecordError(file, "release: There is no such table. Give the fields of the release under it.")
    unmapped: list[str] = []
    fields = cast("Mapping[object, object]", release)
    _check_framework(table, unmapped)
    name = fields.get("name")
    if not isinstance(name, str) or not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise RecordError(file, f"release.name: {shown(name)} is no name. Give a text of at most {LONGEST_NAME} characters.")
    try:
        model = Model(
            name.strip(),
            developer=_text(fields.get("producer"), "release.producer", unmapped, LONGEST_NAME),
            modalities=_modalities(fields.get("type"), unmapped),
            hub_ids=_hub_ids(fields.get("huggingface"), unmapped),
            licenses=_default_licenses(fields.get("license"), unmapped),
            artifacts=_artifacts(fields.get("components"), file, unmapped),
            status=Status.IMPORTED,
            note=_NOTE,
        )
    except InvalidValueError as error:
        raise RecordError(file, f"release: {error}") from None
    for key, value in fields.items():
        if key in _MAPPED or _is_blank(value) or (key == "origin" and _is_same_name(value, name)):
            continue
        reason = _NO_PLACE.get(key, "the framework has no such field") if isinstance(key, str) else "the framework has no such field"
        unmapped.append(f"{_place('release', key)}: {shown(value)}: {reason}.")
    return Imported(model, tuple(unmapped))


def _check_framework(table: Mapping[str, object], unmapped: list[str]) -> None:
    framework = table.get("framework")
    facts: Mapping[object, object] = cast("Mapping[object, object]", framework) if isinstance(framework, Mapping) else {}
    for key, wanted in (("name", FRAMEWORK.name), ("version", FRAMEWORK.version)):
        if str(facts.get(key)) != wanted:
            unmapped.append(f"framework.{key}: {shown(facts.get(key))}: read as {wanted!r} all the same.")
    unmapped += [f"{_place('', key)}: the framework has no such field." for key in table if key not in ("framework", "release")]


def _artifacts(components: object, file: str, unmapped: list[str]) -> list[Artifact]:
    if components is None:
        return []
    if not isinstance(components, list):
        unmapped.append(f"release.components: {shown(components)}: it is no list, so no component was read.")
        return []
    artifacts: dict[ArtifactKind, Artifact] = {}
    for position, component in enumerate(cast("list[object]", components)):
        place = f"release.components[{position}]"
        if not isinstance(component, Mapping):
            unmapped.append(f"{place}: {shown(component)}: it is no table of a component.")
            continue
        fields = cast("Mapping[object, object]", component)
        name = fields.get("name")
        kind = _KINDS.get(name_key(name[:LONGEST_NAME])) if isinstance(name, str) else None
        if kind is None:
            unmapped.append(f"{place}.name: {shown(name)}: the framework has no such component.")
        elif kind in artifacts:
            raise RecordError(file, f"{place}.name: The component {shown(name)} is listed twice. Merge the two.")
        else:
            artifacts[kind] = _artifact(kind, fields, place, unmapped)
    return list(artifacts.values())


def _artifact(kind: ArtifactKind, fields: Mapping[object, object], place: str, unmapped: list[str]) -> Artifact:
    said = fields.get("license")
    word = said.strip().casefold() if isinstance(said, str) else None
    # The tool keeps an empty text for `unlicensed`.
    license = LicenseExpression(NONE_ID) if word == "" else _license(said, f"{place}.license", unmapped)
    availability = Availability.PUBLIC
    if word and (word in _NAMES_NO_PUBLICATION or _NOT_INCLUDED.search(word)):
        availability = Availability.UNKNOWN
        unmapped.append(f"{place}.license: {shown(said)}: leaves open whether the component is published.")
    url = _text(fields.get("component_path"), f"{place}.component_path", unmapped, convert.LONGEST_URL)
    if url is not None and not _is_url(url):
        unmapped.append(f"{place}.component_path: {shown(url)}: it is no web address.")
        url = None
    for key, value in fields.items():
        if key in ("name", "description", "license", "component_path") or _is_blank(value):
            continue
        reason = "the address of a licence's text has no field" if key == "license_path" else "the framework has no such field"
        unmapped.append(f"{_place(place, key)}: {shown(value)}: {reason}.")
    note = _text(fields.get("description"), f"{place}.description", unmapped, convert.LONGEST_TEXT)
    return Artifact(kind, availability=availability, license=license, url=url, note=note)


def _default_licenses(value: object, unmapped: list[str]) -> DefaultLicenses:
    if value is None:
        return DefaultLicenses()
    if not isinstance(value, Mapping):
        unmapped.append(f"release.license: {shown(value)}: it is no table, so no component falls back on it.")
        return DefaultLicenses()
    found: dict[str, LicenseExpression | None] = dict.fromkeys(_DEFAULTS)
    for key, default in cast("Mapping[object, object]", value).items():
        place = _place("release.license", key)
        if not isinstance(key, str) or key not in found:
            unmapped.append(f"{place}: the framework has no such field.")
        elif default is None:
            continue
        elif not isinstance(default, Mapping):
            unmapped.append(f"{place}: {shown(default)}: it is no table with a `name`.")
            found[key] = LicenseExpression(NOASSERTION_ID)
        else:
            fields = cast("Mapping[object, object]", default)
            found[key] = _license(fields.get("name"), f"{place}.name", unmapped)
            unmapped += [
                f"{_place(place, each)}: {shown(item)}: the address of a licence's text has no field."
                for each, item in fields.items()
                if each != "name" and not _is_blank(item)
            ]
    return DefaultLicenses(**found)


def _license(value: object, place: str, unmapped: list[str]) -> LicenseExpression | None:
    """Return the licence that a text names, or nothing if there is no text.

    Free text is never read as an expression: `with`, `and` and parentheses occur in it.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        unmapped.append(f"{place}: {shown(value)}: it is no text, so the licence is not known.")
        return LicenseExpression(NOASSERTION_ID)
    text = value.strip()
    if not text:
        return None
    if text == NONE_ID or text.casefold() == UNLICENSED:
        return LicenseExpression(NONE_ID)
    if text.casefold() in _NAMES_NO_LICENSE or _NOT_INCLUDED.search(text):
        unmapped.append(f"{place}: {shown(value)}: it names no licence, so the licence is not known.")
        return LicenseExpression(NOASSERTION_ID)
    known = known_expression(text)
    if known is not None:
        return known
    reference = "LicenseRef-" + slug(text[: LONGEST_NAME - len("LicenseRef-")])
    if reference == "LicenseRef-" or find_license(reference) is not None:
        unmapped.append(f"{place}: {shown(value)}: no licence is known by this name.")
        return LicenseExpression(NOASSERTION_ID)
    unmapped.append(f"{place}: {shown(value)}: no licence is known by this name; kept as {shown(reference)} with unknown terms.")
    return LicenseExpression(reference)


def _modalities(value: object, unmapped: list[str]) -> frozenset[Modality]:
    text = _text(value, "release.type", unmapped, LONGEST_NAME)
    if text is None:
        return frozenset()
    modality = _MODALITIES.get(text)
    if modality is None:
        unmapped.append(f"release.type: {shown(value)}: it does not say which modalities.")
        return frozenset()
    return frozenset({modality})


def _hub_ids(value: object, unmapped: list[str]) -> tuple[str, ...]:
    text = _text(value, "release.huggingface", unmapped, convert.LONGEST_URL)
    found = _HUB.fullmatch(text) if text else None
    if found and not found[1].startswith(_NOT_A_MODEL):
        return (found[1],)
    if text:
        unmapped.append(f"release.huggingface: {shown(text)}: it is no address of a model's repository.")
    return ()


def _text(value: object, place: str, unmapped: list[str], longest: int) -> str | None:
    """Return a text without the space around it; nothing if it is blank or none, which is reported where it says something."""
    if _is_blank(value):
        return None
    if not isinstance(value, str) or len(value.strip()) > longest:
        unmapped.append(f"{place}: {shown(value)}: it is no text of at most {longest:,} characters.")
        return None
    return value.strip()


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _is_same_name(value: object, name: str) -> bool:
    """Whether an origin is the release itself, as the tool asks for where nothing came before."""
    return isinstance(value, str) and name_key(value) == name_key(name)


def _is_url(text: str) -> bool:
    try:
        return convert.url(text) == text
    except InvalidValueError:
        return False


def _place(parent: str, key: object) -> str:
    name = key if isinstance(key, str) and key.isidentifier() and len(key) < 80 else shown(key)
    return f"{parent}.{name}" if parent else name


def to_mof(model: Model) -> dict[str, Plain]:
    """Return a model as the content of a file of the Model Openness Framework.

    A component is listed when everybody can have all of its artifacts. What the framework has no field for (dates, lineage, claims,
    sources, gating, the clauses of an own licence) is left out.

    Args:
        model: The model.

    Examples:
        >>> table = to_mof(Model("M", artifacts=[Artifact("datasets", availability="public", license="NONE")]))
        >>> table["release"]["components"]
        [{'name': 'Datasets', 'license': 'unlicensed'}]
    """
    release: dict[str, Plain] = {"name": model.name}
    types = {_TYPES.get(modality, "other") for modality in model.modalities}
    if types == {"language", "code"}:
        types = {"language"}
    if types:
        release["type"] = types.pop() if len(types) == 1 else "multimodal"
    release["producer"] = model.developer or ""
    pages = [page for hub_id in model.hub_ids if _HUB.fullmatch(page := f"https://huggingface.co/{hub_id}")]
    if pages:
        release["huggingface"] = pages[0]
    defaults = {key: cast("LicenseExpression | None", getattr(model.licenses, key)) for key in _DEFAULTS}
    release["license"] = {key: {"name": _license_word(default), "path": ""} for key, default in defaults.items() if default}
    release["components"] = [
        _component(kind.mof_name, model, model.artifacts_of(kind))
        for kind in dict.fromkeys(artifact.kind for artifact in model.artifacts)
        if kind.mof_name and Verdict.all_of(each.availability.open_to_all for each in model.artifacts_of(kind)) is Verdict.MET
    ]
    framework: dict[str, Plain] = {"name": FRAMEWORK.name, "version": FRAMEWORK.version, "date": FRAMEWORK.date.isoformat()}
    return {"framework": framework, "release": release}


def write_mof(model: Model, path: str | os.PathLike[str]) -> None:
    """Write a model to a YAML file of the Model Openness Framework; see `to_mof`.

    Args:
        model: The model.
        path: The file; one that is there is overwritten.

    Raises:
        RecordError: If the file cannot be written.
        MissingExtraError: If PyYAML is not installed.
    """
    try:
        import yaml
    except ModuleNotFoundError:
        raise MissingExtraError("Writing YAML", "yaml") from None
    file = os.fspath(path)
    text = yaml.safe_dump(to_mof(model), sort_keys=False, allow_unicode=True)
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise RecordError(file, f"It cannot be written: {error.strerror}.") from None
    except ValueError:
        raise RecordError(file, "It cannot be written: the path has a NUL character.") from None


def _component(name: str, model: Model, artifacts: Sequence[Artifact]) -> Plain:
    component: dict[str, Plain] = {"name": name}
    only = artifacts[0] if len(artifacts) == 1 else None
    if only and only.note:
        component["description"] = only.note
    if any(artifact.license for artifact in artifacts):
        component["license"] = _joint_license_word(model, artifacts)
    if only and only.url:
        component["component_path"] = only.url
    return component


def _joint_license_word(model: Model, artifacts: Sequence[Artifact]) -> str:
    """The framework knows one licence a component: what all artifacts of it are under."""
    licenses = [model.license_of(artifact) for artifact in artifacts]
    words = list(dict.fromkeys(_license_word(license) if license else "unknown" for license in licenses))
    if len(words) == 1:
        return words[0]
    for word in (UNLICENSED, "unknown"):
        if word in words:
            return word
    return " AND ".join(f"({word})" if " OR " in word else word for word in words)


def _license_word(license: LicenseExpression) -> str:
    return {NONE_ID: UNLICENSED, NOASSERTION_ID: "unknown"}.get(license.text, license.text)
