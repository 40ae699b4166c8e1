"""Flats whose turn it is for the municipality's unit: it names a household for each, or gives it back."""

import sqlite3

import msgspec

from storage.people import NotAllowed, Person

# State -> act -> the state that follows. `match` is a household named for it, `free` that household is out
# again; `expire` comes when nobody is named in time.
TRANSITIONS: dict[str, dict[str, str]] = {
    "open": {"match": "matched", "decline": "declined", "expire": "expired", "void": "void"},
    "matched": {
        "match": "matched",
        "free": "open",
        "let": "let",
        "decline": "declined",
        "expire": "expired",
        "void": "void",
    },
    "let": {"void": "void"},
    "declined": {},
    "expired": {},
    "void": {},
}
LIVE = ("open", "matched")
# Why the unit gives a flat back, of the reasons that the ledger knows.
REASONS = ("too_small", "too_large", "not_accessible", "nobody_waits", "other")


class UnitOffer(msgspec.Struct, frozen=True):
    """`vacancy` is its entry in the ledger; `free_from` and `match_by` are ISO days, `rent` kronor a month.
    `half` and `last` are when the officers are reminded, `reminded` how often they were.
    """

    id: int
    vacancy: int
    home: int
    state: str
    free_from: str
    rent: int | None
    match_by: str
    half: float
    last: float | None
    reminded: int
    reason: str
    at: float
    changed: float

    @property
    def live(self) -> bool:
        return self.state in LIVE


class NotNow(Exception):
    """That act does not follow on the state it is in; nothing was changed."""

    def __init__(self, offer: UnitOffer) -> None:
        super().__init__(offer.state)
        self.offer = offer


_COLUMNS = ", ".join(UnitOffer.__struct_fields__)


def add(
    db: sqlite3.Connection,
    vacancy: int,
    home: int,
    free_from: str,
    rent: int | None,
    match_by: str,
    half: float,
    last: float | None,
    now: float,
) -> UnitOffer:
    """A flat is offered to the unit. Raises sqlite3.IntegrityError if it is already: a vacancy is offered
    once, but for what is void, a home once at a time.
    """
    row = db.execute(
        "INSERT INTO unit_offers (vacancy, home, state, free_from, rent, match_by, half, last, at, changed)"
        f" VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
        (vacancy, home, free_from, rent, match_by, half, last, now, now),
    ).fetchone()
    offer = UnitOffer(*row)
    happened(db, offer.id, None, "offered", None, match_by, now)
    return offer


def get(db: sqlite3.Connection, offer: int) -> UnitOffer | None:
    return next(iter(_found(db, "id = ?", offer)), None)


def is_live(db: sqlite3.Connection, home: int) -> bool:
    """Whether this home is offered to the unit now."""
    return bool(_found(db, "home = ? AND state IN ('open', 'matched')", home))


def was_offered(db: sqlite3.Connection, vacancy: int) -> bool:
    """Whether this entry of the ledger has become an offer, whatever came of it but a void one."""
    return bool(_found(db, "vacancy = ? AND state <> 'void'", vacancy))


def live(db: sqlite3.Connection) -> list[UnitOffer]:
    """Those for which a household is sought or asked, the most urgent first."""
    return _found(db, "state IN ('open', 'matched') ORDER BY match_by, id")


def before_keys(db: sqlite3.Connection) -> list[UnitOffer]:
    """Those that are let on a contract that has not begun, or that was cancelled."""
    return _found(
        db,
        "state = 'let' AND EXISTS (SELECT 1 FROM contracts WHERE contracts.vacancy = unit_offers.vacancy"
        " AND contracts.state IN ('signed2', 'cancelled')) ORDER BY id",
    )


def move(db: sqlite3.Connection, offer: int, act: str, by: Person | None, note: str, now: float) -> UnitOffer:
    """The only way from one state to another; `by` is None for what happens of itself.

    Raises LookupError, NotAllowed (it is for officers), NotNow.
    """
    before = get(db, offer)
    if before is None:
        raise LookupError(offer)
    if by is not None and "officer" not in by.work:
        raise NotAllowed(by.id)
    state = TRANSITIONS[before.state].get(act)
    if state is None:
        raise NotNow(before)
    reason = note if act == "decline" else before.reason
    db.execute(
        "UPDATE unit_offers SET state = ?, reason = ?, changed = ? WHERE id = ?", (state, reason, now, offer)
    )
    happened(db, offer, None, act, by.id if by is not None else None, note, now)
    return msgspec.structs.replace(before, state=state, reason=reason, changed=now)


def match_until(db: sqlite3.Connection, offer: int, match_by: str, last: float | None) -> None:
    """Another household may be named until this day. Only its last working day but one is reminded of:
    when half is gone a household has only just declined.
    """
    db.execute(
        "UPDATE unit_offers SET match_by = ?, last = ?, reminded = 1 WHERE id = ?", (match_by, last, offer)
    )


def free_on(db: sqlite3.Connection, offer: int, day: str, now: float) -> UnitOffer:
    """The flat becomes free on another day (ISO) than was said. Raises LookupError."""
    db.execute("UPDATE unit_offers SET free_from = ? WHERE id = ?", (day, offer))
    happened(db, offer, None, "free_on", None, day, now)
    found = get(db, offer)
    if found is None:
        raise LookupError(offer)
    return found


def remind(db: sqlite3.Connection, offer: int, stage: int) -> None:
    db.execute("UPDATE unit_offers SET reminded = ? WHERE id = ?", (stage, offer))


def due(db: sqlite3.Connection, now: float, today: str) -> list[int]:
    """Those of which the officers are to be reminded, or whose last day has passed. `today` is an ISO day."""
    rows = db.execute(
        "SELECT id FROM unit_offers WHERE state = 'open'"
        " AND (match_by < ?2 OR reminded < 1 AND half <= ?1 OR reminded < 2 AND last <= ?1)"
        " OR state = 'matched' AND match_by < ?2 AND NOT EXISTS (SELECT 1 FROM offers"
        " WHERE unit_offer = unit_offers.id AND state IN ('open', 'accepted')) ORDER BY id",
        (now, today),
    )
    return [i for (i,) in rows]


def happened(
    db: sqlite3.Connection,
    unit_offer: int,
    offer: int | None,
    act: str,
    person: int | None,
    note: str,
    now: float,
) -> None:
    """Keeps in the flat's history what was done; `person` is None for what happens of itself."""
    db.execute(
        "INSERT INTO offer_events (unit_offer, offer, act, person, note, at) VALUES (?, ?, ?, ?, ?, ?)",
        (unit_offer, offer, act, person, note, now),
    )


def _found(db: sqlite3.Connection, condition: str, *values: object) -> list[UnitOffer]:
    rows = db.execute(f"SELECT {_COLUMNS} FROM unit_offers WHERE {condition}", values)
    return [UnitOffer(*row) for row in rows]
