"""What a conversation is tested with: a finder that knows these sentences and no others, so that a test holds
what is done with what was found, and not how well it is found.
"""

from __future__ import annotations

from bot.answering import Answering, Changed, Emergency, Found
from bot.settings import Company

WHEN_DUE = "När ska hyran betalas?"
COLD = "Elementet är kallt"
STOVE = "Spisen går inte"
NEAR = "hyran?"
WEATHER = "Blir det regn i morgon?"
FIRE = "Det brinner i köket!"
GAS = "Det luktar gas"
BEATEN = "Min man slår mig"
AFRAID = "Jag är rädd hemma"
LAUNDRY = "Hur bokar jag tvättstugan?"

FOUND: dict[str, Found] = {
    WHEN_DUE: Found("rent.when_due", ("rent.when_due", "rent.how_to_pay", "rent.cannot_pay", "deposit")),
    LAUNDRY: Found("laundry.book", ("laundry.book", "appliances", "stairwell_children_pets", "swap")),
    COLD: Found("heating.cold", ("heating.cold", "ventilation_mould", "repairs.report", "power.fuse")),
    STOVE: Found(None, ("appliances", "repairs.report", "power.fuse", "repairs.cost")),
    NEAR: Found(None, ("rent.when_due", "rent.how_to_pay", "deposit", "rent.cannot_pay", "swap")),
    AFRAID: Found("violence.help", ("violence.help", "noise.neighbours", "emergency.numbers", "swap")),
    "Hur ser man sin anmälan?": Found("repairs.status", ("repairs.status", "repairs.report")),
    "Hej!": Found(kind="greeting"),
    "Tack!": Found(kind="thanks"),
    # Ten letters, as a code has.
    "tvattstuga": Found("laundry.book", ("laundry.book",)),
}
DANGERS = {
    FIRE: Emergency("danger", "electricity.sparks"),
    GAS: Emergency("danger"),
    BEATEN: Emergency("violence"),
}
FAULTS = {
    COLD: ["heating.radiator_cold", "heating.no_heat", "heating.too_cold", "heating.radiator_leaks"],
    STOVE: ["kitchen.stove", "of.another.release"],
}


class Scripted:
    """Knows FOUND; anything else has no answer. While it is `loading` it knows nothing."""

    def __init__(self) -> None:
        self.loading = False

    def find(self, question: str, locale: str) -> Found | None:
        return None if self.loading else FOUND.get(question.strip(), Found())


def scripted(company: Company, finder: Scripted | None = None, changed: Changed | None = None) -> Answering:
    """What a turn answers from, by these sentences."""
    return Answering(
        company,
        finder or Scripted(),
        changed,
        emergency=lambda said: DANGERS.get(said.strip()),
        faults=lambda said: FAULTS.get(said.strip(), []),
    )
