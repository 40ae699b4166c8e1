"""An example of every message in each of its visible forms, with made-up people and numbers.

What reviewers read in the gallery, and what the tests hold against Telegram's limits in every language.
"""

import msgspec

from bot.messages import absence, today
from bot.messages.access import Question
from bot.messages.base import Message
from bot.messages.desk_orders import Desk
from bot.messages.emergency import (
    Called,
    CannotCall,
    EmergencyCard,
    Hidden,
    NeedsHelp,
    ViolenceCard,
)
from bot.messages.examples_access import ACCESS
from bot.messages.examples_allocation import ALLOCATION
from bot.messages.examples_desk import DESK
from bot.messages.examples_home import HOME
from bot.messages.examples_notices import NOTICES
from bot.messages.examples_offers import OFFERS
from bot.messages.examples_questions import QUESTIONS
from bot.messages.examples_threads import THREADS
from bot.messages.fault_report import (
    Answer,
    AskPhone,
    Categories,
    Ended,
    Enter,
    First,
    Items,
    More,
    OwnJob,
    PhoneKept,
    Summary,
)
from bot.messages.fault_words import ANSWERS, CATEGORIES, ITEMS, OWN_JOBS
from bot.messages.faults import CLOSED_AS, MARKED, FaultCard, News, Step, Thanks
from bot.messages.general import NOT_USED, Failed, FailedForStaff, NotUsed, VoiceOffered
from bot.messages.known_faults import Known
from bot.messages.menu import COMMANDS, Help, Menu, NothingOpen, Words4
from bot.messages.my_reports import SHORT, Added, AskMore, MyReports, Row, SureToWithdraw, Unfollowed
from bot.messages.order_access import OrderAccess
from bot.messages.start import (
    ChooseLanguage,
    CodeRefused,
    LanguageChosen,
    NoCode,
    Privacy,
    RatherCall,
    Welcome,
)
from bot.messages.teams import (
    Area,
    Bound,
    CannotRead,
    CannotWrite,
    ChooseArea,
    LetGo,
    Lost,
    NotHere,
)
from bot.messages.typed_orders import HowToType, NotTheirs, ReadKeyFirst, WhichOrder
from bot.messages.work_orders import (
    CLOSE_REASONS,
    RETURN_REASONS,
    Colleague,
    NotNow,
    OrderCard,
    OrderFile,
    OrderNews,
    Orders,
)

Example = tuple[str, Message]

# 23 November 2026, 08:14 in Sweden.
MORNING = 1795418040.0
HOUR = 3600.0
DAY = 24 * HOUR

ADDRESS = "Björkvägen 4 B"
LONG_ADDRESS = "Gamla Stationssamhällets Väg 128 C, uppgång Norra gården, 834 99 Övre Exempelby"
FLAT = "1203"
TENANT_WORDS = ["report", "ask", "language", "emergency"]
CARETAKER_WORDS = ["today", "orders", "language", "emergency"]
TENANT_COMMANDS = ["menu", "report", "ask", "emergency", "language", "cancel", "help"]
COMMON = [
    "heating.radiator_cold",
    "hotwater.none_flat",
    "kitchen.tap_drips",
    "kitchen.sink_blocked",
    "bathroom.toilet_running",
    "kitchen.stove",
    "kitchen.fridge",
    "smoke_alarm.dead",
]
WROTE = "رادیاتور اتاق خواب از دیروز سرد است.\nNumret på dörren är 12 (inte 21)."
E1 = "heating.no_heat_building"


