"""To whom a notice goes: some homes, and of the people there perhaps those of one language, contract or role.

Where somebody lives is looked up when it is queued, chunk by chunk; her language only when it is sent.
"""

import sqlite3
from typing import Any

import msgspec

# First-hand, second-hand, or in a home that the municipality rents in a block (`homes.LETTINGS`).
CONTRACTS = ("first", "second", "block")
ROLES = ("adult", "helper", "caretaker", "staff", "officer", "admin")
WORK = frozenset({"caretaker", "staff", "officer", "admin"})


class Audience(msgspec.Struct, frozen=True):
    """`place` is all, area.<id>, house.<id>, stair.<house>.<stair> or home.<id>; "" while none is chosen. The
    others narrow it: a locale, one of CONTRACTS, one of ROLES. Of one who works here the place is no matter.
    """

    place: str = ""
    language: str = ""
    contract: str = ""
    role: str = ""


def is_narrowed(audience: Audience) -> bool:
    """Whether who people are narrows it, not only where they live."""
    return bool(audience.language or audience.contract or audience.role)


class Count(msgspec.Struct, frozen=True):
    """How many can be reached, by their language now; how many have blocked the bot, how many live where
    information is muted, and how many homes nobody is reached in.
    """

    languages: dict[str, int]
    blocked: int
    muted: int
    homes_without: int

    @property
    def total(self) -> int:
        return sum(self.languages.values())


class Recipient(msgspec.Struct, frozen=True):
    person: int
    chat: int
    reachable: bool


class Door(msgspec.Struct, frozen=True):
    """A home as somebody finds it who goes there."""

    home: int
    address: str
    stair: str
    flat: str
    object: str


_TENANTS = (
    " FROM people JOIN residents ON residents.person = people.id"
    " JOIN households ON households.id = residents.household"
    " JOIN homes ON homes.id = households.home JOIN houses ON houses.id = homes.house"
    " LEFT JOIN chats ON chats.id = people.chat"
)
_WORKERS = " FROM people LEFT JOIN chats ON chats.id = people.chat"
_NOT_MUTED = " AND NOT EXISTS (SELECT 1 FROM muted_households WHERE household = households.id)"
# The kind of the lease that holds today for the household in its home, NULL where none is known here. The
# clock moves a contract on the day that its leases change (`contracts.TRANSITIONS`), so its state says which
# one it is; notice is given on the latest.
_LEASED = (
    "(SELECT CASE WHEN state IN ('second', 'convert') THEN 'second_hand'"
    " WHEN state = 'first' THEN 'first_hand'"
    " ELSE (SELECT kind FROM leases WHERE contract = contracts.id AND NOT void ORDER BY id DESC) END"
    " FROM contracts WHERE contracts.household = households.id AND contracts.home = homes.id"
    " AND state IN ('second', 'convert', 'first', 'notice') ORDER BY contracts.id DESC)"
)
# Of a tenant without a contract here the company's own system says how the home is let. In the block there
# may be one too, with the municipality: she is asked for by either name.
_CONTRACT = {
    "first": f"coalesce({_LEASED}, CASE letting WHEN 'ordinary' THEN 'first_hand' END) = 'first_hand'",
    "second": f"{_LEASED} = 'second_hand'",
    "block": f"letting = 'municipality' AND coalesce({_LEASED}, '') != 'first_hand'",
}
_DOOR = (
    "SELECT DISTINCT homes.id, address, stair, flat, object FROM homes JOIN houses ON houses.id = homes.house"
    " LEFT JOIN households ON households.home = homes.id"
)
# Where somebody lives as far as the company knows: many tenants have never come in here.
_LIVED_IN = "(households.id IS NOT NULL OR (homes.ready IS NULL AND homes.letting != 'empty'))"
_PEOPLE_AT_HOME = (
    "SELECT 1 FROM households AS theirs JOIN residents ON residents.household = theirs.id"
    " JOIN people ON people.id = residents.person LEFT JOIN chats ON chats.id = people.chat"
    " WHERE theirs.home = homes.id"
)


def _place(place: str) -> tuple[str, list[Any]]:
    """The condition on homes and houses, and its values. A place that does not exist holds nobody."""
    kind, _, rest = place.partition(".")
    if place == "all":
        return "1", []
    if kind == "area":
        return "houses.area = ?", [rest]
    if kind == "stair":
        house, _, stair = rest.partition(".")
        return "homes.house = ? AND homes.stair = ?", [_number(house), stair]
    if kind in ("house", "home"):
        return f"{'homes.house' if kind == 'house' else 'homes.id'} = ?", [_number(rest)]
    return "0", []


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _whom(audience: Audience) -> tuple[str, str, list[Any]]:
    """FROM, the condition, and its values."""
    where, values = _place(audience.place)
    if audience.role in WORK:
        source = _WORKERS
        where, values = "EXISTS (SELECT 1 FROM roles WHERE person = people.id AND role = ?)", [audience.role]
    else:
        source = _TENANTS
        if audience.contract:
            where = f"{where} AND {_CONTRACT.get(audience.contract, '0')}"
    who, more = _who(audience)
    return source, f"{where}{who}", [*values, *more]


