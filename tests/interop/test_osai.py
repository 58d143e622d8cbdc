"""Files of the European Open Source AI Index: what of them a model holds, and what is listed instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from openweights import Access, ArtifactKind, Availability, Model, RecordError, Status, Verdict, from_plain, to_plain
from openweights.frameworks.osai_answers import Answer
from openweights.frameworks.osai_index import DIMENSIONS, assess_dimensions
from openweights.interop.osai import INDEX, LONGEST_NOTE, OsaiRecord, from_osai, read_osai

FILE = """\
---
# A comment
system:
    name: Small
    link: https://example.org/small
    type: text,code
    performanceclass: limited
    basemodelname: Small-1B
    endmodelname: Small-1B-Chat
    endmodellicense: Apache-2.0
    releasedate: 2025-01
    notes: A small model.

org:
    name: Small Lab
    link: [https://example.org/lab, "https://example.net/lab"]
    notes: A lab.

datasources_basemodel:
    class: open
    link: ["https://example.org/a", "https://example.org/b"]
    notes: All of it.

datasources_endmodel:
    class: partial
    link: https://example.org/c
    notes: Some of it.

weights_basemodel:
    class: open
    link: https://example.org/base
    notes:

weights_endmodel:
    class: open
    link: https://example.org/chat
    notes: Out.

trainingcode:
    class: closed
    link: https://example.org/code
    notes: Inference only.

code:
    class: closed
    link:
    notes:

hardware_architecture:
    class: open
    link: https://example.org/report
    notes:

preprint:
    class: open
    link: https://example.org/report
    notes:

paper:
    class: closed
    link:
    notes: None found.

modelcard:
    class: closed
    link: https://example.org/card
    notes: Too thin.

datasheet:
    class: partial
    notes:

licenses:
    class: partial
    link:
    notes: Weights only.
"""


def read(tmp_path: Path, text: str = FILE) -> OsaiRecord:
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return read_osai(path)


def file(**changes: object) -> OsaiRecord:
    """A file whose answers are all open; changes give a part of it, or `system_x` a field of its `system`."""
    system: dict[str, object] = {"name": "Small"}
    table: dict[str, object] = {dimension.key: {"class": "open", "link": None, "notes": None} for dimension in DIMENSIONS}
    for key, value in changes.items():
        if key.startswith("system_"):
            system[key.removeprefix("system_")] = value
        else:
            table[key] = value
    return from_osai({"system": system, "org": {"name": "Lab"}, **table}, "small.yaml")


def availability(record: OsaiRecord, kind: str) -> Availability | None:
    found = record.model.artifacts_of(ArtifactKind(kind))
    return found[0].availability if found else None


def terms(record: OsaiRecord) -> str | None:
    license = record.model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)[0].license
    return license.text if license else None


def listed(record: OsaiRecord, place: str) -> list[str]:
    return [each for each in record.unmapped if each.startswith(place)]


def test_a_file_becomes_the_model_that_users_meet(tmp_path: Path) -> None:
    model = read(tmp_path).model
    assert (model.name, model.family, model.developer, str(model.released)) == ("Small-1B-Chat", "Small", "Small Lab", "2025-01")
    assert {each.value for each in model.modalities} == {"text", "code"}
    assert [(base.name, base.source) for base in model.base_models] == [("Small-1B", "https://example.org/base")]
    assert model.access is Access.DOWNLOAD
    assert [source.url for source in model.sources] == [
        INDEX,
        "https://example.org/small",
        "https://example.org/lab",
        "https://example.net/lab",
    ]


def test_it_is_marked_as_imported_and_names_the_index_and_its_licence(tmp_path: Path) -> None:
    model = read(tmp_path).model
    assert model.status is Status.IMPORTED
    assert model.note is not None
    for words in ("European Open Source AI Index", "CC-BY-4.0", "doi:10.5281/zenodo.15386042", "A small model."):
        assert words in model.note


def test_answers_become_artifacts(tmp_path: Path) -> None:
    record = read(tmp_path)
    assert {each.kind.value: each.availability.value for each in record.model.artifacts} == {
        "datasets": "public",
        "fine-tuning-datasets": "partial",
        "model-parameters": "public",
        "training-code": "not-published",
        "technical-report": "public",
        "research-paper": "not-published",
        "model-card": "unknown",
        "data-card": "partial",
    }
    weights = record.model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)[0]
    assert (weights.url, weights.source, weights.note) == ("https://example.org/chat", "https://example.org/chat", "Out.")
    assert terms(record) == "Apache-2.0"
    code = record.model.artifacts_of(ArtifactKind.TRAINING_CODE)[0]
    assert (code.url, code.source, code.license) == (None, "https://example.org/code", None)
    assert record.model.artifacts_of(ArtifactKind.RESEARCH_PAPER)[0].source == INDEX


def test_all_twelve_answers_are_kept_with_links_and_notes(tmp_path: Path) -> None:
    record = read(tmp_path)
    assert [each.key for each in record.dimensions] == [dimension.key for dimension in DIMENSIONS]
    assert record.dimensions[0].links == ("https://example.org/a", "https://example.org/b")
    assert record.dimensions[0].notes == "All of it."
    answer = assess_dimensions(record.dimensions, name=record.model.name)
    assert dict(answer.score) == {"sum": 6.5, "sum-possible": 6.5}
    assert answer.met is Verdict.NOT_MET


def test_what_a_model_cannot_hold_is_listed(tmp_path: Path) -> None:
    record = read(tmp_path)
    places = [each.split(":")[0] for each in record.unmapped]
    assert places == [
        "datasources_basemodel.link",
        "weights_basemodel",
        "code",
        "hardware_architecture",
        "modelcard.class",
        "licenses",
        "system.performanceclass",
        "org.notes",
    ]


def test_the_model_survives_plain_data(tmp_path: Path) -> None:
    model = read(tmp_path).model
    plain = to_plain(model)
    assert isinstance(plain, dict)
    assert from_plain(Model, plain) == model


def test_the_submission_template_is_no_model(tmp_path: Path) -> None:
    template = "system:\n    name:\n    endmodelname:\norg:\n    name:\n" + "".join(
        f"{dimension.key}:\n    class: closed\n    link:\n    notes:\n" for dimension in DIMENSIONS
    )
    with pytest.raises(RecordError, match="submission template"):
        read(tmp_path, template)


@pytest.mark.parametrize("text", ["release:\n    name: x\n", "system: Small\ncode:\n    class: open\n", "system:\n    name: Small\n"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RecordError, match="no file of the European Open Source AI Index"):
        read(tmp_path, text)


def test_a_value_that_no_model_can_have_is_an_error_of_the_file() -> None:
    with pytest.raises(RecordError, match=r"small\.yaml: name"):
        file(system_name="x" * 1000)


def test_a_system_without_an_end_model_is_named_after_itself() -> None:
    model = file(system_name="Small 2", system_endmodelname=None).model
    assert (model.name, model.family) == ("Small 2", None)


@pytest.mark.parametrize("base", [None, "small", "Small", ""])
def test_a_base_that_is_the_model_itself_is_none(base: str | None) -> None:
    assert file(system_basemodelname=base).model.base_models == ()


def test_a_base_that_differs_in_signs_only_is_listed() -> None:
    record = file(system_name="Small+", system_basemodelname="Small")
    assert record.model.base_models == ()
    assert listed(record, "system.basemodelname")


def test_a_base_in_one_record_with_the_model_is_not_followed() -> None:
    """Of the bundled data: base and tuned weights of a release with the same terms are one record."""
    record = file(system_endmodelname="mistralai/Mistral-7B-Instruct-v0.2", system_basemodelname="mistralai/Mistral-7B-v0.1")
    assert record.model.base_models == ()
    assert listed(record, "system.basemodelname")


@pytest.mark.parametrize("word", ["unknown", "Unknown", "?", "undisclosed (proprietary)"])
def test_a_base_without_a_name_is_still_a_base(word: str) -> None:
    record = file(system_basemodelname=word)
    assert [base.name for base in record.model.base_models] == ["unknown base of Small"]
    assert listed(record, "system.basemodelname")


@pytest.mark.parametrize(
    ("title", "text", "lines"),
    [
        ("Apache-2.0", "Apache-2.0", 0),
        ("MIT License", "MIT", 0),
        ("Llama 2 Community License Agreement", "LicenseRef-llama2", 1),
        ("Apache-2.0 and CC-BY-NC-4.0", "Apache-2.0 AND CC-BY-NC-4.0", 0),
        ("MIT or nobody's licence", "LicenseRef-mit-or-nobody-s-licence", 1),
        ("Apache-2.0 and additional terms", "Apache-2.0 AND LicenseRef-additional-terms", 1),
        ("Acme Terms and Conditions", "LicenseRef-acme-terms-and-conditions", 1),
        ("Acme (v2", "LicenseRef-acme-v2", 1),
        ("许可", None, 1),
        ("Unknown", None, 1),
        ("Unknown (Apache-2.0?)", None, 1),
        ("Various", None, 1),
        ("None", None, 1),
        (["MIT"], None, 1),
        (None, None, 0),
        ("  ", None, 0),
    ],
)
def test_a_title_becomes_a_licence_if_it_names_one(title: object, text: str | None, lines: int) -> None:
    record = file(system_endmodellicense=title)
    assert terms(record) == text
    assert len(listed(record, "system.endmodellicense")) == lines


def test_keys_are_read_with_or_without_spaces() -> None:
    record = from_osai(
        {"system": {"name": "Small", "Endmodel license": "MIT", "endmodellicense": None}, "weights_endmodel": {"class": "open"}},
        "small.yaml",
    )
    assert terms(record) == "MIT"


def test_a_key_given_twice_or_out_of_place_is_listed() -> None:
    record = from_osai(
        {
            "system": {"name": "Small", "endmodellicense": "MIT", "endmodel license": "GPL-3.0", "colour": "red", 7: "x"},
            "org": "Lab",
            "extra": 1,
            "code": {"class": "open", "who": "me"},
        },
        "small.yaml",
    )
    assert terms(record) == "MIT"
    for place in (
        "system.endmodel license: given twice",
        "system.colour",
        "system.7",
        "org: no table",
        "'extra'",
        "code.who",
        "paper: missing",
    ):
        assert listed(record, place), place


@pytest.mark.parametrize(
    ("value", "released"),
    [(2024, "2024"), ("2024-03", "2024-03"), (" 2024-03-05 ", "2024-03-05"), ("2024 NOV", None), (["2024"], None), (True, None)],
)
def test_a_date_is_read_in_iso_form(value: object, released: str | None) -> None:
    record = file(system_releasedate=value)
    assert (str(record.model.released) if record.model.released else None) == released
    assert bool(listed(record, "system.releasedate")) is (released is None)


def test_a_day_that_yaml_makes_a_date_is_read(tmp_path: Path) -> None:
    assert str(read(tmp_path, FILE.replace("2025-01", "2025-01-31")).model.released) == "2025-01-31"


def test_a_type_that_is_no_modality_is_listed() -> None:
    record = file(system_type="text, smell")
    assert {each.value for each in record.model.modalities} == {"text"}
    assert listed(record, "system.type")


def test_a_number_is_a_text_and_a_list_is_none() -> None:
    record = file(system_name=33, org={"name": ["a", "b"]})
    assert record.model.name == "33"
    assert record.model.developer is None
    assert listed(record, "org.name")


def test_lines_are_joined() -> None:
    assert file(code={"class": "open", "notes": "a\n  b"}).dimensions[5].notes == "a b"


@pytest.mark.parametrize("answer", ["open", " Open ", "OPEN"])
def test_a_class_is_read_in_any_case(answer: str) -> None:
    assert file(trainingcode={"class": answer}).dimensions[4].answer is Answer.OPEN


def test_an_empty_class_is_not_applicable() -> None:
    record = file(paper={"class": None, "link": None})
    assert record.dimensions[8].answer is Answer.NOT_APPLICABLE
    assert availability(record, "research-paper") is None
    assert listed(record, "paper.class")


@pytest.mark.parametrize("value", [{"class": "green"}, {"link": None}, "open", None, {"class": ["open"]}])
def test_a_class_that_is_none_is_unknown_and_listed(value: object) -> None:
    record = file(paper=value)
    assert record.dimensions[8].answer is Answer.UNKNOWN
    assert availability(record, "research-paper") is None
    assert listed(record, "paper")


def test_a_licence_is_kept_where_the_weights_have_no_answer() -> None:
    record = file(weights_endmodel=None, system_endmodellicense="MIT")
    assert (terms(record), availability(record, "model-parameters")) == ("MIT", Availability.UNKNOWN)
    assert record.model.access is Access.UNKNOWN


def test_partial_weights_may_be_a_gate_or_a_part() -> None:
    record = file(weights_endmodel={"class": "partial", "link": "https://example.org/"})
    assert availability(record, "model-parameters") is Availability.UNKNOWN
    assert listed(record, "weights_endmodel.class")


@pytest.mark.parametrize(("key", "kind"), [("modelcard", "model-card"), ("preprint", "technical-report"), ("datasheet", "data-card")])
def test_a_closed_document_with_a_link_may_be_there(key: str, kind: str) -> None:
    linked = file(**{key: {"class": "closed", "link": "https://example.org/"}})
    assert availability(linked, kind) is Availability.UNKNOWN
    assert listed(linked, f"{key}.class")
    assert availability(file(**{key: {"class": "closed", "link": None}}), kind) is Availability.NOT_PUBLISHED


def test_closed_weights_are_not_published_whatever_they_link() -> None:
    record = file(weights_endmodel={"class": "closed", "link": "https://example.org/"})
    assert availability(record, "model-parameters") is Availability.NOT_PUBLISHED


def test_what_is_no_web_address_is_listed() -> None:
    record = file(
        trainingcode={"class": "open", "link": ["example.org", 5, None, "", " https://example.org/ "]},
        org={"name": "Lab", "link": "lab.example"},
    )
    assert record.dimensions[4].links == ("https://example.org/",)
    assert len(listed(record, "trainingcode.link")) == 2
    assert listed(record, "org.link")


def test_a_long_note_stays_with_the_answer() -> None:
    long = "x" * (LONGEST_NOTE + 1)
    record = file(trainingcode={"class": "open", "notes": long}, system_notes=long)
    assert record.model.artifacts_of(ArtifactKind.TRAINING_CODE)[0].note is None
    assert record.dimensions[4].notes == long
    assert listed(record, "trainingcode.notes")
    assert listed(record, "system.notes")
    assert record.model.note is not None
    assert long not in record.model.note


def test_a_note_without_bound_is_listed() -> None:
    record = file(trainingcode={"class": "open", "notes": "x" * 30_000})
    assert record.dimensions[4].notes is None
    assert listed(record, "trainingcode.notes")