def _start() -> list[Example]:
    return [
        ("First contact", ChooseLanguage()),
        ("A language was chosen", LanguageChosen(TENANT_WORDS)),
        ("Before anything is kept: a tenant", Privacy()),
        ("Before anything is kept: one who works here", Privacy(work=True)),
        ("She would rather call", RatherCall()),
        ("Without a code", NoCode(["emergency", "language"])),
        *(
            (f"Code refused: {why} {minutes or ''}".strip(), CodeRefused(why, minutes))
            for why, minutes in (("unknown", 0), ("expired", 0), ("used", 0), ("wait", 1), ("wait", 42))
        ),
        ("Welcome: an adult", Welcome("adult", TENANT_WORDS, home=f"{ADDRESS}, {FLAT}")),
        ("Welcome: at a long address", Welcome("adult", TENANT_WORDS, home=f"{LONG_ADDRESS}, {FLAT}")),
        ("Welcome: a household that waits for a home", Welcome("adult", TENANT_WORDS)),
        ("Welcome: a helper", Welcome("helper", TENANT_WORDS, home=f"{ADDRESS}, {FLAT}")),
        ("Welcome: a caretaker", Welcome("caretaker", CARETAKER_WORDS, name="Karl", areas=("Norr",))),
        (
            "Welcome: a caretaker of several areas",
            Welcome("caretaker", CARETAKER_WORDS, name="Åsa", areas=("Norr", "Söder", "Centrum och torget")),
        ),
        *(
            (f"Welcome: {role}", Welcome(role, CARETAKER_WORDS, name="Stina"))
            for role in ("staff", "officer", "admin")
        ),
    ]


def _menu() -> list[Example]:
    return [
        ("The command menu of a tenant", Menu(TENANT_COMMANDS)),
        ("Every command", Menu(list(COMMANDS))),
        ("The keyboard", Words4(TENANT_WORDS)),
        ("Help for a tenant", Help(TENANT_WORDS, TENANT_COMMANDS)),
        ("Help with every command", Help(CARETAKER_WORDS, list(COMMANDS))),
        ("Cancelled", NothingOpen(True, TENANT_WORDS)),
        ("Nothing to cancel", NothingOpen(False, TENANT_WORDS)),
    ]


def _emergency() -> list[Example]:
    return [
        ("Emergency, without a home", EmergencyCard()),
        ("Emergency, at home", EmergencyCard(ADDRESS, FLAT)),
        ("Emergency, with the fault begun", EmergencyCard(ADDRESS, FLAT, E1)),
        ("Emergency, in a house without flats, at a long address", EmergencyCard(LONG_ADDRESS)),
        ("She has called", Called()),
        ("She has called, and cannot report here", Called(can_report=False)),
        ("She cannot call; somebody was told", CannotCall(told=2)),
        ("She cannot call; nobody reads", CannotCall(told=0)),
        ("She has called, and her words are kept", Called(kept=True)),
        ("She cannot call, and her words are kept", CannotCall(told=1, kept=True)),
        ("Violence at home", ViolenceCard(written=1203)),
        ("Violence at home, hidden", Hidden()),
        ("To who is on duty", NeedsHelp(ADDRESS, FLAT, E1, "fa_AF")),
        ("To who is on duty, without an address", NeedsHelp("", "", "", "ar")),
    ]


def _report() -> list[Example]:
    return [
        ("Reporting: the first screen", First(COMMON)),
        ("Reporting: begun with a picture", First(COMMON, files=1)),
        ("Reporting: with reports that are open", First(COMMON, reports=2)),
        ("Reporting: begun with pictures and words", First(COMMON, files=4, has_words=True)),
        (
            "Reporting: a fault was told of",
            First(COMMON, has_words=True, told=["electricity.sparks", "kitchen.stove"]),
        ),
        ("Categories in a flat", Categories("home", list(CATEGORIES)[:8], more=True)),
        ("Categories in a flat, the last page", Categories("home", list(CATEGORIES)[8:14], page=2)),
        ("Shared places", Categories("shared", list(CATEGORIES)[14:22], more=True)),
        *(
            (f"Faults: {category}", Items(category, [i for i in ITEMS if i.partition(".")[0] == category]))
            for category in CATEGORIES
        ),
        *((f"Own job: {item}", OwnJob(item)) for item in OWN_JOBS),
        ("Own job at a phone-now fault", OwnJob("heating.too_cold", True, ADDRESS, FLAT)),
        *((f"Answered at once: {item}", Answer(item)) for item in ANSWERS),
        ("A picture or words", More("kitchen.stove")),
        ("A picture has come", More("kitchen.stove", files=1)),
        ("Pictures and words have come", More("kitchen.stove", files=3, has_words=True)),
        ("Phone now, then a picture", More(E1, urgent=True, address=ADDRESS, flat=FLAT)),
        ("Phone now, at a long address", More(E1, urgent=True, address=LONG_ADDRESS, flat=FLAT)),
        *((f"A word before the report: {item}", More(item, note="answer")) for item in ANSWERS),
        ("May we go in", Enter()),
        ("Summary", Summary("heating.radiator_cold", "home", ADDRESS, FLAT)),
        (
            "Summary with everything",
            Summary("kitchen.stove", "home", ADDRESS, FLAT, True, True, True, "morning", 3, True),
        ),
        (
            "Summary: one picture, in the afternoon",
            Summary(E1, "home", ADDRESS, FLAT, time="afternoon", files=1),
        ),
        ("Summary of a shared place", Summary("lift.stopped", "shared", LONG_ADDRESS, files=1)),
        ("What number to call", AskPhone()),
        ("The number is kept", PhoneKept(True, TENANT_WORDS)),
        ("The number is not kept", PhoneKept(False, TENANT_WORDS)),
        ("Stopped", Ended("cancelled")),
        ("It works again", Ended("works")),
    ]


