"""The store that this bot is measured on: all who press live in a home; each language has a quarter."""

import asyncio
import time
from pathlib import Path

from bot.speech import LOCALES
from storage import chats, homes, people
from storage.database import open_database


def fill(path: Path, first_chat: int, count: int) -> None:
    """Makes the database, with a tenant at each of `count` chats."""
    asyncio.run(_fill(path, first_chat, count))


async def _fill(path: Path, first_chat: int, count: int) -> None:
    now = time.time()
    async with open_database(path) as database, database.transaction() as db:
        homes.add_area(db, "norr", "Norr")
        house = homes.add_house(db, "norr", "Norra vägen 1, Testby")
        for number in range(count):
            home = homes.add_home(db, f"01-{number:04}", house, f"{1000 + number}", 1, 3)
            person = people.add(db, first_chat + number, now)
            people.join(db, person, people.add_household(db, home, now), True, now)
            chats.set_locale(db, first_chat + number, LOCALES[number % len(LOCALES)])
