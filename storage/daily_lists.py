"""Who has had the morning's list: each caretaker once a day."""

import sqlite3


def missing(db: sqlite3.Connection, day: str, begins: float) -> list[int]:
    """Caretakers who have not had the list of a day (ISO), were here when it began and are not away."""
    rows = db.execute(
        "SELECT DISTINCT person FROM roles JOIN people ON people.id = person AND people.at < ?2"
        " WHERE role = 'caretaker'"
        " AND person NOT IN (SELECT person FROM daily_lists WHERE day = ?1)"
        " AND person NOT IN (SELECT person FROM absences) ORDER BY person",
        (day, begins),
    )
    return [i for (i,) in rows]


def came(db: sqlite3.Connection, person: int, day: str) -> None:
    """The list of a day has been made for this person, whether anything stood on it or not."""
    db.execute("INSERT OR REPLACE INTO daily_lists (person, day) VALUES (?, ?)", (person, day))
