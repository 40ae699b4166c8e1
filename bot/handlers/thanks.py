"""After the work: a mark of one press, and a thank-you that reaches who did it, in his language."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers.fault_cards import order_key, show_report
from bot.handlers.faults import theirs
from bot.handlers.telling import tell
from bot.messages.faults import Thanks
from bot.messages.general import NotUsed
from storage import fault_marks, faults, people


async def mark(update: Update, turn: Turn) -> None:
    """fault.mark:214.good"""
    turn.value, _, value = turn.value.partition(".")
    found = theirs(turn)
    if found is None:
        return
    fault, person = found
    try:
        if fault_marks.mark(turn.db, fault, person, value, turn.now):
            tell(turn, fault, "mark")
    except faults.NotAllowed:
        turn.say(NotUsed("helper"))
        return
    except faults.NotNow:
        pass  # what is true is shown
    show_report(turn, fault)


async def thank(update: Update, turn: Turn) -> None:
    """fault.thanks:214"""
    found = theirs(turn)
    if found is None:
        return
    fault, person = found
    try:
        if fault_marks.thank(turn.db, fault, person, turn.now):
            holder = people.get(turn.db, fault.holder) if fault.holder is not None else None
            if holder is not None:
                turn.say(Thanks(fault.id), to=holder.chat, silent=True, reply_to=order_key(fault.id))
    except faults.NotAllowed:
        turn.say(NotUsed("helper"))
        return
    except faults.NotNow:
        pass
    show_report(turn, fault)