def _who(audience: Audience) -> tuple[str, list[Any]]:
    """What narrows it to some of the people of a home, as a further condition, and its values."""
    where = ""
    values: list[Any] = []
    if audience.role in ("adult", "helper"):
        where, values = " AND residents.adult = ?", [audience.role == "adult"]
    if audience.language:
        where, values = f"{where} AND chats.locale = ?", [*values, audience.language]
    return where, values


def next_ones(
    db: sqlite3.Connection, audience: Audience, mutable: bool, after: int, limit: int
) -> list[Recipient]:
    """The next people with an id over `after` who are in it now, in order. `mutable`: without those of
    households that have muted information.
    """
    source, where, values = _whom(audience)
    unmuted = _NOT_MUTED if mutable and audience.role not in WORK else ""
    rows = db.execute(
        f"SELECT people.id, people.chat, coalesce(reachable, 1){source}"
        f" WHERE people.id > ? AND {where}{unmuted} ORDER BY people.id LIMIT ?",
        (after, *values, limit),
    )
    return [Recipient(person, chat, bool(reachable)) for person, chat, reachable in rows]


def count(db: sqlite3.Connection, audience: Audience, mutable: bool) -> Count:
    """Who would get it now."""
    source, where, values = _whom(audience)
    tenants = audience.role not in WORK
    muted = (
        "EXISTS (SELECT 1 FROM muted_households WHERE household = households.id)"
        if mutable and tenants
        else "0"
    )
    rows = db.execute(
        f"SELECT coalesce(locale, 'sv'), coalesce(reachable, 1), {muted}, count(*){source}"
        f" WHERE {where} GROUP BY 1, 2, 3",
        values,
    ).fetchall()
    languages: dict[str, int] = {}
    blocked = quiet = 0
    for locale, reachable, is_muted, n in rows:
        if is_muted:
            quiet += n
        elif not reachable:
            blocked += n
        else:
            languages[locale] = languages.get(locale, 0) + n
    return Count(languages, blocked, quiet, len(doors_without(db, audience)))


def doors_without(db: sqlite3.Connection, audience: Audience) -> list[Door]:
    """The homes that it is meant for and where nobody of those it is meant for is reached by Telegram, for
    paper, in the order of a walk. Of what only a phone tells, which language is read and that a helper is
    there, only homes count where it is known.
    """
    if audience.role in WORK:
        return []
    where, values = _place(audience.place)
    if audience.contract:
        where = f"{where} AND {_CONTRACT.get(audience.contract, '0')}"
    who, more = _who(audience)
    where, values = f"{where} AND NOT EXISTS ({_PEOPLE_AT_HOME}{who} AND reachable)", [*values, *more]
    if audience.language or audience.role == "helper":
        where, values = f"{where} AND EXISTS ({_PEOPLE_AT_HOME}{who})", [*values, *more]
    rows = db.execute(f"{_DOOR} WHERE {where} AND {_LIVED_IN} ORDER BY address, stair, flat", values)
    return [Door(*row) for row in rows]


def includes(db: sqlite3.Connection, audience: Audience, person: int) -> bool:
    """Whether this person is in it now."""
    source, where, values = _whom(audience)
    found = db.execute(f"SELECT 1{source} WHERE people.id = ? AND {where}", (person, *values))
    return found.fetchone() is not None


def concerns(db: sqlite3.Connection, audience: Audience, home: int, person: int) -> bool:
    """Whether what it is told holds for a home, as this person sees it. Where it is narrowed by who people
    are, it holds for those alone, and for no home where it is meant for those who work here.
    """
    if audience.role in WORK:
        return False
    if is_narrowed(audience):
        return includes(db, audience, person)
    where, values = _place(audience.place)
    found = db.execute(
        f"SELECT 1 FROM homes JOIN houses ON houses.id = homes.house WHERE homes.id = ? AND {where}",
        (home, *values),
    )
    return found.fetchone() is not None


def exists(db: sqlite3.Connection, place: str) -> bool:
    """Whether there is a home in a place."""
    where, values = _place(place)
    found = db.execute(
        f"SELECT 1 FROM homes JOIN houses ON houses.id = homes.house WHERE {where} LIMIT 1", values
    )
    return found.fetchone() is not None


def stairs(db: sqlite3.Connection, house: int) -> list[str]:
    """The stairs of a house that has several, in order; empty otherwise."""
    rows = db.execute("SELECT DISTINCT stair FROM homes WHERE house = ? ORDER BY stair", (house,)).fetchall()
    return [stair for (stair,) in rows if stair] if len(rows) > 1 else []


# -- Mute --------------------------------------------------------------------------------------------


def is_muted(db: sqlite3.Connection, household: int) -> bool:
    """Whether the household wants no information."""
    found = db.execute("SELECT 1 FROM muted_households WHERE household = ?", (household,))
    return found.fetchone() is not None


def mute(db: sqlite3.Connection, household: int, muted: bool, now: float) -> None:
    """The household wants no information any more, or wants it again."""
    if muted:
        db.execute("INSERT OR IGNORE INTO muted_households VALUES (?, ?)", (household, now))
    else:
        db.execute("DELETE FROM muted_households WHERE household = ?", (household,))
