"""What the readers of a notice answer: that they have understood it, that they have a question, their choice
in a poll. Only whom it has reached can answer.
"""

import sqlite3

import msgspec

from storage import audiences, sendings
from storage.audiences import Door
from storage.notices import Notice
from storage.people import NotAllowed, Person
from storage.small_numbers import shown

ANSWERS = ("understood", "question")


class Unreached(msgspec.Struct, frozen=True):
    """One whom a notice has not reached: `why` is blocked or failed, `door` her home, None for one who got it
    for her work, and is known by her `name`, or who has no home now (name "").
    """

    why: str
    door: Door | None
    name: str


def put(db: sqlite3.Connection, notice: Notice, person: Person, answer: str, now: float) -> bool:
    """Keeps an answer in place of an earlier one. Returns whether it is new. Raises NotAllowed, also where
    one of ANSWERS would take the place of a vote.
    """
    if notice.kind == "poll" and answer in ANSWERS:
        raise NotAllowed(notice.id)
    there = sendings.delivery(db, notice.sending, person.chat) if notice.sending is not None else None
    if there is None or there.state not in ("sent", "queued"):
        raise NotAllowed(notice.id)
    before = of(db, notice.id, person.id)
    db.execute(
        "INSERT INTO notice_answers (notice, person, answer, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET answer = excluded.answer, at = excluded.at",
        (notice.id, person.id, answer, now),
    )
    if notice.kind == "poll":
        _count_anew(db, notice.id)
    return before != answer


def _count_anew(db: sqlite3.Connection, notice: int) -> None:
    """Lets the shown result of a poll follow, once enough people have answered or changed their answer since
    it was counted: one more vote between two looks would tell what somebody chose.
    """
    waiting = db.execute(
        "SELECT count(*) FROM notice_answers WHERE notice = ? AND answer != counted", (notice,)
    ).fetchone()[0]
    if shown(waiting) is not None:
        db.execute("UPDATE notice_answers SET counted = answer WHERE notice = ?", (notice,))


def of(db: sqlite3.Connection, notice: int, person: int) -> str:
    """What this person has answered, "" for nothing."""
    row = db.execute(
        "SELECT answer FROM notice_answers WHERE notice = ? AND person = ?", (notice, person)
    ).fetchone()
    return str(row[0]) if row else ""


def counts(db: sqlite3.Connection, notice: int) -> dict[str, int]:
    """How many have given each answer."""
    return dict(
        db.execute("SELECT answer, count(*) FROM notice_answers WHERE notice = ? GROUP BY answer", (notice,))
    )


def shown_counts(db: sqlite3.Connection, notice: int, choices: int) -> list[int | None]:
    """Of a poll: the votes of each choice, None where there are too few to be shown.

    They are as of the last count, which is made when five people (`small_numbers.FEWEST_SHOWN`) have answered
    or changed their answer since the one before. So whoever looks twice sees what at least five did together,
    and nobody sees what one did.
    """
    votes = dict(
        db.execute(
            "SELECT counted, count(*) FROM notice_answers WHERE notice = ? GROUP BY counted", (notice,)
        ).fetchall()
    )
    return [shown(votes.get(str(number), 0)) for number in range(1, choices + 1)]


def silent_doors(db: sqlite3.Connection, notice: Notice) -> list[Door]:
    """The homes in which nobody has said that it is understood, those without Telegram among them: to be
    called or visited.
    """
    reached = db.execute(
        "SELECT DISTINCT homes.id, address, stair, flat, object FROM deliveries"
        " JOIN people ON people.chat = deliveries.chat JOIN residents ON residents.person = people.id"
        " JOIN households ON households.id = residents.household JOIN homes ON homes.id = households.home"
        " JOIN houses ON houses.id = homes.house WHERE sending = ?1 AND NOT EXISTS"
        " (SELECT 1 FROM notice_answers JOIN residents AS others ON others.person = notice_answers.person"
        "  WHERE notice = ?2 AND answer = 'understood' AND others.household = households.id)",
        (notice.sending, notice.id),
    ).fetchall()
    doors = {row[0]: Door(*row) for row in reached}
    doors |= {door.home: door for door in audiences.doors_without(db, notice.audience)}
    return sorted(doors.values(), key=lambda door: (door.address, door.stair, door.flat))


def unreached(db: sqlite3.Connection, notice: Notice, limit: int) -> list[Unreached]:
    """Where it did not arrive, in the order of a walk, and those without a home. Of those who moved, where
    they live now.
    """
    at_work = notice.audience.role in audiences.WORK
    rows = db.execute(
        "SELECT state, coalesce(people.name, iif(?, '#' || people.id, '')), homes.id, address, stair, flat,"
        " object FROM deliveries JOIN people ON people.chat = deliveries.chat"
        " LEFT JOIN residents ON residents.person = people.id"
        " LEFT JOIN households ON households.id = residents.household"
        " LEFT JOIN homes ON homes.id = households.home LEFT JOIN houses ON houses.id = homes.house"
        " WHERE sending = ? AND state IN ('blocked', 'failed')"
        " ORDER BY address IS NULL, address, stair, flat, people.name, people.id LIMIT ?",
        (at_work, notice.sending, limit),
    )
    return [
        Unreached(why, None, name) if at_work or door[0] is None else Unreached(why, Door(*door), "")
        for why, name, *door in rows
    ]


def to_remind(db: sqlite3.Connection, now: float, after: float) -> list[int]:
    """Notices that ask whether they are understood, were sent or corrected `after` seconds ago or more, are
    not over and were not asked about again.
    """
    rows = db.execute(
        "SELECT id FROM notices WHERE asks AND NOT reminded AND state = 'sent' AND asked <= ?"
        " AND (ends IS NULL OR ends > ?) ORDER BY id",
        (now - after, now),
    )
    return [i for (i,) in rows]


def was_reminded(db: sqlite3.Connection, notice: int) -> None:
    db.execute("UPDATE notices SET reminded = 1 WHERE id = ?", (notice,))
