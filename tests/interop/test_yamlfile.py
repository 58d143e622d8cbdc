"""YAML from strangers: plain data or one clear error that names file and place."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from openweights import OpenWeightsError, RecordError
from openweights.interop.files import read_any
from openweights.interop.yamlfile import parse_yaml, read_yaml

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefghijklmn", "bcdefghijklmno", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "more than 100 aliases"),
        ("a: !!python/object/apply:os.system ['true']", "could not determine a constructor"),
        ("a: " + "[" * 100 + "]" * 100, "nested more than 60 levels"),
        ("a: [1, 2", "(line "),
        ("- a\n- b\n", "It holds no table"),
        ("a: 2023-02-30", "It is no YAML"),
        ("a: b: c", "line 1"),
        ("\x00", "It is no YAML"),
        ("license: mit\ntags: [a]\nlicense: other", "The key 'license' stands twice (line 3)"),
        ("a: {b: 1, 'b': 2}", "The key 'b' stands twice (line 1)"),
        ("a: [" + "x, " * 200_000 + "x]", "more than 100,000 parts"),
    ],
    ids=["bomb", "tag", "depth", "open", "list", "date", "mapping", "nul", "twice", "twice inside", "parts"],
)
def test_what_is_no_plain_table_is_one_clear_error(text: str, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_yaml(text, "bad.yaml")
    assert str(caught.value).startswith("bad.yaml: ")
    assert message in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "text", ["a: {b: 1}\nc: {b: 1}", "a: [{b: 1}, {b: 1}]", "a: b\nb: a", "a: {x: a}\nx: &x {y: 1}\nz: {<<: *x, w: 2}"]
)
def test_a_key_may_stand_in_several_tables(text: str) -> None:
    assert parse_yaml(text, "good.yaml")


MOST = 1_999_000


@pytest.mark.parametrize(
    "text",
    [
        "a:\n" + "- a\n" * (MOST // 4),
        "".join(f"k{number}: v\n" for number in range(MOST // 10)),
        "a: [" + "a," * (MOST // 2) + "a]",
        "a:\n" + "- 2001-01-01\n" * (MOST // 13),
        "a: " + "x " * (MOST // 2),
        "a: |\n" + "  x\n" * (MOST // 4),
        "a: 1\n" + "#\n" * (MOST // 2),
        'a: "' + "\\x41" * (MOST // 4) + '"',
        "a: " + "::" * (MOST // 2),
    ],
    ids=["items", "keys", "flow", "dates", "words", "block", "comments", "escapes", "colons"],
)
def test_two_million_characters_take_seconds_at_most(text: str) -> None:
    start = time.process_time()
    with contextlib.suppress(RecordError):
        parse_yaml(text, "huge.yaml")
    # 0.1 to 3 seconds where PyYAML was built with libyaml; without it the scanner alone takes up to 5.
    assert time.process_time() - start < 20


def test_a_huge_or_missing_file_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(RecordError, match="more than 2,000,000 bytes"):
        read_yaml(str(huge))
    with pytest.raises(RecordError, match="cannot be read"):
        read_yaml(str(tmp_path / "missing.yaml"))


@given(st.text(max_size=60) | st.text("[]{}:&*!-#'\" \nab", max_size=40))
def test_any_text_is_a_table_or_one_of_our_errors(text: str) -> None:
    try:
        parse_yaml(text, "any.yaml")
    except OpenWeightsError as error:
        assert str(error).startswith("any.yaml: ")


def test_a_table_of_neither_format_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("a: 1", encoding="utf-8")
    with pytest.raises(RecordError, match="neither a `release`"):
        read_any(file)
