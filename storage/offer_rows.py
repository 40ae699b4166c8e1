"""The offers as rows for a file: each flat offered to the unit, and what came of it. No household."""

import sqlite3
from collections.abc import Iterator

import msgspec


class OfferRow(msgspec.Struct, frozen=True):
    """A flat offered to the unit. `offered` and `ended` are epoch seconds, `ended` None while it is offered;
    `asked` is how many households were, `declined` how many of them said no, `silent` how many did not answer
    in time; `why` are the reasons that were given. `reason` is the unit's.
    """

    id: int
    vacancy: int
    object: str
    address: str
    flat: str
    rooms: int | None
    size: float | None
    rent: int | None
    free_from: str
    offered: float
    match_by: str
    state: str
    reason: str
    ended: float | None
    asked: int
    declined: int
    silent: int
    why: str


def read(db: sqlite3.Connection) -> Iterator[OfferRow]:
    """In the order in which they were offered."""
    rows = db.execute(
        "SELECT u.id, u.vacancy, homes.object, houses.address, homes.flat, homes.rooms, homes.size, u.rent,"
        " u.free_from, u.at, u.match_by, u.state, u.reason,"
        " CASE WHEN u.state IN ('open', 'matched') THEN NULL ELSE u.changed END,"
        " (SELECT count(*) FROM offers WHERE unit_offer = u.id),"
        " (SELECT count(DISTINCT offer) FROM offer_events WHERE unit_offer = u.id"
        "  AND act IN ('no', 'phone_no')),"
        " (SELECT count(DISTINCT offer) FROM offer_events WHERE unit_offer = u.id AND act = 'miss'),"
        " (SELECT coalesce(group_concat(note, ' '), '') FROM offer_events"
        "  WHERE unit_offer = u.id AND act = 'why')"
        " FROM unit_offers AS u JOIN homes ON homes.id = u.home JOIN houses ON houses.id = homes.house"
        " ORDER BY u.id"
    )
    return (OfferRow(*row) for row in rows)
