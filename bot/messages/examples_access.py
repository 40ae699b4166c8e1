"""Examples of all that is said about coming into a home and about questions, for `examples`."""

import msgspec

from bot.messages.access import PHRASES, Asked, NotReached, Question, TenantAccess
from bot.messages.base import Message
from bot.messages.faults import FaultCard, Step
from bot.messages.order_access import OrderAccess
from bot.messages.work_orders import OrderCard, OrderNews

# 23 November 2026, 08:14 in Sweden.
MORNING = 1795418040.0
HOUR = 3600.0
DAY = 24 * HOUR
ADDRESS, FLAT = "Björkvägen 4 B", "1203"
WROTE = "زیر کلکین اتاق خواب، طرف چپ."
# What can be answered by a button, of each kind of question.
BUTTONS = {
    "visit": ["another", "yes"],
    "nobody_home": ["another"],
    "need_home": ["another"],
    "call_desk": ["called"],
    "still_broken": ["no", "yes"],
}
NEXT_DAYS = ["20261124", "20261125", "20261126", "20261127", "20261130"]
SEPTEMBER = ["20260916", "20260917", "20260918", "20260921", "20260922"]  # the longest names of days


def _question(kind: str, **more: object) -> Question:
    when = "20261125.morning" if kind == "visit" else ""
    by = "2026-11-30" if kind in ("where", "photo", "still_broken") else ""
    fields = {"when": when, "by": by, "asked": MORNING, "answers": BUTTONS.get(kind, []), **more}
    return Question(12, kind, **fields)  # type: ignore[arg-type]


def _access() -> list[tuple[str, Message]]:
    def card(question: Question | None, state: str = "taken", **more: object) -> FaultCard:
        access = TenantAccess(key=True, question=question, **more)  # type: ignore[arg-type]
        way = [Step("report", MORNING), Step("take", MORNING + HOUR), Step("ask", MORNING + 3 * HOUR)]
        stopped = question is not None and bool(question.by) and not question.answer and not question.late
        fields = {"way": way, "stopped": stopped, "access": access, "master_key": False}
        return FaultCard(214, "heating.radiator_cold", state, ADDRESS, FLAT, **fields)  # type: ignore[arg-type]

    def another(kind: str) -> Question:
        return _question(kind, answer="another", other="20261126.afternoon")

    where = _question("where")
    visit = _question("visit")
    words = _question("where", answer="words", words=WROTE, locale="fa_AF")
    return [
        *((f"Her report: asked, {kind}", card(_question(kind))) for kind in PHRASES),
        ("Her report: a visit at an hour", card(_question("visit", when="20261125.08"))),
        ("Her report: which day?", card(visit, asks="days", days=SEPTEMBER)),
        ("Her report: what time?", card(visit, asks="hours", day="20261125")),
        ("Her report: write the answer", card(_question("need_home"), asks="write")),
        ("Her report: not answered in time", card(_question("photo", late=True), "returned")),
        ("Her report: answered in words", card(words)),
        ("Her report: answered with a photo", card(_question("photo", answer="photo"))),
        ("Her report: still broken", card(_question("still_broken", answer="yes"))),
        ("Her report: another time", card(another("visit"))),
        ("Her report: she has called", card(_question("call_desk", answer="called"))),
        (
            "Her report: a visit is agreed",
            card(_question("visit", answer="yes"), visit="20261125.morning"),
        ),
        (
            "Her report: the key may be used, and can be refused",
            FaultCard(
                214,
                "kitchen.stove",
                "received",
                ADDRESS,
                FLAT,
                True,
                way=[Step("report", MORNING), Step("key", MORNING + HOUR), Step("plan", MORNING + DAY)],
                access=TenantAccess(key=True),
            ),
        ),
        ("A question to her", Asked(214)),
        ("A question to her, once more", Asked(214, again=True)),
        ("To the desk: a tenant is not reached", NotReached([214])),
        ("To the desk: a tenant with several reports is not reached", NotReached([98, 214, 1215])),
        *_order_access(where, words, another("nobody_home")),
    ]


def _order_access(where: Question, words: Question, another: Question) -> list[tuple[str, Message]]:
    def order(view: str = "mine", asks: str = "", key: bool = False, **more: object) -> OrderCard:
        access = OrderAccess(key_at=MORNING, may_ask=True, days=NEXT_DAYS, tomorrow=True, **more)  # type: ignore[arg-type]
        fields = {"flat": FLAT, "locale": "fa_AF", "at": MORNING, "holder": "Karl", "asks": asks}
        card = OrderCard(214, "heating.radiator_cold", "E2", "taken", ADDRESS, view, **fields)  # type: ignore[arg-type]
        return msgspec.structs.replace(card, master_key=key, access=access)

    late = _question("photo", late=True)
    photo = _question("photo", answer="photo", words="Det är den vänstra.", locale="sv")
    calls = _question("desk_calls", answers=["called"])
    return [
        ("Order: the key is refused since", order(key_changed=True)),
        ("Order: the key is allowed since", order(key=True, key_changed=True)),
        ("Order: a question is open", order(questions=[words, where], is_open=True)),
        ("Order: not answered in time", order(questions=[late], is_open=True)),
        ("Order: answered with a photo and words", order(questions=[photo])),
        *(
            (f"Order: answered with {what}", order(questions=[_question("where", answer=what)]))
            for what in ("voice", "video")
        ),
        *(
            (f"Order: {answer}, still broken", order(questions=[_question("still_broken", answer=answer)]))
            for answer in ("yes", "no")
        ),
        (
            "Order: a visit is agreed",
            order(questions=[_question("visit", answer="yes")], visit="20261125.08"),
        ),
        ("Order: another time", order(questions=[another], agree=12)),
        ("Order: what to ask?", order(asks="ask")),
        ("Order: what to ask, with a question open?", order(asks="ask", is_open=True)),
        ("Order: what to ask about a shared place?", order(asks="ask", home=False)),
        ("Order: nobody to ask", order(asks="ask", reachable=False)),
        ("Order: which day?", order(asks="days")),
        ("Order: what time?", order(asks="hours", day="20261125")),
        ("Order at the desk: call the tenant", order("desk", questions=[calls], is_open=True, called=12)),
        (
            "Order: the office has called",
            order(questions=[_question("desk_calls", answer="called")]),
        ),
        ("Order at the desk: for one who is not here", order("desk", tell_key=True)),
        ("Order at the desk: for one who has said yes", order("desk", key=True, tell_key=True)),
        *(
            (f"News of an order: {what}, of coming in", OrderNews(214, what))
            for what in ("key", "answered", "call", "called")
        ),
    ]


ACCESS = _access()
