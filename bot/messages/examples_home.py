"""Examples of a household's road, its contract, moving in and the two tracks, as in `examples.py`."""

from bot.messages.base import Message
from bot.messages.conversions import (
    GROUPS,
    NOT_NOW,
    POINTS,
    STATES,
    TOLD,
    WHY,
    ConversionCard,
    ConversionList,
    ConversionNews,
    NotNow,
    Row,
    Seen,
    Told,
)
from bot.messages.home import (
    HERS,
    STEPS,
    AskConsent,
    ContractFacts,
    FirstHand,
    Home,
    NewsForAdults,
    Picture,
    Push,
    RoadStep,
    SureRegistered,
)
from bot.messages.households import PhoneRow
from bot.messages.moving_in import MovingStep, SmokeAlarm
from bot.messages.tracks import ACTS, WORDS, Adult, TrackCard

ADDRESS, FLAT = "Björkvägen 4 B", "1203"
LABEL = "Björken 3"
DAY, LATER, FIRST = "2026-11-20", "2026-12-02", "2027-01-01"
SECOND_HAND = ContractFacts("second_hand", "2026-06-01", rent_by="2026-11-30")
WAITS = [
    RoadStep("arrived", "done"),
    RoadStep("found", "now", who="unit"),
    *(RoadStep(step, "next", who="both") for step in ("signed", "keys")),
    RoadStep("registered", "next", who="you"),
    RoadStep("checked", "next", who="both"),
    RoadStep("first_hand", "next", who="company"),
    *(RoadStep(step, "next") for step in ("internship", "work")),
]
LIVES = [
    *(RoadStep(step, "done") for step in ("arrived", "found", "signed")),
    RoadStep("keys", "done", "2026-06-01", "company"),
    RoadStep("registered", "now", who="you"),
    *WAITS[5:],
]
BECOMES = [
    *LIVES[:4],
    *(RoadStep(step, "done") for step in ("registered", "checked")),
    RoadStep("first_hand", "now", FIRST, "company"),
    RoadStep("internship", "done", DAY),
    RoadStep("work", "next"),
]
REQUIRED = [point for point in POINTS if point not in HERS]
DAYS = [DAY, "2026-11-19", "2026-11-18"]


def _card(**fields: object) -> ConversionCard:
    given = {
        "contract": 7,
        "about": LABEL,
        "state": "convert",
        "kind": "second_hand",
        "begins": "2026-06-01",
        "proofs": [Seen("registered", DAY, "Elin Sjöberg")],
        "conversion": 3,
        "stage": "open",
        "required": REQUIRED,
        **fields,
    }
    return ConversionCard(**given)  # type: ignore[arg-type]


