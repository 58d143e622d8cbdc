"""Scanning: each kind of file, what names resolve to, what is left out, and files that mean harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from openweights import OpenWeightsError, RecordError
from openweights.scan import ModelFolders, Reference, ScanReport, Status, scan
from openweights.scan.calls import CALLS, Call
from openweights.scan.finders import FINDERS, FileFinder, Finder
from openweights.scan.naming import Likeness, is_path, likeness, resolved
from openweights.scan.reference import Mention
from openweights.scan.sourcefile import LARGEST


def scanned(folder: Path, files: dict[str, str | bytes]) -> ScanReport:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(content, encoding="utf-8")
    return scan(folder)


def texts(report: ScanReport) -> list[str]:
    return [each.text for each in report.references]


def only(report: ScanReport) -> Reference:
    assert len(report.references) == 1, report.references
    return report.references[0]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("openai/gpt-4o", ("gpt-4o",)),
        ("gemini/gemini-1.5-pro", ("gemini-1.5-pro",)),
        ("models/gemini-1.5-pro", ("gemini-1.5-pro",)),
        ("bedrock/anthropic.claude-3-haiku-20240307-v1:0", ("claude-3-haiku",)),
        ("us.anthropic.claude-3-5-sonnet-20240620-v1:0", ("claude-3.5-sonnet",)),
        ("openai:gpt-4o", ("gpt-4o",)),
        ("huggingface/meta-llama/Llama-3.1-8B", ("llama-3.1",)),
        ("openrouter/openai/gpt-4o:free", ("gpt-4o",)),
        ("ollama_chat/llama3.1:8b", ("llama-3.1",)),
        ("acme/gpt-4o", ()),  # somebody else's copy may be another model
        ("acme.gpt-4o-v1:0", ()),
    ],
)
def test_names_are_read_as_services_write_them(name: str, ids: tuple[str, ...]) -> None:
    assert resolved(name).ids == ids


@pytest.mark.parametrize(
    "text",
    ["text/html", "America/New_York", "16/9", "2024/05/13", "a b", "src/main.py", "1.2.3", "v1.2-rc1", "auto", "", "apps/v1", "localhost:8080",
     "app.models.User", "github.com/acme/tool", "out/run-1", "x.safetensors", "db:5432"],
)  # fmt: skip
def test_what_is_no_name(text: str) -> None:
    assert likeness(text) is Likeness.NONE


@given(st.text(max_size=60))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert likeness(text) in Likeness
    assert is_path(text) in (True, False)


CASES = sorted({(call.name, call) for calls in CALLS.values() for call in calls}, key=lambda case: (case[0], str(case[1].keywords)))


@pytest.mark.parametrize("call", [call for _, call in CASES], ids=lambda call: f"{call.name}-{call.position}")
def test_every_call_of_the_table_finds_its_model(call: Call, tmp_path: Path) -> None:
    name = call.name if "." in call.name or call.packages else f"thing.{call.name}"
    lines = [f"import {package}" for package in call.packages[:1]]
    argument = '"zork/quux"' if call.position is not None else f'{call.keywords[0]}="zork/quux"'
    before = ", ".join(["None"] * (call.position or 0))
    lines.append(f"{name}({before + ', ' if before else ''}{argument})")
    found = only(scanned(tmp_path, {"a.py": "\n".join(lines)}))
    assert (found.text, found.status) == ("zork/quux", Status.UNKNOWN)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("NAME = 'zork/quux'\nAutoModel.from_pretrained(NAME)", "zork/quux"),
        ("class C:\n    name = 'zork/quux'\n    def f(self):\n        return AutoModel.from_pretrained(self.name)", "zork/quux"),
        ("def f(name='zork/quux'):\n    AutoModel.from_pretrained(name)", "zork/quux"),
        ("for name in ['zork/quux']:\n    AutoModel.from_pretrained(name)", "zork/quux"),
        ("T = {'a': 'zork/quux', 'b': 'other/one'}\nAutoModel.from_pretrained(T['a'])", "zork/quux"),
        ("import os\nAutoModel.from_pretrained(os.environ.get('X', 'zork/quux'))", "zork/quux"),
        ("AutoModel.from_pretrained(x or 'zork/quux')", "zork/quux"),
        ("class N(Enum):\n    A = 'zork/quux'\nAutoModel.from_pretrained(N.A.value)", "zork/quux"),
        ("if (name := 'zork/quux'):\n    AutoModel.from_pretrained(name)", "zork/quux"),
        ("from transformers import pipeline as p\np('x', 'zork/quux')", "zork/quux"),
    ],
)
def test_constants_are_followed_in_one_file(code: str, expected: str, tmp_path: Path) -> None:
    assert texts(scanned(tmp_path, {"a.py": code})) == [expected]


@pytest.mark.parametrize("argument", ["f'org/{x}'", "name", "'org/' + x", "args.model", "load()['m']"])
def test_a_name_that_is_made_when_the_code_runs_is_dynamic(argument: str, tmp_path: Path) -> None:
    found = only(scanned(tmp_path, {"a.py": f"AutoModel.from_pretrained({argument})"}))
    assert (found.status, found.text, found.resolution) == (Status.DYNAMIC, argument, None)


@pytest.mark.parametrize("call", ["pipeline('task', model=loaded)", "SFTTrainer(model=loaded)"])
def test_a_variable_where_the_model_itself_may_stand_says_nothing(call: str, tmp_path: Path) -> None:
    assert not scanned(tmp_path, {"a.py": f"import transformers, trl\nfrom transformers import pipeline\n{call}"}).references


def test_a_name_used_twice_is_one_reference_where_it_stands(tmp_path: Path) -> None:
    code = "M = 'gpt-4o'\nclient.chat.completions.create(model=M)\nclient.responses.create(model=M)\n"
    found = only(scanned(tmp_path, {"a.py": code}))
    assert (found.line, found.column, found.used_on, found.place) == (1, 6, 2, "a.py:1:6")


def test_columns_count_characters(tmp_path: Path) -> None:
    assert only(scanned(tmp_path, {"a.py": "x = 'ééé'; AutoModel.from_pretrained('zork/quux')"})).column == 39


def test_notebook_cells_share_their_names_and_lines_are_those_of_the_file(tmp_path: Path) -> None:
    cells = [["from transformers import AutoModel\n", "M = 'zork/quux'"], ["AutoModel.from_pretrained(M)"], ["!ollama pull zork:7b"]]
    book = {"cells": [{"cell_type": "code", "source": each} for each in cells]}
    report = scanned(tmp_path, {"n.ipynb": json.dumps(book, indent=1)})
    rows = (tmp_path / "n.ipynb").read_text().split("\n")
    assert {(each.text, each.cell) for each in report.references} == {("zork/quux", 1), ("zork:7b", 3)}
    for each in report.references:
        assert rows[each.line - 1][each.column - 1 :].startswith(each.text)


def test_what_git_ignores_is_not_read(tmp_path: Path) -> None:
    code = "AutoModel.from_pretrained('zork/{}')"
    report = scanned(
        tmp_path,
        {
            ".gitignore": "build/\n*.gen.py\n!keep.gen.py\n",
            "a.py": code.format("a"),
            "build/b.py": code.format("b"),
            "c.gen.py": code.format("c"),
            "keep.gen.py": code.format("d"),
            "sub/.gitignore": "/e.py\n!f.gen.py\n",
            "sub/e.py": code.format("e"),
            "sub/f.gen.py": code.format("f"),
            "sub/deep/e.py": code.format("g"),
            "env/pyvenv.cfg": "home = /usr",
            "env/lib/h.py": code.format("h"),
            "node_modules/i.py": code.format("i"),
        },
    )
    assert set(texts(report)) == {"zork/a", "zork/d", "zork/f", "zork/g"}
    assert [note.reason for note in report.notes] == ["It is a virtual environment."]


def test_the_walk_agrees_with_git(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    scanned(tmp_path, {
        ".gitignore": "*.py\n!/keep/\n!b.py\n/x/*\n!x/y.py\n**/z\n", "a.py": "", "b.py": "", "keep/c.py": "", "x/y.py": "", "x/w.py": "",
        "q/z/b.py": "", "q/.gitignore": "b.py\n!a.py", "q/a.py": "", "q/b.py": "", "q/r/b.py": "", "q/r/.gitignore": "!b.py",
        ".git/info/exclude": "/excluded\n", "excluded/b.py": "",
    })  # fmt: skip
    command = ["git", "-C", str(tmp_path), "ls-files", "-o", "--exclude-standard"]
    git = subprocess.run(command, check=True, capture_output=True, text=True)
    from openweights.scan.tree import walk

    assert {name for name, _, _ in walk(tmp_path, [])} == set(git.stdout.split())
    assert {name for name, _, _ in walk(tmp_path / "q", [])} == {each[2:] for each in git.stdout.split() if each.startswith("q/")}


def test_an_ignored_folder_that_was_asked_for_is_read(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    scanned(tmp_path, {".gitignore": "build/\n", "build/a.py": "AutoModel.from_pretrained('zork/quux')"})
    assert texts(scan(tmp_path / "build")) == ["zork/quux"]
    assert texts(scan(tmp_path)) == []
    assert texts(scan(tmp_path / "build" / "a.py")) == ["zork/quux"]


def test_the_manifest_silences_and_adds_visibly(tmp_path: Path) -> None:
    manifest = """
