"""A phone has left its household, whichever way: an officer's press, or the code of another household."""

from bot.engine.turn import Turn
from bot.handlers import taken_back
from bot.handlers.offer_news import call_if_unreached, task, tell
from storage import offers, officer_tasks
from storage.offers import Offer
from storage.people import Person

# An offer about which the household can still be asked.
ASKED = frozenset(offers.LIVE) | {"declined"}


def left(turn: Turn, household: int, leaver: Person) -> None:
    """Nothing of the household stays in her chat, and what she had answered for it no longer counts.
    `leaver` is the person as she was; the store knows already that she has left.
    """
    taken_back.left_home(turn, leaver)
    if not turn.company.rooms.offers:
        return
    for offer in offers.of_household(turn.db, household):
        if offer.state in ASKED:
            _without(turn, offer)


def _without(turn: Turn, offer: Offer) -> None:
    """Where those who are left do not say what the offer stands for, or nobody is left to read it, a person
    calls.
    """
    tell(turn, offer, "left")
    if offers.stands(turn.db, offer) or offers.differ(turn.db, offer):
        call_if_unreached(turn, offer)
        return
    officer_tasks.settle(turn.db, offer.id, turn.now, ("accepted", "declined", "differ"))
    task(turn, offer.household, offer.id, "left")
