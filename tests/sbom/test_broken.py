"""Broken and hostile documents: only our errors, in bounded time and memory."""

from __future__ import annotations

import itertools
import json
import os
import resource
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from openweights import OpenWeightsError, RecordError
from openweights.sbom import document, from_cyclonedx, from_spdx3, is_sbom, models_in_sbom, to_cyclonedx, to_spdx3
from openweights.sbom.document import read_document
from tests.sbom.strangers import HUB_GENERATOR, IMAGE_SCANNER, SPDX_EXAMPLE

#: Every key that is read, and every word that is looked for, so that what is drawn gets far.
_KEYS = st.sampled_from(
    """type name bom-ref description manufacturer supplier publisher authors author purl group version licenses license expression id
    acknowledgement evidence pedigree ancestors externalReferences url properties value modelCard modelParameters datasets ref contents
    components data metadata component spdxId @id @graph from to relationshipType rootElement element software_packageUrl comment
    software_downloadLocation suppliedBy originatedBy extension extension_cdxProperty extension_cdxPropName extension_cdxPropValue
    simplelicensing_licenseExpression expandedlicensing_member externalIdentifier identifier externalIdentifierType""".split()
)
_WORDS = st.sampled_from(
    """machine-learning-model ai_AIPackage software_Package Relationship descendantOf trainedOn hasDeclaredLicense concluded MIT a b urn:a urn:b
    data distribution model-card packageUrl https://a.example/ pkg:huggingface/a/b pkg:huggingface/meta-llama/Llama-3.1-8B Mistral
    openweights:id openweights:artifact openweights:artifact-ref openweights:released openweights:access download openweights:relation
    openweights:claim openweights:service-terms openweights:default-licenses openweights:training-compute nan {} [] 1e400
    {"kind":"datasets"} {"kind":"model-parameters","availability":"partial"} {"license":"MIT"} {"distribution":"((("}
    expandedlicensing_ConjunctiveLicenseSet https://spdx.org/licenses/MIT expandedlicensing_NoneLicense NONE other""".split()
)
_LEAVES = _WORDS | st.none() | st.booleans() | st.integers(-3, 10**30) | st.floats() | st.text(max_size=6)
_ANYTHING = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6), max_leaves=40)
_PARTS = st.lists(st.dictionaries(_KEYS, _ANYTHING, max_size=8), max_size=5)
_MODELS = st.lists(
    st.dictionaries(_KEYS, _ANYTHING, max_size=8).map(lambda part: {"type": "machine-learning-model", "spdxId": "urn:a", **part}),
    min_size=1,
    max_size=3,
)
_DOCUMENTS = st.builds(
    lambda kind, models, parts: {
        "bomFormat": "CycloneDX" if kind else None,
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "components": models + parts,
        "@graph": [{**model, "type": "ai_AIPackage"} for model in models] + parts,
    },
    st.booleans(),
    _MODELS,
    _PARTS,
)


