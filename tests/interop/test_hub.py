"""A real `huggingface_hub` client against a server on this machine that answers as the Hub does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

huggingface_hub = pytest.importorskip("huggingface_hub", reason="the extra `hub` is not installed")

from identify.vendor.licenses import LICENSES  # noqa: E402

from openweights import Access, Availability, HubError, InvalidValueError, Model, RecordError, classify  # noqa: E402
from openweights.interop import hub as hub_module  # noqa: E402
from openweights.interop.hub import from_hub  # noqa: E402
from openweights.interop.modelfolder import scan_cache, scan_models  # noqa: E402
from openweights.interop.repository import ContradictionKind  # noqa: E402
from tests.interop.hubserver import TOKEN, Repo, hub  # noqa: E402

TEXTS = dict(LICENSES)
WEIGHTS = b"\x02\0\0\0\0\0\0\0{}"


def repo(metadata: str, *, files: dict[str, bytes] | None = None, gated: str | bool = False, private: bool = False) -> Repo:
    own = {"README.md": f"---\n{metadata}\n---\n# M\n".encode(), "config.json": b"{}", "model.safetensors": WEIGHTS}
    return Repo(files=own | (files or {}), gated=gated, private=private)


REPOS = {
    "a/open": repo("license: mit"),
    "a/tuned": repo("license: mit\nbase_model: b/middle"),
    "b/middle": repo("license: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B"),
    "a/other": repo("license: other", files={"LICENSE.txt": TEXTS["MPL-2.0"].encode()}),
    "a/gated": repo("license: mit", gated="auto"),
    "a/asked": repo("license: other", gated="manual", files={"LICENSE": TEXTS["MIT"].encode()}),
    "a/private": repo("license: mit", private=True),
    "a/empty": Repo(files={"README.md": b"---\nlicense: mit\n---\n"}),
    "a/tags": Repo(files={"m.gguf": b""}, extra={"tags": ["license:mit", "base_model:b/middle", "base_model:quantized:b/middle"]}),
    "a/ring": repo("license: mit\nbase_model: b/ring"),
    "b/ring": repo("license: mit\nbase_model: a/ring"),
    "a/lost": repo("license: mit\nbase_model: [no/such, a/busy, a/private]"),
    "a/busy": Repo(fails=(429, {})),
    "a/down": Repo(fails=(503, {})),
    "a/barred": Repo(fails=(403, {"X-Error-Message": "Access to this resource is disabled."})),
    "a/refused": Repo(fails=(403, {})),
    "a/slow": Repo(slow=1.5),
    "a/trickle": Repo({"README.md": b"---\nlicense: mit\n---\n"}, trickle=0.05),
    "a/list": Repo(raw=b"[1]"),
    "a/html": Repo(raw=b"<html>"),
    "a/odd": Repo(raw=b'{"id": "a/odd", "siblings": [7], "cardData": "x"}'),
    **{f"deep/{n}": repo(f"license: mit\nbase_model: deep/{n + 1}") for n in range(12)},
    "a/mislabelled": repo("license: mit\nbase_model: meta-llama/Llama-3.1-8B", files={"LICENSE": TEXTS["GPL-3.0"].encode()}),
}


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    with hub(REPOS) as served:
        yield served


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(hub_module, "TIMEOUT", 0.5)


def asked(server: tuple[str, list[str]], repo_id: str, **how: object) -> tuple[Model, tuple[str, ...]]:
    found = from_hub(repo_id, **{"endpoint": server[0], "token": False, **how})  # type: ignore[arg-type]
    return found.model, found.unmapped


def parameters(model: Model) -> Availability:
    return model.artifacts[0].availability


def test_a_repository_is_a_model(server: tuple[str, list[str]]) -> None:
    model, unmapped = asked(server, "a/open")
    assert (model.name, model.hub_ids, model.access, parameters(model)) == ("a/open", ("a/open",), Access.DOWNLOAD, Availability.PUBLIC)
    assert classify(model).level.value == "weights-unrestricted"
    assert model.sources[0].url == f"{server[0]}/a/open/tree/{REPOS['a/open'].sha}"
    assert unmapped == ()


def test_bases_are_followed_and_bring_their_terms(server: tuple[str, list[str]]) -> None:
    model, _ = asked(server, "a/tuned")
    middle = model.base_models[0].model
    assert isinstance(middle, Model)
    assert [base.model for base in middle.base_models] == ["meta-llama/Llama-3.1-8B"]
    assert str(classify(model).freedom) == "restricted"


def test_what_the_card_leaves_open_the_licence_file_says(server: tuple[str, list[str]]) -> None:
    model, _ = asked(server, "a/other")
    assert str(model.licenses.distribution) == "MPL-2.0"


def test_a_gate_is_a_flag(server: tuple[str, list[str]]) -> None:
    assert parameters(asked(server, "a/gated")[0]) is Availability.GATED
    model, unmapped = asked(server, "a/asked")
    assert parameters(model) is Availability.ON_REQUEST
    assert any("gated" in each for each in unmapped)
    assert str(asked(server, "a/asked", token=TOKEN)[0].licenses.distribution) == "MIT"


def test_a_private_repository_needs_a_token(server: tuple[str, list[str]]) -> None:
    with pytest.raises(HubError, match="private"):
        asked(server, "a/private")
    model, unmapped = asked(server, "a/private", token=TOKEN)
    assert parameters(model) is Availability.NOT_PUBLISHED
    assert any("private" in each for each in unmapped)


def test_a_repository_without_weights_says_nothing_of_them(server: tuple[str, list[str]]) -> None:
    assert parameters(asked(server, "a/empty")[0]) is Availability.UNKNOWN


def test_tags_stand_in_for_a_card(server: tuple[str, list[str]]) -> None:
    model, _ = asked(server, "a/tags")
    assert str(model.licenses.distribution) == "MIT"
    assert [(base.name, base.relation.value) for base in model.base_models] == [("b/middle", "quantized")]


def test_a_ring_of_bases_ends(server: tuple[str, list[str]]) -> None:
    model, unmapped = asked(server, "a/ring")
    assert any("came from this model itself" in each for each in unmapped)
    assert classify(model).level.value == "weights-unrestricted"


def test_a_base_that_cannot_be_read_leaves_the_terms_unknown_and_says_why(server: tuple[str, list[str]]) -> None:
    model, unmapped = asked(server, "a/lost")
    assert [base.model for base in model.base_models] == ["no/such", "a/busy", "a/private"]
    assert [each for each in unmapped if "terms are unknown" in each] == list(unmapped)
    assert str(classify(model).freedom) == "non-commercial to open"


def test_a_lineage_is_followed_to_a_bound(server: tuple[str, list[str]]) -> None:
    del server[1][:]
    model, unmapped = asked(server, "deep/0")
    assert len(server[1]) == 1 + hub_module.MOST_GENERATIONS
    assert any("longer than is followed" in each for each in unmapped)
    assert not classify(model).certain


@pytest.mark.parametrize(
    ("repo_id", "reason"),
    [
        ("no/such", "not-found"),
        ("a/busy", "rate-limited"),
        ("a/down", "unreachable"),
        ("a/barred", "disabled"),
        ("a/refused", "refused"),
        ("a/slow", "timeout"),
        ("a/list", "malformed"),
        ("a/html", "malformed"),
        ("a/odd", "malformed"),
    ],
)
def test_what_goes_wrong_is_our_error_with_its_reason(server: tuple[str, list[str]], repo_id: str, reason: str) -> None:
    with pytest.raises(HubError) as caught:
        asked(server, repo_id)
    assert (caught.value.reason, caught.value.repo_id) == (reason, repo_id)
    assert repo_id in str(caught.value)


def test_a_server_that_sends_a_byte_now_and_then_is_given_up(server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "REQUEST_DEADLINE", 1.0)
    start = time.monotonic()
    with pytest.raises(HubError) as caught:
        asked(server, "a/trickle")
    assert caught.value.reason == "timeout"
    assert time.monotonic() - start < 5


def test_all_requests_together_have_an_end(server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "WHOLE_DEADLINE", 0.0)
    with pytest.raises(HubError) as caught:
        asked(server, "a/open")
    assert caught.value.reason == "timeout"


def test_a_revision_that_is_not_there_and_a_server_that_is_not_there(server: tuple[str, list[str]]) -> None:
    with pytest.raises(HubError, match="no such revision"):
        asked(server, "a/open", revision="v9")
    with pytest.raises(HubError) as caught:
        from_hub("a/open", endpoint="http://127.0.0.1:9", token=False)
    assert caught.value.reason == "unreachable"


def test_offline_is_our_error(server: tuple[str, list[str]]) -> None:
    code = (
        "from openweights.interop.hub import from_hub\nfrom openweights import HubError\n"
        f"try: from_hub('a/open', endpoint={server[0]!r}, token=False)\n"
        "except HubError as error: print(error.reason)"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "offline"


@pytest.mark.parametrize("name", ["", "gpt2", "a/b/c", "a b/c", "a/" + "b" * 300, 7])
def test_a_name_that_is_no_repository_is_refused_before_any_request(name: str) -> None:
    with pytest.raises(InvalidValueError, match="repository"):
        from_hub(name)


def test_a_download_into_a_cache_is_scanned_and_the_contradictions_are_found(server: tuple[str, list[str]], tmp_path: Path) -> None:
    cache = tmp_path / "hub"
    for repo_id in ("a/mislabelled", "a/open"):
        huggingface_hub.snapshot_download(repo_id, endpoint=server[0], token=False, cache_dir=cache)
    found = scan_cache(cache)
    assert [(each.repo_id, each.revision) for each in found] == [(each, REPOS[each].sha) for each in ("a/mislabelled", "a/open")]
    planted, plain = found
    assert {each.kind for each in planted.contradictions} == {ContradictionKind.CARD_FILE, ContradictionKind.BASE_TERMS}
    assert "MIT" in planted.contradictions[0].reason
    assert "GPL-3.0" in planted.contradictions[0].reason
    assert plain.contradictions == ()
    assert plain.license_files == ()
    walked = scan_models(cache)
    assert {each.repo_id: each.contradictions for each in walked} == {each.repo_id: each.contradictions for each in found}


def test_no_cache_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(RecordError, match="no cache"):
            scan_cache(place)