def _faults() -> list[Example]:
    def card(state: str, *way: str, **more: object) -> FaultCard:
        steps = [Step(act, MORNING + i * 3 * HOUR) for i, act in enumerate(("report", *way))]
        fields = {"flat": FLAT, "master_key": True, "way": steps, **more}
        return FaultCard(214, "heating.radiator_cold", state, ADDRESS, **fields)  # type: ignore[arg-type]

    return [
        ("Her report: just sent", card("received", just_sent=True, files=2)),
        ("Her report: received", card("received", master_key=False)),
        ("Her report: back at the office", card("returned", "take", "return")),
        ("Her report: taken back before it was taken", card("returned", "decline")),
        ("Her report: taken", card("taken", "take", files=1)),
        ("Her report: given to a caretaker", card("taken", "assign")),
        ("Her report: begun", card("started", "take", "start", phone=True)),
        ("Her report: waiting for parts", card("waiting", "take", "start", "parts")),
        ("Her report: done", card("done", "take", "start", "done", phone=True)),
        ("Her report: open again", card("received", "take", "done", "reopen")),
        ("Her report: fixed", card("closed", "take", "start", "done", "fixed")),
        ("Her report: closed after silence", card("closed", "take", "done", "silence")),
        ("Her report: closed long ago", card("closed", "take", "done", "fixed", can_reopen=False)),
        *((f"Her report: closed as {why}", card("closed", "close", closed_as=why)) for why in CLOSED_AS),
        ("Her report: it continues an earlier one", card("received", earlier=98)),
        (
            "Her report: a shared place at a long address",
            FaultCard(1215, "stairs_entry.light", "received", LONG_ADDRESS, way=[Step("report", MORNING)]),
        ),
        ("Her report: nobody reads it now", card("received", urgent=True, unread_until=MORNING + 9 * HOUR)),
        ("Her report: it waits for the morning", card("received", unread_until=MORNING + 9 * HOUR)),
        (
            "Her report: somebody was called",
            card("received", urgent=True, called=True, due=MORNING),
        ),
        ("Her report: somebody has looked at it", card("received", seen=True, due=MORNING + 30 * HOUR)),
        ("Her report: planned", card("taken", "take", planned="2026-11-26", due=MORNING)),
        ("Her report: we wait for her answer", card("taken", "take", stopped=True, due=MORNING)),
        ("Her report: with an outside firm", card("outside", "firm")),
        ("Her report: an outside firm was there", card("done", "firm", "firm_done")),
        ("Her report: in the pool again", card("received", "take", "release", seen=True)),
        ("Her report: she did not answer", card("returned", "take", "unanswered")),
        ("Her report: taken back by her", card("closed", "withdraw")),
        ("Her report: part of another", card("closed", "merge", merged=209)),
        *(
            (
                f"Her report: fixed, her mark {mark or 'is asked for'}",
                card("closed", "take", "done", "fixed", can_mark=True, can_thank=not mark, marked=mark),
            )
            for mark in MARKED
        ),
        ("She follows a report: just now", card("received", follows=True, just_sent=True)),
        ("She follows a report: done", card("done", "take", "done", follows=True)),
        ("She follows a report: closed", card("closed", "take", "done", "fixed", follows=True)),
        ("News of her report", News(214)),
        ("A thank-you for the work", Thanks(214)),
        ("We know it already", Known(214, "stairs_entry.light", people=2, planned="2026-11-26")),
        ("We know it already: nobody else yet", Known(214, "heating.no_heat", due=MORNING + 30 * HOUR)),
        ("Her home has reported it already", Known(214, "kitchen.stove", own=True)),
        ("Her reports: none", MyReports([])),
        (
            "Her reports",
            MyReports([Row(214 + i, "kitchen.stove", state) for i, state in enumerate(SHORT)], left_out=3),
        ),
        ("Adding to a report", AskMore(214)),
        ("Added to a report", Added(214)),
        ("Sure to take it back?", SureToWithdraw(214, "kitchen.stove")),
        ("No more news of a report", Unfollowed(214)),
    ]


