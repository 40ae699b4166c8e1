"""Who read what: a chain that shows where somebody has been at it."""

import sqlite3

import pytest

from storage import audit


def write(db: sqlite3.Connection) -> None:
    audit.read(db, 7, "household", 12, 1.5)
    audit.add(db, None, "imported", "homes", "abc", 2.0)
    audit.read(db, 8, "household", 12, 3.0)


def test_who_read_a_record_is_kept_in_order(db: sqlite3.Connection) -> None:
    assert audit.broken(db) is None
    write(db)
    found = audit.of_record(db, "household", 12)
    assert [(each.line, each.person, each.act, each.at) for each in found] == [
        (1, 7, "read", 1.5),
        (3, 8, "read", 3.0),
    ]
    assert [each.act for each in audit.lines(db)] == ["read", "imported", "read"]
    assert audit.count(db) == 3
    assert audit.broken(db) is None


@pytest.mark.parametrize(
    ("spoils", "line"),
    [
        ("UPDATE audit SET person = 9 WHERE line = 2", 2),
        ("UPDATE audit SET whose = '13' WHERE line = 1", 1),
        ("UPDATE audit SET at = 1.6 WHERE line = 1", 1),
        ("DELETE FROM audit WHERE line = 2", 2),
        ("DELETE FROM audit WHERE line = 3", 3),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET line = line + 10", 1),
    ],
)
def test_a_line_that_was_changed_or_taken_out_is_found(
    db: sqlite3.Connection, spoils: str, line: int
) -> None:
    write(db)
    for trigger in ("audit_stays", "audit_remains"):
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute(spoils)
    assert audit.broken(db) == line
