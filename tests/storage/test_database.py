"""One file: made private, brought up to date, one transaction at a time, its faults told clearly."""

from __future__ import annotations

import asyncio
import multiprocessing
import sqlite3
import stat
from pathlib import Path

import pytest

from storage import database as store
from storage.database import (
    Database,
    DatabaseError,
    is_storage_fault,
    known_migrations,
    only_one,
    open_database,
)

PUT = "INSERT INTO facts VALUES (?, 'x')"


def names(database: Database) -> set[str]:
    return {name for (name,) in database.reader.execute("SELECT name FROM facts")}


def overwrite(path: Path, content: bytes, after: int = 0) -> None:
    whole = path.read_bytes() if after else b""
    path.write_bytes(whole[:after] + content)


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations that a test can add to."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for _, script in known_migrations():
        (folder / script.name).write_text(script.read_text())
    monkeypatch.setattr(store, "known_migrations", lambda: known_migrations(folder))
    return folder


async def test_an_empty_folder_becomes_a_store_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "new" / "helavagen.sqlite3"
    async with open_database(path) as database:
        async with database.transaction() as db:
            db.execute(PUT, ("a",))
        files = [*path.parent.iterdir()]
        assert {f.name for f in files} >= {path.name, f"{path.name}-wal"}
        assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
        assert names(database) == {"a"}


async def test_the_schema_is_that_of_the_last_migration_and_is_kept_at_the_next_start(path: Path) -> None:
    for _ in range(2):
        async with open_database(path) as database:
            version = database.reader.execute("PRAGMA user_version").fetchone()[0]
            assert version == known_migrations()[-1][0]


async def test_every_table_is_strict_and_foreign_keys_hold(database: Database) -> None:
    tables = database.reader.execute("PRAGMA table_list").fetchall()
    ours = [row for row in tables if row[2] == "table" and not row[1].startswith("sqlite_")]
    assert ours and all(row[5] for row in ours)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        async with database.transaction() as db:
            db.execute("INSERT INTO houses (area, address) VALUES ('nowhere', 'x')")


async def test_what_is_written_is_on_the_disk_and_what_is_deleted_is_overwritten(database: Database) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    assert [database.writer.execute(f"PRAGMA {p}").fetchone()[0] for p in pragmas] == ["wal", 2, 1, 1]


async def test_the_reader_cannot_write(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.reader.execute(PUT, ("a",))


async def test_a_new_migration_is_applied_to_an_old_store(path: Path, migrations: Path) -> None:
    async with open_database(path) as database, database.transaction() as db:
        db.execute(PUT, ("kept",))
    (migrations / "0999_more.sql").write_text("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;")
    async with open_database(path) as database:
        assert database.reader.execute("SELECT count(*) FROM more").fetchone() == (0,)
        assert names(database) == {"kept"}


async def test_flats_that_were_offered_stay_with_what_came_of_them_when_one_may_be_offered_anew(
    path: Path, migrations: Path
) -> None:
    later = [file for number, file in known_migrations(migrations) if number > 15]
    kept = {file: file.read_text() for file in later}
    for file in later:
        file.unlink()
    async with open_database(path) as database, database.transaction() as db:
        db.execute("INSERT INTO areas (id, name) VALUES ('norr', 'Norr')")
        db.execute("INSERT INTO houses (area, address) VALUES ('norr', 'x')")
        db.execute("INSERT INTO homes (object, house, flat, floor) VALUES ('1', 1, '1001', 1)")
        db.execute("INSERT INTO households (at) VALUES (0)")
        db.execute("INSERT INTO people (chat, at) VALUES (1, 0)")
        for vacancy, state in ((3, "void"), (4, "let")):
            db.execute(
                "INSERT INTO unit_offers (vacancy, home, state, free_from, match_by, half, at, changed)"
                " VALUES (?, 1, ?, '2027-04-01', '2027-02-05', 0, 0, 0)",
                (vacancy, state),
            )
        db.execute(
            "INSERT INTO offers (unit_offer, household, state, answer_by, half, officer, at, changed)"
            " VALUES (2, 1, 'signed', '2027-02-05', 0, 1, 0, 0)"
        )
        db.execute("INSERT INTO offer_events (unit_offer, offer, act, at) VALUES (1, NULL, 'void', 0)")
    for file, script in kept.items():
        file.write_text(script)
    async with open_database(path) as database:
        rows = database.reader.execute("SELECT id, vacancy, state FROM unit_offers ORDER BY id").fetchall()
        assert rows == [(1, 3, "void"), (2, 4, "let")]
        assert database.reader.execute("SELECT unit_offer FROM offers").fetchall() == [(2,)]
        assert database.reader.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            async with database.transaction() as db:
                db.execute("DELETE FROM unit_offers")
        for vacancy, refused in ((3, False), (4, True)):
            async with database.transaction() as db:
                add = (
                    "INSERT INTO unit_offers (vacancy, home, state, free_from, match_by, half, at, changed)"
                    f" VALUES ({vacancy}, 1, 'declined', '2027-04-01', '2027-02-05', 0, 0, 0) RETURNING id"
                )
                if refused:
                    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
                        db.execute(add)
                else:
                    assert db.execute(add).fetchone() == (3,)


async def test_a_migration_that_fails_leaves_nothing(path: Path, migrations: Path) -> None:
    async with open_database(path):
        pass
    bad = migrations / "0999_bad.sql"
    bad.write_text(
        "CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT;\nCREATE TABLE facts (id INTEGER) STRICT;"
    )
    with pytest.raises(DatabaseError, match="already exists"):
        async with open_database(path):
            raise AssertionError("opened")
    bad.unlink()
    async with open_database(path) as database:
        assert not database.reader.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()
        assert database.reader.execute("PRAGMA user_version").fetchone()[0] < 999


async def test_a_newer_schema_is_refused_with_what_to_do(path: Path) -> None:
    async with open_database(path) as database:
        database.writer.execute("PRAGMA user_version = 999")
    with pytest.raises(DatabaseError, match=r"schema 999.*start the newer program"):
        async with open_database(path):
            raise AssertionError("opened")


async def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    overwrite(path, b"these are letters, not a database " * 100)
    with pytest.raises(DatabaseError, match="not a database, or it is damaged"):
        async with open_database(path):
            raise AssertionError("opened")


async def test_a_damaged_file_is_refused(path: Path, migrations: Path) -> None:
    async with open_database(path):
        pass
    overwrite(path, b"\xff" * 50_000, after=100)
    (migrations / "0999_more.sql").write_text("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;")
    with pytest.raises(DatabaseError, match="damaged"):
        async with open_database(path):
            raise AssertionError("opened")


async def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match="cannot be opened"):
        async with open_database(tmp_path / "file" / "helavagen.sqlite3"):
            raise AssertionError("opened")
    with pytest.raises(DatabaseError, match="cannot be opened"), only_one(tmp_path / "file" / "helavagen"):
        raise AssertionError("locked")


