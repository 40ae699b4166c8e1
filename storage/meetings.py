"""Meetings that a notice invites to: who comes, which interpreters are needed, questions beforehand. All of
it is kept for the meeting only, and erased the day after.
"""

import sqlite3

import msgspec

from storage.people import NotAllowed, Person

MOST_PEOPLE = 9


class Meeting(msgspec.Struct, frozen=True):
    """`notice` is the notice that invites, `starts` in epoch seconds, `places` 0 where everybody may come."""

    notice: int
    starts: float
    places: int
    cancelled: bool
    erased: bool


class Guest(msgspec.Struct, frozen=True):
    """Who comes: how many adults and children, and the language of the interpreter they need, "" for none."""

    meeting: int
    person: int
    adults: int = 1
    children: int = 0
    interpreter: str = ""


class Summary(msgspec.Struct, frozen=True):
    """What the organiser plans by; `interpreters` is how many households need each language."""

    homes: int
    adults: int
    children: int
    interpreters: dict[str, int]
    questions: list[tuple[str, str]]


class Full(Exception):
    """There are fewer places left than people who would come; nothing was changed."""


def add(db: sqlite3.Connection, notice: int, starts: float, places: int) -> None:
    db.execute("INSERT INTO meetings (notice, starts, places) VALUES (?, ?, ?)", (notice, starts, places))


def change(db: sqlite3.Connection, notice: int, starts: float, places: int) -> None:
    """Another time, of which they are reminded anew, or other places, for those who have signed up too."""
    db.execute(
        "UPDATE meeting_guests SET reminded = 0"
        " WHERE meeting = ?1 AND NOT EXISTS (SELECT 1 FROM meetings WHERE notice = ?1 AND starts = ?2)",
        (notice, starts),
    )
    db.execute("UPDATE meetings SET starts = ?, places = ? WHERE notice = ?", (starts, places, notice))


_COLUMNS = "notice, starts, places, cancelled, erased"


def _of_row(row: tuple[object, ...]) -> Meeting:
    return msgspec.convert(dict(zip(Meeting.__struct_fields__, row, strict=True)), Meeting, strict=False)


def get(db: sqlite3.Connection, notice: int) -> Meeting | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM meetings WHERE notice = ?", (notice,)).fetchone()
    return _of_row(row) if row else None


def is_cancelled(db: sqlite3.Connection, notice: int) -> bool:
    """Whether a notice invites to a meeting that does not take place."""
    found = db.execute("SELECT 1 FROM meetings WHERE notice = ? AND cancelled", (notice,))
    return found.fetchone() is not None


def coming(db: sqlite3.Connection, now: float) -> list[Meeting]:
    """Meetings that are to come, the next first, whose notice has gone out."""
    rows = db.execute(
        "SELECT notice, meetings.starts, places, cancelled, erased FROM meetings"
        " JOIN notices ON notices.id = notice WHERE meetings.starts > ? AND NOT cancelled"
        " AND state IN ('sending', 'sent', 'stopped') ORDER BY meetings.starts, notice",
        (now,),
    )
    return [_of_row(row) for row in rows]


def guest(db: sqlite3.Connection, meeting: int, person: int) -> Guest | None:
    row = db.execute(
        "SELECT meeting, person, adults, children, interpreter FROM meeting_guests"
        " WHERE meeting = ? AND person = ?",
        (meeting, person),
    ).fetchone()
    return Guest(*row) if row else None


def sign_up(db: sqlite3.Connection, wanted: Guest, now: float) -> Guest:
    """Keeps who comes, in place of what she said before. Raises Full where they are more than before and
    there is no place for them, and NotAllowed for a meeting that is past or cancelled.
    """
    meeting = get(db, wanted.meeting)
    if meeting is None or meeting.cancelled or meeting.starts <= now:
        raise NotAllowed(wanted.meeting)
    if not (1 <= wanted.adults <= MOST_PEOPLE and 0 <= wanted.children <= MOST_PEOPLE):
        raise NotAllowed(wanted.meeting)
    before = guest(db, wanted.meeting, wanted.person)
    more = _heads(wanted) - (_heads(before) if before is not None else 0)
    taken = db.execute(
        "SELECT coalesce(sum(adults + children), 0) FROM meeting_guests WHERE meeting = ?", (wanted.meeting,)
    ).fetchone()[0]
    if meeting.places and more > 0 and taken + more > meeting.places:
        raise Full(wanted.meeting)
    db.execute(
        "INSERT INTO meeting_guests (meeting, person, adults, children, interpreter, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (meeting, person) DO UPDATE"
        " SET adults = ?3, children = ?4, interpreter = ?5",
        (wanted.meeting, wanted.person, wanted.adults, wanted.children, wanted.interpreter, now),
    )
    return wanted


