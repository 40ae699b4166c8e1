"""Examples of homes, of flats given notice on, and of the rule and its numbers, for `examples`."""

from typing import Any

from bot.messages.allocation import (
    AllFlats,
    Allocation,
    AllocationFile,
    Rule,
    RuleAndYear,
    Year,
    YearNumbers,
    YearRow,
)
from bot.messages.base import Message
from bot.messages.homes import GROUPS, LETTINGS, HomeCard, HomeRow, Homes, HomesList, Houses
from bot.messages.vacancies import (
    EXCLUDED,
    GOES,
    NOT_POSSIBLE,
    PUT_ASIDE,
    REASONS,
    Batch,
    Confirmed,
    NotPossible,
    OverrideNews,
    Vacancies,
    VacancyCard,
    VacancyRow,
)
from bot.messages.vacancy_entry import AskContract, AskCounts, AskDay, AskHome, Registering

Example = tuple[str, Message]

ADDRESS, FLAT, OBJECT, LEASE = "Björkvägen 4 B", "1203", "0312-07", "K-2019-0044"
LONG_ADDRESS = "Gamla Stationssamhällets Väg 128 C, uppgång Norra gården, 834 99 Övre Exempelby"
HOME = f"{ADDRESS}, {FLAT} ({OBJECT})"
DAY, LAST = "2026-11-23", "2027-02-28"
WHY = "Trappan byggs om: hissen står still till mars."
AREAS = [("centrum", "Centrum"), ("granvik", "Granvik"), ("sjosidan", "Sjösidan")]


def _homes() -> list[Example]:
    standing = {"ordinary": 1002, "agency": 40, "evacuation": 20, "municipality": 31, "empty": 7}
    row = HomeRow(12, ADDRESS, FLAT, OBJECT)
    coming = HomeRow(13, LONG_ADDRESS, FLAT, "0312-0017", "2027-Q3")
    known: tuple[Any, ...] = (3, 71.5, 2, True, False, "", 7450, 12)
    return [
        ("Homes: all of them", Homes(standing, {"ordinary": 18, "agency": 6}, 2, AREAS)),
        ("Homes: without asylum housing, none to come", Homes({"ordinary": 58, "empty": 2}, {}, 0, [])),
        *(
            (
                f"Homes: {group}",
                HomesList(group, [row, coming]),
            )
            for group in GROUPS
        ),
        ("Homes: a page in the middle", HomesList("empty", [row], page=2, more=True)),
        ("Homes: none in a group", HomesList("empty", [])),
        ("Homes: a house", HomesList("house", [row], ADDRESS, area="centrum")),
        ("Homes: searched for, several", HomesList("found", [row, row])),
        ("Homes: searched for, none", HomesList("found", [])),
        ("Homes: an area", Houses("Centrum", [(3, ADDRESS), (4, "Storgatan 14")])),
        ("Homes: an area without houses", Houses("Centrum", [])),
        *(
            (
                f"Home: {letting}",
                HomeCard(OBJECT, "Centrum", ADDRESS, FLAT, 3, letting, *known),
            )
            for letting in LETTINGS
        ),
        ("Home: little known", HomeCard(OBJECT, "Centrum", ADDRESS, FLAT, 3, "ordinary")),
        (
            "Home: to come, special",
            HomeCard(
                OBJECT, "Centrum", ADDRESS, FLAT, 3, "agency", 2, 55.0, -1, False, True, "2027-Q3", stair="B"
            ),
        ),
    ]


def _registering() -> list[Example]:
    row = HomeRow(12, ADDRESS, FLAT, OBJECT)
    days = [DAY, "2026-11-22", "2026-11-21", "2026-11-20"]
    return [
        ("A notice: which home", AskHome()),
        ("A notice: several homes", AskHome([row, row])),
        ("A notice: no such home", AskHome(tried=True)),
        ("A notice: which lease", AskContract(HOME)),
        ("A notice: no lease's number", AskContract(HOME, wrong=True)),
        *(
            (f"A notice: when it came ({wrong or 'asked'})", AskDay("notice", days, wrong))
            for wrong in ("", "ahead")
        ),
        *(
            (f"A notice: the last day ({wrong or 'asked'})", AskDay("last", [LAST], wrong))
            for wrong in ("", "unknown", "before")
        ),
        ("A notice: does it count", AskCounts()),
        ("A notice: everything, it counts", Registering(HOME, LEASE, f"{DAY}T09:10", LAST)),
        *(
            (
                f"A notice: everything, {reason}",
                Registering(HOME, LEASE, DAY, LAST, reason, reason == "new_production"),
            )
            for reason in EXCLUDED
        ),
    ]


def _card(state: str, **more: object) -> VacancyCard:
    return VacancyCard(12, OBJECT, ADDRESS, FLAT, LEASE, DAY, LAST, state, 3, **more)  # type: ignore[arg-type]


