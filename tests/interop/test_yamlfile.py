"""YAML from strangers: plain data or one clear error that names file and place."""

from __future__ import annotations

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
        ("a: [1, 2", "line 1"),
        ("- a\n- b\n", "It holds no table"),
        ("a: 2023-02-30", "It is no YAML"),
        ("a: b: c", "line 1"),
        ("\x00", "It is no YAML"),
    ],
    ids=["bomb", "tag", "depth", "open", "list", "date", "mapping", "nul"],
)
def test_what_is_no_plain_table_is_one_clear_error(text: str, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_yaml(text, "bad.yaml")
    assert str(caught.value).startswith("bad.yaml: ")
    assert message in str(caught.value)
    assert len(str(caught.value)) < 400


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
