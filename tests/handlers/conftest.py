"""A house to talk with, anew for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.settings import Company
from tests.talk import Talk, open_talk


@pytest_asyncio.fixture
async def talk(tmp_path: Path, company: Company) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path, company) as opened:
        yield opened
