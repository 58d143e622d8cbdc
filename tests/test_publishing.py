"""What may be published of a derivative, where declared terms drift, and what changed between versions."""

from __future__ import annotations

import pytest

from openweights import (
    Artifact,
    BaseModel,
    ChangeKind,
    ClauseKind,
    InvalidValueError,
    License,
    Model,
    Outcome,
    Verdict,
    diff,
    drift,
    outgoing,
)


def get(*names: str) -> list[License]:
    return [License.get(name) for name in names]


def test_share_alike_names_the_licence_that_must_be_carried() -> None:
    answer = outgoing(get("GPL-3.0-only"))
    assert "GPL-3.0-only" in answer.licenses
    assert answer.under("GPL-3.0-only").permits is Verdict.MET
    assert answer.under("MIT") is Outcome.PROHIBITED


def test_a_permissive_base_may_be_published_under_anything() -> None:
    assert outgoing(get("MIT")).under("GPL-3.0-only").permits is Verdict.MET
    assert outgoing(get("Apache-2.0")).under("llama3").permits is Verdict.MET


def test_share_alike_leaves_no_room_for_passed_down_restrictions() -> None:
    answer = outgoing(get("GPL-3.0-only", "llama3.1"), "merge")
    assert answer.outcome is Outcome.PROHIBITED
    assert {term.license for conflict in answer.conflicts for term in conflict.terms} == {"GPL-3.0-only", "LicenseRef-llama3.1"}
    assert outgoing(get("llama3.1")).under("GPL-3.0-only") is Outcome.PROHIBITED


def test_two_share_alike_licences_contradict_each_other() -> None:
    assert outgoing(get("GPL-2.0-only", "CC-BY-SA-4.0"), "merge").outcome is Outcome.PROHIBITED


def test_no_derivatives_means_none_is_published() -> None:
    assert outgoing(get("CC-BY-ND-4.0")).outcome is Outcome.PROHIBITED


def test_a_restricted_base_binds_whatever_licence_is_declared() -> None:
    answer = outgoing("Llama 3.1")
    assert answer.under("MIT") is Outcome.PERMITTED_WITH_OBLIGATIONS
    assert answer.freedom.high.value == "restricted"
    assert "naming" in [duty.term.clause.kind.value for duty in answer.obligations]


def test_non_commercial_stays_non_commercial() -> None:
    assert outgoing(get("CC-BY-NC-4.0", "MIT"), "merge").freedom.high.value == "non-commercial"


def test_a_ban_on_training_with_outputs_bars_distillation_and_may_reach_a_merge() -> None:
    assert outgoing(get("llama3"), "distilled").outcome is Outcome.PROHIBITED
    assert outgoing(get("CC-BY-NC-4.0"), "distilled").outcome is Outcome.PERMITTED
    assert [conflict.certain for conflict in outgoing(get("llama3", "MIT"), "merge").conflicts] == [Verdict.UNKNOWN]


def test_two_names_cannot_both_come_first() -> None:
    answer = outgoing(get("llama3.1", "codegeex4"), "merge")
    assert any("start with" in conflict.reason for conflict in answer.conflicts)


def test_a_base_must_be_one_release() -> None:
    with pytest.raises(InvalidValueError, match="stands for several releases"):
        outgoing("gemma")
    with pytest.raises(InvalidValueError, match="No base is given"):
        outgoing([])


def test_drift_names_what_a_fine_tune_s_licence_leaves_out() -> None:
    (found,) = drift("DeepSeek-R1-Distill-Llama-8B")
    assert (found.base, found.declared) == ("Llama 3.1", "MIT")
    assert {"naming", "scale", "acceptable-use"} <= {term.clause.kind.value for term in found.missing}


def test_a_fine_tune_that_declares_its_base_s_licence_does_not_drift() -> None:
    tuned = Model(
        "Tuned",
        access="download",
        artifacts=[Artifact("model-parameters", availability="public", license="llama3.1")],
        base_models=[BaseModel("Llama 3.1")],
    )
    assert drift(tuned) == ()
    assert drift("Mistral 7B") == ()


def test_diff_of_a_licence_with_itself_is_empty() -> None:
    answer = diff("llama3", "llama3")
    assert (answer.changes, answer.permissions) == ((), ())


def test_diff_says_what_changed_from_version_to_version() -> None:
    def changes(before: str, after: str) -> set[tuple[str, str]]:
        return {(change.change.value, change.kind.value) for change in diff(before, after).changes}

    assert {("added", "naming"), ("added", "display")} <= changes("llama2", "llama3")
    assert ("removed", "output-training") in changes("llama3", "llama3.1")
    assert ("added", "territory") in changes("llama3.1", "llama4")
    assert ("added", "territory") in changes("llama3.1", "llama3.2")


def test_diff_backwards_is_the_mirror() -> None:
    forth, back = diff("llama2", "llama4"), diff("llama4", "llama2")
    mirror = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED, ChangeKind.CHANGED: ChangeKind.CHANGED}
    count = [(kind, change) for kind in ClauseKind for change in ChangeKind]
    for kind, change in count:
        assert sum(each.kind is kind and each.change is change for each in forth.changes) == sum(
            each.kind is kind and each.change is mirror[change] for each in back.changes
        )
