"""The master key: the tenant's answer, which can be changed, and the holder who says that he has read it."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers.fault_cards import show_order, show_report
from bot.handlers.faults import theirs
from bot.handlers.telling import tell
from bot.handlers.work_orders import seen
from bot.messages.general import NotUsed
from storage import fault_consent, faults
from storage.faults import Fault
from storage.people import Person


async def change_key(update: Update, turn: Turn) -> None:
    """fault.key:214.yes or no, for this report only."""
    found = theirs(turn)
    if found is None:
        return
    fault, person = found
    try:
        fault = _changed(turn, fault, person, turn.value.partition(".")[2])
    except faults.NotAllowed:
        turn.say(NotUsed("helper"))
        return
    show_report(turn, fault)


async def change_for(update: Update, turn: Turn) -> None:
    """order.key:214.no: the desk, for a household that is not here and has called."""
    found = seen(turn)
    if found is None:
        return
    fault, person, answer = found
    try:
        fault = _changed(turn, fault, person, answer)
    except faults.NotAllowed:
        turn.say(NotUsed("not_yours"))
        return
    show_order(turn, fault, person)


def _changed(turn: Turn, before: Fault, person: Person, answer: str) -> Fault:
    """The report with this answer, told to those whom it concerns; as it is, where it cannot be changed."""
    if answer not in ("yes", "no"):
        return before
    try:
        fault = fault_consent.change(turn.db, before.id, person, answer == "yes", turn.now)
    except faults.NotNow as late:
        return late.fault
    if fault.master_key != before.master_key:
        untaken = "key_outside" if fault.state == "outside" else "key"
        tell(turn, fault, "key_changed" if fault.key_changed else untaken)
    return fault


async def acknowledge(update: Update, turn: Turn) -> None:
    """order.acknowledge:214.no: the holder has read the changed answer, which was "no" on the card that he
    pressed. Another change since then is shown, to be read too.
    """
    found = seen(turn)
    if found is None:
        return
    fault, person, read = found
    try:
        fault = fault_consent.acknowledge(turn.db, fault.id, person, read == "yes", turn.now)
    except faults.NotAllowed:
        turn.say(NotUsed("not_yours"))
        return
    tell(turn, fault, "acknowledge")
    show_order(turn, fault, person)
