"""The day's work in one message: when it is asked for, and by itself in the morning of a working day."""

import datetime
import re
import sqlite3

from telegram import Update

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers import work_orders
from bot.handlers.access import agreed_visit
from bot.handlers.deadlines import moment_of
from bot.handlers.fault_cards import URGENT
from bot.handlers.people import who
from bot.messages.general import NotUsed
from bot.messages.today import DayList, Line
from bot.settings import Company
from storage import absences, daily_lists, fault_lists, faults, homes, people
from storage.faults import Fault
from storage.people import Person

# A message of Telegram holds about as many, and a thumb finds a button among so many.
MOST = 24
HELD = ("taken", "started", "waiting")
_NUMBER = re.compile(r"(\d+)")
# In Swedish å, ä and ö come last, in this order.
_LAST_LETTERS = str.maketrans("åäö", "{|}")


async def today(update: Update, turn: Turn) -> None:
    """/today: what he holds, and what is free in the areas that he looks after."""
    person = who(turn)
    if person is not None and "staff" in person.work and "caretaker" not in person.work:
        await work_orders.orders(update, turn)
    elif person is None or "caretaker" not in person.work:
        turn.say(NotUsed("not_for_you"))
    else:
        show(turn, person, "today")


def show(turn: Turn, person: Person, kind: str) -> None:
    """The list where he is; `kind` is today or mine."""
    turn.say(_list(turn, person, kind), to=person.chat)


async def morning(event: Event, turn: Turn) -> None:
    """today.morning: the list by itself, with a sound, unless nothing stands on it."""
    person = people.get(turn.db, event.id)
    if person is None or event.id not in waiting_for_list(turn.company, turn.db, turn.now):
        return
    daily_lists.came(turn.db, person.id, moment_of(turn.now).date().isoformat())
    listed = _list(turn, person, "today")
    if listed.orders:
        turn.say(listed, to=person.chat)


def waiting_for_list(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Who has not had the list of this working day; whoever came in after it had begun gets the next one."""
    moment = moment_of(now)
    if not hours.is_working_time(company, moment):
        return []
    begins = hours.working_day(company, moment.date())[0].timestamp()
    return daily_lists.missing(db, moment.date().isoformat(), begins)


def _list(turn: Turn, person: Person, kind: str) -> DayList:
    day = moment_of(turn.now).date()
    found = [each for each in _open(turn, person) if kind == "today" or each.holder == person.id]
    found.sort(key=lambda fault: (_group(turn, fault, day), *_way(turn, fault), fault.id))
    shown = [_line(turn, fault, day) for fault in found[:MOST]]
    return DayList(kind, day.isoformat(), shown, len(found) - len(shown))


def _open(turn: Turn, person: Person) -> list[Fault]:
    """What he holds, and what nobody has taken where he may take it."""
    areas = person.areas | absences.areas_covered(turn.db, person.id)
    return [
        fault
        for fault in fault_lists.open_in(turn.db, areas, person.id)
        if (fault.holder == person.id and fault.state in HELD)
        or (fault.state == "received" and "caretaker" in faults.standing(turn.db, fault, person))
    ]


def _group(turn: Turn, fault: Fault, day: datetime.date) -> tuple[int, str]:
    """What cannot wait, what is planned or due today or was before, and the rest."""
    if fault.urgency in URGENT:
        return (0, fault.urgency)
    return (1 if _is_due(fault, day) else 2, "")


def _is_due(fault: Fault, day: datetime.date) -> bool:
    if fault.planned is not None:
        return fault.planned <= day.isoformat()
    return fault.due is not None and fault.stopped is None and moment_of(fault.due).date() <= day


def _way(turn: Turn, fault: Fault) -> tuple[list[str | int], str]:
    """In the order in which one walks: street, number, flat."""
    home = homes.get(turn.db, fault.home) if fault.home is not None else None
    return natural(homes.house(turn.db, fault.house).address), home.flat if home else ""


def natural(address: str) -> list[str | int]:
    """What addresses are put in order by: number 4 comes before number 10."""
    parts = _NUMBER.split(address.casefold().translate(_LAST_LETTERS))
    return [int(part) if i % 2 else part.strip() for i, part in enumerate(parts)]


def _line(turn: Turn, fault: Fault, day: datetime.date) -> Line:
    home = homes.get(turn.db, fault.home) if fault.home is not None else None
    at_home = fault.place == "home"
    return Line(
        number=fault.id,
        urgency=fault.urgency,
        item=fault.item,
        state=fault.state,
        address=homes.house(turn.db, fault.house).address,
        flat=home.flat if home else "",
        floor=home.floor if home else None,
        master_key=fault.master_key if at_home else None,
        pet=fault.pet if at_home else None,
        time=fault.time,
        planned=fault.planned or "",
        due=fault.due if fault.due is not None and _is_due(fault, day) else 0.0,
        late=fault.due is not None and fault.due < turn.now and fault.stopped is None,
        stopped=fault.stopped is not None,
        visit=agreed_visit(turn, fault),
    )
