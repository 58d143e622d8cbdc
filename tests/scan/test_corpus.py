"""Precision and recall on the labelled corpus: files of many kinds, with what in them is a model and what only looks like one."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from openweights.scan import Reference, ScanReport, Status, scan

HERE = Path(__file__).parent
NAMED = {Status.RELEASE, Status.FAMILY, Status.UNKNOWN}
Place = tuple[str, int, int, str, str]


@pytest.fixture(scope="module")
def report() -> ScanReport:
    return scan(HERE / "corpus")


def labels(*kinds: str) -> set[Place]:
    with (HERE / "labels.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(row["file"], int(row["line"]), int(row["column"]), row["text"], row["label"]) for row in rows if row["label"] in kinds}


def place(each: Reference) -> Place:
    return each.file, each.line, each.column, each.text, "named" if each.status in NAMED else each.status.value


def test_the_corpus_is_as_large_as_the_figures_need() -> None:
    assert len(labels("named", "local", "dynamic")) >= 200
    assert len(labels("decoy")) >= 200


def test_the_labels_are_where_the_texts_are() -> None:
    for file, line, column, text, _ in labels("named", "local", "dynamic", "decoy"):
        row = (HERE / "corpus" / file).read_text(encoding="utf-8").split("\n")[line - 1]
        assert row[column - 1 : column - 1 + len(text)] == text, (file, line, text)


def test_precision_and_recall_are_at_least_98_percent(report: ScanReport) -> None:
    wanted = labels("named", "local", "dynamic")
    found = {place(each) for each in report.references}
    right = wanted & found
    precision, recall = len(right) / len(found), len(right) / len(wanted)
    print(  # noqa: T201 - the figures that the issue asks for
        f"precision {precision:.4f}, recall {recall:.4f}: {len(wanted)} references, {len(labels('decoy'))} decoys, {len(found)} found"
    )
    assert precision >= 0.98, sorted(found - wanted)
    assert recall >= 0.98, sorted(wanted - found)


def test_no_decoy_is_reported(report: ScanReport) -> None:
    found = {place(each)[:4] for each in report.references}
    assert not found & {each[:4] for each in labels("decoy")}


def test_every_kind_of_file_finds_something(report: ScanReport) -> None:
    suffixes = Counter(Path(each.file).suffix or Path(each.file).name for each in report.references)
    assert {
        ".py",
        ".ipynb",
        ".yml",
        ".yaml",
        ".toml",
        ".json",
        ".sh",
        ".txt",
        ".ini",
        ".hub",
        "Dockerfile",
        "Makefile",
        "Modelfile",
    } <= set(suffixes)


def test_files_that_are_not_what_their_names_say_are_noted(report: ScanReport) -> None:
    noted = {note.file: note.reason for note in report.notes}
    assert set(noted) == {"k8s/template.yaml", "old/partial.py", "old/python2.py"}
    assert all("line by line" in reason for reason in noted.values())


def test_comments_silence_visibly(report: ScanReport) -> None:
    reasons = {each.text: each.silenced for each in report.references if each.file == "misc/silenced.py"}
    assert reasons == {
        "acme/own-model-7b": "trained by ourselves",
        "lmsys/vicuna-7b-v1.5": "only in the benchmark, never shipped",
        "microsoft/phi-3-mini-4k-instruct": None,
        "tiiuae/falcon-7b": None,
    }
    assert "acme/own-model-7b" not in {each.text for each in report.counted}