def _numbered(state: str, goes: str = "unit", place: int = 10, **more: object) -> VacancyCard:
    return _card(state, number=17, begins="2026-01-01", part=1, whole=5, place=place, goes=goes, **more)


def _cards() -> list[Example]:
    acts = ["exclude", "count", "last", "withdraw", "override", "agree", "refuse"]
    asked: dict[str, Any] = {"override": "queue", "because": WHY, "asked": 45, "asked_by": "Karin Åström"}
    return [
        ("A flat: not confirmed", _card("draft", can=["exclude", "withdraw"])),
        ("A flat: registered twice", _card("draft", doubled=True)),
        (
            "A flat: not confirmed, will not count",
            _card("draft", excluded="exchange", can=["count"]),
        ),
        *((f"A flat: {reason}", _card("excluded", excluded=reason)) for reason in EXCLUDED),
        *((f"A flat: {state}", _numbered(state)) for state in ("queue", "unit", "let")),
        ("A flat: for the queue", _numbered("queue", "queue", 9, can=["override", "withdraw"])),
        ("A flat: makes up for another", _numbered("unit", "unit", 11, settles=16)),
        *((f"A flat: declined, {reason}", _numbered("declined", reason=reason)) for reason in REASONS),
        ("A flat: no answer", _numbered("expired", reason="no_answer")),
        *((f"A flat: withdrawn, {reason}", _numbered("void", reason=reason)) for reason in PUT_ASIDE),
        ("A flat: withdrawn before it was confirmed", _card("void", reason="stays")),
        *(
            (f"A flat: sent {where} against the rule", _numbered(where, override=where, because=WHY))
            for where in GOES
        ),
        (
            "A flat: a second person is asked",
            _numbered("unit", **asked, can=["agree", "refuse"]),
        ),
        (
            "A flat: asked by the reader",
            _numbered("unit", **asked, mine=True, can=["refuse"]),
        ),
        ("A flat: every act", _numbered("unit", asked=45, can=acts)),
        ("A flat: why does it not count", _card("draft", asks="exclude")),
        ("A flat: withdraw the unit's", _numbered("unit", asks="withdraw")),
        ("A flat: withdraw the queue's", _numbered("queue", "queue", 9, asks="withdraw")),
        ("A flat: why against the rule", _numbered("unit", asks="override")),
        *((f"Not possible: {why}", NotPossible(why)) for why in NOT_POSSIBLE),
        *(
            (f"Against the rule: {what}", OverrideNews(what, 12, "Karin Åström"))
            for what in ("asked", "agreed", "refused")
        ),
    ]


def _lists() -> list[Example]:
    draft = VacancyRow(12, OBJECT, ADDRESS, FLAT, "draft", f"{DAY}T09:10")
    unit = VacancyRow(13, "0312-0017", LONG_ADDRESS, FLAT, "unit", DAY, 17)
    excluded = VacancyRow(14, OBJECT, ADDRESS, FLAT, "excluded", DAY, 0, "exchange")
    rule = Rule(1, 5, "2026-01-01")
    return [
        ("Flats given notice on", Vacancies(3, [unit], [unit, excluded])),
        (
            "Flats given notice on: one to register",
            Vacancies(0, [], [], [(7, HomeRow(13, ADDRESS, FLAT, OBJECT))]),
        ),
        ("Flats given notice on: none yet", Vacancies(0, [], [])),
        ("To be confirmed", Batch(2, 14, [draft, excluded])),
        ("To be confirmed: a page in the middle", Batch(20, 40, [draft], 2, more=True, changed=True)),
        ("To be confirmed: one's own home", Batch(1, 12, [draft], own=True)),
        ("To be confirmed: no rule", Batch(1, 12, [draft], rule=False)),
        ("To be confirmed: nothing", Batch(0, 0, [])),
        ("To be confirmed: sure?", Batch(3, 17, [draft], sure=True)),
        ("Confirmed", Confirmed([unit, excluded], 4)),
        ("The rule, for those who live here", RuleAndYear(rule, [YearNumbers(2026, 41, 8, None)])),
        ("The rule: two of nine", RuleAndYear(Rule(2, 9, "2026-01-01"), [])),
        ("The rule: none in force", RuleAndYear(None, [YearNumbers(2026, None, None, None)])),
        ("Numbers for the desk", Allocation(rule, 41, 8, 7, 5, 2, 1, 1, 0, [2027, 2026])),
        ("Numbers for the desk: something is wrong", Allocation(None, 0, 0, 0, 0, 0, 0, 0, 2, [])),
        ("All flats", AllFlats([unit, excluded], 2, more=True)),
        ("All flats: none", AllFlats([])),
        (
            "A year by area and rooms",
            Year(
                2026,
                [YearRow("Centrum", 21, None, None)],
                [YearRow("2", 12, 5, 5), YearRow("", None, None, None)],
            ),
        ),
        ("All flats as a file", AllocationFile(DAY)),
    ]


ALLOCATION: list[Example] = [*_homes(), *_registering(), *_cards(), *_lists()]
