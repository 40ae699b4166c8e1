"""`import`: files of the company's own system, taken in whole or not at all."""

import asyncio
import hashlib
import sqlite3
from pathlib import Path

from bot.commands import CommandError
from bot.engine.clock import Clock
from bot.imports import homes, terminations
from bot.imports.report import Report
from bot.imports.tables import TableError
from bot.settings import read_settings
from storage import audit
from storage.database import open_database

KINDS = ("homes", "terminations")
SHOWN = 20
WORDS = {
    "added": "new",
    "changed": "changed",
    "same": "as before",
    "withdrawn": "withdrawn",
    "rejected": "not taken",
}


class _Looked(Exception):
    """Only looked: what was written is taken back."""


def act(kind: str, file: Path, dry_run: bool, fewer: bool) -> int:
    """Takes the file in and prints what came of it. Returns 0, or 1 where rows were not taken.

    Raises CommandError.
    """
    if kind not in KINDS:
        raise CommandError(f"there is no import {kind!r}: {', '.join(KINDS)}")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    try:
        report = asyncio.run(_taken_in(kind, content, dry_run, fewer))
    except TableError as error:
        raise CommandError(f"{file}: {error}") from error
    except homes.TooFew as error:
        raise CommandError(f"{file}: {error}; give --fewer if that is right") from error
    _print(file, report, dry_run)
    return 1 if report.rejected else 0


async def _taken_in(kind: str, content: bytes, dry_run: bool, fewer: bool) -> Report:
    settings = read_settings()
    report = Report()
    try:
        async with open_database(settings.database) as database, database.transaction() as db:
            report = _read(db, kind, content, Clock(settings.clock).now(), fewer)
            if dry_run:
                raise _Looked
    except _Looked:
        pass
    return report


def _read(db: sqlite3.Connection, kind: str, content: bytes, now: float, fewer: bool) -> Report:
    found = homes.take_in(db, content, fewer) if kind == "homes" else terminations.take_in(db, content, now)
    audit.add(db, None, "imported", kind, hashlib.sha256(content).hexdigest(), now)
    return found


def _print(file: Path, report: Report, dry_run: bool) -> None:
    counts = ", ".join(f"{WORDS[what]} {n}" for what, n in report.counts.items())
    print(f"{file}: {counts or 'no rows'}{' (nothing was changed: --dry-run)' if dry_run else ''}")
    for row, why in report.rejected:
        print(f"  rad {row}: {why}")
    if report.missing:
        more = len(report.missing) - SHOWN
        shown = ", ".join(report.missing[:SHOWN]) + (f" and {more} more" if more > 0 else "")
        print(f"  known, but not in the file (kept as they are): {shown}")