[[scan.allow]]
name = "gpt-4o"
reason = "approved in May"
[[scan.allow]]
file = "tests/*"
reason = "doubles"
[[scan.allow]]
name = "never-there"
reason = "old"
[[scan.add]]
name = "meta-llama/Llama-3.1-8B"
reason = "chosen in the settings"
"""
    code = "SentenceTransformer('zork/quux')\nclient.responses.create(model='openai/gpt-4o')\n"
    report = scanned(tmp_path, {".openweights.toml": manifest, "a.py": code, "tests/b.py": code})
    assert [(each.file, each.text, each.silenced) for each in report.references] == [
        ("a.py", "zork/quux", None),
        ("a.py", "openai/gpt-4o", "approved in May"),
        ("tests/b.py", "zork/quux", "doubles"),
        ("tests/b.py", "openai/gpt-4o", "approved in May"),
        (".openweights.toml", "meta-llama/Llama-3.1-8B", None),
    ]
    assert [note.reason for note in report.notes] == ["scan.allow: nothing is silenced by 'never-there'."]


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        ("[[scan.allow]]\nname = 'x'", "reason is missing"),
        ("[[scan.allow]]\nreason = 'x'", "silence everything"),
        ("[[scan.allow]]\nname = 3\nreason = 'x'", "none of the texts"),
        ("[scan]\nallow = 'x'", "no list"),
        ("[scan]\nignore = []", "not known"),
        ("scan = 1", "no table"),
        ("[[scan.add]]\nname = 'x'", "reason is missing"),
        ("[[", "Correct the syntax"),
    ],
)
def test_a_manifest_that_says_something_else_is_an_error(manifest: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=problem):
        scanned(tmp_path, {".openweights.toml": manifest})


def test_an_allowance_without_a_reason_does_nothing(tmp_path: Path) -> None:
    assert only(scanned(tmp_path, {"a.py": "AutoModel.from_pretrained('zork/quux')  # openweights: allow"})).silenced is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", "llm_model: zork/quux  # openweights: allow why\n"),
        ("a.toml", "llm_model = 'zork/quux'  # openweights: allow why\n"),
        ("a.json", '{"llm_model": "zork/quux"} // openweights: allow why\n'),
        ("a.sh", "# openweights: allow why\nvllm serve zork/quux\n"),
        ("Dockerfile", "# openweights: allow why\nRUN hf download zork/quux\n"),
        (".env", "LLM_MODEL=zork/quux # openweights: allow why\n"),
        ("Modelfile", "# openweights: allow why\nFROM zork/quux\n"),
    ],
)
def test_comments_silence_in_every_format(name: str, content: str, tmp_path: Path) -> None:
    found = only(scanned(tmp_path, {name: content}))
    assert (found.text, found.silenced) == ("zork/quux", "why")


def test_another_finder_can_be_added(tmp_path: Path) -> None:
    text = Finder(kind="rust", names=r".*\.rs", find=lambda text: [Mention(1, 1, text.strip(), "file")], signs=())
    whole = FileFinder(kind="weights", names=r".*\.gguf", find=lambda file: [Mention(1, 1, f"zork/{file.stem}", "weights")])
    scanned(tmp_path, {"a.rs": "gpt-4o", "b.gguf": b"\0\1", "c.py": "AutoModel.from_pretrained('zork/quux')"})
    report = scan(tmp_path, finders=(text, whole, *FINDERS), folders=ModelFolders.NONE)
    assert texts(report) == ["gpt-4o", "zork/b", "zork/quux"]

    def refuse(file: Path) -> list[Mention]:
        raise RecordError(str(file), "It is no GGUF.")

    report = scan(tmp_path, finders=(FileFinder(kind="weights", names=r".*\.gguf", find=refuse),))
    assert [(note.file, note.reason) for note in report.notes] == [("b.gguf", "It is no GGUF.")]


def test_there_must_be_something_at_the_path(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", "a\0b"):
        with pytest.raises(RecordError):
            scan(path)


def test_without_the_extra_the_error_names_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['pathspec'] = None; from openweights.scan import scan; scan(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True, text=True)
    assert 'pip install "openweights-taxonomy[scan]"' in done.stderr


# Files that mean harm.


def test_what_cannot_be_read_is_noted(tmp_path: Path) -> None:
    report = scanned(
        tmp_path,
        {
            "big.py": "x = 1\n",
            "binary.py": b"model = \0\1\2",
            "latin.py": "# Müller\nAutoModel.from_pretrained('zork/quux')".encode("latin-1"),
        },
    )
    with (tmp_path / "big.py").open("wb") as stream:
        stream.truncate(10 * 1024**3)  # sparse
    start = time.perf_counter()
    report = scan(tmp_path)
    assert time.perf_counter() - start < 2
    assert texts(report) == ["zork/quux"]
    assert {note.file: note.skipped for note in report.notes} == {"big.py": True, "binary.py": True, "latin.py": False}
    assert f"{LARGEST:,}" in next(note.reason for note in report.notes if note.file == "big.py")


def test_links_are_not_followed(tmp_path: Path) -> None:
    scanned(tmp_path, {"a/b.py": "AutoModel.from_pretrained('zork/quux')"})
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "c.py").symlink_to(tmp_path / "a" / "b.py")
    (tmp_path / "self").symlink_to("self")
    assert [each.file for each in scan(tmp_path).references] == ["a/b.py"]
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert texts(scan(tmp_path / "link")) == ["zork/quux"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert scan(tmp_path).files == 0


HARM = {
    "nested.json": "[" * 100_000,
    "closed.json": "]" * 100_000 + '"model"',
    "nested.yaml": "model: " + "[" * 50_000,
    "flow.yaml": "model: " + "{a: " * 5_000,
    "bomb.yaml": "model: &a [x]\n"
    + "\n".join(f"k{n}: &b{n} [{', '.join(['*' + ('a' if n == 0 else f'b{n - 1}')] * 9)}]" for n in range(20)),
    "tag.yaml": "model: !!python/object/apply:os.system ['true']",
    "nested.toml": "model = " + "[" * 50_000,
    "brackets.toml": "model = ]]]]",
    "parens.py": "from_pretrained" + "(" * 50_000,
    "minus.py": "from_pretrained(" + "-" * 50_000 + "1)",
    "plus.py": "from_pretrained(" + "+".join(["'a'"] * 20_000) + ")",
    "attributes.py": "from_pretrained" + ".a" * 20_000,
    "cycle.py": "a = b\nb = a\nfrom_pretrained(a)",
    "null.ipynb": '{"cells": null, "model": 1}',
    "odd.ipynb": '{"cells": [1, null, {"cell_type": "code", "source": {"model": 1}}]}',
    "quotes.sh": "model='" + "\"'" * 50_000,
    "dollars.sh": "vllm serve " + "${A:-" * 190_000,
    "parts.sh": "vllm serve " + "$(" * 490_000,
    "here.sh": "cat <<A model\n" * 70_000,
    "heres.sh": "".join(f"cat <<A{n} model\n" for n in range(48_000)),
    "documents.sh": "cat <<A\nmodel\nA\n" * 50_000,
    "spaces.ini": ("model =" + " " * 9_000 + '"\n') * 100,
    "stars.json": '{"model": ' + "/*" * 490_000,
    "colons.py": "model:" * 160_000,
    "scores.py": "model_" * 160_000,
    "bound.py": "a = b\n" * 20_000 + "X.from_pretrained(a)\n" * 5_000,
    "wide.py": "é = 1; " + "X.from_pretrained(a); " * 20_000,
    "Dockerfile": "RUN model \\\n" * 20_000,
    "Modelfile": 'FROM x\nSYSTEM """' * 5_000,
    "requirements.txt": "hf.co/" * 160_000,
    "commands.sh": "model b;" * 120_000,
    "long.py": "model = '" + "a-" * 100_000 + "'",
    "models.txt": "a/" * 4_000,
}


