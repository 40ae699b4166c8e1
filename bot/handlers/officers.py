"""/people, the officer's room: what there is to do, her households, codes for them, and taking one over."""

import datetime
import sqlite3

from telegram import Update

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers.deadlines import moment_of
from bot.handlers.offer_news import unreached
from bot.handlers.people import who
from bot.messages import officers as messages
from bot.messages.base import Message
from bot.messages.unit_offers import OfficerNews
from bot.settings import Company
from storage import (
    codes,
    contracts,
    conversion_news,
    conversions,
    facts,
    homes,
    households,
    offers,
    officer_tasks,
    people,
    unit_offers,
)
from storage.households import Case
from storage.officer_tasks import Task
from storage.people import NotAllowed, Person

CARD = "people"
# Where the officer stands who is entering something about a household.
NAME = "people"
A_PAGE = 8
MOST_TASKS = 10


async def show(update: Update, turn: Turn) -> None:
    """/people, the keyboard's word, people.show:now"""
    person = officer_here(turn)
    if person is not None:
        leave_typing(turn)
        _room(turn, person)


def _room(turn: Turn, person: Person) -> None:
    """There is one room in a chat, where the officer is looking."""
    room = messages.PeopleRoom(
        tasks=len(officer_tasks.open_for(turn.db, person)),
        flats=len(unit_offers.live(turn.db)),
        households=len(_mine(turn, person)),
        free=len(households.without_officer(turn.db)),
    )
    turn.card_here(CARD, room)


def officer_here(turn: Turn) -> Person | None:
    """Who presses, if she is an officer; else it is said for whom this is."""
    person = who(turn)
    if person is None or "officer" not in person.work:
        refuse(turn, "not_officer")
        return None
    return person


def refuse(turn: Turn, reason: str, offer: int = 0) -> None:
    turn.say(messages.PeopleRefused(reason, offer))


def leave_typing(turn: Turn) -> None:
    """Whoever goes elsewhere in the room is no longer asked to write something about a household."""
    standing = turn.standing()
    if standing is not None and standing.name == NAME:
        turn.end()


def number_of(value: str) -> int:
    """The number that a button carries, 0 for what is none."""
    return int(value) if value.isdecimal() and len(value) < 16 else 0


def case_here(turn: Turn, value: str) -> tuple[Case, Person] | None:
    """The household that a button is about and its officer; None where she is not, which is said."""
    person = officer_here(turn)
    if person is None:
        return None
    case = households.get(turn.db, number_of(value))
    if case is None or not households.may(case, person):
        refuse(turn, "not_yours")
        return None
    return case, person


# -- Lists -------------------------------------------------------------------------------------------


async def tasks(update: Update, turn: Turn) -> None:
    """people.tasks:now"""
    person = officer_here(turn)
    if person is None:
        return
    leave_typing(turn)
    found = officer_tasks.open_for(turn.db, person)
    rows = [_row(turn, each) for each in found[:MOST_TASKS]]
    turn.card_here(CARD, messages.TaskList(rows, len(found[MOST_TASKS:])))


def _row(turn: Turn, task: Task) -> messages.TaskRow:
    case = households.get(turn.db, task.household)
    return messages.TaskRow(task.id, task.household, task.kind, case.label if case else "", task.offer or 0)


async def list_(update: Update, turn: Turn) -> None:
    """people.list:2: a page of her households."""
    person = officer_here(turn)
    if person is not None:
        leave_typing(turn)
        _page(turn, _mine(turn, person), free=False)


async def free(update: Update, turn: Turn) -> None:
    """people.free:1: those whose officer has left."""
    if officer_here(turn) is not None:
        leave_typing(turn)
        _page(turn, households.without_officer(turn.db), free=True)


def _mine(turn: Turn, person: Person) -> list[Case]:
    return [case for case in households.of_officer(turn.db, person.id) if households.may(case, person)]


