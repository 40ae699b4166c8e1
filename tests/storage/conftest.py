"""An open store in a folder of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database, known_migrations
from tests.store import open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "helavagen.sqlite3"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    async with open_store(path) as opened:
        yield opened


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """The tables in memory, for what needs no file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    for _, script in known_migrations():
        connection.executescript(script.read_text())
    yield connection
    connection.close()
