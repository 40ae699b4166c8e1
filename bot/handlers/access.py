"""What the cards of a report and its order say of the master key, a visit and a question."""

import datetime

from bot import hours
from bot.engine.turn import Turn
from bot.messages.access import Question, TenantAccess
from bot.messages.order_access import OrderAccess
from bot.speech import STOCKHOLM
from storage import chats, fault_consent, fault_questions, faults, people
from storage.fault_questions import KINDS
from storage.faults import Fault, Happened
from storage.people import Person

DAYS_OFFERED = 5
MOST_SHOWN = 3


def tenant_access(turn: Turn, fault: Fault, asks: str = "") -> TenantAccess:
    """`asks` is what is open on her card: days, hours with the day after a point, or write."""
    asks, _, day = asks.partition(".")
    latest = fault_questions.latest(turn.db, fault.id)
    shown = latest is not None and not KINDS[latest.kind].to_desk and not _is_over(latest)
    ended = fault.state in ("done", "closed")
    return TenantAccess(
        key=fault_consent.may_change(fault),
        visit=agreed_visit(turn, fault),
        question=_question(latest) if latest is not None and shown and not ended else None,
        asks=asks,
        days=next_days(turn) if asks == "days" else [],
        day=day,
    )


def order_access(
    turn: Turn, fault: Fault, reader: Person | None, way: list[Happened], asks: str
) -> OrderAccess:
    """`asks` is what is open on the order's card; of hours, the day follows after a point. A group (None)
    sees the key, also that its answer has changed, and the visit, and nothing that a tenant was asked or has
    answered.
    """
    day = asks.partition(".")[2]
    standing = faults.standing(turn.db, fault, reader) if reader is not None else frozenset()
    ended = fault.state in ("done", "closed")
    works = bool(standing & {"holder", "staff"}) and not ended
    asked = fault_questions.of_fault(turn.db, fault.id) if reader is not None else []
    latest = asked[-1] if asked else None
    is_open = latest is not None and latest.answered is None
    to_desk = latest is not None and KINDS[latest.kind].to_desk
    proposed = latest is not None and latest.answer is not None and latest.answer.when
    days = next_days(turn) if works else []
    return OrderAccess(
        key_at=fault_consent.answered_at(fault, way) if fault_consent.has_key(fault) else 0.0,
        key_changed=fault.key_changed and not ended and (reader is None or "holder" in standing),
        home=fault.home is not None,
        visit=agreed_visit(turn, fault),
        questions=[_question(each) for each in asked if not _is_over(each)][-MOST_SHOWN:],
        may_ask=works,
        reachable=can_be_asked(turn, fault),
        is_open=is_open,
        agree=latest.id if latest is not None and proposed and works else 0,
        called=latest.id if latest is not None and is_open and to_desk and "staff" in standing else 0,
        tell_key="staff" in standing and fault.reporter is None and fault_consent.may_change(fault),
        days=days,
        tomorrow=days[:1] == [compact(today(turn) + datetime.timedelta(days=1))],
        day=day,
    )


def can_be_asked(turn: Turn, fault: Fault) -> bool:
    """Whether the one who reported is here, has not blocked the bot, and still lives there."""
    reporter = people.get(turn.db, fault.reporter) if fault.reporter is not None else None
    if reporter is None or reporter.household is None:
        return False
    here = chats.get(turn.db, reporter.chat).reachable
    return here and faults.concerns(turn.db, fault, reporter.household)


def next_days(turn: Turn) -> list[str]:
    """The next working days, from tomorrow on."""
    found, day = [], today(turn)
    for _ in range(DAYS_OFFERED):
        day = hours.next_working_day(day)
        found.append(compact(day))
    return found


def today(turn: Turn) -> datetime.date:
    return datetime.datetime.fromtimestamp(turn.now, STOCKHOLM).date()


def compact(day: datetime.date) -> str:
    """A day as it stands in callback data: ISO without hyphens."""
    return day.isoformat().replace("-", "")


def chosen_day(turn: Turn, text: str) -> datetime.date | None:
    """A day that was pressed, if somebody can come on it: a working day after today."""
    if not (text.isascii() and text.isdecimal() and len(text) == len("20261125")):
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day > today(turn) and hours.is_working_day(day) else None


def day_of(when: str) -> datetime.date:
    """The day of a time, "20261125.morning"."""
    return datetime.date.fromisoformat(when.partition(".")[0])


def agreed_visit(turn: Turn, fault: Fault) -> str:
    """The time of the visit that both have agreed to, unless another day has been planned since."""
    if not fault.planned:
        return ""
    visits = [each for each in fault_questions.of_fault(turn.db, fault.id) if each.kind == "visit"]
    agreed = [each.note for each in visits if each.answer is not None and each.answer.what == "yes"]
    return agreed[-1] if agreed and day_of(agreed[-1]).isoformat() == fault.planned else ""


def _is_over(question: fault_questions.Question) -> bool:
    """Whether it was taken back or replaced."""
    return question.answered is not None and question.answer is None


def _question(question: fault_questions.Question) -> Question:
    answer = question.answer
    by = question.answer_by
    return Question(
        id=question.id,
        kind=question.kind,
        when=question.note,
        asked=question.asked,
        by=datetime.datetime.fromtimestamp(by, STOCKHOLM).date().isoformat() if by else "",
        late=question.reminded == fault_questions.UNANSWERED,
        answers=sorted(KINDS[question.kind].answers),
        answer=answer.what if answer else "",
        other=answer.when if answer else "",
        words=answer.words if answer else "",
        locale=answer.locale if answer else "",
    )
