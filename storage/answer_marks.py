"""Whether answers helped: counted by answer and language, never by person."""

import sqlite3

import msgspec


class Marks(msgspec.Struct, frozen=True):
    """How often people said of an answer in their language that it helped, or that it did not."""

    topic: str
    locale: str
    helped: int
    did_not: int


def count(db: sqlite3.Connection, topic: str, locale: str, helped: bool) -> None:
    """Somebody has said whether an answer helped."""
    db.execute(
        "INSERT INTO answer_marks (topic, locale, helped, did_not) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (topic, locale) DO UPDATE SET helped = helped + ?3, did_not = did_not + ?4",
        (topic, locale, int(helped), int(not helped)),
    )


def all_(db: sqlite3.Connection) -> list[Marks]:
    """The answers that anybody has marked, those that helped least first."""
    rows = db.execute(
        "SELECT topic, locale, helped, did_not FROM answer_marks"
        " ORDER BY did_not - helped DESC, topic, locale"
    )
    return [Marks(*row) for row in rows]
