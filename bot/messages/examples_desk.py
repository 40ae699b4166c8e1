"""Examples of all that the desk sees, does and is told, for `examples`."""

from bot.messages.base import Message
from bot.messages.behalf import Found, ReadOut, WhichHome, WhichLanguage, WhichPhone
from bot.messages.desk_orders import ACTS, MOST_STEPS, WAY, Desk, DeskStep, Other
from bot.messages.fault_report import Enter, First
from bot.messages.faults import WRITTEN_IN, FaultCard
from bot.messages.known_faults import Known
from bot.messages.triage import (
    FORMATS,
    GROUPS,
    UNDELIVERED,
    Aside,
    HasLeft,
    Leaver,
    NotDelivered,
    OrderGone,
    OrderPage,
    OrdersFile,
    SureLeft,
    Triage,
    TriageList,
    TriageRow,
    Undelivered,
    WhichFile,
    WhoHasLeft,
    WorkEnded,
)
from bot.messages.work_orders import OrderCard, OrderNews

Example = tuple[str, Message]

# 23 November 2026, 08:14 in Sweden.
MORNING = 1795418040.0
HOUR = 3600.0
DAY = 24 * HOUR
ADDRESS, FLAT = "Björkvägen 4 B", "1203"
LONG_ADDRESS = "Gamla Stationssamhällets Väg 128 C, uppgång Norra gården, 834 99 Övre Exempelby"
WROTE = "رادیاتور اتاق خواب از دیروز سرد است.\nNumret på dörren är 12 (inte 21)."
COMMON = ["heating.radiator_cold", "kitchen.stove"]
E1 = "heating.no_heat_building"


