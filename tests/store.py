"""A new store for a test: its schema is made once in a run, and copied from then on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.database import Database, open_database

_made: list[bytes] = []


@asynccontextmanager
async def open_store(path: Path) -> AsyncIterator[Database]:
    """`open_database`, sooner: for tests of anything but the opening itself."""
    is_new = _begin(path)
    async with open_database(path) as database:
        if is_new and not _made:
            _made.append(database.reader.serialize())
        yield database


def _begin(path: Path) -> bool:
    """Copies what was made, if there is nothing yet. Returns whether there was nothing."""
    if path.exists():
        return False
    if _made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_made[0])
    return True
