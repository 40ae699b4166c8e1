"""Every journey is walked twice: the bot asks for its updates, and it is brought them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.settings import Company
from tests.house import House, open_house


@pytest_asyncio.fixture(params=["polling", "webhook"])
async def house(tmp_path: Path, company: Company, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    """A running bot with two areas and nobody in it yet."""
    async with open_house(tmp_path, company, webhook=request.param == "webhook") as opened:
        yield opened
        assert bool(opened.telegram.sent("getUpdates")) == (request.param == "polling")
