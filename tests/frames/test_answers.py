"""One answer for each combination: the answer of `classify`, worked out in parts."""

from __future__ import annotations

import pytest
from hypothesis import example, given, strategies as st

from openweights import Access, classify, models
from openweights.expression import known_expression
from openweights.frames.answers import Answer, Combination, answers
from openweights.inheritance import parameters_model
from openweights.registry import hub_ids

BASES = [hub_id for model in models() for hub_id in model.hub_ids]
LICENSES = [
    *hub_ids(),
    "NONE",
    "MIT OR GPL-3.0-only",
    "apache-2.0 AND LicenseRef-acme",
    "llama3.1 AND cc-by-nc-4.0",
    "LicenseRef-acme OR mit",
]


def answer(license: str = "", base_model: str = "", name: str = "", access: Access = Access.DOWNLOAD) -> Answer:
    return next(answers([Combination(license, base_model, name)], access))


@given(
    license=st.sampled_from(LICENSES) | st.just(""),
    bases=st.lists(st.sampled_from([*BASES, "acme/unheard-of"]), max_size=3),
    access=st.sampled_from(list(Access)),
)
@example("NONE", [BASES[0]], Access.DOWNLOAD)
@example("", ["acme/unheard-of"], Access.UNKNOWN)
@example("llama3", ["meta-llama/Llama-3.1-8B"], Access.DOWNLOAD)
def test_the_parts_joined_are_what_classify_says_of_the_whole(license: str, bases: list[str], access: Access) -> None:
    whole = classify(parameters_model(known_expression(license) if license else None, dict.fromkeys(bases), access))
    found = answer(license, ",".join(bases), access=access)
    assert (found.category, found.level, found.ceiling, found.certain) == (
        whole.category.value,
        whole.level.value,
        whole.ceiling.value,
        whole.certain,
    )
    assert (found.freedom, found.freedom_ceiling) == (whole.freedom.low.value, whole.freedom.high.value)
    assert found.flags == ",".join(flag.name.value for flag in whole.flags)
    assert found.thresholds == "; ".join(dict.fromkeys(str(each) for flag in whole.flags for each in flag.thresholds))


@given(license=st.text(max_size=60), base_model=st.text(max_size=60), name=st.text(max_size=60))
@example("A" * 30_000, "", "")
@example("(" * 4_000, "x," * 9_000, "y" * 30_000)
@example("MIT with attribution", ", ,", "\x00")
@example("apache-2.0 (see LICENSE)", "a" * 600, "")
def test_nothing_that_stands_in_a_cell_is_an_error(license: str, base_model: str, name: str) -> None:
    found = answer(license, base_model, name)
    assert all(isinstance(each, (str, bool)) or each is None for each in found)
    assert found.unresolved is None or len(found.unresolved) < 6_000


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_a_known_name_is_answered_by_its_record_whatever_the_row_says(model: object) -> None:
    from openweights import Model

    assert isinstance(model, Model)
    whole = classify(model)
    found = answer("mit", "acme/unheard-of", model.id)
    assert (found.level, found.ceiling, found.record, found.unresolved) == (whole.level.value, whole.ceiling.value, model.id, None)


def test_a_name_that_stands_for_several_releases_lists_them() -> None:
    whole = classify("Gemma")
    found = answer(name="gemma")
    assert (found.level, found.ceiling) == (whole.level.value, whole.ceiling.value)
    assert found.record is not None
    assert len(found.record.split(",")) == len(whole.members) > 1


def test_somebody_s_copy_is_not_taken_for_the_release_itself() -> None:
    found = answer("apache-2.0", name="acme/Llama-3.1-8B")
    assert (found.record, found.level) == (None, "weights-unrestricted")


def test_what_is_not_known_leaves_the_answer_open_and_is_named() -> None:
    nothing = answer()
    assert (nothing.level, nothing.ceiling, nothing.certain, nothing.unresolved) == ("weights-non-commercial", "fully-open", False, None)
    free_text = answer("see the file in the repository")
    assert free_text == nothing._replace(unresolved="license 'see the file in the repository' is not known")
    base = answer("mit", "acme/unheard-of")
    assert (base.level, base.unresolved) == ("weights-non-commercial", "base_model 'acme/unheard-of' is not known")


def test_only_the_keyword_says_that_there_is_no_licence() -> None:
    assert answer("NONE").flags == "no-license"
    assert answer("NONE").ceiling == "weights-non-commercial"
    for gap in ("None", "none", "nan", "null"):
        assert (answer(gap).flags, answer(gap).certain, answer(gap).unresolved) == ("", False, f"license {gap!r} is not known")


def test_a_licence_is_found_as_people_write_it() -> None:
    same = {answer(text).level for text in ("apache-2.0", "Apache 2.0", " Apache-2.0\n", "https://www.apache.org/licenses/LICENSE-2.0")}
    assert same == {"weights-unrestricted"}


def test_a_base_brings_its_terms_and_numbers() -> None:
    found = answer("apache-2.0", "meta-llama/Llama-3.1-8B")
    assert (found.level, found.freedom) == ("weights-restricted", "restricted")
    assert found.flags.split(",")[0] == "user-threshold"
    assert found.thresholds == "monthly-active-users > 700,000,000"


def test_several_bases_stand_in_one_cell_and_all_count() -> None:
    both = answer("apache-2.0", "mistralai/Mistral-7B-v0.1, meta-llama/Llama-3.1-8B")
    assert both == answer("apache-2.0", "meta-llama/Llama-3.1-8B,mistralai/Mistral-7B-v0.1")
    assert both.level == "weights-restricted"


def test_a_row_that_names_itself_as_its_base_says_nothing_by_it() -> None:
    assert answer("mit", "acme/m", "acme/M") == answer("mit", name="acme/M")._replace(unresolved="base_model 'acme/m' is the row itself")


def test_rows_that_cannot_be_downloaded_are_closed() -> None:
    assert [answer("mit", access=each).level for each in (Access.API, Access.HOSTED, Access.UNRELEASED)] == ["api", "hosted", "unreleased"]
    assert (answer("mit", access=Access.UNKNOWN).level, answer("mit", access=Access.UNKNOWN).ceiling) == ("unreleased", "fully-open")


def test_too_many_bases_are_not_followed() -> None:
    found = answer("mit", ",".join(f"acme/m{number}" for number in range(200)))
    assert (found.level, found.unresolved) == ("weights-non-commercial", "base_model names more than 100 models")