def _orders() -> list[Example]:
    def order(state: str, view: str, **more: object) -> OrderCard:
        fields = {"flat": FLAT, "floor": 2, "locale": "fa_AF", "at": MORNING, **more}
        return OrderCard(214, "heating.radiator_cold", "E2", state, ADDRESS, view, **fields)  # type: ignore[arg-type]

    people = [Colleague(7, "Karl"), Colleague(8, "Åsa Näslund-Petersson"), Colleague(9, "Kim", away=True)]
    karl = {"holder": "Karl"}
    desk = Desk(["assign", "plan", "reclass", "firm", "merge", "write", "page", "close"])
    return [
        ("Order: new", order("received", "open", master_key=True)),
        (
            "Order: new, with all that can be said",
            order(
                "received",
                "open",
                master_key=True,
                pet=True,
                call_first=True,
                time="morning",
                words=WROTE,
                files=2,
            ),
        ),
        ("Order: taken by me", order("taken", "mine", **karl, call_first=True, phone="+46701740605")),
        ("Order: taken by somebody else", order("taken", "other", **karl)),
        ("Order: begun", order("started", "mine", **karl)),
        ("Order: waiting for parts", order("waiting", "mine", **karl)),
        ("Order: done, a word?", order("done", "mine", **karl, asks="note")),
        ("Order: done, with words", order("done", "mine", **karl, notes=["Ny ventil.", "Luftat elementet."])),
        (
            "Order: done, with a word in Arabic",
            order(
                "done",
                "mine",
                **karl,
                notes=["Ny ventil.", "تم تغيير القطعة"],
                note_languages=["", "ar"],
            ),
        ),
        (
            "Order: done, with more words than have room",
            order(
                "started",
                "mine",
                **karl,
                words="x" * 1000,
                notes=["Ny ventil. " * 80] * 5,
                access=OrderAccess(
                    questions=[Question(7, "where", answer="words", words="y" * 800, locale="fa_AF")] * 3
                ),
            ),
        ),
        ("Order: open again", order("received", "open", reopened=True)),
        ("Order: why does it go back?", order("taken", "mine", **karl, asks="return")),
        *(
            (f"Order at the desk: returned, {why}", order("returned", "desk", reason=why, desk=desk))
            for why in RETURN_REASONS
        ),
        ("Order at the desk: new", order("received", "desk", desk=desk)),
        ("Order at the desk: nobody to give it to", order("received", "desk", desk=Desk(["plan", "close"]))),
        ("Order at the desk: taken", order("taken", "desk", **karl, desk=desk)),
        ("Order at the desk: done", order("done", "desk", **karl, desk=Desk(["write", "page", "close"]))),
        ("Order at the desk: who gets it?", order("returned", "desk", colleagues=people, asks="assign")),
        ("Order at the desk: why is it closed?", order("returned", "desk", asks="close")),
        *((f"Order: closed, {why}", order("closed", "desk", reason=why)) for why in CLOSE_REASONS),
        (
            "Order: urgent, in a shared place at a long address",
            OrderCard(
                1215, "lift.stopped", "E1", "received", LONG_ADDRESS, "open", place="shared", locale="ar"
            ),
        ),
        *(
            (f"Order of one who speaks {locale}", order("received", "open", locale=locale, time="afternoon"))
            for locale in ("sv", "ar", "en")
        ),
        *(
            (f"Order: class {urgency}", OrderCard(9, "other.home", urgency, "received", ADDRESS, "open"))
            for urgency in ("E0", "E3", "E4")
        ),
        *(
            (f"News of an order: {what}", OrderNews(214, what))
            for what in (
                *("reopened", "given", "taken_away", "returned", "closed", "later_release"),
                *(
                    "released",
                    "unanswered",
                    "firm",
                    "merged",
                    "withdrawn",
                    "known",
                    "added",
                    "reopened_twice",
                ),
                *("half", "due", "overdue", "unseen", "key_unread", "untaken"),
            )
        ),
        ("Order: promised, and late", order("taken", "mine", **karl, due=MORNING, late=True)),
        ("Order: planned", order("taken", "mine", **karl, planned="2026-11-26", due=MORNING)),
        ("Order: waits for the tenant", order("taken", "mine", **karl, stopped=True, due=MORNING)),
        ("Order: perhaps one fault with others", order("received", "open", can_be_one=[209, 210], more=3)),
        ("Order: part of another", order("closed", "desk", merged=209)),
        (
            "Order at the desk: with an outside firm",
            order("outside", "desk", firm="Exempel Hiss AB", firm_reference="A-117", desk=desk),
        ),
        ("A picture of an order", OrderFile(214, 31)),
        ("No order is open", Orders([])),
        (
            "Orders that are open",
            Orders(
                [
                    (215, "E1", LONG_ADDRESS, "lift.stopped"),
                    (214, "E2", ADDRESS, "heating.radiator_cold"),
                    (209, "E3", "Norra vägen 1", "kitchen.tap_drips"),
                ]
            ),
        ),
        ("More orders than fit", Orders([(214, "E2", ADDRESS, "kitchen.stove")] * 20, left_out=7)),
        ("Too late: somebody has it", NotNow(214, "taken", "Karl")),
        ("Too late: it is closed", NotNow(214, "closed")),
    ]


