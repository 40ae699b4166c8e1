"""The cards of a report and of its order: what each who sees them sees, and showing them where one looks."""

import datetime
import re

from bot import hours
from bot.engine.turn import Turn
from bot.handlers import desk_card
from bot.handlers.access import order_access, tenant_access
from bot.messages.access import TenantAccess
from bot.messages.faults import FaultCard, Step
from bot.messages.general import NotUsed
from bot.messages.work_orders import Colleague, OrderCard
from bot.speech import STOCKHOLM
from storage import (
    absences,
    desk_acts,
    fault_alerts,
    faults,
    homes,
    known_faults,
    people,
)
from storage.fault_items import ITEMS
from storage.fault_marks import said_fixed
from storage.faults import Fault
from storage.people import Person

# What cannot wait: the desk is told at once when it is reported, and who is on duty at night.
URGENT = frozenset({"E0", "E1"})
# What is between its household and us, and no matter of a neighbour who follows it.
ASKED = frozenset({"key", "ask", "answer", "wrote"})
# The questions of a card that may stand before everybody in a group.
ASKED_IN_GROUP = frozenset({"return"})
# Seven digits or more, as people write them.
PHONE_NUMBER = re.compile(r"\+?\d(?:[\s\-()./]*\d){6,}")


def card_key(number: int) -> str:
    """The key of a tenant's card."""
    return f"fault.{number}"


def order_key(number: int) -> str:
    """The key of a worker's card."""
    return f"order.{number}"


def at_home(turn: Turn, fault: Fault, person: Person) -> bool:
    """Whether the report is of this person's own household: others never see the flat it is about."""
    return person.household is not None and faults.concerns(turn.db, fault, person.household)


def is_away(turn: Turn, person: Person) -> bool:
    return absences.is_away(turn.db, person.id)


def show_report(turn: Turn, fault: Fault, asks: str = "") -> None:
    """The report's card, where she is looking; `asks` is what is open on it."""
    person = people.by_chat(turn.db, turn.chat)
    follows = person is not None and not at_home(turn, fault, person)
    card = fault_card(turn, fault, follows=follows, asks=asks)
    turn.card_here(card_key(fault.id), card, final=is_over(fault))


def show_order(turn: Turn, fault: Fault, person: Person, asks: str = "", back: str = "") -> None:
    """The order's card, where this worker is looking; `asks` is the question that is open on it, `back` the
    list of the desk that it was opened from. In a group it is asked only what may be asked before others, the
    rest in his own chat.
    """
    if turn.in_group:
        private = asks not in ("", *ASKED_IN_GROUP)
        if private:
            turn.card_below(order_key(fault.id), order_card(turn, fault, person, asks), to=person.chat)
            turn.toast(NotUsed("in_private"))
        here = order_card(turn, fault, None, "" if private else asks)
        turn.card_here(order_key(fault.id), here, final=is_over(fault))
        return
    turn.card_here(order_key(fault.id), order_card(turn, fault, person, asks, back), final=is_over(fault))


def show_team(turn: Turn, fault: Fault, chat: int) -> None:
    """The order's card in the group of its area."""
    card = order_card(turn, fault, None)
    turn.card(order_key(fault.id), card, to=chat, silent=True, final=is_over(fault))


def is_over(fault: Fault) -> bool:
    """Whether its cards are kept no longer: a press on one of them brings it back."""
    return fault.state == "closed"


def fault_card(
    turn: Turn, fault: Fault, just_sent: bool = False, follows: bool = False, asks: str = ""
) -> FaultCard:
    """The report as its household sees it, or as a neighbour who `follows` it: without the flat, and without
    what its household was asked and has answered. `asks` is what is open on the card.
    """
    house = homes.house(turn.db, fault.house)
    home = homes.get(turn.db, fault.home) if fault.home is not None and not follows else None
    way = faults.way(turn.db, fault.id)
    closing = next((step for step in reversed(way) if step.act == "close"), None)
    reporter = people.get(turn.db, fault.reporter) if fault.reporter is not None else None
    kept_days = turn.company.faults.keeps_number_days
    wrote_in, wrote = desk_card.last_word(way) if not follows else ("", "")
    return FaultCard(
        number=fault.id,
        item=fault.item,
        state=fault.state,
        address=house.address,
        flat=home.flat if home else "",
        master_key=fault.master_key if home and ITEMS[fault.item].kind == "order" else None,
        files=0 if follows else len(faults.files_of(turn.db, fault.id)),
        way=[Step(step.act, step.at) for step in way if not (follows and step.act in ASKED)],
        just_sent=just_sent,
        closed_as=closing.note if closing and way[-1].act == "close" else "",
        can_reopen=fault.state != "closed" or turn.now - fault.changed <= kept_days * faults.DAY,
        phone=not follows and fault.call_first and reporter is not None and reporter.phone is not None,
        follows=follows,
        merged=fault.merged or 0,
        can_mark=said_fixed([step.act for step in way]),
        can_thank=fault.holder is not None and not any(step.act == "thanks" for step in way),
        marked=next((step.note for step in reversed(way) if step.act == "mark"), ""),
        earlier=fault.earlier or 0,
        seen=fault.seen is not None,
        due=fault.due or 0.0,
        planned=fault.planned or "",
        stopped=fault.stopped is not None and not follows,
        unread_until=_unread_until(turn, fault),
        urgent=fault.urgency in URGENT,
        called=bool(fault_alerts.of_fault(turn.db, fault.id)),
        access=TenantAccess() if follows else tenant_access(turn, fault, asks),
        wrote=wrote,
        wrote_in=wrote_in or "sv",
    )


