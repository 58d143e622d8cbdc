"""The corpus is other people's code by shape: it is read, never run."""

from __future__ import annotations

collect_ignore_glob = ["corpus/*", "corpus/**/*"]
