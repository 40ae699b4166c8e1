"""People whom the bot no longer reaches: the desk is told, so that they are called instead."""

import datetime

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers import conversions, moving_in, offers
from bot.handlers.offer_news import call_about
from bot.handlers.taken_back import kind_of
from bot.messages.access import NotReached
from bot.speech import STOCKHOLM
from storage import cards, facts, fault_lists, faults, people

# The cards of pushes about a contract, and of the first weeks after the keys.
ROAD = frozenset({"home.push", "home.undone", "home.refused", "home.not_yet", "home.contract", "moving"})
ONCE_IN = 24 * 3600.0


async def unreached(event: Event, turn: Turn) -> None:
    """chat.unreachable: somebody has blocked the bot or left."""
    if turn.company.rooms.offers:
        await offers.unreachable(event, turn)
        conversions.unreached(turn, event.id)
    if turn.company.rooms.home or turn.company.rooms.offers:
        _call_about_the_road(turn, event.id)
    if turn.company.rooms.faults:
        _tell_desk(event, turn)


def _call_about_the_road(turn: Turn, chat: int) -> None:
    """What was pushed of the road and has not come to anybody of the household is a call for its officer."""
    person = people.by_chat(turn.db, chat)
    if person is None or person.household is None or not person.adult:
        return
    for card in cards.of_chat(turn.db, chat):
        kind, number = kind_of(card.key)
        if kind in ROAD and card.message_id is None:
            call_about(turn, person.household, moving_in.matter(number) if kind == "moving" else card.key)


def _tell_desk(event: Event, turn: Turn) -> None:
    """Of one with open reports the desk is told once, though several messages may have been under way to her;
    without a word of hers or ours.
    """
    person = people.by_chat(turn.db, event.id)
    name = f"unreached.{event.id}"
    if person is None or turn.now - float(facts.get(turn.db, name) or 0) <= ONCE_IN:
        return
    reports = [fault for fault in fault_lists.reported_by(turn.db, person.id) if fault.state != "done"]
    at_work = hours.is_working_time(turn.company, datetime.datetime.fromtimestamp(turn.now, STOCKHOLM))
    for worker in people.with_work(turn.db, "staff"):
        numbers = [fault.id for fault in reports if "staff" in faults.standing(turn.db, fault, worker)]
        if numbers:
            facts.put(turn.db, name, str(turn.now))
            turn.say(NotReached(numbers), to=worker.chat, silent=not at_work)
