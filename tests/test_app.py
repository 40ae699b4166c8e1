"""The whole bot as `run` starts it: until it is told to end."""

import asyncio
import os
import signal
from pathlib import Path

import msgspec
import pytest

from bot import app
from bot.sandbox.server import Telegram
from bot.settings import Company, Settings, SettingsError, Webhook
from storage.database import DatabaseError, only_one
from tests.house import a_hook


def _settings(folder: Path, telegram: Telegram) -> Settings:
    return msgspec.structs.replace(
        Settings(), token=telegram.token, api_url=telegram.url, database=folder / "bot.sqlite3"
    )


@pytest.mark.parametrize("ends", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_until_it_is_told_to_end(
    tmp_path: Path, company: Company, ends: signal.Signals
) -> None:
    async with Telegram() as telegram:
        running = asyncio.create_task(app.run(_settings(tmp_path, telegram), company))
        phone = telegram.phone()
        phone.type("/start")
        await phone.until(lambda p: p.shown("language.set:fa_AF"))
        os.kill(os.getpid(), ends)
        await asyncio.wait_for(running, 10)


async def test_it_answers_what_it_is_brought(tmp_path: Path, company: Company) -> None:
    hook = a_hook()
    async with Telegram() as telegram:
        settings = msgspec.structs.replace(
            _settings(tmp_path, telegram), webhook=Webhook(hook.url, hook.port, hook.secret)
        )
        running = asyncio.create_task(app.run(settings, company))
        phone = telegram.phone()
        phone.type("/start")
        await phone.until(lambda p: p.shown("language.set:fa_AF"))
        assert not telegram.sent("getUpdates")
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 10)


async def test_a_second_one_on_the_same_database_says_so_and_ends(tmp_path: Path, company: Company) -> None:
    async with Telegram() as telegram:
        settings = _settings(tmp_path, telegram)
        with only_one(settings.database), pytest.raises(DatabaseError, match="only one"):
            await app.run(settings, company)


async def test_without_a_token_it_does_not_start(company: Company) -> None:
    with pytest.raises(SettingsError):
        await app.run(Settings(), company)