HOME: list[tuple[str, Message]] = [
    ("My home: a household that waits", Home(road=WAITS, picture=True, shares=False)),
    ("My home: an offer waits for an answer", Home(road=WAITS, offer=12)),
    (
        "My home: second-hand",
        Home(ADDRESS, FLAT, LIVES, SECOND_HAND, can_register=True, picture=True, shares=True),
    ),
    (
        "My home: said that she is registered",
        Home(ADDRESS, FLAT, LIVES, SECOND_HAND, check_by=LATER, hers=list(HERS), picture=True),
    ),
    (
        "My home: it becomes first-hand",
        Home(
            ADDRESS,
            FLAT,
            BECOMES,
            ContractFacts("second_hand", "2026-06-01", "2026-12-31", FIRST, rent_by="2026-11-30"),
            news=3,
            picture=True,
        ),
    ),
    (
        "My home: keys to come, for a helper",
        Home(ADDRESS, FLAT, WAITS, ContractFacts("second_hand", LATER, keys=LATER), adult=False),
    ),
    (
        "My home: first-hand, notice given",
        Home(ADDRESS, FLAT, contract=ContractFacts("first_hand", "2020-01-01", "2027-02-28")),
    ),
    (
        "My home: a notice was taken back",
        Home(ADDRESS, FLAT, contract=ContractFacts("first_hand", "2020-01-01", goes_on=True)),
    ),
    ("My home: a contract on paper", Home(ADDRESS, FLAT)),
    (
        "My home: first-hand out of the queue",
        Home(ADDRESS, FLAT, [RoadStep(step, "done") for step in STEPS if step != "signed"]),
    ),
    ("The road as a picture", Picture()),
    ("Is she registered?", SureRegistered(LATER)),
    ("A push: good news", Push(True, 3)),
    ("A push: news", Push(False)),
    ("News for an adult", NewsForAdults()),
    ("First-hand: what changes", FirstHand(3, FIRST)),
    *((f"First-hand: {answer}", FirstHand(3, FIRST, answer)) for answer in ("understood", "call")),
    ("First-hand was a mistake", FirstHand(3, FIRST, undone=True)),
    ("May days of work be kept?", AskConsent()),
    *(
        (f"After the keys: day {day}", MovingStep(7, day, topics, swedish, report=day == 0))
        for day, topics, swedish in (
            (0, ["move_in.inspection"], ["move_in.inspection"]),
            (3, ["folkbokforing"], []),
            (7, ["insurance.home", "electricity.contract"], []),
            (14, ["smoke_alarm"], []),
        )
    ),
    ("After the keys: done", MovingStep(7, 3, ["folkbokforing"], done=True)),
    *((f"The smoke alarm {answer}".strip(), SmokeAlarm(answer)) for answer in ("", "sounds", "silent")),
    (
        "Contracts that may become first-hand",
        ConversionList(
            [Row(n, f"{LABEL} {n}", why, 18) for n, why in enumerate(WHY)],
            [Row(20, f"{ADDRESS}, {FLAT}", "open")],
        ),
    ),
    (
        "Contracts that end, on a page between others",
        ConversionList([], [Row(21, f"{ADDRESS}, {FLAT}", "notice")], 2, True),
    ),
    ("No contract waits", ConversionList([])),
    *(
        (f"A contract: {state}", _card(state=state, conversion=0, proofs=[], ends=DAY, check_by=LATER))
        for state in STATES
    ),
    *(
        (f"A contract asks: {asks}", _card(asks=asks, days=DAYS, people=[(5, "Elin Sjöberg")]))
        for asks in (
            *("ground", "day.registered", "saw.registered.20261125", "number", "effective", "refuse"),
            *("undo", "arrived", "notice.20261125", "died.20261125"),
        )
    ),
    (
        "A contract asks: whose registration it is",
        _card(
            asks="whose.registered.20261125.5",
            adults=[PhoneRow(31, True, "fa_AF", DAY), PhoneRow(32, True, "sv", DAY)],
        ),
    ),
    (
        "A contract: every act",
        _card(
            ticked=list(POINTS),
            number="K-2026-118",
            effective=FIRST,
            votes=["Elin Sjöberg"],
            undo_votes=["Karin Åström"],
            told=[Told(n, state) for n, state in enumerate(TOLD, 1)],
            can=[
                *(
                    "record",
                    "not_yet",
                    "called",
                    "long",
                    "tick",
                    "number",
                    "date",
                    "approve",
                    "refuse",
                    "undo",
                ),
                *("keep", "notice", "register", "withdraw", "tracks"),
                *(f"tick_{group}" for group in GROUPS),
            ],
        ),
    ),
    ("A contract: points left", _card(ticked=["identity"], can=["tick"])),
    *((f"A contract, not now: {why}", NotNow(why)) for why in NOT_NOW),
    ("Something to do about a contract", ConversionNews(7)),
    *(
        (
            f"Tracks: {word}",
            TrackCard(12, LABEL, word, [Adult(31, 1), Adult(32, 2, [(act, DAY) for act in ACTS])]),
        )
        for word in WORDS
    ),
    ("Tracks: what did she begin?", TrackCard(12, LABEL, asks="32", noted=[(5, "work", DAY)])),
    ("Tracks: without asylum", TrackCard(12, LABEL, adults=[Adult(31, 1)], asylum=False)),
    ("Tracks: on which day?", TrackCard(12, LABEL, asks="32.work", days=DAYS)),
]