def _teams() -> list[Example]:
    areas = [Area("centrum", "Centrum"), Area("granvik", "Granvik"), Area("sjosidan", "Sjösidan")]
    team = OrderCard(
        214, "heating.radiator_cold", "E2", "received", ADDRESS, "team", flat=FLAT, floor=2, locale="ar"
    )
    taken = msgspec.structs.replace(team, state="taken", holder="Karl", call_first=True)
    return [
        ("A group: which area?", ChooseArea(areas)),
        ("A group: another area?", ChooseArea(areas[1:], bound="Centrum")),
        ("A group: its own area only", ChooseArea([], bound="Centrum")),
        ("A group is for an area", Bound("Centrum")),
        ("A group: the bot cannot read", CannotRead()),
        ("A group: the bot may not write", CannotWrite()),
        ("A group is for no area any more", LetGo()),
        ("A group: an order that no longer stands there", NotHere(214)),
        ("To the desk: a group was lost", Lost("Centrum")),
        ("Order in a group: new", team),
        ("Order in a group: taken", taken),
        ("Order in a group: done", msgspec.structs.replace(taken, state="done")),
    ]


def _on_the_move() -> list[Example]:
    flat = today.Line(
        214, "E2", "heating.radiator_cold", "taken", ADDRESS, FLAT, 2, True, True, "morning", "2026-11-23"
    )
    late = today.Line(
        209, "E3", "kitchen.tap_drips", "started", LONG_ADDRESS, FLAT, 0, False, False, due=MORNING, late=True
    )
    lift = today.Line(215, "E1", "lift.stopped", "received", LONG_ADDRESS, due=MORNING)
    visit = today.Line(
        218, "E3", "kitchen.stove", "taken", ADDRESS, FLAT, 1, True, False,
        planned="2026-11-23", visit="20261123.08",
    )  # fmt: skip
    asked = today.Line(217, "E4", "other.home", "waiting", ADDRESS, FLAT, None, False, False, stopped=True)
    return [
        ("Typed: not one of his orders", NotTheirs(999)),
        ("Typed: no act", HowToType(214)),
        ("Typed: the changed key is to be read first", ReadKeyFirst(214)),
        ("Typed: the changed key is to be read first, it is yes", ReadKeyFirst(214, True)),
        ("Which order is the picture for?", WhichOrder(1, [(214, ADDRESS), (215, LONG_ADDRESS)])),
        ("Which order are they for? None is held", WhichOrder(3)),
        ("Today", today.DayList("today", "2026-11-23", [lift, flat, visit, late, asked])),
        ("Today: more than fits", today.DayList("today", "2026-11-23", [flat, late] * 12, left_out=7)),
        ("Today: nothing", today.DayList("today", "2026-11-23", [])),
        ("Mine", today.DayList("mine", "2026-11-23", [flat, asked])),
        ("Mine: nothing", today.DayList("mine", "2026-11-23", [])),
    ]


