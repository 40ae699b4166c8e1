"""A document that is to be sent is made in the worker from what is committed, for whom it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.transport import ApiError
from bot.exports import documents
from tests.exports.conftest import Register
from tests.store import open_store


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A database file with orders in it; the desk's chat is 2, a caretaker's is 1."""
    path = tmp_path / "helavagen.sqlite3"
    async with open_store(path) as database, database.transaction() as db:
        Register(db).filled()
    return path


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("arbetsordrar-2026-11-24.csv", b"\xef\xbb\xbf"),
        ("arbetsordrar-2026-11-24.xlsx", b"PK"),
        ("arbetsordrar-2026-11-24.html", b"<!doctype html>"),
        ("arbetsorder-101.html", b"<!doctype html>"),
    ],
)
async def test_it_is_made_in_another_process(path: Path, name: str, begins: bytes) -> None:
    assert (await documents.make(path, "Exempelbostäder", 2, name)).startswith(begins)


@pytest.mark.parametrize(
    ("chat", "name"),
    [
        (1, "arbetsordrar-2026-11-24.csv"),
        (3, "arbetsordrar-2026-11-24.csv"),
        (2, "arbetsordrar-2026-11-24.exe"),
        (2, "arbetsorder-99999.html"),
        (2, "../arbetsordrar-2026-11-24.csv"),
        (2, ""),
    ],
)
async def test_what_is_not_there_or_not_for_a_chat_is_refused_for_good(
    path: Path, chat: int, name: str
) -> None:
    with pytest.raises(ApiError) as caught:
        await documents.make(path, "Exempelbostäder", chat, name)
    assert caught.value.code == 400


def test_the_pages_in_the_chat_are_those_of_what_is_open(path: Path) -> None:
    page = documents.made(path, "X", 2, "arbetsordrar-2026-11-24.html").decode()
    assert page.count("<section") == 2


@pytest.mark.parametrize("name", ["arbetsordrar-2026-11-24.exe", "arbetsorder-99999.html", ""])
def test_what_is_not_there_is_said_in_the_worker(path: Path, name: str) -> None:
    with pytest.raises(LookupError):
        documents.made(path, "X", 2, name)
