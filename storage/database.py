"""One SQLite file: opening it, its writer and its reader, transactions, migrations.

Storage functions are plain functions on a `sqlite3.Connection`: short statements without awaits, so
that nothing can slip into a turn. What may wait (BEGIN, COMMIT, migrations) goes through aiosqlite's
thread, under the writer lock.
"""

import asyncio
import fcntl
import os
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiosqlite

MIGRATIONS = Path(__file__).with_name("migrations")
PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA busy_timeout = 3000;
"""
# Faults of the disk or the file, not of a turn: they never count against an update.
STORAGE_FAULTS = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)


class DatabaseError(Exception):
    """The database cannot be used; the text says why, for whoever runs the program."""


def is_storage_fault(error: BaseException) -> bool:
    """Whether the disk or the file failed, rather than the statement."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and code is not None and code & 0xFF in STORAGE_FAULTS


class Database:
    """An open store. `writer` is for turns and receipts, inside `transaction()`; `reader` sees what is
    committed and cannot write.
    """

    def __init__(self, path: Path, connection: aiosqlite.Connection, writer: sqlite3.Connection) -> None:
        self.path = path
        self.writer = writer
        self.reader = _connect(path, "ro")
        self._connection = connection
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[sqlite3.Connection]:
        """The writer's connection in a transaction: committed at the end, rolled back on an error.

        Raises whatever the block or COMMIT raised; then nothing of it is kept.
        """
        async with self._lock:
            try:
                await self._connection.execute("BEGIN IMMEDIATE")
                yield self.writer
                await self._connection.execute("COMMIT")
            except BaseException:
                # In the thread, where it comes after a BEGIN or COMMIT whose waiting was cancelled. Where
                # nothing is open it does nothing.
                await asyncio.shield(self._connection.rollback())
                raise

    def version(self) -> int:
        """Changes when the writer or another process has committed (SQLite's `data_version`)."""
        return int(self.reader.execute("PRAGMA data_version").fetchone()[0])


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Opens the file (making it, 0600, if there is none) and brings it to this program's schema.

    Raises DatabaseError: newer schema, not a database or damaged, cannot be opened or brought up to date.
    """
    os.close(_open_file(path))
    kept: list[sqlite3.Connection] = []

    def connector() -> sqlite3.Connection:
        kept.append(_connect(path, "rw"))
        return kept[0]

    async with aiosqlite.Connection(connector, iter_chunk_size=64) as connection:
        try:
            await connection.executescript(PRAGMAS)
            await _migrate(connection, path)
            database = Database(path, connection, kept[0])
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
                sqlite3.SQLITE_NOTADB,
                sqlite3.SQLITE_CORRUPT,
            ):
                raise DatabaseError(f"{path} is not a database, or it is damaged") from error
            raise DatabaseError(f"the database {path} cannot be used: {error}") from error
        try:
            yield database
        finally:
            database.reader.close()


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Holds `<database>.lock` while the engine runs; the kernel frees it however the process ends.

    Raises DatabaseError if another process holds it, or it cannot be made.
    """
    lock = _open_file(Path(f"{path}.lock"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise DatabaseError(f"another run is already working on {path}; only one may") from error
    try:
        yield
    finally:
        os.close(lock)


def _open_file(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened: {error.strerror}") from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # check_same_thread: aiosqlite's thread begins and commits, the loop's thread runs the statements.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )


def known_migrations(folder: Path = MIGRATIONS) -> list[tuple[int, Path]]:
    """Number and file of each migration, in order."""
    found = sorted((int(m[1]), f) for f in folder.iterdir() if (m := re.match(r"(\d{4})_.+\.sql$", f.name)))
    return found


async def _migrate(connection: aiosqlite.Connection, path: Path) -> None:
    async with connection.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    have = int(row[0]) if row else 0
    known = known_migrations()
    newest = known[-1][0]
    if have > newest:
        raise DatabaseError(
            f"{path} has schema {have}, this program knows up to {newest}: start the newer program, "
            "or restore the backup taken before it was upgraded"
        )
    for number, file in known:
        if number > have:
            # One script with its own BEGIN, record and COMMIT: executescript commits before it starts.
            script = f"BEGIN IMMEDIATE;\n{file.read_text()}\nPRAGMA user_version = {number};\nCOMMIT;"
            await connection.executescript(script)
