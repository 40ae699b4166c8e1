"""`invite`: a one-time code for a household or for somebody who works here."""

import asyncio
import sqlite3
from typing import Literal, get_args

import msgspec

from bot.commands import CommandError
from bot.engine.clock import Clock
from bot.settings import read_company, read_settings
from storage import codes, homes, people
from storage.database import open_database

Role = Literal["household", "caretaker", "staff", "officer", "admin"]
ROLES: dict[str, Role] = {role: role for role in get_args(Role)}
HELPER = "helper"


class Wish(msgspec.Struct, frozen=True):
    """What was asked for on the command line. `areas` are ids; `days` None means as the company says."""

    role: str
    home: str | None = None
    household: int | None = None
    helper: bool = False
    areas: tuple[str, ...] = ()
    name: str | None = None
    days: int | None = None


class Ticket(msgspec.Struct, frozen=True):
    """What is handed over. `link` is None as long as the bot's name is not known."""

    code: str
    role: Role
    days: int
    household: int | None
    home: str | None
    person: Literal["adult", "helper"] | None
    areas: tuple[str, ...]
    link: str | None


def act(wish: Wish, as_json: bool) -> None:
    """Makes the code and prints it with its link. Raises CommandError, naming what does not fit."""
    role = _role(wish)
    settings = read_settings()
    days = wish.days or read_company(settings.company).desk.code_days

    async def make() -> Ticket:
        async with open_database(settings.database) as database, database.transaction() as db:
            now = Clock(settings.clock).now()
            return _made(db, wish, role, now, days, _bot_name(db, settings.token))

    ticket = asyncio.run(make())
    if as_json:
        print(msgspec.json.encode(ticket).decode())
        return
    print(f"code: {ticket.code} ({_whose(ticket)}; works once, for {days} days)")
    print(f"link: {ticket.link or 'not yet: the name of the bot is kept from its first `run` on'}")


def _role(wish: Wish) -> Role:
    try:
        role: Role = ROLES["household" if wish.role == HELPER else wish.role]
    except KeyError:
        raise CommandError(f"there is no role {wish.role!r}: {', '.join([*ROLES, HELPER])}") from None
    is_household = role == "household"
    misplaced = {
        "--home": wish.home is not None and not is_household,
        "--household": wish.household is not None and not is_household,
        "--helper": wish.helper and not is_household,
        "--areas": bool(wish.areas) and role != "caretaker",
        # No name of a tenant is kept, ever.
        "--name": wish.name is not None and is_household,
    }
    for option, wrong in misplaced.items():
        if wrong:
            raise CommandError(f"{option} does not go with {wish.role}")
    if wish.home is not None and wish.household is not None:
        raise CommandError("--home or --household: one of them says which household it is")
    return role


def _made(db: sqlite3.Connection, wish: Wish, role: Role, now: float, days: int, bot: str | None) -> Ticket:
    household = _household(db, wish, now) if role == "household" else None
    adult = not (wish.helper or wish.role == HELPER)
    areas = _areas(db, wish.areas) if role == "caretaker" else ()
    invitation = codes.Invitation(role, household, adult, areas, wish.name)
    code = codes.make(db, invitation, now, days)
    return Ticket(
        code=code,
        role=role,
        days=days,
        household=household,
        home=_object(db, household),
        person=None if household is None else "adult" if adult else "helper",
        areas=areas,
        link=f"https://t.me/{bot}?start={code}" if bot else None,
    )


def _household(db: sqlite3.Connection, wish: Wish, now: float) -> int:
    """The household that is meant: the one named, else the one that lives there, else a new one."""
    if wish.household is not None:
        if people.household(db, wish.household) is None:
            raise CommandError(f"there is no household {wish.household}")
        return wish.household
    if wish.home is None:
        return people.add_household(db, None, now)
    home = homes.by_object(db, wish.home)
    if home is None:
        raise CommandError(f"there is no home {wish.home!r}: --home takes an object number, zeros and all")
    living = people.household_of_home(db, home.id)
    return people.add_household(db, home.id, now) if living is None else living


def _areas(db: sqlite3.Connection, wished: tuple[str, ...]) -> tuple[str, ...]:
    known = homes.areas(db)
    unknown = [area for area in wished if area not in known]
    if unknown or not known:
        fault = f"no area {', '.join(unknown)}" if unknown else "a caretaker needs an area"
        raise CommandError(f"--areas: {fault}; there are: {', '.join(known) or 'none yet'}")
    return wished or tuple(known)


def _object(db: sqlite3.Connection, household: int | None) -> str | None:
    known = None if household is None else people.household(db, household)
    home = None if known is None or known.home is None else homes.get(db, known.home)
    return None if home is None else home.object


def _bot_name(db: sqlite3.Connection, token: str | None) -> str | None:
    """The bot's username as its first `run` kept it. Without a token: if there was only one bot."""
    bot = token.partition(":")[0] if token else "*"
    kept = db.execute("SELECT value FROM facts WHERE name GLOB ?", (f"me.{bot}",)).fetchall()
    return str(msgspec.json.decode(kept[0][0])["username"]) if len(kept) == 1 else None


def _whose(ticket: Ticket) -> str:
    if ticket.person is not None:
        where = f"home {ticket.home}" if ticket.home else "waits for a home"
        return f"{ticket.person} of household {ticket.household}, {where}"
    return f"{ticket.role}, {', '.join(ticket.areas)}" if ticket.areas else ticket.role
