"""Notices: what staff say to the people of some homes, and how each goes on. What it says is kept by version,
and a version is never changed: what is on its way is drawn from the one it names.
"""

import math
import sqlite3
import zlib

import msgspec

from storage import audiences, sendings
from storage.audiences import Audience
from storage.people import NotAllowed, Person

KINDS = ("information", "planned", "meeting", "emergency", "poll")
# What a household may choose not to get.
MUTABLE = frozenset({"information", "meeting", "poll"})
# A notice waits for the languages it must have, for a second person, for its time; then it is sent.
TRANSITIONS: dict[tuple[str, str], str] = {
    ("waits_texts", "complete"): "due",
    ("waits_texts", "complete_second"): "waits_second",
    ("waits_texts", "drop"): "dropped",
    ("waits_second", "confirm"): "due",
    ("waits_second", "drop"): "dropped",
    ("due", "drop"): "dropped",
    ("due", "lapse"): "dropped",
    ("due", "begin"): "sending",
    ("sending", "finish"): "sent",
    ("sending", "stop"): "stopped",
    ("sending", "withdraw"): "withdrawn",
    ("sent", "withdraw"): "withdrawn",
    ("stopped", "withdraw"): "withdrawn",
}
DAY = 24 * 3600.0
NEVER_AGAIN = 1e18  # when the progress is shown next of a notice that has come to its end
# What is done by the clock, not by a person.
BY_ITSELF = frozenset({"begin", "lapse", "finish"})
CORRECTABLE = frozenset({"waits_texts", "waits_second", "due", "sending", "sent", "stopped"})
_HOT_WATER = ("hotwater.none_flat", "hotwater.none_building", "hotwater.none_building_day")
_WATER = ("hotwater.no_water", *_HOT_WATER)
_POWER = ("electricity.flat_dark", "laundry.no_power", "stairs_entry.light", "lift.stopped")
_HEAT = ("heating.radiator_cold", "heating.no_heat", "heating.no_heat_building", "heating.too_cold")
_LIFT = ("lift.stopped", "lift.door")
# What work that is announced takes away meanwhile: template -> the faults that nobody need report then.
COVERS: dict[str, tuple[str, ...]] = {
    "water_off": _WATER,
    "hot_water_off": _HOT_WATER,
    "power_off": _POWER,
    "lift_stopped": _LIFT,
    "heat_down": _HEAT,
    "burst_pipe": _WATER,
    "laundry_closed": ("laundry.washer", "laundry.dryer", "laundry.drying_cabinet", "laundry.no_power"),
    "emergency.water": _WATER,
    "emergency.power": _POWER,
    "emergency.heat": _HEAT,
    "emergency.lift": _LIFT,
}
# Which of these free words about planned work can take away.
COVERABLE = ("water_off", "hot_water_off", "power_off", "lift_stopped", "heat_down", "laundry_closed")


class Notice(msgspec.Struct, frozen=True):
    """`starts` and `ends` are the hours of what it tells of, `send_at` when it goes out, in epoch seconds.
    `asks` is whether its readers are asked if they have understood, `asked` since when they have what it
    says now. `covers` is what does not work meanwhile, besides what its template says.
    `rewriter` wrote its present version, None: its writer. `proposal` is a correction by `proposer` that
    waits for a second person, `New` as JSON.
    """

    id: int
    kind: str
    template: str
    state: str
    audience: Audience
    writer: int
    confirmer: int | None
    version: int
    asks: bool
    reminded: bool
    starts: float | None
    ends: float | None
    send_at: float
    sending: int | None
    begun: float | None
    asked: float | None
    covers: list[str]
    rewriter: int | None
    proposal: str | None
    proposer: int | None
    at: float

    @property
    def author(self) -> int:
        """Who wrote what waits for a second person, or what it says now."""
        if self.proposal is not None and self.proposer is not None:
            return self.proposer
        return self.rewriter if self.rewriter is not None else self.writer

    @property
    def wording(self) -> str:
        """Which words wait for a second person: the version, or a mark of the correction, which has none yet.
        It changes when they do.
        """
        return str(self.version) if self.proposal is None else f"{zlib.crc32(self.proposal.encode()):08x}"


class New(msgspec.Struct, frozen=True):
    """A notice that is about to be recorded; `content` is JSON."""

    kind: str
    template: str
    audience: Audience
    content: str
    send_at: float
    asks: bool = False
    starts: float | None = None
    ends: float | None = None
    covers: list[str] = []


class NotNow(Exception):
    """Its state does not allow this; `notice` is as it is. Nothing was changed."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.state)
        self.notice = notice


class Changed(NotNow):
    """Somebody else has written it anew since it was read."""


_COLUMNS = ", ".join(Notice.__struct_fields__)


def _of_row(row: tuple[object, ...]) -> Notice:
    fields = dict(zip(Notice.__struct_fields__, row, strict=True))
    fields["audience"] = msgspec.json.decode(str(fields["audience"]))
    fields["covers"] = msgspec.json.decode(str(fields["covers"]))
    return msgspec.convert(fields, Notice, strict=False)


def get(db: sqlite3.Connection, notice: int) -> Notice | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM notices WHERE id = ?", (notice,)).fetchone()
    return _of_row(row) if row else None


def latest(db: sqlite3.Connection, limit: int, before: int | None = None) -> list[Notice]:
    """The latest notices, those before the id `before` if it is given."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM notices WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2",
        (before, limit),
    )
    return [_of_row(row) for row in rows]