def _desk() -> list[Example]:
    def at_desk(
        state: str = "received", asks: str = "", joined: tuple[int, ...] = (), **more: object
    ) -> OrderCard:
        return OrderCard(
            214, "heating.radiator_cold", "E2", state, ADDRESS, "desk", flat=FLAT, floor=2, locale="fa_AF",
            at=MORNING, asks=asks, planned="2026-11-27", joined=list(joined), desk=Desk(**more),  # type: ignore[arg-type]
        )  # fmt: skip

    whole_way = [
        DeskStep(act, MORNING + i * HOUR, "Karl" if i % 2 else "", {"reclass": "E3"}.get(act, ""))
        for i, act in enumerate(WAY)
    ]
    planned = [DeskStep("plan", MORNING, "Stina", "2026-11-27"), DeskStep("plan", MORNING + HOUR, "Stina")]
    days = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30"]
    return [
        ("At the desk: every act", at_desk(can=list(ACTS), back="overdue.2")),
        (
            "At the desk: what it hangs together with",
            at_desk(
                "outside",
                joined=(216, 219),
                firm="Rör & VVS AB",
                reference="A-0017",
                earlier=98,
                wrote="Vi kommer på fredag före lunch.",
                steps=planned,
            ),
        ),
        ("At the desk: it has become part of another", at_desk("closed", can=["reopen"], merged=187)),
        (
            "At the desk: reported for a household",
            at_desk("done", can=["fixed", "reopen", "erase_phone"], for_household=True),
        ),
        ("At the desk: the tenant cannot be reached", at_desk(unreached=True)),
        *(
            (f"At the desk: the whole way, from step {first}", at_desk(steps=whole_way[first:]))
            for first in range(0, len(whole_way), MOST_STEPS)
        ),
        (
            "At the desk, and at work on it",
            OrderCard(
                214, "heating.radiator_cold", "E2", "taken", ADDRESS, "mine", flat=FLAT, desk=Desk(aside=True)
            ),
        ),
        ("At the desk: which class?", at_desk(asks="reclass")),
        ("At the desk: which day?", at_desk(asks="plan", days=days)),
        ("At the desk: which firm?", at_desk(asks="firm")),
        ("At the desk: the firm's number?", at_desk(asks="firm_reference", typed="Rör & VVS AB")),
        (
            "At the desk: the same as which?",
            at_desk(
                asks="merge", others=[Other(187, "heating.radiator_cold", "1101"), Other(190, "lift.stopped")]
            ),
        ),
        ("At the desk: the same as which? None in this house", at_desk(asks="merge")),
        ("At the desk: what to write?", at_desk(asks="write")),
        ("At the desk: in which language?", at_desk(asks="wrote", typed="Vi kommer på fredag.\nHälsningar")),
        *(
            (
                f"Her report: the office has written in {locale}",
                FaultCard(214, "kitchen.stove", "taken", ADDRESS, FLAT, wrote=WROTE, wrote_in=locale),
            )
            for locale in WRITTEN_IN
        ),
        *(
            (f"News of an order: {what}", OrderNews(214, what))
            for what in ("reclassed", "urgent", "planned", "ask_if_fixed")
        ),
        ("To do: nothing", Triage([])),
        ("To do: every group", Triage([(group, n) for n, group in enumerate(GROUPS, 1)])),
        *(
            (
                f"To do, a list: {group}",
                TriageList(group, 1, [TriageRow(214, "E2", ADDRESS, "heating.radiator_cold", FLAT)]),
            )
            for group in GROUPS
            if group not in ("undelivered", "set_aside")
        ),
        (
            "To do, a list: a page in the middle",
            TriageList("overdue", 21, [TriageRow(1215, "E1", LONG_ADDRESS, E1, FLAT)] * 8, page=2, more=True),
        ),
        ("To do, a list: empty by now", TriageList("overdue", 0, [])),
        (
            "Not delivered",
            NotDelivered(3, [Undelivered(MORNING, f"{ADDRESS}, {FLAT}", why) for why in UNDELIVERED], 31),
        ),
        (
            "Not delivered: to a colleague and to somebody unknown",
            NotDelivered(
                2, [Undelivered(MORNING, "Karl", "refused"), Undelivered(MORNING, "", "too_old")], 31
            ),
        ),
        ("Not delivered: nothing", NotDelivered(0, [], 0)),
        ("Could not be handled", Aside(1, [(MORNING, "ZeroDivisionError")])),
        ("Could not be handled: nothing", Aside(0, [])),
        ("Orders as a file: which?", WhichFile()),
        *((f"Orders as a file: {form}", OrdersFile(MORNING)) for form in list(FORMATS)[:1]),
        ("A page of one order", OrderPage(214)),
        ("Who has left?", WhoHasLeft([Leaver(7, "Karl", 3), Leaver(8, "Åsa Näslund-Petersson", 0)])),
        ("Who has left? Asked by an admin", WhoHasLeft([Leaver(7, "Karl", 1)], back=False)),
        ("Who has left? Nobody to choose", WhoHasLeft([])),
        ("Who has left? An officer", WhoHasLeft([Leaver(9, "Elin", households=12)])),
        ("Has she left? She is an officer", SureLeft(Leaver(9, "Elin", households=12))),
        ("To the desk: an officer has left", HasLeft("Elin", 0, households=1)),
        ("Has he left?", SureLeft(Leaver(7, "Karl", 3))),
        ("Has he left? There is a group", SureLeft(Leaver(7, "Karl", 1, in_group=True))),
        ("To the desk: a colleague has left, and there is a group", HasLeft("Karl", 2, in_group=True)),
        ("To the desk: a colleague has left", HasLeft("Karl", 1)),
        ("To the desk: a colleague has left who held nothing", HasLeft("Karl", 0)),
        ("To who has left", WorkEnded(["emergency", "language"])),
        ("What stays of an order with who has left", OrderGone(214)),
    ]


def _behalf() -> list[Example]:
    return [
        ("For a household: which home?", WhichHome()),
        (
            "For a household: homes that fit",
            WhichHome([Found(12, ADDRESS, FLAT, "0312-07"), Found(13, LONG_ADDRESS, FLAT, "0312-0017")]),
        ),
        ("For a household: more than fit", WhichHome([Found(12, ADDRESS, FLAT, "0312-07")], too_many=True)),
        ("For a household: no such home", WhichHome(tried=True)),
        ("For a household: which language?", WhichLanguage(ADDRESS, FLAT)),
        ("For a household: the first screen", First(COMMON, reported_for=f"{ADDRESS}, {FLAT}")),
        ("For a household: may we go in?", Enter(asked_by_phone=True)),
        ("For a household: what number?", WhichPhone()),
        ("For a household: it is known already", Known(187, "lift.stopped", people=2, by_phone=True)),
        ("For a household: say on the phone", ReadOut(214, "kitchen.stove", MORNING + DAY)),
        ("For a household: say on the phone, acute", ReadOut(214, E1, MORNING + HOUR, urgent=True)),
        ("For a household: say on the phone, planned", ReadOut(214, "bathroom.seat")),
    ]


DESK: list[Example] = [*_desk(), *_behalf()]
