"""Records in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from openweights import RecordError, read_model


@pytest.mark.parametrize(("name", "text"), [("m.json", '{"name": %s}'), ("m.toml", "name = %s")])
def test_a_number_of_thousands_of_digits_is_our_error(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text % ("9" * 5000), encoding="utf-8")
    with pytest.raises(RecordError, match="4300 digits"):
        read_model(file)
