"""What a conversation is tested with: a finder that knows these sentences and no others, so that a test holds
what is done with what was found, and not how well it is found.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering import Answering, Changed
from bot.answers.answer import Answer
from bot.answers.emergencies import Emergency
from bot.answers.finder import Found
from bot.settings import Company
from bot.shipped import answers_in

WHEN_DUE = "När ska hyran betalas?"
COLD = "Elementet är kallt"
STOVE = "Spisen går inte"
NEAR = "hyran?"
WEATHER = "Blir det regn i morgon?"
FIRE = "Det brinner i köket!"
GAS = "Det luktar gas"
BEATEN = "Min man slår mig"
AFRAID = "Jag är rädd hemma"
COSTS = "Vad kostar det att laga spisen?"
LAUNDRY = "Hur bokar jag tvättstugan?"


def _sure(*topics: str) -> Found:
    return Found(topics[0], 0.9, list(topics))


def _near(*topics: str) -> Found:
    return Found(None, 0.3, list(topics))


# What no answer is for: the finder still says which are the nearest.
NOTHING = Found(None, 0.02, ["swap", "sublet", "deposit", "queue.how"])
FOUND: dict[str, Found] = {
    WHEN_DUE: _sure("rent.when_due", "rent.how_to_pay", "rent.cannot_pay", "deposit"),
    LAUNDRY: _sure("laundry.book", "appliances", "stairwell_children_pets", "swap"),
    COLD: _sure("heating.cold", "ventilation_mould", "repairs.report", "power.fuse"),
    COSTS: _sure("repairs.cost", "repairs.report", "appliances"),
    STOVE: _near("appliances", "repairs.report", "power.fuse", "repairs.cost"),
    NEAR: _near("rent.when_due", "rent.how_to_pay", "deposit", "rent.cannot_pay", "swap"),
    AFRAID: _sure("violence.help", "noise.neighbours", "emergency.numbers", "swap"),
    "Hur ser man sin anmälan?": _sure("repairs.status", "repairs.report"),
    "Hej!": Found(None, 0.0, [], "greeting"),
    "Tack!": Found(None, 0.0, [], "thanks"),
    # Ten letters, as a code has.
    "tvattstuga": _sure("laundry.book"),
}
DANGERS = {
    FIRE: Emergency("danger", "electricity.sparks"),
    GAS: Emergency("danger"),
    BEATEN: Emergency("violence"),
}
FAULTS = {
    COLD: ["heating.radiator_cold", "heating.no_heat", "heating.too_cold", "heating.radiator_leaks"],
    STOVE: ["kitchen.stove", "of.another.release"],
    COSTS: ["kitchen.stove"],
}


def danger_in(said: str, locale: str | None = None) -> Emergency | None:
    return DANGERS.get(said.strip())


class Scripted:
    """Knows these sentences; anything else has no answer. While it is `loading` it finds nothing."""

    def __init__(self) -> None:
        self.loading = False

    def find(self, question: str, locale: str) -> Found | None:
        return None if self.loading else FOUND.get(question.strip(), NOTHING)

    def emergency(self, said: str, locale: str) -> Emergency | None:
        return danger_in(said)

    def faults(self, said: str, locale: str) -> list[str]:
        return FAULTS.get(said.strip(), [])

    def answers(self, locale: str) -> Mapping[str, Answer]:
        return answers_in(locale)


def scripted(company: Company, finder: Scripted | None = None, changed: Changed | None = None) -> Answering:
    """What a turn answers from, by these sentences."""
    return Answering(company, finder or Scripted(), changed)
