"""A server on this machine that answers as the Hugging Face Hub does, for a real `huggingface_hub` client.

Source of the forms: huggingface/huggingface_hub, `hf_api.py`, `file_download.py`, `errors.py`.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from attrs import define, field

TOKEN = "hf_" + "x" * 34


@define
class Repo:
    """A repository of the server."""

    files: dict[str, bytes] = field(factory=dict)
    gated: str | bool = False
    private: bool = False
    #: A status and headers to answer with instead.
    fails: tuple[int, dict[str, str]] | None = None
    #: Seconds to wait before answering.
    slow: float = 0
    #: Seconds between the bytes of an answer.
    trickle: float = 0
    #: What to answer instead of the description.
    raw: bytes | None = None
    extra: dict[str, Any] = field(factory=dict)

    @property
    def sha(self) -> str:
        return hashlib.sha1(b"".join(self.files.values()), usedforsecurity=False).hexdigest()

    def description(self, repo_id: str) -> dict[str, Any]:
        text = self.files.get("README.md", b"").decode()
        card = yaml.safe_load(text.split("---\n")[1]) if text.startswith("---\n") else None
        tags = [f"license:{card['license']}"] if card and isinstance(card.get("license"), str) else []
        return {
            "_id": "0" * 24,
            "id": repo_id,
            "modelId": repo_id,
            "author": repo_id.partition("/")[0],
            "sha": self.sha,
            "lastModified": "2025-01-02T03:04:05.000Z",
            "createdAt": "2025-01-01T03:04:05.000Z",
            "private": self.private,
            "gated": self.gated,
            "disabled": False,
            "downloads": 3,
            "likes": 1,
            "tags": tags,
            "cardData": card,
            "siblings": [{"rfilename": name, "size": len(content), "blobId": _oid(content)} for name, content in self.files.items()],
            **self.extra,
        }


def _oid(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@contextmanager
def hub(repos: dict[str, Repo]) -> Iterator[tuple[str, list[str]]]:
    """Serve `repos`; yield the address and the list of requests."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        pause = 0.0

        def log_message(self, format: str, *args: object) -> None:
            requests.append(self.requestline)

        def answer(self, status: int, headers: dict[str, str], content: bytes = b"") -> None:
            self.send_response(status)
            for key, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(key, value)
            self.end_headers()
            if self.command == "GET":
                with suppress(ConnectionError):
                    for byte in content if self.pause else b"":
                        self.wfile.write(bytes([byte]))
                        time.sleep(self.pause)
                self.wfile.write(b"" if self.pause else content)

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            path = [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]
            api = path[:2] == ["api", "models"]
            repo_id = "/".join(path[2:4] if api else path[:2])
            repo = repos.get(repo_id)
            known = TOKEN in self.headers.get("Authorization", "")
            if repo is None or (repo.private and not known):
                self.answer(401, {"X-Error-Code": "RepoNotFound", "X-Error-Message": "Repository not found"})
                return
            self.pause = repo.trickle
            if repo.slow:
                time.sleep(repo.slow)
            if repo.fails is not None:
                self.answer(*repo.fails)
                return
            rest = path[4:] if api else path[2:]
            revision = rest[1] if len(rest) > 1 else "main"
            if revision not in ("main", repo.sha):
                self.answer(404, {"X-Error-Code": "RevisionNotFound"})
            elif api and rest[:1] == ["tree"]:
                tree = [{"type": "file", "path": name, "size": len(content), "oid": _oid(content)} for name, content in repo.files.items()]
                self.answer(200, {"Content-Type": "application/json"}, json.dumps(tree).encode())
            elif api:
                content = repo.raw if repo.raw is not None else json.dumps(repo.description(repo_id)).encode()
                self.answer(200, {"Content-Type": "application/json"}, content)
            else:
                self.file(repo, "/".join(rest[2:]), known=known)

        def file(self, repo: Repo, name: str, *, known: bool) -> None:
            if name not in repo.files:
                self.answer(404, {"X-Error-Code": "EntryNotFound"})
            elif repo.gated and not known and name != "README.md":
                self.answer(403, {"X-Error-Code": "GatedRepo"})
            else:
                content = repo.files[name]
                headers = {"ETag": f'"{_oid(content)}"', "X-Repo-Commit": repo.sha, "Content-Type": "application/octet-stream"}
                self.answer(200, headers, content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
