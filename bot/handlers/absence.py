"""Going away: until when, who takes over, is this right? Everything that was chosen stands in the button, so
nothing that is open in the chat is disturbed. And coming back.
"""

import datetime
import sqlite3

import msgspec
from telegram import Update

from bot import hours
from bot.days import day_meant
from bot.engine.turn import Event, Turn
from bot.handlers import deadlines, today
from bot.handlers.deadlines import moment_of
from bot.handlers.fault_cards import name_of
from bot.handlers.people import who
from bot.handlers.telling import tell
from bot.messages import absence as messages
from bot.messages.base import Message
from bot.messages.general import NotUsed
from bot.settings import Company
from bot.typed import plain
from storage import absences, fault_lists, fault_questions, faults, homes, people
from storage.absences import Absence
from storage.faults import Fault
from storage.people import Person

CARD = "away"
LONGEST_DAYS = 366
MOST_COLLEAGUES = 30
MOST_LISTED = 20
OFF = {plain(word) for word in ("off", "end", "back", "av", "slut", "tillbaka", "hemma", "عودة", "برگشت")}

Row = tuple[int, str, str, str]


# -- Asking ------------------------------------------------------------------------------------------


async def away(update: Update, turn: Turn) -> None:
    """/away, alone or with a day (`until Monday`, `30/11`), or `/away off`."""
    person = _caretaker(turn)
    if person is None:
        return
    said = " ".join(turn.args or [])
    present = absences.of(turn.db, person.id)
    if plain(said) in OFF:
        _come_back(turn, person)
    elif said:
        _chosen(turn, person, day_meant(said, _today(turn)))
    elif present is not None:
        _screen(turn, _is_away(turn, present))
    else:
        _ask_day(turn)


def _caretaker(turn: Turn) -> Person | None:
    person = who(turn)
    if person is None or "caretaker" not in person.work:
        turn.say(NotUsed("not_for_you"))
        return None
    return person


def _today(turn: Turn) -> datetime.date:
    return moment_of(turn.now).date()


def _screen(turn: Turn, message: Message) -> None:
    turn.card_here(CARD, message, final=True)


def _ask_day(turn: Turn, wrong: str = "") -> None:
    today_is = _today(turn)
    monday = today_is + datetime.timedelta(days=7 - today_is.weekday())
    offered = {
        today_is + datetime.timedelta(days=1): "tomorrow",
        today_is + datetime.timedelta(days=7): "week",
        monday: "monday",
        today_is + datetime.timedelta(days=14): "two_weeks",
    }
    _screen(turn, messages.AskDay([(kind, day.isoformat()) for day, kind in sorted(offered.items())], wrong))


def _chosen(turn: Turn, person: Person, day: datetime.date | None) -> None:
    """The day is known, or it is asked for again."""
    if day is None:
        _ask_day(turn, "unknown")
    elif not _is_ahead(turn, day):
        _ask_day(turn, "passed")
    else:
        _screen(turn, messages.AskSubstitute(day.isoformat(), _colleagues(turn, person)))


def _is_ahead(turn: Turn, day: datetime.date) -> bool:
    return 0 < (day - _today(turn)).days <= LONGEST_DAYS


def _colleagues(turn: Turn, person: Person) -> list[messages.Stand]:
    """Who may stand in: those of the same areas first, then the others with theirs."""
    names = homes.areas(turn.db)
    found = [
        each
        for each in people.with_work(turn.db, "caretaker")
        if absences.may_stand_in(turn.db, each, person)
    ]
    found.sort(key=lambda each: (not each.areas & person.areas, name_of(each)))
    shown = []
    for each in found[:MOST_COLLEAGUES]:
        theirs = [] if each.areas & person.areas else sorted(names.get(area, area) for area in each.areas)
        shown.append(messages.Stand(each.id, " · ".join([name_of(each), *theirs])))
    return shown


async def until(update: Update, turn: Turn) -> None:
    """away.until:20261130: who takes over?"""
    person = _caretaker(turn)
    if person is not None:
        _chosen(turn, person, day_meant(turn.value, _today(turn)))


async def go(update: Update, turn: Turn) -> None:
    """away.go: the first question again, or nothing."""
    if _caretaker(turn) is None:
        return
    if turn.value == "again":
        _ask_day(turn)
    else:
        _screen(turn, messages.Ended("cancelled"))


async def to(update: Update, turn: Turn) -> None:
    """away.to:20261130.7 (or .pool): everything once more before it counts."""
    chosen = _choice(turn)
    if chosen is None:
        return
    person, day, substitute = chosen
    held = fault_lists.held_by(turn.db, person.id)
    _screen(
        turn,
        messages.Summary(
            until=day.isoformat(),
            orders=len(held),
            planned=sum(1 for fault in held if _loses_its_day(turn, fault)),
            substitute=substitute.id if substitute else 0,
            name=name_of(substitute) if substitute else "",
        ),
    )


