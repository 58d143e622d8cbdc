"""Rule 2.11: terms change, and a day has its own."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from openweights import Access, Artifact, Availability, BaseModel, InvalidValueError, Model, Openness, classify, from_plain, to_plain

MAY, JUNE, JULY = (datetime.date(2023, month, 1) for month in (5, 6, 7))


def weights(**fields: Any) -> Artifact:
    return Artifact("model-parameters", **{"license": "apache-2.0", "availability": "public", **fields})


RELICENSED = Model(
    "R", released=MAY, access="download", artifacts=[weights(since=JUNE, history=[{"since": MAY, "license": "cc-by-nc-4.0"}])]
)


def test_each_day_has_the_terms_of_that_day_and_no_day_the_newest() -> None:
    assert classify(RELICENSED, as_of=MAY).level is Openness.WEIGHTS_NON_COMMERCIAL
    assert classify(RELICENSED, as_of="2023-05-31").level is Openness.WEIGHTS_NON_COMMERCIAL
    assert classify(RELICENSED, as_of=JUNE).level is Openness.WEIGHTS_UNRESTRICTED
    assert classify(RELICENSED).level is Openness.WEIGHTS_UNRESTRICTED


def test_before_its_release_nobody_could_run_it() -> None:
    assert classify(RELICENSED, as_of="2023-04-30").level is Openness.UNRELEASED


def test_weights_that_came_later_leave_an_earlier_day_closed() -> None:
    late = Model("L", released=MAY, access="download", artifacts=[weights(since=JULY)])
    assert late.as_of(JUNE).access is Access.UNKNOWN
    answer = classify(late, as_of=JUNE)
    assert answer.ceiling is Openness.API
    gated = weights(since=JULY, history=[{"since": MAY, "availability": "on-request"}])
    assert gated.as_of(JUNE).availability is Availability.ON_REQUEST


@pytest.mark.parametrize("embedded", [True, False])
def test_bases_are_taken_as_of_the_same_day(embedded: bool) -> None:
    tuned = Model(
        "T", released=MAY, access="download", artifacts=[weights()], base_models=[BaseModel(RELICENSED if embedded else "R", source=None)]
    )
    known = {"R": RELICENSED}.get
    assert classify(tuned, as_of=MAY, resolve=known).level is Openness.WEIGHTS_NON_COMMERCIAL
    assert classify(tuned, as_of=JUNE, resolve=known).level is Openness.WEIGHTS_UNRESTRICTED


def test_a_family_on_a_day_has_the_members_that_were_out() -> None:
    answer = classify("Llama", as_of="2023-03-01")
    assert [member.name for member in answer.members] == ["LLaMA 1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"history": [{"since": MAY, "license": "mit"}]},
        {"since": MAY, "history": [{"since": JUNE, "license": "mit"}]},
        {"since": MAY, "history": [{"since": MAY, "license": "mit"}]},
        {"since": JULY, "history": [{"since": JUNE, "license": "mit"}, {"since": MAY, "license": "mit"}]},
        {"since": JULY, "history": [{"since": JUNE}]},
    ],
)
def test_a_history_out_of_order_or_without_content_is_an_error(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        weights(**fields)


@given(st.dates(datetime.date(2023, 4, 1), datetime.date(2023, 9, 1)))
def test_a_day_forgets_what_came_after_it(day: datetime.date) -> None:
    then = RELICENSED.as_of(day)
    assert then.as_of(day) == then
    assert from_plain(Model, to_plain(then)) == then  # type: ignore[arg-type]
    assert all(artifact.since is None or artifact.since <= day for artifact in then.artifacts)
