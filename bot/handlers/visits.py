"""What those who work on a report ask its household or propose: by phrases, read in her language."""

import datetime

from telegram import Update

from bot import hours
from bot.engine.turn import Turn
from bot.handlers import deadlines
from bot.handlers.access import can_be_asked, chosen_day, compact, day_of, today
from bot.handlers.fault_cards import card_key, show_order
from bot.handlers.telling import tell
from bot.handlers.work_orders import seen
from bot.messages.access import PARTS, Asked
from bot.messages.base import Message
from bot.messages.faults import News
from bot.messages.general import NotUsed
from bot.messages.order_access import HOURS
from storage import fault_questions, faults, people
from storage.fault_questions import KINDS, Answer
from storage.faults import Fault
from storage.people import Person


def _working(turn: Turn) -> tuple[Fault, Person, str] | None:
    """The pressed order for one who may ask about it: its holder or the desk, while it is not done."""
    found = seen(turn)
    if found is None:
        return None
    fault, person, rest = found
    if not faults.standing(turn.db, fault, person) & {"holder", "staff"}:
        turn.say(NotUsed("not_yours"))
        return None
    if fault.state in ("done", "closed"):
        show_order(turn, fault, person)
        return None
    return fault, person, rest


async def ask(update: Update, turn: Turn) -> None:
    """order.ask:214: what can be asked or proposed."""
    found = _working(turn)
    if found is not None:
        show_order(turn, found[0], found[1], "ask")


async def ask_as(update: Update, turn: Turn) -> None:
    """order.ask_as:214.where, or tomorrow, another_day, nothing (the open question is taken back)."""
    found = _working(turn)
    if found is None:
        return
    fault, person, chosen = found
    tomorrow = today(turn) + datetime.timedelta(days=1)
    if chosen == "another_day" or (chosen == "tomorrow" and not hours.is_working_day(tomorrow)):
        show_order(turn, fault, person, "days")
    elif chosen == "tomorrow":
        _ask(turn, fault, person, "visit", f"{compact(tomorrow)}.morning")
    elif chosen == "nothing":
        fault_questions.take_back(turn.db, fault.id, person, turn.now)
        _told(turn, deadlines.go_on(turn, fault), person, "ask")
    elif chosen in KINDS and chosen != "visit":
        _ask(turn, fault, person, chosen)
    else:
        show_order(turn, fault, person, "ask")


async def visit(update: Update, turn: Turn) -> None:
    """order.visit:214.20261125, then order.visit:214.20261125.morning or an hour, 08 to 15."""
    found = _working(turn)
    if found is None:
        return
    fault, person, when = found
    chosen, _, part = when.partition(".")
    day = chosen_day(turn, chosen)
    if day is None:
        show_order(turn, fault, person, "days")
    elif part in (*PARTS, *HOURS):
        _ask(turn, fault, person, "visit", f"{compact(day)}.{part}")
    else:
        show_order(turn, fault, person, f"hours.{compact(day)}")


def _ask(turn: Turn, fault: Fault, person: Person, kind: str, when: str = "") -> None:
    rule = KINDS[kind]
    if rule.to_desk == can_be_asked(turn, fault):
        show_order(turn, fault, person, "ask")  # she can be asked after all, or no longer
        return
    answer_by = None
    if rule.stops_clock:
        now = deadlines.moment_of(turn.now)
        days = turn.company.faults.answer_days
        answer_by = hours.after_working_days(turn.company, now, days).timestamp()
    try:
        fault_questions.ask(turn.db, fault.id, kind, when, person, turn.now, answer_by)
    except faults.NotNow as late:
        show_order(turn, late.fault, person, "ask")
        return
    fault = deadlines.stop(turn, fault) if rule.stops_clock else deadlines.go_on(turn, fault)
    _told(turn, fault, person, "call" if rule.to_desk else "ask")
    if not rule.to_desk:
        _push(turn, fault, Asked(fault.id))


async def agree(update: Update, turn: Turn) -> None:
    """order.agree:214.12: at the time that she would rather have, which question 12 has as its answer."""
    found = _working(turn)
    if found is None:
        return
    fault, person, number = found
    question = fault_questions.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if question is None or question.fault != fault.id:
        show_order(turn, fault, person)
        return
    if question.answer is not None and question.answer.when and day_of(question.answer.when) < today(turn):
        show_order(turn, fault, person, "days")  # that day has gone
        return
    try:
        agreed = fault_questions.agree(turn.db, question.id, person, turn.now)
    except faults.NotNow as late:
        show_order(turn, late.fault, person)
        return
    fault = planned(turn, fault, person, agreed)
    _told(turn, fault, person, "agree")
    _push(turn, fault, News(fault.id))


async def called(update: Update, turn: Turn) -> None:
    """order.called:214.12: the office has called the tenant who cannot be asked here."""
    found = _working(turn)
    if found is None:
        return
    fault, person, number = found
    question = fault_questions.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if question is None or question.fault != fault.id or not KINDS[question.kind].to_desk:
        show_order(turn, fault, person)
        return
    try:
        fault_questions.answer(turn.db, question.id, person, Answer("called"), turn.now)
    except faults.NotAllowed:
        turn.say(NotUsed("not_yours"))
        return
    except faults.NotNow as late:
        show_order(turn, late.fault, person)
        return
    _told(turn, fault, person, "called")


def planned(turn: Turn, fault: Fault, person: Person, agreed: fault_questions.Question) -> Fault:
    """A visit to which both have agreed is the day of the work."""
    day = day_of(agreed.note)
    faults.happened(turn.db, fault.id, "plan", person.id, day.isoformat(), turn.now)
    return deadlines.plan(turn, deadlines.go_on(turn, fault), day)


def _push(turn: Turn, fault: Fault, message: Message) -> None:
    """Tells who reported it, on whose card it stands."""
    reporter = people.get(turn.db, fault.reporter) if fault.reporter is not None else None
    if reporter is not None:
        turn.say(message, to=reporter.chat, reply_to=card_key(fault.id))


def _told(turn: Turn, fault: Fault, person: Person, act: str) -> None:
    tell(turn, fault, act)
    show_order(turn, fault, person)
