"""The tables and the texts behind the pictures."""

from __future__ import annotations

import pytest

from openweights import Artifact, Category, InvalidValueError, Model, Openness, UnknownNameError, classify, dataset
from openweights.catalogue import Family
from openweights.plot import tables, wording


def test_without_models_all_releases_on_record_are_meant() -> None:
    assert tables.releases() == dataset.models()


def test_a_name_that_stands_for_several_releases_is_all_of_them_each_once() -> None:
    family = dataset.get("Llama")
    assert isinstance(family, Family)
    assert tables.releases(["Llama", family.members[0].name]) == family.members


@pytest.mark.parametrize("models", ["Llama", 5, [3.5], [""]])
def test_what_is_no_list_of_models_is_refused(models: object) -> None:
    with pytest.raises(InvalidValueError):
        tables.map_rows(models)  # type: ignore[arg-type]


def test_a_name_that_nobody_knows_is_refused_with_those_that_come_near() -> None:
    with pytest.raises(UnknownNameError, match="Mistral"):
        tables.map_rows(["Mistrl 7B"])


def test_the_map_has_each_release_where_classify_puts_it() -> None:
    rows = tables.map_rows()
    assert [row["id"] for row in rows] == [model.id for model in dataset.models()]
    for row, model in zip(rows[::25], dataset.models()[::25], strict=True):
        answer = classify(model)
        assert (row["completeness"], row["completeness_ceiling"]) == (answer.completeness.low.value, answer.completeness.high.value)
        assert (row["freedom"], row["freedom_ceiling"]) == (answer.freedom.low.value, answer.freedom.high.value)
        assert (row["level"], row["level_ceiling"], row["category"]) == (answer.level.value, answer.ceiling.value, answer.category.value)


def test_the_ladder_counts_each_dated_release_once() -> None:
    rows = tables.ladder_rows()
    assert sum(row["releases"] for row in rows) == sum(model.released is not None for model in dataset.models())
    for year in {row["year"] for row in rows}:
        here = [row for row in rows if row["year"] == year]
        assert [row["level"] for row in here] == [level.value for level in Openness]
        assert sum(row["share"] for row in here) == pytest.approx(1)
        assert {row["of"] for row in here} == {sum(row["releases"] for row in here)}
        assert all(0 <= row["uncertain"] <= row["releases"] for row in here)


def test_a_release_of_which_facts_are_missing_is_counted_where_it_certainly_is() -> None:
    weights = Artifact("model-parameters", availability="public")
    model = Model("M", access="download", released="2026-01-02", artifacts=[weights])
    row = next(row for row in tables.ladder_rows([model]) if row["releases"])
    assert (row["level"], row["uncertain"]) == ("weights-non-commercial", 1)


def test_flags_are_those_of_downloadable_releases_only() -> None:
    rows = tables.flag_rows()
    counted = {row["publisher"]: row["of"] for row in rows}
    downloadable = [model for model in dataset.models() if classify(model).category is not Category.CLOSED]
    assert sum(counted.values()) == len(downloadable)
    assert all(row["share"] == row["releases"] / row["of"] for row in rows)
    assert tables.flag_rows(["GPT-4"]) == []


def test_claims_sum_up_to_the_paradox() -> None:
    total = dataset.paradox()[0]
    rows = tables.claim_rows()
    assert [wording.claimed(rows, finding) for finding in ("met", "unknown", "not-met")] == [total.met, total.unknown, total.not_met]


def test_the_map_in_words_counts_every_release_once() -> None:
    rows = tables.map_rows()
    text = wording.of_map(rows)
    counts = [int(line.split(": ")[1].split(" release")[0].replace(",", "")) for line in text.splitlines()[1:]]
    assert sum(counts) == len(rows)
    assert len(counts) == len({(row["completeness"], row["freedom"]) for row in rows})


def test_the_best_known_come_first_and_no_publisher_twice_before_another_once() -> None:
    rows = tables.map_rows(["Llama 3.1", "Llama 2", "OLMo 2", "Mistral 7B"])
    ranked = wording.best_known(rows)
    assert len({row["developer"] for row in ranked[:3]}) == 3
    assert [row["names"] for row in ranked[:3]] == sorted((row["names"] for row in ranked[:3]), reverse=True)


def test_a_small_share_is_not_called_none() -> None:
    assert wording.percent(0.001) == "under 1 %"
    assert wording.percent(0.0) == "0 %"
    assert wording.percent(1 / 3) == "33 %"


def test_words_of_nothing_are_words() -> None:
    assert wording.of_map([]).endswith("for 0 releases.")
    assert wording.of_claims([], []).startswith("Of 0 releases")
