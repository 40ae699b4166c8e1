"""What the desk does to one order: class, day, firm, merging, words to the tenant, a household's voice.

A press counts by the order's state, as every press on an order does. What has to be written is asked for on
the card, and what was written is taken by the order that the chat then stands at.
"""

import datetime
import re
from collections.abc import Callable

import msgspec
from telegram import Update

from bot import days
from bot.engine.turn import Callback, Turn
from bot.handlers import deadlines, drafts, fault_report, waiting
from bot.handlers.access import today
from bot.handlers.desk_card import NAME, AtOrder, readers, typed_of
from bot.handlers.fault_cards import card_key, show_order
from bot.handlers.people import who
from bot.handlers.telling import tell
from bot.handlers.work_orders import seen
from bot.messages.faults import News
from bot.messages.general import NotUsed
from bot.messages.triage import OrderPage
from bot.messages.work_orders import NotNow
from bot.speech import LOCALES, western_digits
from storage import desk_acts, faults
from storage.conversations import Conversation
from storage.faults import Fault
from storage.people import Person

LONGEST_NAME = 80
LONGEST_WORDS = 500
FURTHEST_DAYS = 366
ALSO_PRESSED = ("plan", "merge")  # what has buttons too
_NUMBER = re.compile(r"#?\s*(\d{1,12})\.?")


def at_desk(turn: Turn) -> tuple[Fault, Person, str] | None:
    """The order that was pressed, who of the desk pressed, and what came after the number; None if this is
    not for the presser, who is then told so.
    """
    if turn.in_group:
        turn.say(NotUsed("old_button"))  # none of these stands in a group
        return None
    found = seen(turn)
    if found is not None and "staff" not in faults.standing(turn.db, found[0], found[1]):
        turn.say(NotUsed("not_yours"))
        return None
    return found


def _act(turn: Turn, fault: Fault, person: Person, tells: str, act: Callable[[], Fault]) -> Fault | None:
    """Does something to an order, tells everybody and shows it; answers with what is true if it cannot be."""
    try:
        after = act()
    except faults.NotAllowed:
        turn.say(NotUsed("not_yours"))
        return None
    except faults.NotNow as late:
        leave_typing(turn)
        show_order(turn, late.fault, person)
        turn.say(NotNow(late.fault.id, late.fault.state))
        return None
    leave_typing(turn)
    twice = tells == "reopen" and after.state == "returned"
    tell(turn, after, "reopen_desk" if twice else tells, fault)
    show_order(turn, after, person)
    return after


def _asks(asks: str, typed: bool = False) -> Callback:
    """A press that opens a question on the card; with `typed` the answer can be written."""

    async def handler(update: Update, turn: Turn) -> None:
        found = at_desk(turn)
        if found is None:
            return
        fault, person, _ = found
        if fault.state not in (faults.OPEN if asks == "write" else desk_acts.UNDER_WAY):
            show_order(turn, fault, person)
            turn.say(NotNow(fault.id, fault.state))
            return
        if typed:
            ask(turn, fault, person, asks)
        else:
            show_order(turn, fault, person, asks)

    return handler


def ask(turn: Turn, fault: Fault, person: Person, asks: str, typed: str = "") -> None:
    """Opens a question that is answered by writing. A report that is being made goes before: nothing of it
    is lost, and what can be pressed can be pressed beside it.
    """
    standing = turn.standing()
    if waiting.nothing_begun(turn) or (
        standing is not None and standing.name not in (drafts.NAME, waiting.NAME)
    ):
        turn.stand(NAME, asks, AtOrder(fault.id, typed))
    elif asks not in ALSO_PRESSED:
        turn.say(NotUsed("draft_open"))
        return
    show_order(turn, fault, person, asks)


def leave_typing(turn: Turn) -> None:
    """What is written next is about no order."""
    standing = turn.standing()
    if standing is not None and standing.name == NAME:
        turn.end()


reclass = _asks("reclass")
plan = _asks("plan", typed=True)
firm = _asks("firm", typed=True)
merge = _asks("merge", typed=True)
write = _asks("write", typed=True)


async def desk(update: Update, turn: Turn) -> None:
    """order.desk: the desk's acts, for one who is at work on the order too."""
    found = at_desk(turn)
    if found is not None:
        show_order(turn, found[0], found[1], "desk")