def peak() -> int:
    """The most memory that this process has had, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def ask(text: str) -> None:
    """Ask all that can be asked, and write again what was read."""
    for found in models_in_sbom(text):
        assert str(found.resolution)
        found.classify()
        found.license_agrees
        model = found.listed.imported.model
        try:
            written = to_cyclonedx([model])
            assert [each.model for each in from_cyclonedx(written)] == [model]
            assert [each.model for each in from_spdx3(to_spdx3([model]))] == [model]
        except OpenWeightsError as error:
            assert "descends" in str(error), error


@given(_DOCUMENTS)
def test_any_document_is_read_or_one_of_our_errors(drawn: dict[str, Any]) -> None:
    try:
        ask(json.dumps(drawn))
    except OpenWeightsError as error:
        assert str(error)


@given(st.sampled_from([HUB_GENERATOR, IMAGE_SCANNER, SPDX_EXAMPLE]), st.randoms(use_true_random=False), _ANYTHING)
def test_a_real_document_with_a_part_replaced_is_read_or_one_of_our_errors(real: dict[str, Any], random: Any, drawn: object) -> None:
    broken = json.loads(json.dumps(real))
    place: Any = broken
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = random.choice(list(keys))
        if not place[key] or not isinstance(place[key], (dict, list)) or random.random() < 0.2:
            place[key] = drawn
            break
        place = place[key]
    try:
        ask(json.dumps(broken))
    except OpenWeightsError as error:
        assert str(error)


@given(st.text(max_size=40) | st.text('{}[]",:0123456789eE\\u"', max_size=40).map("{".__add__))
def test_any_text_is_no_document_or_one_of_our_errors(text: str) -> None:
    for read in (models_in_sbom, from_cyclonedx, from_spdx3):
        with pytest.raises(OpenWeightsError):
            read(text)


_DEEP = 100_000
_NESTED: dict[str, Any] = {"type": "machine-learning-model", "name": "0"}
for _number in range(90):
    _NESTED = {"type": "machine-learning-model", "name": str(_number), "components": [_NESTED], "pedigree": {"ancestors": [{"name": "a"}]}}

CORPUS = {
    "empty": b"",
    "not-json": b"{",
    "xml": b"<?xml version='1.0'?><bom xmlns='http://cyclonedx.org/schema/bom/1.6'/>",
    "list": b"[]",
    "text": b'"CycloneDX"',
    "no-format": b'{"components": []}',
    "spdx-2": b'{"spdxVersion": "SPDX-2.3", "packages": []}',
    "utf-16": '{"bomFormat": "CycloneDX"}'.encode("utf-16"),
    "latin-1": '{"bomFormat": "CycloneDX", "x": "é"}'.encode("latin-1"),
    "nul": b"\0" * 1000,
    "huge-number": b'{"bomFormat": "CycloneDX", "version": ' + b"9" * 100_000 + b"}",
    "deep-arrays": b'{"bomFormat": "CycloneDX", "x": ' + b"[" * _DEEP + b"]" * _DEEP + b"}",
    "deep-objects": b'{"a":' * _DEEP + b"1" + b"}" * _DEEP,
    "deep-unclosed": b'{"bomFormat": "CycloneDX", "x": ' + b"[" * 1_000_000,
    "deep-components": json.dumps({"bomFormat": "CycloneDX", "components": [{"components": [_NESTED]} for _ in range(2)]}).encode(),
    "too-deep-components": json.dumps({"bomFormat": "CycloneDX", "components": [{"c": [_NESTED]}] * 2 + [{"c": [[[[[_NESTED]]]]]}] * 30})
    .encode()
    .replace(b'"c"', b'"components"')
    .replace(b"[[[[[", b"[" * 60)
    .replace(b"]]]]]", b"]" * 60),
}

REFUSED = {name for name in CORPUS if name != "deep-components"}


@pytest.mark.parametrize("name", CORPUS)
def test_a_broken_file_is_refused_in_our_words(tmp_path: Path, name: str) -> None:
    file = tmp_path / "bom.json"
    file.write_bytes(CORPUS[name])
    start = time.monotonic()
    if name in REFUSED:
        for read in (models_in_sbom, from_cyclonedx, from_spdx3):
            with pytest.raises(RecordError) as caught:
                read(file)
            assert str(caught.value).startswith(str(file))
            assert len(str(caught.value)) < 600
    else:
        assert len(models_in_sbom(file)) == 182
    is_sbom(file)
    assert time.monotonic() - start < 5


def test_a_file_of_ten_gigabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "bom.json"
    with file.open("wb") as stream:
        stream.write(b'{"bomFormat": "CycloneDX", "x": "')
        stream.truncate(10_000_000_000)
    before = peak()
    start = time.monotonic()
    with pytest.raises(RecordError, match="more than 32,000,000 bytes"):
        models_in_sbom(file)
    assert not is_sbom(file)
    assert time.monotonic() - start < 5
    assert peak() - before < 200_000


def test_a_folder_a_missing_file_and_a_loop_of_links_are_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop.json"
    loop.symlink_to(loop)
    for path in (tmp_path, tmp_path / "missing.json", loop, Path("nul\0.json")):
        with pytest.raises(RecordError):
            models_in_sbom(path)
        assert not is_sbom(path)


def test_a_pipe_that_nobody_writes_to_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "bom.json"
    os.mkfifo(pipe)
    with pytest.raises(RecordError, match="It is a pipe"):
        models_in_sbom(pipe)
    assert not is_sbom(pipe)


def cyclonedx(components: list[dict[str, Any]]) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "components": components})


def spdx(graph: list[dict[str, Any]]) -> str:
    return json.dumps({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph})


def _model(number: int, **fields: Any) -> dict[str, Any]:
    return {"type": "machine-learning-model", "name": f"unheard of {number}", **fields}


def _package(spdx_id: str) -> dict[str, Any]:
    mark = {"extension_cdxPropName": "openweights:id", "extension_cdxPropValue": spdx_id}
    return {"type": "ai_AIPackage", "spdxId": spdx_id, "name": spdx_id, "extension": [{"extension_cdxProperty": [mark]}]}


def _relation(source: str, kind: str, to: list[str]) -> dict[str, Any]:
    return {"type": "Relationship", "from": source, "relationshipType": kind, "to": to}


_LICENSES = [{"license": {"name": f"house rules {number}"}} for number in range(2_000)]
_EXPRESSION = " OR ".join(f"x{number}" for number in range(700))
_LADDER = [[f"urn:{step}{side}" for side in "ab"] for step in range(40)]

HOSTILE = {
    "many-unknown-names": lambda: cyclonedx([_model(number) for number in range(20_000)]),
    "many-licences": lambda: cyclonedx([_model(number, licenses=_LICENSES) for number in range(20)]),
    "long-expressions": lambda: cyclonedx(
        [_model(number, licenses=[{"expression": f"{_EXPRESSION} OR y{number}"}]) for number in range(100)]
    ),
    "one-data-set-of-many": lambda: cyclonedx(
        [
            {
                "type": "data",
                "bom-ref": "d",
                "name": "d",
                "properties": [{"name": "openweights:artifact", "value": '{"kind": "datasets"}'}] * 20_000,
            },
            *(_model(n, properties=[{"name": "openweights:artifact-ref", "value": "d"}] * 100) for n in range(100)),
            *(_model(n, modelCard={"modelParameters": {"datasets": [{"ref": "d"}] * 100}}) for n in range(100)),
        ]
    ),
    "many-data-sets": lambda: cyclonedx(
        [_model(0, modelCard={"modelParameters": {"datasets": [{"name": str(n)} for n in range(50_000)]}})]
    ),
    "a-lineage-in-diamonds": lambda: spdx(
        [_package(each) for step in _LADDER for each in step]
        + [_relation(one, "descendantOf", above) for below, above in itertools.pairwise(_LADDER) for one in below]
        + [{"type": "Bom", "rootElement": ["urn:0a"]}]
    ),
    "a-licence-in-diamonds": lambda: spdx(
        [
            {"type": f"expandedlicensing_{kind}LicenseSet", "spdxId": one, "expandedlicensing_member": above}
            for (below, above), kind in zip(itertools.pairwise(_LADDER), ["Conjunctive", "Disjunctive"] * 20, strict=False)
            for one in below
        ]
        + [
            {"type": "expandedlicensing_ListedLicense", "spdxId": one, "name": name}
            for one, name in zip(_LADDER[-1], ["MIT", "Zlib"], strict=True)
        ]
        + [_package("urn:m"), _relation("urn:m", "hasDeclaredLicense", ["urn:0a"])]
    ),
    "many-bases": lambda: cyclonedx([_model(0, pedigree={"ancestors": [{"name": f"base {n}"} for n in range(30_000)]})]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_costs_bounded_time_and_memory(name: str) -> None:
    text = HOSTILE[name]()
    before, start = peak(), time.monotonic()
    try:
        found = models_in_sbom(text)
        assert found
        found[0].classify()
    except OpenWeightsError as error:
        assert len(str(error)) < 1_000
    assert time.monotonic() - start < 20
    assert peak() - before < 400_000


def test_more_components_than_are_looked_at_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cyclonedx_reader", "spdx_reader"):
        monkeypatch.setattr(f"openweights.sbom.{module}.MOST_COMPONENTS", 10)
    for text in (cyclonedx([_model(0)] * 11), spdx([_package("urn:a")] * 11)):
        with pytest.raises(RecordError, match="more than 10 "):
            models_in_sbom(text)
    monkeypatch.setattr(document, "LARGEST", 100)
    with pytest.raises(RecordError, match="more than 100 characters"):
        read_document("{" + " " * 100 + "}")