def _choice(turn: Turn) -> tuple[Person, datetime.date, Person | None] | None:
    """What a button says, if it can be so now; else the question is asked again."""
    person = _caretaker(turn)
    if person is None:
        return None
    written, _, number = turn.value.partition(".")
    day = day_meant(written, _today(turn))
    if day is None or not _is_ahead(turn, day):
        _ask_day(turn, "passed")
        return None
    if number == messages.POOL:
        return person, day, None
    substitute = people.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if substitute is None or not absences.may_stand_in(turn.db, substitute, person):
        _chosen(turn, person, day)
        return None
    return person, day, substitute


# -- Going -------------------------------------------------------------------------------------------


async def confirm(update: Update, turn: Turn) -> None:
    """away.confirm:20261130.7: his orders go, and everybody whom it concerns is told."""
    chosen = _choice(turn)
    if chosen is None:
        return
    person, day, substitute = chosen
    name = name_of(substitute) if substitute else ""
    before = absences.of(turn.db, person.id)
    same = before is not None and (before.until, before.substitute) == (
        day.isoformat(),
        substitute.id if substitute else None,
    )
    if same and not fault_lists.held_by(turn.db, person.id):  # pressed twice: everybody knows
        _screen(turn, messages.Away(day.isoformat(), name))
        return
    if before is not None and before.substitute not in (None, substitute.id if substitute else None):
        stands_in_no_longer(turn, person, before)
    absences.begin(turn.db, person, day.isoformat(), substitute, turn.now)
    given, freed = _leave_orders(turn, person, substitute)
    if substitute is not None:
        areas = _other_areas(turn, person, substitute)
        if given or areas:
            _tell_taken_over(turn, person, substitute, day, given, areas)
    _tell_of_free(turn, person, day, freed)
    _tell_desk(
        turn,
        person,
        messages.AwayForDesk(name_of(person), day.isoformat(), name, len(given) + len(freed)),
    )
    _screen(turn, messages.Away(day.isoformat(), name))


def _leave_orders(turn: Turn, person: Person, substitute: Person | None) -> tuple[list[Fault], list[Fault]]:
    """His orders go to the one who stands in, or to the pool where she may not have them. Returns both."""
    given, freed = [], []
    for before in fault_lists.held_by(turn.db, person.id):
        promised = let_go_of_visit(turn, before, person)
        if substitute is not None and _may_have(turn, before, substitute):
            fault = faults.move(turn.db, before.id, "assign", None, turn.now, holder=substitute.id)
            given.append(fault)
        else:
            fault = faults.move(turn.db, before.id, "release", None, turn.now)
            freed.append(fault)
        take_day_away(turn, fault, before, person, promised)
    return given, freed


def let_go_of_visit(turn: Turn, before: Fault, person: Person) -> bool:
    """A visit that he has proposed is taken back before his order goes to somebody else. Returns whether she
    was told of a day, or asked about one, on which nobody will come now.
    """
    promised = _loses_its_day(turn, before)
    if _has_proposed(turn, before, person):
        fault_questions.take_back(turn.db, before.id, person, turn.now)
    return promised


def take_day_away(turn: Turn, fault: Fault, before: Fault, person: Person, promised: bool) -> None:
    """The day that he had planned is not promised any more, and her card says so."""
    fault = _without_its_day(turn, fault, person)
    tell(turn, fault, "unplanned" if promised else "handed", before)


def _may_have(turn: Turn, fault: Fault, substitute: Person) -> bool:
    lives_there = substitute.household is not None and faults.concerns(turn.db, fault, substitute.household)
    return faults.may_hold(fault, substitute) and not lives_there


def _loses_its_day(turn: Turn, fault: Fault) -> bool:
    """Whether she was told of a day, or asked about one, on which nobody will come now."""
    holder = people.get(turn.db, fault.holder) if fault.holder is not None else None
    proposed = holder is not None and _has_proposed(turn, fault, holder)
    return proposed or (fault.planned is not None and not _is_late(turn, fault))


def _has_proposed(turn: Turn, fault: Fault, person: Person) -> bool:
    """Whether he has proposed a visit and waits for her answer."""
    asked = fault_questions.latest(turn.db, fault.id)
    waits = asked is not None and asked.kind == "visit" and asked.answered is None
    return waits and "holder" in faults.standing(turn.db, fault, person)


def _is_late(turn: Turn, fault: Fault) -> bool:
    return fault.due is not None and fault.due < turn.now


