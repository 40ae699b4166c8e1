"""/allocation: the one-in-five rule. Who lives here, and the unit, reads the rule and the years' totals; the
desk reads all of it, recomputed each time.
"""

import itertools
from collections.abc import Callable, Iterable

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers.access import today
from bot.handlers.people import who
from bot.handlers.vacancies import at_desk, display, leave_typing, row_of
from bot.messages import allocation as messages
from bot.messages.general import NotUsed
from storage import audit, ledger, ledger_check, vacancy_lists
from storage.small_numbers import shown
from storage.vacancy_lists import Entry, totals, year_of

A_PAGE = 8
CARD = "allocation"
YEARS_SHOWN = 2
YEARS_OFFERED = 5


async def show(update: Update, turn: Turn) -> None:
    """/allocation, allocation.show:now"""
    person = who(turn)
    if person is not None and "staff" in person.work:
        leave_typing(turn)
        _overview(turn)
    elif person is not None and (person.household is not None or "officer" in person.work):
        turn.card_here(CARD, _public(turn))
    else:
        turn.say(NotUsed("not_for_you"))


def rule(turn: Turn) -> messages.Rule | None:
    """The rule that is in force today."""
    found = turn.company.allocation_rule(today(turn))
    if found is None:
        return None
    part, whole = found.share
    return messages.Rule(part, whole, found.begins.isoformat())


def _public(turn: Turn) -> messages.RuleAndYear:
    """No flat, no area, no date, and no number so small that it could point at a family."""
    this = today(turn).year
    found = vacancy_lists.entries(turn.db)
    years = []
    for year in range(this, this - YEARS_SHOWN, -1):
        of_year = totals(entry for entry in found if year_of(entry) == year)
        if year == this or of_year.eligible:
            numbers = (of_year.eligible, of_year.offered, of_year.let)
            years.append(messages.YearNumbers(year, *map(shown, numbers)))
    return messages.RuleAndYear(rule(turn), years)


def _overview(turn: Turn) -> None:
    found = vacancy_lists.entries(turn.db)
    counted = totals(found)
    years = sorted({year for entry in found if (year := year_of(entry)) is not None}, reverse=True)
    display(
        turn,
        messages.Allocation(
            rule(turn),
            counted.eligible,
            counted.offered,
            counted.let,
            counted.excluded,
            counted.void,
            counted.overridden,
            debts=len(ledger.book(turn.db).debts),
            wrong=len(list(ledger_check.problems(turn.db))),
            years=years[:YEARS_OFFERED],
        ),
    )


async def list_(update: Update, turn: Turn) -> None:
    """allocation.list:2"""
    if at_desk(turn) is None:
        return
    leave_typing(turn)
    page = max(1, int(turn.value)) if turn.value.isdecimal() and len(turn.value) < 6 else 1
    found = vacancy_lists.page(turn.db, (page - 1) * A_PAGE, A_PAGE + 1)
    display(turn, messages.AllFlats([row_of(each) for each in found[:A_PAGE]], page, len(found) > A_PAGE))


async def year(update: Update, turn: Turn) -> None:
    """allocation.year:2026"""
    if at_desk(turn) is None:
        return
    leave_typing(turn)
    chosen = int(turn.value) if turn.value.isdecimal() and len(turn.value) == 4 else 0
    found = [entry for entry in vacancy_lists.entries(turn.db) if year_of(entry) == chosen]
    if not found:
        _overview(turn)
        return
    display(
        turn,
        messages.Year(
            chosen,
            _by(found, lambda entry: entry.area),
            _by(found, lambda entry: "" if entry.rooms is None else f"{entry.rooms}"),
        ),
    )


def _by(found: Iterable[Entry], key: Callable[[Entry], str]) -> list[messages.YearRow]:
    """A table of these flats, its small numbers hidden column by column."""
    groups = {name: totals(group) for name, group in itertools.groupby(sorted(found, key=key), key=key)}
    groups = {name: group for name, group in groups.items() if group.eligible}
    eligible, offered, let = (
        vacancy_lists.suppressed({name: getattr(group, column) for name, group in groups.items()})
        for column in ("eligible", "offered", "let")
    )
    return [messages.YearRow(name, eligible[name], offered[name], let[name]) for name in groups]


async def file(update: Update, turn: Turn) -> None:
    """allocation.file:xlsx, allocation.file:csv"""
    person = at_desk(turn)
    if person is None:
        return
    if turn.value not in ("xlsx", "csv"):
        _overview(turn)
        return
    day = today(turn).isoformat()
    audit.add(turn.db, person.id, "exported", "allocation", turn.value, turn.now)
    turn.document(f"uppsagda-{day}.{turn.value}", messages.AllocationFile(day))
