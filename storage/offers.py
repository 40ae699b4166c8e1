"""A flat offered to one household: who may answer, what follows, and until when.

The state follows the adults' answers as long as they agree. Where two answer differently nothing switches: a
person of the unit asks them. It can be changed until the unit has confirmed.
"""

import sqlite3

import msgspec

from storage import households, unit_offers
from storage.people import NotAllowed, Person
from storage.unit_offers import UnitOffer, happened

# State -> act -> the state that follows. `miss`: the last day has gone without an answer, `more`: a new last
# day; `end` is over without a contract, `fall` a contract that does not come.
TRANSITIONS: dict[str, dict[str, str]] = {
    "open": {"yes": "accepted", "no": "declined", "miss": "silent", "end": "ended"},
    "silent": {"yes": "accepted", "no": "declined", "more": "open", "end": "ended"},
    "accepted": {"yes": "accepted", "no": "declined", "confirm": "signed", "end": "ended"},
    "declined": {"yes": "accepted", "no": "declined", "end": "ended"},
    "signed": {"fall": "ended"},
    "ended": {},
}
LIVE = ("open", "silent", "accepted")
# Why it ended: the flat went to another, the officer took it back, the flat is not free after all, the time
# of the unit was over, the unit gave the flat back, the household has left, what was signed does not come.
ENDED = ("passed_on", "withdrawn", "void", "expired", "given_back", "left", "not_coming")
# Why a household declines, if it wants to say so.
REASONS = ("size", "place", "stairs", "rent", "time", "other")


class Offer(msgspec.Struct, frozen=True):
    """`answer_by` is an ISO day; `half` and `last` are when the adults are reminded. `by_phone` is what they
    told the officer, "" if nothing; `ended` one of ENDED once it is over.
    """

    id: int
    unit_offer: int
    household: int
    state: str
    answer_by: str
    half: float
    last: float | None
    reminded: int
    by_phone: str
    ended: str
    officer: int
    at: float
    changed: float


