"""Corrections of notices: a new version of what one says, by whom, and a second person for it where one has
confirmed what it said before.
"""

import sqlite3

import msgspec

from storage import meetings
from storage.notices import CORRECTABLE, Changed, New, Notice, NotNow, get, may_write, there
from storage.people import NotAllowed, Person


def may_be_made(db: sqlite3.Connection, notice: Notice) -> bool:
    """Whether a notice can be corrected now: nobody is invited anew to a meeting that is cancelled."""
    return notice.state in CORRECTABLE and not meetings.is_cancelled(db, notice.id)


def rewrite(
    db: sqlite3.Connection, notice_id: int, new: New, person: Person, now: float, base: str = ""
) -> Notice:
    """A new version of what a notice says, and of its hours; to whom it goes stays. Where it asks, who has
    understood what it said before is asked anew, and reminded once more. `base` is the wording that it was
    made from, "" where that is not known.

    A second person confirmed the words as they were: what has not begun waits for one again, and where it was
    sent already the correction becomes its proposal.

    Raises NotAllowed, NotNow, Changed, LookupError.
    """
    notice = get(db, notice_id)
    if notice is None:
        raise LookupError(notice_id)
    if not may_write(person):
        raise NotAllowed(notice_id)
    if not may_be_made(db, notice):
        raise NotNow(notice)
    if base and base != notice.wording:
        raise Changed(notice)
    if notice.confirmer is not None and notice.sending is not None:
        db.execute(
            "UPDATE notices SET proposal = ?, proposer = ? WHERE id = ?",
            (msgspec.json.encode(new).decode(), person.id, notice_id),
        )
        return there(db, notice_id)
    if notice.confirmer is not None:
        db.execute("UPDATE notices SET state = 'waits_second', confirmer = NULL WHERE id = ?", (notice_id,))
    return _rewritten(db, notice, new, person.id, now)


def agree(db: sqlite3.Connection, notice_id: int, person: Person, now: float) -> Notice:
    """A second person confirms the correction that waits. Raises NotAllowed, NotNow, LookupError."""
    notice = _proposed(db, notice_id, person)
    if person.id == notice.author:
        raise NotAllowed(notice_id)
    new = msgspec.json.decode(notice.proposal or "", type=New)
    db.execute("UPDATE notices SET confirmer = ? WHERE id = ?", (person.id, notice_id))
    return _rewritten(db, notice, new, notice.author, now)


def refuse(db: sqlite3.Connection, notice_id: int, person: Person) -> Notice:
    """The correction that waits is given up. Raises NotAllowed, NotNow, LookupError."""
    _proposed(db, notice_id, person)
    db.execute("UPDATE notices SET proposal = NULL, proposer = NULL WHERE id = ?", (notice_id,))
    return there(db, notice_id)


def _proposed(db: sqlite3.Connection, notice_id: int, person: Person) -> Notice:
    notice = get(db, notice_id)
    if notice is None:
        raise LookupError(notice_id)
    if not may_write(person):
        raise NotAllowed(notice_id)
    if notice.proposal is None or not may_be_made(db, notice):
        raise NotNow(notice)
    return notice


def _rewritten(db: sqlite3.Connection, notice: Notice, new: New, by: int, now: float) -> Notice:
    notice_id, version = notice.id, notice.version + 1
    db.execute("INSERT INTO notice_texts VALUES (?, ?, ?)", (notice_id, version, new.content))
    db.execute(
        "UPDATE notices SET version = ?, starts = ?, ends = ?, asks = ?, covers = ?, reminded = 0,"
        " rewriter = ?, proposal = NULL, proposer = NULL, asked = iif(sending IS NULL, NULL, ?) WHERE id = ?",
        (
            version,
            new.starts,
            new.ends,
            new.asks,
            msgspec.json.encode(new.covers).decode(),
            by,
            now,
            notice_id,
        ),
    )
    # What somebody understood, or chose, was in the text before.
    db.execute(
        "DELETE FROM notice_answers WHERE notice = ?1 AND (answer = 'understood' AND ?2 OR ?3 = 'poll')",
        (notice_id, new.asks, notice.kind),
    )
    return there(db, notice_id)
