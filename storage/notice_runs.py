"""Work on the chats of a notice, in chunks: how far each has come is kept with what it has put into the
outbox, in one commit, so that nobody is passed over or queued twice however often the program is killed.
"""

import sqlite3

import msgspec

from storage import audiences, chats, notices, outbox, sendings
from storage.notices import MUTABLE, Notice

# So many rows take the store some 20 ms, in which no turn runs: less than anybody notices.
CHUNK = 2000
# Telegram lets a bot delete what is younger than 48 h; what is queued now is carried out a little later.
DELETABLE_SECONDS = 47 * 3600.0


class Run(msgspec.Struct, frozen=True):
    """`what` is one of: send (to the audience), edit or take_back (where it stands), follow (a message below
    it), follow_old (where it is too old to be taken back), remind (who has not said that she understood).
    `cursor` is the last person, or chat, that it has come to.
    """

    id: int
    notice: int
    what: str
    sending: int
    cursor: int


def start(db: sqlite3.Connection, notice: int, what: str, sending: int) -> int:
    """Returns the id of the run."""
    found = db.execute(
        "INSERT INTO notice_runs (notice, what, sending) VALUES (?, ?, ?) RETURNING id",
        (notice, what, sending),
    )
    return int(found.fetchone()[0])


def get(db: sqlite3.Connection, run: int) -> Run | None:
    """A run that has not come to its end."""
    row = db.execute(
        "SELECT id, notice, what, sending, cursor FROM notice_runs WHERE id = ? AND NOT done", (run,)
    ).fetchone()
    return Run(*row) if row else None


def open_ones(db: sqlite3.Connection, *, quiet: bool = False) -> list[int]:
    """Runs that have not come to their end; while it is `quiet` without those that wait for the morning."""
    found = db.execute("SELECT id FROM notice_runs WHERE NOT done ORDER BY id").fetchall()
    runs = (get(db, run) for (run,) in found)
    return [run.id for run in runs if run is not None and not (quiet and waits(db, run))]


def waits(db: sqlite3.Connection, run: Run) -> bool:
    """Whether a run goes no further while it is quiet: it brings information to those who have not got it."""
    return run.what == "send" and is_mutable(db, run.sending)


def is_mutable(db: sqlite3.Connection, sending: int) -> bool:
    """Whether a sending is of a notice that makes no sound at night, or goes below one."""
    found = db.execute(
        "SELECT kind FROM notices WHERE sending = ?1"
        " OR id IN (SELECT notice FROM notice_runs WHERE sending = ?1)",
        (sending,),
    ).fetchone()
    return found is not None and found[0] in MUTABLE


def is_open(db: sqlite3.Connection, notice: int) -> bool:
    """Whether something of a notice is still to be queued."""
    found = db.execute("SELECT 1 FROM notice_runs WHERE notice = ? AND NOT done", (notice,))
    return found.fetchone() is not None


def end_sends(db: sqlite3.Connection, notice: int) -> None:
    """Nobody else is to get a notice; where it stands, its corrections go on."""
    db.execute("UPDATE notice_runs SET done = 1 WHERE notice = ? AND what = 'send'", (notice,))


def end_all(db: sqlite3.Connection, notice: int) -> None:
    """Nothing more of a notice is queued, and what waits in the outbox below it is not sent."""
    db.execute(
        "UPDATE sendings SET stopped = 1 WHERE id IN (SELECT sending FROM notice_runs WHERE notice = ?)",
        (notice,),
    )
    db.execute("UPDATE notice_runs SET done = 1 WHERE notice = ?", (notice,))


def end_reminders(db: sqlite3.Connection, notice: int) -> None:
    """Nobody is reminded any more of what a notice said before."""
    sent = "SELECT sending FROM notice_runs WHERE notice = ? AND what = 'remind'"
    db.execute(f"UPDATE sendings SET stopped = 1 WHERE id IN ({sent})", (notice,))
    db.execute("UPDATE notice_runs SET done = 1 WHERE notice = ? AND what = 'remind'", (notice,))