def _absence() -> list[Example]:
    until = "2026-11-30"
    days = [
        ("tomorrow", "2026-11-24"), ("monday", until), ("week", until), ("two_weeks", "2026-12-07")
    ]  # fmt: skip
    colleagues = [
        absence.Stand(8, "Sara"),
        absence.Stand(9, "Åsa Näslund-Petersson · Centrum · Söder"),
    ]
    rows = [(215, "E1", LONG_ADDRESS, "lift.stopped"), (214, "E2", ADDRESS, "heating.radiator_cold")]
    return [
        ("Away: until when?", absence.AskDay(days)),
        *((f"Away: until when? {why}", absence.AskDay(days[:2], why)) for why in absence.NOT_A_DAY),
        ("Away: who takes over?", absence.AskSubstitute(until, colleagues)),
        ("Away: who takes over? Nobody is there", absence.AskSubstitute(until, [])),
        ("Away: is this right?", absence.Summary(until, 3, 2, 8, "Sara")),
        ("Away: is this right? One planned day", absence.Summary(until, 1, 1)),
        ("Away: is this right? No order", absence.Summary(until, 0, 0, 8, "Sara")),
        ("Away", absence.Away(until, "Sara")),
        ("Away, and nobody takes over", absence.Away(until)),
        *((f"Away: {what}", absence.Ended(what)) for what in ("back", "cancelled", "not_away")),
        ("To who takes over", absence.TakenOver("Karl", until, rows, 3, ["Norr"])),
        ("To who takes over: areas only", absence.TakenOver("Karl", until, [], areas=["Norr", "Söder"])),
        ("To colleagues: these are free", absence.TakenOver("Karl", until, rows, free=True)),
        ("To the desk: away", absence.AwayForDesk("Karl", until, "Sara", 3)),
        ("To the desk: away, nobody takes over", absence.AwayForDesk("Karl", until)),
        ("To the desk: back earlier", absence.AwayForDesk("Karl", until, back=True)),
        ("To who stood in: he is back", absence.NoLonger("Karl", ["Norr"])),
        ("To who stood in: he is back, in the same areas", absence.NoLonger("Karl")),
    ]


def _general() -> list[Example]:
    return [
        *((f"Cannot be used: {why}", NotUsed(why)) for why in NOT_USED),
        ("Cannot be used, with the keyboard", NotUsed("text", TENANT_WORDS)),
        ("Something went wrong", Failed()),
        ("To staff: an update was set aside", FailedForStaff("update")),
        ("To staff: a message was not delivered", FailedForStaff("errand")),
        ("A voice note with nothing begun", VoiceOffered()),
        ("A voice note: ask a person first", VoiceOffered(human=True, question=True)),
        ("A voice note of one without a home", VoiceOffered(False, human=True, question=True)),
    ]


EXAMPLES: list[Example] = [
    *_start(),
    *_menu(),
    *_emergency(),
    *_report(),
    *_faults(),
    *_orders(),
    *ACCESS,
    *_teams(),
    *_on_the_move(),
    *_absence(),
    *QUESTIONS,
    *THREADS,
    *_general(),
    *DESK,
    *OFFERS,
    *ALLOCATION,
    *HOME,
    *NOTICES,
]