async def leave(update: Update, turn: Turn) -> None:
    """order.leave: back from a question of the desk's."""
    leave_typing(turn)
    found = at_desk(turn)
    if found is not None:
        show_order(turn, found[0], found[1])


# -- Class and day ----------------------------------------------------------------------------------


async def reclass_as(update: Update, turn: Turn) -> None:
    """order.reclass_as:214.e2"""
    found = at_desk(turn)
    if found is None:
        return
    fault, person, chosen = found
    urgency = chosen.upper()
    if urgency not in desk_acts.CLASSES or urgency == fault.urgency:
        show_order(turn, fault, person, "reclass" if urgency not in desk_acts.CLASSES else "")
        return
    # Nobody has it and it cannot wait: those who could take it are told.
    calls = urgency == "E1" and fault.state == "received"

    def act() -> Fault:
        return deadlines.restart(turn, desk_acts.reclass(turn.db, fault.id, urgency, person, turn.now))

    _act(turn, fault, person, "urgent" if calls else "reclass", act)


async def plan_on(update: Update, turn: Turn) -> None:
    """order.plan_on:214.20261127, or order.plan_on:214.none"""
    found = at_desk(turn)
    if found is None:
        return
    fault, person, chosen = found
    if chosen == "none":
        _plan(turn, fault, person, None)
    else:
        _plan_on(turn, fault, person, day_meant(chosen, today(turn)))


def _plan_on(turn: Turn, fault: Fault, person: Person, day: datetime.date | None) -> None:
    first = today(turn)
    if day is None or not first <= day <= first + datetime.timedelta(days=FURTHEST_DAYS):
        turn.say(NotUsed("no_such_day" if day is None else "day_not_to_come"))
        return
    _plan(turn, fault, person, day)


def _plan(turn: Turn, fault: Fault, person: Person, day: datetime.date | None) -> None:
    """The day is what is promised from now on; None takes it back."""

    def act() -> Fault:
        iso = day.isoformat() if day else None
        return deadlines.plan(turn, desk_acts.plan(turn.db, fault.id, iso, person, turn.now), day)

    _act(turn, fault, person, "plan", act)


def day_meant(text: str, first: datetime.date) -> datetime.date | None:
    """The day that somebody writes or presses, from `first` (today) on. A date without a year that is today's
    means today, not the day in a year.
    """
    day = days.day_meant(text, first)
    if day is not None and (day.month, day.day) == (first.month, first.day) and str(day.year) not in text:
        return first
    return day


# -- An outside firm --------------------------------------------------------------------------------


async def firm_as(update: Update, turn: Turn) -> None:
    """order.firm_as:214.none: the firm whose name was written has no number for it."""
    found = at_desk(turn)
    if found is not None:
        _to_firm(turn, found[0], found[1], typed_of(turn, found[0].id), "")


def _to_firm(turn: Turn, fault: Fault, person: Person, name: str, reference: str) -> None:
    if not name:
        ask(turn, fault, person, "firm")
        return

    def act() -> Fault:
        return desk_acts.give_to_firm(turn.db, fault.id, name, reference, person, turn.now)

    _act(turn, fault, person, "firm", act)


async def firm_done(update: Update, turn: Turn) -> None:
    _move(turn, "firm_done")


def _move(turn: Turn, act: str) -> None:
    found = at_desk(turn)
    if found is None:
        return
    fault, person, _ = found

    def move() -> Fault:
        after = faults.move(turn.db, fault.id, act, person, turn.now)
        return deadlines.restart(turn, after) if act == "reopen" else after

    _act(turn, fault, person, act, move)


# -- One report of two ------------------------------------------------------------------------------


async def merge_into(update: Update, turn: Turn) -> None:
    """order.merge_into:214.187: the report becomes part of the other one."""
    found = at_desk(turn)
    if found is None:
        return
    fault, person, chosen = found
    into = int(chosen) if chosen.isdecimal() and len(chosen) < 16 else 0
    try:
        after = _act(
            turn,
            fault,
            person,
            "merge",
            lambda: desk_acts.merge(turn.db, fault.id, into, person, turn.now),
        )
    except desk_acts.NotTogether as why:
        turn.say(NotUsed(f"merge_{why.why}"))
        return
    other = faults.get(turn.db, into)
    if after is not None and other is not None:
        tell(turn, other, "joined")


