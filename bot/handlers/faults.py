"""A person's reports after they were sent: show, fixed, not fixed, it is back; and what falls due."""

from telegram import Update

from bot.engine.turn import Event, Turn
from bot.handlers import drafts, fault_report
from bot.handlers.deadlines import restart
from bot.handlers.fault_cards import at_home, card_key, fault_card, show_report
from bot.handlers.people import who, words_of
from bot.handlers.telling import tell, tell_file
from bot.messages.fault_report import PhoneKept
from bot.messages.general import NotUsed
from storage import fault_lists, faults, people
from storage.faults import Fault
from storage.people import Person


def theirs(turn: Turn) -> tuple[Fault, Person] | None:
    """The report that was pressed, if this person may see it; else she is told kindly why not."""
    person = who(turn)
    number = turn.value.partition(".")[0]
    fault = faults.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if fault is None:
        turn.say(NotUsed("no_report"))
        return None
    if person is None or not may_see(turn, fault, person):
        moved = person is not None and person.household == fault.household
        turn.say(NotUsed("moved" if moved else "not_yours"))
        return None
    return fault, person


def may_see(turn: Turn, fault: Fault, person: Person) -> bool:
    """Everybody of the household, helpers too, and who has said "me too"."""
    return at_home(turn, fault, person) or "follower" in faults.standing(turn.db, fault, person)


async def show(update: Update, turn: Turn) -> None:
    """The push's button: the report opens where she pressed."""
    found = theirs(turn)
    if found is not None:
        show_report(turn, found[0])


async def fixed(update: Update, turn: Turn) -> None:
    _move(turn, "fixed")


async def reopen(update: Update, turn: Turn) -> None:
    """Not fixed, or back again: the same number within 30 days, afterwards a new report linked to it."""
    found = theirs(turn)
    if found is None:
        return
    fault, _ = found
    kept = turn.company.faults.keeps_number_days * faults.DAY
    if fault.state == "closed" and turn.now - fault.changed > kept:
        draft = drafts.Draft(place=fault.place, item=fault.item, earlier=fault.id)
        fault_report.begin(turn, draft)
        if drafts.present_draft(turn) is not None:
            fault_report.show(turn, "more", draft)
        return
    _move(turn, "reopen")


def _move(turn: Turn, act: str) -> None:
    found = theirs(turn)
    if found is None:
        return
    before, person = found
    try:
        fault = faults.move(turn.db, before.id, act, person, turn.now)
    except faults.NotAllowed:
        turn.say(NotUsed("helper"))
        return
    except faults.NotNow as late:
        show_report(turn, late.fault)
        return
    if act == "reopen":
        fault = restart(turn, fault)
    show_report(turn, fault)
    tell(turn, fault, "reopen_desk" if act == "reopen" and fault.state == "returned" else act, before)


async def erase_phone(update: Update, turn: Turn) -> None:
    """Her number goes, from here and from the card of whoever holds one of her reports."""
    person = who(turn)
    if person is None:
        turn.say(NotUsed("not_yours"))
        return
    people.set_phone(turn.db, person.id, None)
    for fault in fault_lists.reported_by(turn.db, person.id):
        turn.card(card_key(fault.id), fault_card(turn, fault))
        tell(turn, fault, "note")
    turn.say(PhoneKept(kept=False, words=words_of(turn, person)))


async def silence(event: Event, turn: Turn) -> None:
    """Seven days without a word after the work was done: the report is closed."""
    try:
        before = faults.get(turn.db, event.id)
        fault = faults.move(turn.db, event.id, "silence", None, turn.now)
    except (faults.NotNow, LookupError):
        return
    tell(turn, fault, "silence", before)


async def file_kept(event: Event, turn: Turn) -> None:
    """A photo or voice note has been fetched: it goes under the cards of its order."""
    number = faults.of_file(turn.db, event.id)
    fault = faults.get(turn.db, number) if number is not None else None
    if fault is not None:
        tell_file(turn, fault, event.id)
