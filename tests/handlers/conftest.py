"""A house to talk with, anew for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from bot.settings import Company, Rooms
from tests.talk import Talk, open_talk


@pytest_asyncio.fixture
async def talk(tmp_path: Path, company: Company, request: pytest.FixtureRequest) -> AsyncIterator[Talk]:
    """With every room open, unless a test asks for both ways (`BOTH_WAYS`)."""
    is_open = getattr(request, "param", "open") == "open"
    rooms = Rooms(
        faults=is_open, questions=is_open, allocation=is_open, offers=is_open, home=is_open, notices=is_open
    )
    async with open_talk(tmp_path, msgspec.structs.replace(company, rooms=rooms)) as opened:
        yield opened
        assert opened.fails or opened.count("set_aside") == 0