def spare(db: sqlite3.Connection, notice: int, person: int) -> None:
    """Somebody has understood: a reminder that waits for her household is not sent."""
    waiting = db.execute(
        "SELECT deliveries.sending, deliveries.chat FROM residents AS own"
        " JOIN residents AS others ON others.household = own.household"
        " JOIN people ON people.id = others.person"
        " JOIN notice_runs ON notice = ? AND what = 'remind'"
        " JOIN deliveries ON deliveries.sending = notice_runs.sending AND deliveries.chat = people.chat"
        " WHERE own.person = ? AND state = 'queued'",
        (notice, person),
    )
    for sending, chat in waiting.fetchall():
        sendings.was_not(db, sending, chat, "left_out")


def edit_first(db: sqlite3.Connection, sending: int, chat: int, now: float) -> None:
    """Somebody looks at what it said before: hers is edited before all others."""
    outbox.add(db, [(chat, outbox.ANSWER, outbox.Redraw(sending))], now)


def chunk(db: sqlite3.Connection, run: Run, now: float, size: int = CHUNK) -> bool:
    """Queues the next chunk. Returns whether there is more."""
    notice = notices.get(db, run.notice)
    if notice is None:
        raise LookupError(run.notice)
    if run.what == "send":
        last = _send(db, run, notice, now, size)
    else:
        last = _where_it_stands(db, run, notice, now, size)
    if last is None:
        db.execute("UPDATE notice_runs SET done = 1 WHERE id = ?", (run.id,))
        return False
    db.execute("UPDATE notice_runs SET cursor = ? WHERE id = ?", (last, run.id))
    return True


def _priority(notice: Notice) -> int:
    """An emergency waits behind answers, not behind other notices."""
    return outbox.NOTIFICATION if notice.kind == "emergency" else outbox.NOTICE


def _send(db: sqlite3.Connection, run: Run, notice: Notice, now: float, size: int) -> int | None:
    found = audiences.next_ones(db, notice.audience, notice.kind in MUTABLE, run.cursor, size)
    sendings.queue(db, run.sending, [(each.chat, each.reachable) for each in found], _priority(notice), now)
    return found[-1].person if len(found) == size else None


def _where_it_stands(db: sqlite3.Connection, run: Run, notice: Notice, now: float, size: int) -> int | None:
    assert notice.sending is not None
    found = sendings.stands_in(db, notice.sending, run.cursor, size)
    priority = _priority(notice)
    # Who has blocked the bot gets nothing later; that a notice is taken back she may find out.
    away = chats.unreachable(db, found[0].chat, found[-1].chat) if found else set()
    if run.what in ("edit", "take_back"):
        errand: outbox.Errand = (
            outbox.Redraw(run.sending, _news(db, notice.id))
            if run.what == "edit"
            else outbox.Recall(run.sending)
        )
        to = [each.chat for each in found if run.what == "take_back" or each.chat not in away]
        outbox.add(db, [(chat, priority, errand) for chat in to], now)
    else:
        # Who has not got it yet gets what holds now, and needs no word about what did before.
        sent = [each for each in found if each.state == "sent"]
        if run.what == "follow_old":
            sent = [each for each in sent if each.at < now - DELETABLE_SECONDS]
        to = [each.chat for each in sent]
        if run.what == "remind":
            to = [chat for chat in to if not _has_understood(db, notice.id, chat)]
        sendings.queue(db, run.sending, [(chat, chat not in away) for chat in to], priority, now)
    return found[-1].chat if len(found) == size else None


def _news(db: sqlite3.Connection, notice: int) -> int:
    """The sending that tells of the latest correction of a notice, 0 for none."""
    found = db.execute(
        "SELECT max(sendings.id) FROM notice_runs JOIN sendings ON sendings.id = sending"
        " WHERE notice = ? AND what = 'follow' AND NOT stopped",
        (notice,),
    ).fetchone()
    return int(found[0] or 0)


def _has_understood(db: sqlite3.Connection, notice: int, chat: int) -> bool:
    """Whether somebody of her household has said so."""
    found = db.execute(
        "SELECT 1 FROM people JOIN residents AS own ON own.person = people.id"
        " JOIN residents AS others ON others.household = own.household"
        " JOIN notice_answers ON notice_answers.person = others.person AND notice = ?"
        " WHERE chat = ?",
        (notice, chat),
    )
    return found.fetchone() is not None