def _without_its_day(turn: Turn, fault: Fault, person: Person) -> Fault:
    """The day that he had planned is not promised any more. What is late stays late."""
    if fault.planned is None:
        return fault
    faults.happened(turn.db, fault.id, "unplan", person.id, fault.planned, turn.now)
    if _is_late(turn, fault):
        faults.plan(turn.db, fault.id, None)
        return msgspec.structs.replace(fault, planned=None)
    stopped = fault.stopped
    fault = deadlines.plan(turn, fault, None)
    return fault if stopped is None else deadlines.stop(turn, fault)  # her answer is still awaited


def _other_areas(turn: Turn, person: Person, substitute: Person) -> list[str]:
    """The areas that she does not look after otherwise, by name."""
    names = homes.areas(turn.db)
    covered = absences.areas_covered(turn.db, person.id) | person.areas
    return sorted(names.get(area, area) for area in covered - substitute.areas)


def _tell_taken_over(
    turn: Turn, person: Person, substitute: Person, day: datetime.date, given: list[Fault], areas: list[str]
) -> None:
    rows = _rows(turn, given)
    message = messages.TakenOver(
        name_of(person), day.isoformat(), rows[:MOST_LISTED], len(rows[MOST_LISTED:]), areas
    )
    turn.say(message, to=substitute.chat, silent=not _is_working_time(turn))


def _tell_of_free(turn: Turn, person: Person, day: datetime.date, freed: list[Fault]) -> None:
    """Whoever may take them hears of what is free now, in one message."""
    free: dict[int, list[Fault]] = {}
    for fault in freed:
        for each in absences.looking_after(turn.db, faults.area_of(turn.db, fault)):
            may_take = "caretaker" in faults.standing(turn.db, fault, each)
            if may_take and not absences.is_away(turn.db, each.id):
                free.setdefault(each.chat, []).append(fault)
    for chat, orders in free.items():
        rows = _rows(turn, orders)
        message = messages.TakenOver(
            name_of(person), day.isoformat(), rows[:MOST_LISTED], len(rows[MOST_LISTED:]), free=True
        )
        turn.say(message, to=chat, silent=not _is_working_time(turn))


def _rows(turn: Turn, orders: list[Fault]) -> list[Row]:
    return [
        (fault.id, fault.urgency, homes.house(turn.db, fault.house).address, fault.item)
        for fault in sorted(orders, key=lambda fault: (fault.urgency, fault.id))
    ]


def _tell_desk(turn: Turn, person: Person, message: Message) -> None:
    for each in people.with_work(turn.db, "staff"):
        if each.id != person.id:
            turn.say(message, to=each.chat, silent=not _is_working_time(turn))


def _is_working_time(turn: Turn) -> bool:
    return hours.is_working_time(turn.company, moment_of(turn.now))


def _is_away(turn: Turn, absence: Absence) -> messages.Away:
    substitute = people.get(turn.db, absence.substitute) if absence.substitute is not None else None
    return messages.Away(absence.until, name_of(substitute) if substitute else "")


# -- Coming back -------------------------------------------------------------------------------------


async def end(update: Update, turn: Turn) -> None:
    """away.end:now: back before the day."""
    person = _caretaker(turn)
    if person is not None:
        _come_back(turn, person)


def _come_back(turn: Turn, person: Person) -> None:
    absence = absences.of(turn.db, person.id)
    if absence is None:
        _screen(turn, messages.Ended("not_away"))
        return
    _end(turn, person, absence)
    _tell_desk(turn, person, messages.AwayForDesk(name_of(person), absence.until, back=True))
    _screen(turn, messages.Ended("back"))
    today.show(turn, person, "today")


def _end(turn: Turn, person: Person, absence: Absence) -> None:
    stands_in_no_longer(turn, person, absence)
    absences.end(turn.db, person.id)


def stands_in_no_longer(turn: Turn, person: Person, absence: Absence) -> None:
    substitute = people.get(turn.db, absence.substitute) if absence.substitute is not None else None
    if substitute is not None:
        areas = _other_areas(turn, person, substitute)
        turn.say(messages.NoLonger(name_of(person), areas), to=substitute.chat, silent=True)


def over(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Those who are back: it ends when work begins on that day, whether people work then or not."""
    moment = moment_of(now)
    begun = moment >= hours.working_day(company, moment.date())[0]
    day = moment.date() if begun else moment.date() - datetime.timedelta(days=1)
    return absences.over(db, day.isoformat())


async def back(event: Event, turn: Turn) -> None:
    """away.over: the day has come. What is his stands on the list of the morning."""
    absence = absences.of(turn.db, event.id)
    person = people.get(turn.db, event.id)
    if absence is not None and person is not None and event.id in over(turn.company, turn.db, turn.now):
        _end(turn, person, absence)
