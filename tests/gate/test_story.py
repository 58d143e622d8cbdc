"""A whole story, as a user would live it: a new repository, its policy, a hook, an exception that runs out, and a lock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: Five references to models, each in another kind of file. One of them a rule forbids.
FILES = {
    "app/search.py": 'from sentence_transformers import SentenceTransformer\n\nvectors = SentenceTransformer("allenai/OLMo-2-1124-7B")\n',
    "app/chat.py": """\
from transformers import AutoModelForCausalLM

NAME = "meta-llama/Llama-3.1-8B-Instruct"

chat = AutoModelForCausalLM.from_pretrained(NAME)
""",
    "config/models.yaml": "llm:\n  model: mistralai/Mistral-7B-v0.1\n",
    "deploy/serve.sh": "#!/bin/sh\nollama pull qwen3:8b\n",
    "models.txt": "# Models that no code names.\nhouse-model-1\n",
}

POLICY = """\
name = "product"
level = "weights-unrestricted"

[flags]
deny = ["user-threshold", "non-commercial"]
"""

EXCEPTION = """
[[exceptions]]
model = "Llama 3.1"
rules = ["level", "flags"]
reason = "In the search of the product until Qwen3 takes over"
owner = "Ada Lovelace"
expires = 2026-12-31
"""

OWN = """\
id = "house-model-1"
name = "House model 1"
developer = "Acme"
released = "2026-01-05"
access = "download"
modalities = ["text"]
status = "own"
verified = 2026-11-24
sources = [{ url = "https://acme.example/model", supports = ["name", "developer", "released", "access"] }]

[[artifacts]]
kind = "model-parameters"
availability = "public"
license = "Apache-2.0"
source = "https://acme.example/model"
verified = 2026-11-24
"""

#: The day is a parameter of the hook, as it is of the command.
HOOK = """\
#!/bin/sh
exec "{python}" -m openweights check . $OPTIONS
"""


class Repository:
    """A git repository with the hook."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "--quiet")
        hook = path / ".git" / "hooks" / "pre-commit"
        hook.write_text(HOOK.format(python=sys.executable), encoding="utf-8")
        hook.chmod(0o755)

    def write(self, name: str, text: str) -> None:
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text, encoding="utf-8")

    def git(self, *arguments: str, options: str = "") -> subprocess.CompletedProcess[str]:
        people = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        ours = {"OPTIONS": options, "OPENWEIGHTS_DATA": str(self.path / "records"), "GIT_CONFIG_GLOBAL": os.devnull}
        # A hook of the repository around this one sets variables of its own.
        around = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        return subprocess.run(
            ["git", *arguments], cwd=self.path, env={**around, **people, **ours}, check=False, capture_output=True, text=True
        )

    def commit(self, options: str = "") -> tuple[bool, str]:
        """Whether the hook let the commit through, and what it said."""
        self.git("add", "--all")
        done = self.git("commit", "--quiet", "--message", "Use models", options=options)
        return done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_from_the_first_commit_to_the_lock(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "product")
    repository.write("records/house-model-1.toml", OWN)
    for name, text in FILES.items():
        repository.write(name, text)
    repository.write("openweights-policy.toml", POLICY)

    # The hook blocks the commit; the message names the model, where it stands, the clause and the mend.
    done, said = repository.commit("--today 2026-11-24")
    assert not done
    assert "fail  meta-llama/Llama-3.1-8B-Instruct  (Llama 3.1)  app/chat.py:3:9" in said
    for place in ("app/search.py:3:32", "config/models.yaml:2:10", "deploy/serve.sh:2:13", "models.txt:2:1"):
        assert f"  {place}\n" in said
    assert "1 of 5 models blocked" in said
    assert "clause  LicenseRef-llama3.1 2: " in said
    assert "monthly-active-users > 700,000,000" in said
    assert "mend    Use another release without user-threshold." in said
    assert "mend    Releases that pass this policy: " in said
    assert said.count("fail  ") == 1
    assert repository.git("rev-parse", "--verify", "HEAD").returncode != 0

    # The exception is granted: the last of its days still counts, the day after does not.
    repository.write("openweights-policy.toml", POLICY + EXCEPTION)
    done, said = repository.commit("--today 2026-12-31")
    assert done, said
    repository.write("readme.md", "A product.\n")
    done, said = repository.commit("--today 2027-01-01")
    assert not done
    assert "An exception held until 2026-12-31 (In the search of the product until Qwen3 takes over): ask Ada Lovelace" in said

    # The model is replaced, and what is used is locked.
    repository.write("app/chat.py", FILES["app/chat.py"].replace("meta-llama/Llama-3.1-8B-Instruct", "openai/gpt-oss-20b"))
    lock = [sys.executable, "-m", "openweights", "lock", ".", "--today", "2027-01-01"]
    env = {**os.environ, "OPENWEIGHTS_DATA": str(repository.path / "records")}
    assert subprocess.run(lock, cwd=repository.path, env=env, check=False).returncode == 0
    done, said = repository.commit("--today 2027-01-01 --locked")
    assert done, said

    # The data change: a model was relicensed. It still passes, and all the same somebody must look.
    repository.write("records/house-model-1.toml", OWN.replace("Apache-2.0", "MIT"))
    done, said = repository.commit("--today 2027-01-01 --locked")
    assert not done
    assert "house-model-1 was relicensed: Apache-2.0 became MIT." in said
    assert said.count("lock [product]") == 1
    assert subprocess.run(lock, cwd=repository.path, env=env, check=False).returncode == 0
    done, said = repository.commit("--today 2027-01-01 --locked")
    assert done, said

    # The data change for the worse: the gate says both.
    repository.write("records/house-model-1.toml", OWN.replace("Apache-2.0", "CC-BY-NC-4.0"))
    done, said = repository.commit("--today 2027-01-01 --locked")
    assert not done
    assert "non-commercial is attached" in said
    assert "It passed when it was locked, and is blocked now." in said
