"""What is known already: shown before it is reported again, followed with "me too", and made one."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts, fault_report, work_orders
from bot.handlers.drafts import Draft
from bot.handlers.fault_cards import card_key, fault_card, show_order
from bot.handlers.people import home_of, who
from bot.handlers.telling import tell, tell_file
from bot.messages.general import NotUsed
from storage import faults, known_faults
from storage.faults import Fault


async def me_too(update: Update, turn: Turn) -> None:
    """fault.me_too:214: no second order; what she has sent for hers goes with the one that is there."""
    person = who(turn)
    number = turn.value
    fault = faults.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    home = home_of(turn, person) if person is not None else None
    if person is None or fault is None or home is None or not _may_follow(fault, home.house):
        turn.say(NotUsed("no_report" if fault is None else "not_yours"))
        return
    draft = drafts.present_draft(turn)
    if known_faults.follow(turn.db, fault.id, person.id, turn.now):
        faults.happened(turn.db, fault.id, "follow", person.id, "", turn.now)
    if draft is not None:
        _add_what_was_sent(turn, fault, draft, person.id)
        turn.end()
    turn.screen_becomes(card_key(fault.id), fault_card(turn, fault, just_sent=True, follows=True))
    tell(turn, fault, "follow")


def _may_follow(fault: Fault, house: int) -> bool:
    """Whether it is a matter of the whole house, and she lives there: of a neighbour's flat nobody hears."""
    return fault.house == house and known_faults.is_shared_matter(fault) and fault.state != "closed"


def _add_what_was_sent(turn: Turn, fault: Fault, draft: Draft, person: int) -> None:
    for file in draft.files:
        faults.attach(turn.db, fault.id, file)
        tell_file(turn, fault, file)
    if draft.words:
        faults.happened(turn.db, fault.id, "added", person, draft.words, turn.now)


@fault_report.at("known")
def something_else(turn: Turn, draft: Draft) -> None:
    """fault.known:other: hers is another fault, and the report goes on."""
    fault_report.after_item(turn, draft)


async def make_one(update: Update, turn: Turn) -> None:
    """order.known:215: the reports of a house become one known fault, with one press."""
    found = work_orders.seen(turn)
    if found is None:
        return
    fault, person, _ = found
    try:
        main, merged = known_faults.make_one(turn.db, fault, person, turn.now)
    except (faults.NotAllowed, LookupError):
        turn.say(NotUsed("not_yours"))
        return
    except faults.NotNow as late:
        show_order(turn, late.fault, person)
        return
    for each in merged:
        tell(turn, each, "merge")
    tell(turn, main, "known")
    show_order(turn, main, person)