@pytest.mark.parametrize("name", HARM)
def test_a_file_that_means_harm_takes_bounded_time(name: str, tmp_path: Path) -> None:
    start = time.perf_counter()
    report = scanned(tmp_path, {name: HARM[name]})
    assert time.perf_counter() - start < 10
    assert not any(note.skipped and "bytes" in note.reason for note in report.notes), "it is not even looked at"
    assert len(report.references) <= 20_000


NAMES = st.sampled_from(
    ["a.py", "a.ipynb", "a.yaml", "a.toml", "a.json", "a.sh", "Dockerfile", "Modelfile", "Makefile", ".env", "requirements.txt"]
)
PIECES = st.lists(
    st.sampled_from(["model", "llm_model", ":", "=", "'", '"', "\n", " ", "[", "]", "{", "}", "(", ")", "gpt-4o", "a/b-7b", "FROM", "RUN", "\\", "$", "<<E",
                     "from_pretrained", "#", "- ", "%%bash", "cells", ",", "ollama pull", "\t", "é", "&a", "*a", "|", "\r\n", "f'", "hf.co/"])
    | st.text(max_size=4),
    max_size=60,
)  # fmt: skip


@given(name=NAMES, pieces=PIECES)
def test_any_text_is_read_without_an_error_and_places_are_in_it(
    name: str, pieces: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "".join(pieces).encode("utf-8", "replace").decode()
    folder = tmp_path_factory.mktemp("any")
    try:
        report = scanned(folder, {name: text.encode()})
    except OpenWeightsError as error:  # pragma: no cover - a folder that is there and a manifest that is not give none
        pytest.fail(str(error))
    rows = text.count("\n") + 1
    assert all(1 <= each.line <= rows and each.column >= 1 for each in report.references)


@given(data=st.binary(max_size=300), name=NAMES)
def test_any_bytes_are_read_without_an_error(data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    scanned(tmp_path_factory.mktemp("bytes"), {name: b"model " + data})
