"""`seed`: a made-up company for demonstrations and tests."""

import asyncio
import datetime

import msgspec

from bot import demo
from bot.commands import CommandError
from bot.engine.clock import Clock
from bot.settings import Company, read_company, read_settings
from bot.speech import STOCKHOLM
from storage.database import open_database
from storage.ledger import Policy


def act(as_json: bool) -> None:
    """Fills the database and prints the codes, once and never again. Raises CommandError if not empty."""
    settings = read_settings()
    company = read_company(settings.company)

    async def fill() -> demo.Codes:
        async with open_database(settings.database) as database, database.transaction() as db:
            if not demo.is_empty(db):
                raise CommandError(f"{settings.database} is not empty: seed only fills an empty database")
            now = Clock(settings.clock).now()
            families = company if company.rooms.offers and company.rooms.home else None
            return demo.fill(db, now, company.desk.code_days, _rule(company, now), families)

    codes = asyncio.run(fill())
    if as_json:
        print(msgspec.json.encode(codes).decode())
    else:
        _print(codes)


def _rule(company: Company, now: float) -> Policy | None:
    """The one-in-five rule in force; None where the room is closed."""
    rule = company.allocation_rule(datetime.datetime.fromtimestamp(now, STOCKHOLM).date())
    if rule is None or not company.rooms.allocation:
        return None
    return Policy(rule.begins.isoformat(), *rule.share, rule.substitutes)


def _print(codes: demo.Codes) -> None:
    from rich.console import Console  # noqa: PLC0415 (not needed for JSON)
    from rich.table import Table  # noqa: PLC0415

    table = Table(title="One-time codes", caption="Send /start and a code to the bot. Each works once.")
    for heading in ("code", "for", "about"):
        table.add_column(heading, no_wrap=True)
    for each in codes.household:
        table.add_row(each.code, each.person, f"{each.home or 'waits for a home'}, {each.language}")
    for caretaker in codes.caretaker:
        table.add_row(caretaker.code, "caretaker", ", ".join(caretaker.areas))
    for role in ("staff", "officer", "admin"):
        for work in getattr(codes, role):
            table.add_row(work.code, role, "")
    Console().print(table)
