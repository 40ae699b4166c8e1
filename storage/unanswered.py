"""What people ask that has no answer: the words in one spelling and how often, never who asked."""

import re
import sqlite3

import msgspec

# What is kept, the least recent going first: enough to see what is asked, and no archive of what was said.
MOST = 2000
LONGEST = 200
# A number of three digits and more may be somebody's telephone, flat or personal number.
_NUMBER = re.compile(r"\d[\d ]*\d\d|\d{3,}")


class Unanswered(msgspec.Struct, frozen=True):
    """A question without an answer: its words, the nearest answers (ids, best first), when it came last."""

    words: str
    locale: str
    topics: list[str]
    times: int
    last: float


def note(db: sqlite3.Connection, words: str, locale: str, topics: list[str], now: float) -> None:
    """Counts a question (in one spelling, in the language of who asked) that could not be answered."""
    kept = " ".join(_NUMBER.sub(" ", words).split())[:LONGEST].strip()
    if not kept:
        return
    db.execute(
        "INSERT INTO unanswered (words, locale, topics, times, last) VALUES (?1, ?2, ?3, 1, ?4)"
        " ON CONFLICT (words, locale) DO UPDATE SET times = times + 1, topics = ?3, last = ?4",
        (kept, locale, " ".join(topics), now),
    )
    db.execute(
        "DELETE FROM unanswered WHERE (words, locale) IN"
        " (SELECT words, locale FROM unanswered ORDER BY last DESC LIMIT -1 OFFSET ?)",
        (MOST,),
    )


def all_(db: sqlite3.Connection) -> list[Unanswered]:
    """Everything that is kept, what was asked most first."""
    rows = db.execute(
        "SELECT words, locale, topics, times, last FROM unanswered ORDER BY times DESC, last DESC"
    )
    return [
        Unanswered(words, locale, topics.split(), times, last) for words, locale, topics, times, last in rows
    ]


def settle(db: sqlite3.Connection, words: str, locale: str) -> None:
    """A question has got its answer, or needs none: it is no longer kept."""
    db.execute("DELETE FROM unanswered WHERE words = ? AND locale = ?", (words, locale))
