"""Whom a report that cannot wait has called, and how often: three times at most, until somebody looks."""

import sqlite3

import msgspec

MOST_TIMES = 3
AGAIN_AFTER = 10 * 60.0
# In a cold house everybody reports the same within the hour: one call is enough.
SAME_FAULT = 3600.0


class Alert(msgspec.Struct, frozen=True):
    """`times` is how often this person was called for this report, `at` when last, epoch seconds."""

    person: int
    times: int
    at: float


def of_fault(db: sqlite3.Connection, fault: int) -> list[Alert]:
    rows = db.execute("SELECT person, times, at FROM fault_alerts WHERE fault = ? ORDER BY person", (fault,))
    return [Alert(*row) for row in rows]


def called(db: sqlite3.Connection, fault: int, person: int, now: float) -> None:
    """Notes that a person has been called for a report, once more."""
    db.execute(
        "INSERT INTO fault_alerts (fault, person, times, at) VALUES (?1, ?2, 1, ?3)"
        " ON CONFLICT (fault, person) DO UPDATE SET times = times + 1, at = ?3",
        (fault, person, now),
    )


def called_for_the_same(db: sqlite3.Connection, fault: int, person: int, now: float) -> bool:
    """Whether this person was called within the hour for the same fault in the same house."""
    found = db.execute(
        "SELECT 1 FROM faults AS this JOIN faults AS other ON other.house = this.house"
        " AND other.item = this.item AND other.id != this.id AND other.state NOT IN ('done', 'closed')"
        " JOIN fault_alerts ON fault_alerts.fault = other.id"
        " WHERE this.id = ? AND person = ? AND fault_alerts.at > ? LIMIT 1",
        (fault, person, now - SAME_FAULT),
    )
    return found.fetchone() is not None


def unseen(db: sqlite3.Connection, now: float) -> list[int]:
    """Reports at which nobody has looked ten minutes after somebody was called, who may be called again."""
    rows = db.execute(
        "SELECT faults.id FROM faults JOIN fault_alerts ON fault = faults.id"
        " WHERE state = 'received' AND seen IS NULL"
        " GROUP BY faults.id HAVING max(fault_alerts.at) <= ? AND min(times) < ?",
        (now - AGAIN_AFTER, MOST_TIMES),
    )
    return [i for (i,) in rows]


def nobody_called(db: sqlite3.Connection) -> list[int]:
    """Reports that cannot wait, at which nobody has looked and for which nobody was called."""
    rows = db.execute(
        "SELECT id FROM faults WHERE state = 'received' AND seen IS NULL AND urgency IN ('E0', 'E1')"
        " AND NOT EXISTS (SELECT 1 FROM fault_alerts WHERE fault = faults.id)"
    )
    return [i for (i,) in rows]