def may_write(person: Person) -> bool:
    """Whether this person speaks for the company."""
    return "staff" in person.work


def over_at(kind: str, starts: float | None, ends: float | None) -> float:
    """When what a notice tells of is over: its end, the beginning of a meeting, the end of its day; infinite
    where it tells of no time.
    """
    if ends:
        return ends
    if not starts:
        return math.inf
    return starts if kind == "meeting" else starts + DAY


def is_over(notice: Notice, now: float) -> bool:
    """Whether what it tells of is over."""
    return over_at(notice.kind, notice.starts, notice.ends) <= now


def add(db: sqlite3.Connection, new: New, state: str, person: Person, now: float) -> Notice:
    """Records a notice in the state in which it begins. Raises NotAllowed."""
    if not may_write(person):
        raise NotAllowed(person.id)
    found = db.execute(
        "INSERT INTO notices"
        " (kind, template, state, audience, writer, asks, starts, ends, covers, send_at, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            new.kind,
            new.template,
            state,
            msgspec.json.encode(new.audience).decode(),
            person.id,
            new.asks,
            new.starts,
            new.ends,
            msgspec.json.encode(new.covers).decode(),
            new.send_at,
            now,
        ),
    )
    notice = int(found.fetchone()[0])
    db.execute("INSERT INTO notice_texts VALUES (?, 1, ?)", (notice, new.content))
    return there(db, notice)


def move(db: sqlite3.Connection, notice_id: int, act: str, person: Person | None) -> Notice:
    """Takes a notice on; `person` is None for what happens by itself. A second person is another one than who
    wrote what it says now.

    Raises NotAllowed, NotNow, LookupError.
    """
    notice = get(db, notice_id)
    if notice is None:
        raise LookupError(notice_id)
    if (act in BY_ITSELF) != (person is None) or (person is not None and not may_write(person)):
        raise NotAllowed(notice_id)
    if act == "confirm" and person is not None and person.id == notice.author:
        raise NotAllowed(notice_id)
    after = TRANSITIONS.get((notice.state, act))
    if after is None:
        raise NotNow(notice)
    confirmer = person.id if act == "confirm" and person is not None else notice.confirmer
    db.execute("UPDATE notices SET state = ?, confirmer = ? WHERE id = ?", (after, confirmer, notice_id))
    return there(db, notice_id)


def send_at(db: sqlite3.Connection, notice_id: int, at: float) -> None:
    """Another time for what has not begun."""
    db.execute("UPDATE notices SET send_at = ? WHERE id = ?", (at, notice_id))


def has_sending(db: sqlite3.Connection, notice_id: int, sending: int, now: float) -> None:
    db.execute(
        "UPDATE notices SET sending = ?1, begun = ?2, asked = ?2 WHERE id = ?3", (sending, now, notice_id)
    )


def is_for(db: sqlite3.Connection, notice: Notice, person: Person) -> bool:
    """Whether it is for this person: it has been sent to her, whatever has become of her since, or she is
    among those it goes to now.
    """
    if notice.sending is not None and sendings.delivery(db, notice.sending, person.chat) is not None:
        return True
    return audiences.includes(db, notice.audience, person.id)


def content(db: sqlite3.Connection, notice_id: int, version: int) -> str | None:
    """What a version says, as JSON."""
    row = db.execute(
        "SELECT content FROM notice_texts WHERE notice = ? AND version = ?", (notice_id, version)
    ).fetchone()
    return str(row[0]) if row else None


def there(db: sqlite3.Connection, notice_id: int) -> Notice:
    """One that is known to be there."""
    found = get(db, notice_id)
    assert found is not None
    return found


# -- What the clock looks for -----------------------------------------------------------------------


def to_begin(db: sqlite3.Connection, now: float) -> list[int]:
    """Notices whose time has come."""
    rows = db.execute("SELECT id FROM notices WHERE state = 'due' AND send_at <= ? ORDER BY id", (now,))
    return [i for (i,) in rows]


def to_show(db: sqlite3.Connection, now: float, every: float) -> list[int]:
    """Notices being sent whose progress was shown a while ago, and those that are finished."""
    rows = db.execute(
        "SELECT notices.id FROM notices JOIN sendings ON sendings.id = sending"
        " WHERE state IN ('sending', 'stopped', 'withdrawn') AND shown_at < ? AND"
        " (shown_at <= ? OR (sent + blocked + failed + left_out = queued"
        " AND NOT EXISTS (SELECT 1 FROM notice_runs WHERE notice = notices.id AND NOT done)))",
        (NEVER_AGAIN, now - every),
    )
    return [i for (i,) in rows]


def was_shown(db: sqlite3.Connection, notice_id: int, now: float) -> None:
    db.execute("UPDATE notices SET shown_at = ? WHERE id = ?", (now, notice_id))


def known(db: sqlite3.Connection, home: int, item: str, person: int, now: float) -> Notice | None:
    """The work, or the emergency, that has been announced for a home, to whoever reports something of it, and
    takes this away now.
    """
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM notices WHERE kind IN ('planned', 'emergency')"
        " AND starts <= ?1 AND ends > ?1 AND state IN ('sending', 'sent') ORDER BY id DESC",
        (now,),
    )
    for notice in map(_of_row, rows):
        stops = (COVERS.get(each, ()) for each in (notice.template, *notice.covers))
        if any(item in each for each in stops) and audiences.concerns(db, notice.audience, home, person):
            return notice
    return None
