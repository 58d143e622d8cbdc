"""One call for every definition, and what the bundled models come to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from openweights import (
    ArtifactKind,
    InvalidValueError,
    Model,
    UnknownNameError,
    Verdict,
    all_frameworks,
    assess,
    classify,
    compare,
    crosswalk,
    get_framework,
    models,
)


def test_seven_definitions_each_with_its_source() -> None:
    known = all_frameworks()
    assert [each.id for each in known] == ["osd", "osaid", "mof", "osai-index", "open-weights", "eu-ai-act", "release-gradient"]
    for framework in known:
        assert framework.url.startswith("https://")
        assert framework.criteria
        assert all(criterion.source and criterion.title for criterion in framework.criteria)


def test_without_a_framework_all_answer() -> None:
    assert [each.framework for each in assess("OLMo 2")] == [each.id for each in all_frameworks()]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_every_bundled_model_is_answered_and_agrees_with_the_ladder(model: Model) -> None:
    answers = {each.framework: each for each in assess(model)}
    level = classify(model).level
    assert (answers["osaid"].met is Verdict.MET) == (level.category.value == "open-source")


@pytest.mark.parametrize(
    ("name", "framework", "verdict"),
    [
        ("OLMo 2", "osaid", "open-source"),
        ("Llama 3", "osaid", "not-open-source"),
        ("Llama 3", "osd", "does-not-conform"),
        ("Mistral 7B", "osd", "conforms"),
        ("Mistral 7B", "open-weights", "open-weights"),
        ("Llama 3.1", "open-weights", "not-open-weights"),
        ("Llama 3.1", "eu-ai-act", "does-not-apply"),
        ("ChatGPT", "release-gradient", "hosted"),
        ("GPT-5", "release-gradient", "api"),
        ("Mistral 7B", "release-gradient", "downloadable"),
    ],
)
def test_verdicts_that_people_ask_for(name: str, framework: str, verdict: str) -> None:
    assert assess(name, framework).verdict == verdict


def test_a_comparison_has_a_row_for_every_model() -> None:
    table = compare(["Llama 3", "OLMo 2"], ["osd", "osaid"])
    assert {name: [each.met.value for each in row] for name, row in table.items()} == {
        "Llama 3": ["not-met", "not-met"],
        "OLMo 2": ["met", "met"],
    }


def test_the_crosswalk_covers_every_component() -> None:
    rows = {row.artifact: dict(row.criteria) for row in crosswalk()}
    assert set(rows) == set(ArtifactKind)
    assert "mof" in rows[ArtifactKind.MODEL_PARAMETERS_INTERMEDIATE]
    assert "osaid" in rows[ArtifactKind.MODEL_PARAMETERS]


def test_bad_names_are_our_errors() -> None:
    with pytest.raises(UnknownNameError) as caught:
        get_framework("osiad")
    assert "osaid" in caught.value.did_you_mean
    with pytest.raises(InvalidValueError, match="stands for several releases"):
        assess("gemma", "osaid")


def test_another_package_can_add_a_framework(tmp_path: Path) -> None:
    """A distribution with an entry point, as pip would lay it out, seen by a fresh interpreter."""
    (tmp_path / "extra_framework.py").write_text(
        "import datetime\n"
        "from openweights import Assessment, Criterion, Framework, Verdict\n"
        "def judge(model, resolve):\n"
        "    return Assessment(framework='extra', version='1', name=model.name, verdict='fine', met=Verdict.MET, criteria=())\n"
        "FRAMEWORK = Framework(id='extra', name='Extra', version='1', date=datetime.date(2026, 1, 1), url='https://example.org/',\n"
        "    criteria=(Criterion(id='extra.1', title='anything', source='Extra 1, 1'),), assess=judge)\n",
        encoding="utf-8",
    )
    info = tmp_path / "extra_framework-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: extra-framework\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[openweights.frameworks]\nextra = extra_framework:FRAMEWORK\n", encoding="utf-8")
    code = "import sys; sys.path.insert(0, sys.argv[1]); from openweights import assess; print(assess('GPT-5', 'extra').verdict)"
    done = subprocess.run([sys.executable, "-I", "-c", code, str(tmp_path)], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "fine"
