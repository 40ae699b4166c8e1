"""The desk's part of an order's card: the whole way, what it hangs together with, what can be done."""

import datetime

import msgspec

from bot.engine.turn import Turn
from bot.handlers.access import today
from bot.hours import next_working_day
from bot.messages.desk_orders import Desk, DeskStep, Other
from bot.speech import RECORD
from storage import chats, desk_acts, desk_lists, faults, homes, people
from storage.fault_items import ITEMS
from storage.faults import Fault, Happened
from storage.people import Person

NAME = "desk"
MOST_OTHERS = 8
DAYS_OFFERED = 4
# What the household does: no name of a tenant stands there, also of one who works here too.
BY_THE_HOUSEHOLD = frozenset(
    ("report", "withdraw", "fixed", "reopen", "key", "answer", "added", "follow", "mark", "thanks")
)
# Of a case that only the desk reads nothing goes to others.
NOT_OF_A_CASE = frozenset({"firm", "merge", "page"})


class AtOrder(msgspec.Struct, frozen=True):
    """The order that the desk writes about: a day, a firm, a number, words. `typed` is what it has written
    and is asked about.
    """

    number: int
    typed: str = ""


def place_of(value: str) -> str:
    """The list of the desk's and its page that a value names ("overdue.2"); "" if it names none."""
    group, _, page = value.partition(".")
    return value if group in desk_lists.GROUPS and page.isdecimal() and len(page) < 4 else ""


def typed_of(turn: Turn, number: int) -> str:
    """What the desk has written about this order and is asked about now."""
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return ""
    at = msgspec.json.decode(standing.data, type=AtOrder)
    return at.typed if at.number == number else ""


def desk_of(turn: Turn, fault: Fault, asks: str, back: str, give: bool, aside: bool) -> Desk:
    """The desk's part of a card. `give` is whether there is anybody to give it to; the others as there."""
    way = faults.way(turn.db, fault.id)
    reporter = people.get(turn.db, fault.reporter) if fault.reporter is not None else None
    wrote = last_word(way)
    return Desk(
        can=[act for act in _acts(turn, fault) if give or act != "assign"],
        steps=[_step(turn, fault, step) for step in way],
        # While it is outside, its state says so.
        firm=fault.firm if fault.state != "outside" else "",
        reference=fault.firm_reference if fault.state != "outside" else "",
        earlier=fault.earlier or 0,
        merged=fault.merged or 0,
        for_household=reporter is None,
        unreached=reporter is not None and not chats.get(turn.db, reporter.chat).reachable,
        wrote=wrote[1],
        days=_days(turn) if asks == "plan" else [],
        others=_others(turn, fault) if asks == "merge" else [],
        typed=typed_of(turn, fault.id) if asks in ("firm_reference", "wrote") else "",
        back=back,
        aside=aside,
    )


def last_word(way: list[Happened]) -> tuple[str, str]:
    """Language and words of what the office wrote last, both empty if it has not."""
    latest = next((step for step in reversed(way) if step.act == "wrote"), None)
    return (latest.locale or RECORD, latest.note) if latest else ("", "")


def readers(turn: Turn, fault: Fault) -> list[Person]:
    """Whose phones a report is shown on: the reporter's; where it came by phone, or she lives there no
    longer, those of the adults who do. What is broken stays with the home.
    """
    reporter = people.get(turn.db, fault.reporter) if fault.reporter is not None else None
    at_home = reporter.household if reporter is not None else None
    if reporter is not None and at_home is not None and faults.concerns(turn.db, fault, at_home):
        return [reporter]
    household = fault.household if fault.home is None else people.household_of_home(turn.db, fault.home)
    if household is None:
        return []
    return [person for person in people.of_household(turn.db, household) if person.adult]


def _acts(turn: Turn, fault: Fault) -> list[str]:
    """The desk's acts on a report as it is now; who presses one is checked where it is done."""
    is_order = ITEMS[fault.item].kind == "order"
    speaks = fault.reporter is None or fault.merged is not None
    acts = []
    if fault.state in desk_acts.UNDER_WAY:
        acts += ["plan", "reclass", "firm", "merge", "write", "close"]
        acts += ["firm_done"] if fault.state == "outside" else []
        acts += ["assign"] if is_order else []
    elif fault.state == "done":
        acts += ["write", "close"]
    if speaks and fault.state == "done":
        acts += ["fixed"]
    if speaks and fault.state in ("done", "closed"):
        acts += ["reopen"]
    acts.append("page")
    if not readers(turn, fault):
        acts = [act for act in acts if act != "write"]
    if not is_order:
        acts = [act for act in acts if act not in NOT_OF_A_CASE]
    if desk_acts.phone_of(turn.db, fault.id):
        acts.append("erase_phone")
    return acts


def _step(turn: Turn, fault: Fault, step: Happened) -> DeskStep:
    person = people.get(turn.db, step.person) if step.person is not None else None
    hers = step.act in BY_THE_HOUSEHOLD and (fault.reporter is not None or not _at_work(fault, person))
    name = "" if person is None or hers else person.called
    more = step.note if step.act in ("plan", "reclass") else ""
    return DeskStep(step.act, step.at, name, more)


def _at_work(fault: Fault, person: Person | None) -> bool:
    return person is not None and person.name is not None and person.household != fault.household


def _days(turn: Turn) -> list[str]:
    """Today, tomorrow and the next working days, ISO."""
    first = today(turn)
    days = [first, first + datetime.timedelta(days=1)]
    for _ in range(DAYS_OFFERED):
        days.append(next_working_day(days[-1]))
    return [day.isoformat() for day in days]


def _others(turn: Turn, fault: Fault) -> list[Other]:
    """What it may be the same as: the one whose number was written, else what is open in its house."""
    typed = typed_of(turn, fault.id)
    if typed:
        chosen = faults.get(turn.db, int(typed))
        return [_other(turn, chosen)] if chosen is not None else []
    return [_other(turn, other) for other in desk_acts.others_in_house(turn.db, fault)[:MOST_OTHERS]]


def _other(turn: Turn, fault: Fault) -> Other:
    home = homes.get(turn.db, fault.home) if fault.home is not None else None
    return Other(fault.id, fault.item, home.flat if home else "")