# -- Words to the tenant ----------------------------------------------------------------------------


async def wrote_in(update: Update, turn: Turn) -> None:
    """order.wrote_in:214.sv: what was written is sent, marked with its language."""
    found = at_desk(turn)
    if found is None:
        return
    fault, person, chosen = found
    locale = {each.lower(): each for each in LOCALES}.get(chosen)
    typed = typed_of(turn, fault.id)
    if locale is None or not typed:
        ask(turn, fault, person, "write")
        return
    written_in: str = locale

    def act() -> Fault:
        return desk_acts.write(turn.db, fault.id, written_in, typed, person, turn.now)

    after = _act(turn, fault, person, "wrote", act)
    for reader in readers(turn, fault) if after is not None else []:
        turn.say(News(fault.id), to=reader.chat, reply_to=card_key(fault.id))


# -- For a household that reported by phone ---------------------------------------------------------


async def fixed(update: Update, turn: Turn) -> None:
    """order.fixed: the household was called and says that it is fixed."""
    _move(turn, "fixed")


async def reopen(update: Update, turn: Turn) -> None:
    """order.reopen: it is not, or it was put together with another by mistake. As for a tenant, a report is
    a new one after its number is no longer kept open.
    """
    found = at_desk(turn)
    if found is None:
        return
    fault, person, _ = found
    kept = turn.company.faults.keeps_number_days * faults.DAY
    speaks = "speaker" in faults.standing(turn.db, fault, person)
    if speaks and fault.home is not None and fault.state == "closed" and turn.now - fault.changed > kept:
        again = drafts.Draft(place=fault.place, item=fault.item, earlier=fault.id)
        again.behalf, again.home, again.locale = True, fault.home, fault.locale
        leave_typing(turn)
        fault_report.begin(turn, again)
        fault_report.show(turn, "more", again)
        return
    _move(turn, "reopen")


async def erase_phone(update: Update, turn: Turn) -> None:
    found = at_desk(turn)
    if found is not None:
        fault, person, _ = found
        _act(turn, fault, person, "note", lambda: desk_acts.erase_phone(turn.db, fault.id, person))


async def page(update: Update, turn: Turn) -> None:
    """order.page: the order as a page to print."""
    found = at_desk(turn)
    if found is not None:
        turn.document(f"arbetsorder-{found[0].id}.html", OrderPage(found[0].id))


# -- What is written --------------------------------------------------------------------------------


def answered(turn: Turn, text: str) -> bool:
    """Takes what answers the question of the desk's that is open, before it can be read as a command: a day
    or a number where such is asked for, any words otherwise.
    """
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return False
    said = western_digits(text).strip()
    if standing.step == "plan" and day_meant(said, today(turn)) is None:
        return False
    if standing.step == "merge" and _NUMBER.fullmatch(said) is None:
        return False
    add_text(turn, standing, text)
    return True


def add_text(turn: Turn, standing: Conversation, text: str) -> None:
    """What the desk writes while a question of it is open."""
    step = standing.step
    at = msgspec.json.decode(standing.data, type=AtOrder)
    person, fault = who(turn), faults.get(turn.db, at.number)
    if person is None or fault is None or "staff" not in faults.standing(turn.db, fault, person):
        turn.end()
        turn.say(NotUsed("not_yours"))
        return
    said = text.strip()
    if len(said) > (LONGEST_WORDS if step in ("write", "wrote") else LONGEST_NAME):
        turn.say(NotUsed("too_long"))
        return
    match step:
        case "plan":
            _plan_on(turn, fault, person, day_meant(said, today(turn)))
        case "firm":
            ask(turn, fault, person, "firm_reference", " ".join(said.split()))
        case "firm_reference":
            _to_firm(turn, fault, person, at.typed, " ".join(said.split()))
        case "merge":
            match = _NUMBER.fullmatch(western_digits(said))
            other = faults.get(turn.db, int(match[1])) if match else None
            if other is None or "staff" not in faults.standing(turn.db, other, person):
                turn.say(NotUsed("merge_unknown"))
                return
            ask(turn, fault, person, "merge", str(other.id))
        case _:
            ask(turn, fault, person, "wrote", said)