def _page(turn: Turn, cases: list[Case], free: bool) -> None:
    page = min(max(1, number_of(turn.value)), max(1, -(-len(cases) // A_PAGE)))
    first = (page - 1) * A_PAGE
    rows = [
        messages.CaseRow(case.household, case.label, case.persons, case.waits, case.lives)
        for case in cases[first : first + A_PAGE]
    ]
    turn.card_here(CARD, messages.CaseList(rows, page, first + A_PAGE < len(cases), free))


# -- One household -----------------------------------------------------------------------------------


async def household(update: Update, turn: Turn) -> None:
    """people.household:7"""
    found = case_here(turn, turn.value)
    if found is not None:
        leave_typing(turn)
        show_case(turn, *found)


def show_case(turn: Turn, case: Case, person: Person, asks: str = "", added: bool = False) -> None:
    """The household's card."""
    living = people.of_household(turn.db, case.household)
    latest = next(iter(offers.of_household(turn.db, case.household)), None)
    contract = contracts.of_household(turn.db, case.household, day_of(turn.now))
    turn.card_here(
        CARD,
        messages.HouseholdCard(
            household=case.household,
            label=case.label,
            persons=case.persons,
            low=case.low,
            lives=case.lives,
            address=_address(turn, case),
            waits=case.waits,
            adults=len([each for each in living if each.adult]),
            helpers=len([each for each in living if not each.adult]),
            unreached=unreached(turn.db, case.household),
            offer=latest.id if latest is not None else 0,
            state=latest.state if latest is not None else "",
            tasks=[_row(turn, each) for each in officer_tasks.of_household(turn.db, case.household)],
            asks=asks,
            added=added,
            can_wait=_can_wait(turn, case),
            contract=contract.id if contract is not None else 0,
        ),
    )


def _can_wait(turn: Turn, case: Case) -> bool:
    """Whether it can be put back among those that wait: it has no home for the time to come."""
    return not case.waits and not contracts.keeps_home(turn.db, case.household, day_of(turn.now))


async def wait(update: Update, turn: Turn) -> None:
    """people.wait:7: it waits for a home again."""
    found = case_here(turn, turn.value)
    if found is None:
        return
    case, person = found
    if _can_wait(turn, case):
        case = households.wait(turn.db, case.household, person, turn.now)
        officer_tasks.settle_kind(turn.db, case.household, "ended", turn.now)
    show_case(turn, case, person)


def _address(turn: Turn, case: Case) -> str:
    lives = people.household(turn.db, case.household)
    home = homes.get(turn.db, lives.home) if lives is not None and lives.home is not None else None
    return f"{homes.house(turn.db, home.house).address}, {home.flat}" if home is not None else ""


async def take(update: Update, turn: Turn) -> None:
    """people.take:7: a household whose officer has left is hers from now on."""
    person = officer_here(turn)
    if person is None:
        return
    try:
        case = households.take(turn.db, number_of(turn.value), person, turn.now)
    except NotAllowed:
        refuse(turn, "not_yours")
        return
    show_case(turn, case, person)


async def done(update: Update, turn: Turn) -> None:
    """people.done:31: she has done what was to be done."""
    person = officer_here(turn)
    if person is None:
        return
    task = officer_tasks.get(turn.db, number_of(turn.value))
    if task is None:
        _room(turn, person)
        return
    try:
        officer_tasks.finish(turn.db, task, person, turn.now)
    except NotAllowed:
        refuse(turn, "not_yours")
        return
    if task.kind == "conversion_call":
        _called(turn, task.household)
    case = households.get(turn.db, task.household)
    assert case is not None
    show_case(turn, case, person)


def _called(turn: Turn, household: int) -> None:
    """What the task says is done stands on the contract too."""
    contract = contracts.of_household(turn.db, household, day_of(turn.now))
    found = conversions.of_contract(turn.db, contract.id) if contract is not None else None
    if found is not None:
        conversion_news.call_all(turn.db, found.id, turn.now)


async def code(update: Update, turn: Turn) -> None:
    """people.code:7.adult, people.code:7.helper: a code as a picture on the officer's own screen."""
    number, _, kind = turn.value.partition(".")
    found = case_here(turn, number)
    if found is None:
        return
    case, _person = found
    if kind not in ("adult", "helper"):
        refuse(turn, "not_yours")
        return
    days = turn.company.desk.code_days
    invitation = codes.Invitation("household", case.household, adult=kind == "adult")
    made = codes.make(turn.db, invitation, turn.now, days)
    turn.document(
        f"kod-{made}.png", messages.HouseholdCode(case.label, made, days, kind == "adult", case.household)
    )


# -- In the morning ----------------------------------------------------------------------------------


def waiting_for_word(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Officers with something to do from before this working day began, who have not been told today."""
    moment = moment_of(now)
    if not hours.is_working_time(company, moment):
        return []
    begins = hours.working_day(company, moment.date())[0].timestamp()
    day = moment.date().isoformat()
    return [
        officer.id
        for officer in people.with_work(db, "officer")
        if facts.get(db, _told(officer.id)) != day
        and any(task.at < begins for task in officer_tasks.open_for(db, officer))
    ]


async def morning(event: Event, turn: Turn) -> None:
    """people.morning: what waits for her is named once a working day, until it is done."""
    person = people.get(turn.db, event.id)
    if person is not None and person.id in waiting_for_word(turn.company, turn.db, turn.now):
        facts.put(turn.db, _told(person.id), moment_of(turn.now).date().isoformat())
        turn.say(OfficerNews("morning"), to=person.chat)


def _told(person: int) -> str:
    return f"people.morning.{person}"


def show_message(turn: Turn, message: Message) -> None:
    """A step of what she enters, in the room's card."""
    turn.card_here(CARD, message)


def day_of(moment: float) -> datetime.date:
    """The day in Sweden."""
    return moment_of(moment).date()
