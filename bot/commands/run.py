"""`run`: the bot itself."""

import asyncio
import logging
import sys

from bot import app
from bot.commands import CommandError
from bot.engine.transport import TokenRefused
from bot.engine.webhook import CannotListen
from bot.settings import read_company, read_settings

# They log addresses of requests, and the token is a part of those.
LOUD = ("aiohttp", "httpx", "telegram", "asyncio", "aiosqlite")


def run() -> int:
    """Runs the bot until it is told to end. Raises SettingsError, DatabaseError or CommandError."""
    settings = read_settings()
    settings.required_token()
    company = read_company(settings.company)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        asyncio.run(app.run(settings, company))
    except TokenRefused as error:
        raise CommandError(f"HELAVAGEN_TOKEN: {error}") from error
    except CannotListen as error:
        raise CommandError(f"HELAVAGEN_WEBHOOK_PORT: {error}") from error
    return 0