def _heads(guest: Guest) -> int:
    return guest.adults + guest.children


def leave(db: sqlite3.Connection, meeting: int, person: int) -> bool:
    """She does not come any more. Returns whether she had signed up."""
    found = db.execute("DELETE FROM meeting_guests WHERE meeting = ? AND person = ?", (meeting, person))
    return found.rowcount == 1


def guests(db: sqlite3.Connection, meeting: int) -> list[tuple[Guest, int]]:
    """Who has signed up, in that order, and the chat of each."""
    rows = db.execute(
        "SELECT meeting, person, adults, children, interpreter, chat FROM meeting_guests"
        " JOIN people ON people.id = person WHERE meeting = ? ORDER BY meeting_guests.at, person",
        (meeting,),
    )
    return [(Guest(*row[:5]), row[5]) for row in rows]


def ask(db: sqlite3.Connection, meeting: int, words: str, locale: str) -> None:
    """A question before the meeting; not who asked."""
    db.execute(
        "INSERT INTO meeting_questions (meeting, words, locale) VALUES (?, ?, ?)", (meeting, words, locale)
    )


def summary(db: sqlite3.Connection, meeting: int) -> Summary:
    found = [each for each, _ in guests(db, meeting)]
    interpreters: dict[str, int] = {}
    for each in found:
        if each.interpreter:
            interpreters[each.interpreter] = interpreters.get(each.interpreter, 0) + 1
    asked = db.execute(
        "SELECT words, locale FROM meeting_questions WHERE meeting = ? ORDER BY id", (meeting,)
    ).fetchall()
    return Summary(
        len(found), sum(g.adults for g in found), sum(g.children for g in found), interpreters, asked
    )


def cancel(db: sqlite3.Connection, notice: int, person: Person, now: float) -> list[int]:
    """The meeting does not take place, and who would have come is forgotten. Returns their chats. Raises
    NotAllowed, also for a meeting that has begun.
    """
    meeting = get(db, notice)
    if meeting is None or meeting.cancelled or meeting.starts <= now or "staff" not in person.work:
        raise NotAllowed(notice)
    chats = [chat for _, chat in guests(db, notice)]
    db.execute("UPDATE meetings SET cancelled = 1 WHERE notice = ?", (notice,))
    erase(db, notice)
    return chats


def to_remind(db: sqlite3.Connection, before: float, signed: float, now: float) -> list[int]:
    """Meetings before `before` with guests who signed up before `signed` and were not reminded yet."""
    rows = db.execute(
        "SELECT DISTINCT notice FROM meetings JOIN meeting_guests ON meeting = notice"
        " WHERE NOT meeting_guests.reminded AND meeting_guests.at < ? AND NOT cancelled AND starts <= ?"
        " AND starts > ? ORDER BY notice",
        (signed, before, now),
    )
    return [i for (i,) in rows]


def remind(db: sqlite3.Connection, notice: int, signed: float) -> list[int]:
    """The guests who signed up before `signed` are reminded now, each once. Returns their chats."""
    rows = db.execute(
        "UPDATE meeting_guests SET reminded = 1 WHERE meeting = ? AND at < ? AND NOT reminded"
        " RETURNING person",
        (notice, signed),
    ).fetchall()
    reminded = {person for (person,) in rows}
    return [chat for guest, chat in guests(db, notice) if guest.person in reminded]


def to_erase(db: sqlite3.Connection, before: float) -> list[int]:
    """Meetings that began before `before` and of which people are still kept."""
    rows = db.execute(
        "SELECT notice FROM meetings WHERE NOT erased AND starts < ? ORDER BY notice", (before,)
    )
    return [i for (i,) in rows]


def erase(db: sqlite3.Connection, notice: int) -> None:
    """Forgets who came and what was asked."""
    for table in ("meeting_guests", "meeting_questions"):
        db.execute(f"DELETE FROM {table} WHERE meeting = ?", (notice,))
    db.execute("UPDATE meetings SET erased = 1 WHERE notice = ?", (notice,))