class Refused(Exception):
    """It cannot be done; nothing was changed. `why` is a word for the person: not_yours, adult, late, over,
    busy (the household has another offer), taken (the flat has), differ, void.
    """

    def __init__(self, why: str, offer: Offer | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.offer = offer


_COLUMNS = ", ".join(Offer.__struct_fields__)


def get(db: sqlite3.Connection, offer: int) -> Offer | None:
    return next(iter(_found(db, "id = ?", offer)), None)


def of_household(db: sqlite3.Connection, household: int) -> list[Offer]:
    """All offers to a household, the latest first."""
    return _found(db, "household = ? ORDER BY id DESC", household)


def live_of(db: sqlite3.Connection, household: int) -> Offer | None:
    """The offer that this household has now."""
    condition = "household = ? AND state IN ('open', 'silent', 'accepted')"
    return next(iter(_found(db, condition, household)), None)


def of_unit_offer(db: sqlite3.Connection, unit_offer: int) -> list[Offer]:
    """The households that were named for a flat, the latest first."""
    return _found(db, "unit_offer = ? ORDER BY id DESC", unit_offer)


def match(
    db: sqlite3.Connection,
    flat: UnitOffer,
    household: int,
    by: Person,
    answer_by: str,
    half: float,
    last: float | None,
    now: float,
) -> Offer:
    """The officer of a household names it for a flat. One that has declined is over by it, as is what this
    household declined before. Raises NotAllowed; Refused (over, taken, busy).
    """
    case = households.get(db, household)
    if case is None or not households.may(case, by):
        raise NotAllowed(household)
    if not flat.live:
        raise Refused("over")
    if not case.waits or live_of(db, household) is not None:
        raise Refused("busy", live_of(db, household))
    if any(each.state in LIVE for each in of_unit_offer(db, flat.id)):
        raise Refused("taken")
    for old in (*of_unit_offer(db, flat.id), *of_household(db, household)):
        if old.state == "declined":
            end(db, old, "passed_on", by.id, now)
    row = db.execute(
        "INSERT INTO offers (unit_offer, household, state, answer_by, half, last, officer, at, changed)"
        f" VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
        (flat.id, household, answer_by, half, last, by.id, now, now),
    ).fetchone()
    unit_offers.move(db, flat.id, "match", by, "", now)
    offer = Offer(*row)
    happened(db, flat.id, offer.id, "named", by.id, answer_by, now)
    return offer


# -- What the household says -------------------------------------------------------------------------


def answers(db: sqlite3.Connection, offer: Offer) -> dict[int, str]:
    """What each adult who still belongs to the household said last, by person."""
    rows = db.execute(
        "SELECT offer_answers.person, says FROM offer_answers JOIN residents"
        " ON residents.person = offer_answers.person AND residents.household = ?1 AND adult"
        " WHERE offer = ?2 ORDER BY offer_answers.id",
        (offer.household, offer.id),
    )
    return dict(rows.fetchall())


def differ(db: sqlite3.Connection, offer: Offer) -> bool:
    """Whether two adults have answered differently, and nobody has told the officer since."""
    return not offer.by_phone and len(set(answers(db, offer).values())) > 1


def stands(db: sqlite3.Connection, offer: Offer) -> bool:
    """Whether those who belong to the household now say what it stands for, a yes or a no."""
    says = {"accepted": "yes", "declined": "no"}.get(offer.state)
    return says is None or offer.by_phone == says or set(answers(db, offer).values()) == {says}


def may_answer(db: sqlite3.Connection, offer: Offer, person: Person, today: str) -> None:
    """Raises Refused: only an adult of the household, in time, before the unit has confirmed."""
    if person.household != offer.household:
        raise Refused("not_yours", offer)
    if not person.adult:
        raise Refused("adult", offer)
    if offer.state in ("signed", "ended"):
        raise Refused("over", offer)
    if offer.state == "silent" or (offer.state == "open" and offer.answer_by < today):
        raise Refused("late", offer)
    other = live_of(db, offer.household)
    if other is not None and other.id != offer.id:
        raise Refused("busy", offer)


def ask(db: sqlite3.Connection, offer: Offer, person: Person, says: str) -> None:
    """Keeps what she has pressed, to be asked whether she is sure."""
    db.execute("INSERT OR REPLACE INTO offer_asked VALUES (?, ?, ?)", (offer.id, person.id, says))


def asked(db: sqlite3.Connection, offer: Offer, person: Person) -> str:
    """What she is asked to be sure of, "" for nothing."""
    row = db.execute(
        "SELECT says FROM offer_asked WHERE offer = ? AND person = ?", (offer.id, person.id)
    ).fetchone()
    return str(row[0]) if row else ""


def ask_no_more(db: sqlite3.Connection, offer: Offer, person: Person) -> None:
    db.execute("DELETE FROM offer_asked WHERE offer = ? AND person = ?", (offer.id, person.id))


def answer(db: sqlite3.Connection, offer: Offer, person: Person, says: str, today: str, now: float) -> Offer:
    """An adult answers. Returns the offer as it is now: where the adults differ it stays as it was.

    Raises Refused.
    """
    may_answer(db, offer, person, today)
    ask_no_more(db, offer, person)
    db.execute(
        "INSERT INTO offer_answers (offer, person, says, at) VALUES (?, ?, ?, ?)",
        (offer.id, person.id, says, now),
    )
    happened(db, offer.unit_offer, offer.id, says, person.id, "", now)
    if offer.by_phone:
        # She says it herself now; what was told by phone no longer stands for it.
        db.execute("UPDATE offers SET by_phone = '' WHERE id = ?", (offer.id,))
        offer = msgspec.structs.replace(offer, by_phone="")
    if set(answers(db, offer).values()) != {says}:
        return offer
    return _move(db, offer, says, now)


def answer_for(db: sqlite3.Connection, offer: Offer, by: Person, says: str, now: float) -> Offer:
    """The household has told its officer. Raises NotAllowed, Refused."""
    _officer(db, offer, by)
    if offer.state in ("signed", "ended"):
        raise Refused("over", offer)
    other = live_of(db, offer.household)
    if other is not None and other.id != offer.id:
        raise Refused("busy", offer)
    happened(db, offer.unit_offer, offer.id, f"phone_{says}", by.id, "", now)
    db.execute("UPDATE offers SET by_phone = ? WHERE id = ?", (says, offer.id))
    return _move(db, msgspec.structs.replace(offer, by_phone=says), says, now)


def say_why(db: sqlite3.Connection, offer: Offer, person: Person, reason: str, now: float) -> None:
    """Why it was declined, for the unit. Raises Refused."""
    if person.household != offer.household or not person.adult:
        raise Refused("not_yours", offer)
    if offer.state != "declined" or reason not in REASONS:
        raise Refused("over", offer)
    happened(db, offer.unit_offer, offer.id, "why", person.id, reason, now)


def why(db: sqlite3.Connection, offer: Offer) -> str:
    """The reason that was given last, "" for none."""
    row = db.execute(
        "SELECT note FROM offer_events WHERE offer = ? AND act = 'why' ORDER BY id DESC", (offer.id,)
    ).fetchone()
    return str(row[0]) if row else ""


# -- What the unit does ------------------------------------------------------------------------------


def may_confirm(db: sqlite3.Connection, offer: Offer, by: Person) -> None:
    """Raises NotAllowed, Refused (over, differ): the unit confirms a yes that those who live there now stand
    by.
    """
    _officer(db, offer, by)
    if offer.state != "accepted":
        raise Refused("over", offer)
    if not stands(db, offer):
        raise Refused("differ", offer)


def confirm(db: sqlite3.Connection, offer: Offer, by: Person, now: float) -> Offer:
    """The unit confirms a yes: from now on it stands. Raises as `may_confirm`."""
    may_confirm(db, offer, by)
    return _move(db, offer, "confirm", now, by.id)


def give_more_time(
    db: sqlite3.Connection,
    offer: Offer,
    by: Person,
    answer_by: str,
    half: float,
    last: float | None,
    now: float,
) -> Offer:
    """After silence the officer has reached them, and they think it over. Raises NotAllowed, Refused."""
    _officer(db, offer, by)
    if "more" not in TRANSITIONS[offer.state]:
        raise Refused("over", offer)
    db.execute(
        "UPDATE offers SET answer_by = ?, half = ?, last = ?, reminded = 0 WHERE id = ?",
        (answer_by, half, last, offer.id),
    )
    return _move(db, offer, "more", now, by.id)


def withdraw(db: sqlite3.Connection, offer: Offer, by: Person, now: float) -> Offer:
    """The officer takes it back; the flat is free for another household. Raises NotAllowed, Refused."""
    _officer(db, offer, by)
    if "end" not in TRANSITIONS[offer.state]:
        raise Refused("over", offer)
    ended = end(db, offer, "withdrawn", by.id, now)
    free(db, offer.unit_offer, now)
    return ended


def miss(db: sqlite3.Connection, offer: Offer, now: float) -> Offer:
    """The last day has gone without an answer: a person calls. Raises Refused."""
    if "miss" not in TRANSITIONS[offer.state]:
        raise Refused("over", offer)
    return _move(db, offer, "miss", now)


def end(db: sqlite3.Connection, offer: Offer, why: str, by: int | None, now: float) -> Offer:
    """It is over without a contract, for one of ENDED."""
    db.execute("UPDATE offers SET ended = ? WHERE id = ?", (why, offer.id))
    return _move(db, msgspec.structs.replace(offer, ended=why), "end", now, by)


def fall(db: sqlite3.Connection, offer: Offer, now: float) -> Offer:
    """It was confirmed, and the home does not come after all. Raises Refused."""
    if "fall" not in TRANSITIONS[offer.state]:
        raise Refused("over", offer)
    db.execute("UPDATE offers SET ended = 'not_coming' WHERE id = ?", (offer.id,))
    return _move(db, msgspec.structs.replace(offer, ended="not_coming"), "fall", now)


def free(db: sqlite3.Connection, unit_offer: int, now: float) -> None:
    """The flat is open for another household, unless it is already."""
    flat = unit_offers.get(db, unit_offer)
    if flat is not None and flat.state == "matched":
        unit_offers.move(db, unit_offer, "free", None, "", now)


def _officer(db: sqlite3.Connection, offer: Offer, by: Person) -> None:
    case = households.get(db, offer.household)
    if case is None or not households.may(case, by):
        raise NotAllowed(offer.id)


def _move(db: sqlite3.Connection, offer: Offer, act: str, now: float, by: int | None = None) -> Offer:
    state = TRANSITIONS[offer.state].get(act)
    if state is None:
        raise Refused("over", offer)
    if act in ("miss", "more", "end", "fall", "confirm"):
        happened(db, offer.unit_offer, offer.id, act, by, offer.ended, now)
    db.execute("UPDATE offers SET state = ?, changed = ? WHERE id = ?", (state, now, offer.id))
    if state == "declined":
        free(db, offer.unit_offer, now)
    elif state == "accepted":
        flat = unit_offers.get(db, offer.unit_offer)
        if flat is not None and flat.state == "open":
            unit_offers.move(db, flat.id, "match", None, "", now)
    return get(db, offer.id) or offer


# -- What falls due ----------------------------------------------------------------------------------


def remind(db: sqlite3.Connection, offer: Offer, stage: int) -> None:
    db.execute("UPDATE offers SET reminded = ? WHERE id = ?", (stage, offer.id))


def due(db: sqlite3.Connection, now: float, today: str) -> list[int]:
    """Open ones of which the adults are to be reminded, or whose last day has passed; today is an ISO day."""
    rows = db.execute(
        "SELECT id FROM offers WHERE state = 'open'"
        " AND (answer_by < ?2 OR reminded < 1 AND half <= ?1 OR reminded < 2 AND last <= ?1) ORDER BY id",
        (now, today),
    )
    return [i for (i,) in rows]


def _found(db: sqlite3.Connection, condition: str, *values: object) -> list[Offer]:
    rows = db.execute(f"SELECT {_COLUMNS} FROM offers WHERE {condition}", values)
    return [Offer(*row) for row in rows]
