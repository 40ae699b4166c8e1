"""Examples of what the bot says to questions, as in `examples.py`."""

from bot.messages.base import Message
from bot.messages.questions import (
    GROUPS,
    HELPED,
    KIND,
    Answer,
    AskByPhone,
    Groups,
    Kind,
    Recording,
    Topics,
    Unsure,
    Withheld,
)

WORDS = ["report", "ask", "language", "emergency"]
FIRST_OF_GROUP = {
    "rent": "rent.when_due",
    "contract": "contract.types",
    "moving": "queue.how",
    "home": "electricity.contract",
    "repairs": "repairs.report",
    "trouble": "heating.cold",
    "shared": "laundry.book",
    "safety": "emergency.numbers",
    "work": "benefits.housing",
    "us": "interpreter",
}
RENT = ["rent.how_to_pay", "rent.cannot_pay"]

QUESTIONS: list[tuple[str, Message]] = [
    ("What one can ask about", Groups(list(GROUPS))),
    ("What one can ask about, with questions to the office", Groups(list(GROUPS), mine=True)),
    *((f"Questions: {group}", Topics(group, [topic])) for group, topic in FIRST_OF_GROUP.items()),
    ("An answer", Answer("rent.when_due", next="call:desk", related=RENT, group="rent", swedish=True)),
    *(
        (f"An answer: helped, {helped}", Answer("rent.when_due", related=RENT, group="rent", helped=helped))
        for helped in HELPED
        if helped
    ),
    ("An answer that can be heard", Answer("laundry.book", next="report:laundry", listen=True)),
    ("An answer to a picture", Answer("rent.invoice_missing", next="call:desk", files=True)),
    (
        "An answer, and a fault that was told of",
        Answer(
            "heating.cold",
            next="report:heating",
            items=["heating.radiator_cold", "heating.no_heat"],
            group="trouble",
        ),
    ),
    ("An answer with the emergency button", Answer("water.leak", next="emergency", swedish=True)),
    ("An answer with the number to call now", Answer("noise.neighbours", next="call:jour")),
    ("An answer that has gone", Answer("of.another.release")),
    ("An answer that is withheld", Withheld("laundry.book")),
    ("Near answers", Unsure(["rent.when_due", "rent.how_to_pay", "deposit", "swap"])),
    (
        "Near answers, and faults that were told of",
        Unsure(["appliances"], ["kitchen.stove", "kitchen.fan"], report=True),
    ),
    ("A fault was told of", Unsure([], ["kitchen.stove"], report=True)),
    ("No answer", Unsure([])),
    ("No answer for one without a code", Unsure([], code=True)),
    *((f"Kind words: {why}", Kind(why, WORDS)) for why in KIND),
    ("An answer that is read out", Recording("rent.when_due", 31)),
    ("Ask a person, by phone", AskByPhone()),
]