async def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    with pytest.raises(ValueError, match="no"):
        async with database.transaction() as db:
            db.execute(PUT, ("a",))
            raise ValueError("no")
    async with database.transaction() as db:
        db.execute(PUT, ("b",))
        assert names(database) == set()
    assert names(database) == {"b"}


async def test_transactions_come_one_after_another(database: Database) -> None:
    inside = 0

    async def work(name: str) -> None:
        nonlocal inside
        async with database.transaction() as db:
            inside += 1
            assert inside == 1
            await asyncio.sleep(0)
            db.execute(PUT, (name,))
            inside -= 1

    await asyncio.gather(*(work(str(i)) for i in range(20)))
    assert len(names(database)) == 20


@pytest.mark.parametrize("steps", range(8))
async def test_a_transaction_cancelled_at_any_moment_does_not_hold_up_the_next(
    database: Database, steps: int
) -> None:
    async def work() -> None:
        async with database.transaction() as db:
            db.execute(PUT, ("cancelled",))
            await asyncio.sleep(0)
            db.execute(PUT, ("too",))

    working = asyncio.create_task(work())
    for _ in range(steps):
        await asyncio.sleep(0)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    async with database.transaction() as db:
        db.execute(PUT, ("next",))
    assert names(database) in ({"next"}, {"next", "cancelled", "too"})


async def test_cancelled_while_it_waits_for_a_locked_file_it_begins_nothing(
    database: Database, path: Path
) -> None:
    database.writer.execute("PRAGMA busy_timeout = 300")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def work() -> None:
        async with database.transaction():
            raise AssertionError("begun")

    working = asyncio.create_task(work())
    await asyncio.sleep(0.05)
    working.cancel()
    other.execute("COMMIT")
    other.close()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert not database.writer.in_transaction
    async with database.transaction() as db:
        db.execute(PUT, ("next",))


async def test_a_store_locked_by_another_process_is_waited_for_then_a_fault(
    database: Database, path: Path
) -> None:
    database.writer.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as caught:
        async with database.transaction():
            raise AssertionError("begun")
    assert is_storage_fault(caught.value)
    database.writer.execute("PRAGMA busy_timeout = 3000")
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, other.execute, "COMMIT")
    async with database.transaction() as db:
        db.execute(PUT, ("after",))
    other.close()
    assert names(database) == {"after"}


async def test_a_full_disk_is_a_fault_of_the_store_and_keeps_nothing_of_the_transaction(
    database: Database,
) -> None:
    pages = database.writer.execute("PRAGMA page_count").fetchone()[0]
    database.writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError) as caught:
        async with database.transaction() as db:
            db.execute(PUT, ("small",))
            db.execute("INSERT INTO facts VALUES ('large', zeroblob(100) || ?)", ("x" * 1_000_000,))
    assert is_storage_fault(caught.value)
    assert names(database) == set()
    database.writer.execute("PRAGMA max_page_count = 1000000")
    async with database.transaction() as db:
        db.execute(PUT, ("room",))
    assert names(database) == {"room"}


def test_a_wrong_statement_is_no_fault_of_the_store(db: sqlite3.Connection) -> None:
    for wrong in ("SELECT nothing", "INSERT INTO chats (id) VALUES ('word')"):
        with pytest.raises(sqlite3.Error) as caught:
            db.execute(wrong)
        assert not is_storage_fault(caught.value)
    assert not is_storage_fault(ValueError())
    assert not is_storage_fault(sqlite3.ProgrammingError("closed"))


async def test_a_commit_of_another_process_changes_the_version(database: Database, path: Path) -> None:
    before = database.version()
    assert database.version() == before
    other = sqlite3.connect(path)
    with other:
        other.execute(PUT, ("theirs",))
    other.close()
    assert database.version() != before


def _hold(path: Path, held: multiprocessing.synchronize.Event) -> None:
    with only_one(path):
        held.set()
        while True:
            held.wait(1)


def test_a_second_run_is_refused_until_the_first_is_gone_however_it_ends(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    first = context.Process(target=_hold, args=(path, held))
    first.start()
    assert held.wait(20)
    with pytest.raises(DatabaseError, match="another run is already working"), only_one(path):
        raise AssertionError("two")
    assert first.pid is not None
    first.kill()
    first.join()
    with only_one(path):
        assert stat.S_IMODE(Path(f"{path}.lock").stat().st_mode) == 0o600
