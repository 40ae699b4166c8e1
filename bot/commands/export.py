"""`export`: what there is as a file, by its ending."""

import os
import sqlite3
from pathlib import Path

from bot.commands import CommandError
from bot.engine.clock import Clock
from bot.exports import documents
from bot.settings import Settings, read_company, read_settings
from storage import audit
from storage.database import DatabaseError, known_migrations

KINDS = ("orders", "allocation", "offers", "conversions")


def act(kind: str, file: Path, only_open: bool) -> None:
    """Writes the file, readable by its owner only. Raises CommandError, naming what does not fit."""
    if kind not in KINDS:
        raise CommandError(f"there is no export {kind!r}: {', '.join(KINDS)}")
    form = file.suffix.removeprefix(".").lower()
    forms = documents.FORMATS if kind == "orders" else documents.TABLES
    if form not in forms:
        endings = ", ".join(f".{each}" for each in forms)
        raise CommandError(f"{file}: the ending says what it becomes: {endings}")
    settings = read_settings()
    company = read_company(settings.company).name
    content = _made(settings.database, kind, company, form, only_open)
    _write(file, content)
    _note(settings, kind, form)
    print(f"{file}: written")


def _made(database: Path, kind: str, company: str, form: str, only_open: bool) -> bytes:
    # Read-only: to export must neither bring the schema up nor make a file.
    if not database.exists():
        raise DatabaseError(f"{database} does not exist: there is nothing to export")
    db = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        have, newest = db.execute("PRAGMA user_version").fetchone()[0], known_migrations()[-1][0]
        if have != newest:
            raise DatabaseError(
                f"{database} has schema {have}, this program needs {newest}: start `run` once"
            )
        if kind == "allocation":
            return documents.allocation(db, form)
        if kind == "conversions":
            return documents.conversions(db, form)
        if kind == "offers":
            return documents.offers(db, form)
        return documents.orders(db, company, form, only_open)
    finally:
        db.close()


def _note(settings: Settings, kind: str, form: str) -> None:
    """That something has left the house, in the audit."""
    db = sqlite3.connect(f"{settings.database.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        db.executescript("PRAGMA busy_timeout = 3000; BEGIN IMMEDIATE;")
        audit.add(db, None, "exported", kind, form, Clock(settings.clock).now())
        db.execute("COMMIT")
    finally:
        db.close()


def _write(file: Path, content: bytes) -> None:
    """It is about people's homes, and may hold their words: nobody else on the machine may read it."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as out:
            out.write(content)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
