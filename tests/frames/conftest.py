"""One session of Spark for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from .engines import has_java, spark


@pytest.fixture(scope="session", autouse=True)
def session_of_spark(request: pytest.FixtureRequest) -> Iterator[None]:
    """Start Spark before the other engines: a process that has reserved much address space may not be able to fork for Java."""
    needed = has_java() and any("pyspark" in item.nodeid for item in request.session.items)
    if needed:
        spark()
    yield
    if needed:
        # A Java that has gone by now has nothing left to stop.
        with suppress(ConnectionError):
            spark().stop()
