"""The emergency card: numbers first, at any time, from anywhere, without ending what is open."""

import datetime

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts
from bot.handlers.people import lives_at, who
from bot.hours import desk_is_open
from bot.messages.emergency import Called, CannotCall, EmergencyCard, NeedsHelp
from bot.speech import STOCKHOLM, locale_of
from storage import fault_lists, people
from storage.fault_items import ITEMS
from storage.people import Person


async def show(update: Update, turn: Turn) -> None:
    """/emergency, the keyboard's word, or the button of any screen."""
    turn.urgent()
    user = update.effective_user
    if turn.locale is None and user is not None:
        turn.say(EmergencyCard(language=locale_of(user.language_code) or ""))
    else:
        turn.say(_card(turn))


async def called(update: Update, turn: Turn) -> None:
    person = who(turn)
    at_home = person is not None and person.household is not None
    turn.say(Called(can_report=at_home and turn.company.rooms.faults))


async def cannot(update: Update, turn: Turn) -> None:
    """She cannot call: those who may read it now are told, and she is told whether there is anybody."""
    turn.urgent()
    person = who(turn)
    if person is None or person.household is None:
        turn.say(CannotCall(told=0))
        return
    told = [helper for helper in _on_watch(turn) if helper.chat != turn.chat]
    card = _card(turn)
    for helper in told:
        turn.urgent(helper.chat)
        item = card.item if "staff" in helper.work or not only_desk(card.item) else ""
        turn.say(NeedsHelp(card.address, card.flat, item, turn.locale or "en"), to=helper.chat)
    turn.say(CannotCall(len(told)))


def only_desk(item: str) -> bool:
    """Whether this is for the office alone, such as a neighbour who disturbs."""
    return item in ITEMS and ITEMS[item].kind == "desk"


def _on_watch(turn: Turn) -> list[Person]:
    """Those on duty now, and the desk while it is open."""
    now = datetime.datetime.fromtimestamp(turn.now, STOCKHOLM)
    found = people.named(turn.db, turn.company.on_duty(now))
    if desk_is_open(turn.company, now):
        found += people.with_work(turn.db, "staff")
    return list({person.id: person for person in found if person.work}.values())


def _card(turn: Turn) -> EmergencyCard:
    """The card with what she has begun to report, or has reported last and is not done."""
    person = who(turn)
    if person is None:
        return EmergencyCard()
    address, flat = lives_at(turn, person)
    return EmergencyCard(address, flat, _at_fault(turn, person) if turn.company.rooms.faults else "")


def _at_fault(turn: Turn, person: Person) -> str:
    draft = drafts.present_draft(turn)
    if draft is not None and draft.item:
        return draft.item
    if person.household is None:
        return ""
    reported = fault_lists.open_of(turn.db, person.household)
    return next((fault.item for fault in reported if fault.state != "done"), "")