def _unread_until(turn: Turn, fault: Fault) -> float:
    """When somebody reads it who has not been called: the next beginning of work, 0 if that has come."""
    reported = datetime.datetime.fromtimestamp(fault.at, STOCKHOLM)
    begins = hours.work_begins(turn.company, reported)
    # Compared as moments: one that was rounded to microseconds may lie after the very time it came from.
    return begins.timestamp() if begins > reported and turn.now < begins.timestamp() else 0.0


def order_card(turn: Turn, fault: Fault, reader: Person | None, asks: str = "", back: str = "") -> OrderCard:
    """The order as this worker sees it; None is a group. Her phone number is on the holder's card only, and
    in a group not even where she wrote it among her words. That of a household that reported by phone the
    desk sees too, since it is the desk that calls.
    """
    house = homes.house(turn.db, fault.house)
    home = homes.get(turn.db, fault.home) if fault.home is not None else None
    holder = people.get(turn.db, fault.holder) if fault.holder is not None else None
    reporter = people.get(turn.db, fault.reporter) if fault.reporter is not None else None
    way = faults.way(turn.db, fault.id)
    mine = reader is not None and fault.holder == reader.id
    at_desk = reader is not None and "staff" in reader.work
    written = without_numbers if reader is None else str
    sees_phone = mine and fault.call_first and fault.state not in ("done", "closed")
    phone = (reporter.phone or "") if reporter and sees_phone else ""
    if reporter is None and (sees_phone or at_desk):
        phone = desk_acts.phone_of(turn.db, fault.id)
    if reader is None:
        view = "team"
    elif at_desk and (not mine or asks == "desk"):
        view = "desk"
    elif mine:
        view = "mine"
    else:
        view = "open" if fault.holder is None else "other"
    colleagues = _colleagues(turn, fault) if view == "desk" else []
    return OrderCard(
        number=fault.id,
        item=fault.item,
        urgency=fault.urgency,
        state=fault.state,
        address=house.address,
        view=view,
        place=fault.place,
        flat=home.flat if home else "",
        floor=home.floor if home else None,
        master_key=fault.master_key,
        pet=fault.pet,
        call_first=fault.call_first,
        time=fault.time,
        locale=fault.locale,
        words=written("\n".join([fault.words, *(step.note for step in way if step.act == "added")]).strip()),
        files=len(faults.files_of(turn.db, fault.id)),
        holder=name_of(holder) if holder else "",
        phone=phone,
        reason=next((step.note for step in reversed(way) if step.act in ("return", "decline", "close")), ""),
        notes=[written(step.note) for step in way if step.act == "note"],
        note_languages=[step.locale for step in way if step.act == "note"],
        reopened=fault.state != "closed" and any(step.act == "reopen" for step in way),
        at=fault.at,
        asks=asks.partition(".")[0],
        access=order_access(turn, fault, reader, way, asks),
        colleagues=colleagues,
        more=_more_reports(turn, fault),
        can_be_one=_can_be_one(turn, fault),
        merged=fault.merged or 0,
        due=fault.due or 0.0,
        late=fault.due is not None and fault.due < turn.now,
        planned=fault.planned or "",
        stopped=fault.stopped is not None,
        firm=fault.firm,
        firm_reference=fault.firm_reference,
        joined=desk_acts.merged_into(turn.db, fault.id),
        desk=desk_card.desk_of(turn, fault, asks, back, bool(colleagues), view != "desk")
        if at_desk
        else None,
    )


def _more_reports(turn: Turn, fault: Fault) -> int:
    spread = known_faults.spread(turn.db, fault.id)
    return spread.reports + spread.followers


def _can_be_one(turn: Turn, fault: Fault) -> list[int]:
    """The open reports that are probably one fault with this one."""
    if fault.state in ("done", "closed"):
        return []
    return [each.id for each in known_faults.same_in_house(turn.db, fault)]


def without_numbers(text: str) -> str:
    """A text without what may be a phone number, in any digits."""
    return PHONE_NUMBER.sub("…", text)


def _colleagues(turn: Turn, fault: Fault) -> list[Colleague]:
    if ITEMS[fault.item].kind == "desk":
        return []
    found = [
        person
        for person in people.with_work(turn.db, "caretaker")
        if person.household != fault.household and person.id != fault.holder
    ]
    return [Colleague(person.id, name_of(person), is_away(turn, person)) for person in found]


def name_of(person: Person) -> str:
    """What a colleague is called; a number where no name was given."""
    return person.called
