"""Who is told of what happens to a report, and how: one table, and the cards it keeps true.

A push makes a sound and only points. An edit is silent. "Too many pushes" is an open wound of others in this
trade, so a person is pushed only when something is for her to do or to know now.
"""

import datetime
from functools import partial

import msgspec

from bot import hours
from bot.engine.turn import Turn
from bot.handlers.first_offers import first_to
from bot.messages.faults import FaultCard, News, Step
from bot.messages.work_orders import Colleague, OrderCard, OrderFile, OrderNews
from bot.speech import STOCKHOLM
from storage import cards, fault_alerts, faults, files, homes, known_faults, people
from storage.fault_items import ITEMS
from storage.fault_marks import said_fixed
from storage.faults import Fault
from storage.people import Person

PUSH, EDIT, NOTHING = "push", "edit", "nothing"


class Tells(msgspec.Struct, frozen=True):
    """How each role learns of a transition. `holder` is who has it after, or had it before."""

    reporter: str
    holder: str
    caretakers: str
    desk: str
    news: str = ""


TELLS: dict[str, Tells] = {
    "report": Tells(reporter=EDIT, holder=NOTHING, caretakers=PUSH, desk=NOTHING),
    "take": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "assign": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=EDIT, news="given"),
    "start": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "parts": Tells(reporter=PUSH, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "done": Tells(reporter=PUSH, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "return": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=PUSH, news="returned"),
    "decline": Tells(reporter=EDIT, holder=NOTHING, caretakers=EDIT, desk=PUSH, news="returned"),
    "release": Tells(reporter=EDIT, holder=EDIT, caretakers=PUSH, desk=EDIT, news="released"),
    "unanswered": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=PUSH, news="unanswered"),
    "firm": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=EDIT, news="firm"),
    "firm_done": Tells(reporter=PUSH, holder=NOTHING, caretakers=EDIT, desk=EDIT),
    "merge": Tells(reporter=PUSH, holder=PUSH, caretakers=EDIT, desk=EDIT, news="merged"),
    "withdraw": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=EDIT, news="withdrawn"),
    "close": Tells(reporter=PUSH, holder=PUSH, caretakers=EDIT, desk=EDIT, news="closed"),
    "known": Tells(reporter=PUSH, holder=PUSH, caretakers=EDIT, desk=EDIT, news="known"),
    "follow": Tells(reporter=NOTHING, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "added": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=EDIT, news="added"),
    "mark": Tells(reporter=NOTHING, holder=NOTHING, caretakers=NOTHING, desk=EDIT),
    "fixed": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "silence": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "reopen": Tells(reporter=EDIT, holder=PUSH, caretakers=PUSH, desk=EDIT, news="reopened"),
    # Not fixed twice: the office looks at it before anybody is sent again.
    "reopen_desk": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=PUSH, news="reopened_twice"),
    "see": Tells(reporter=EDIT, holder=NOTHING, caretakers=NOTHING, desk=NOTHING),
    "note": Tells(reporter=NOTHING, holder=EDIT, caretakers=EDIT, desk=EDIT),
}
# What cannot wait: the desk is told at once when it is reported, and who is on duty at night.
URGENT = frozenset({"E0", "E1"})


def card_key(number: int) -> str:
    """The key of a tenant's card."""
    return f"fault.{number}"


def order_key(number: int) -> str:
    """The key of a worker's card."""
    return f"order.{number}"


def tell_new(turn: Turn, fault: Fault) -> None:
    """A report has come: caretakers of the area get its card, and what was sent with it."""
    tell(turn, fault, "report")
    for file in faults.files_of(turn.db, fault.id):
        tell_file(turn, fault, file)


def tell(turn: Turn, fault: Fault, act: str, before: Fault | None = None) -> None:
    """Tells everybody whom `act` concerns. `before` is the report as it was."""
    tells = TELLS[act]
    _tell_reporter(turn, fault, tells)
    holders = {person for person in (fault.holder, before.holder if before else None) if person is not None}
    workers = _workers(turn, fault, holders)
    unattended = not any(_looks_after(turn, fault, person) for person in workers)
    on_duty = _on_duty(turn, fault) if act == "report" else []
    first = _first_to(turn, fault, workers) if act == "report" else frozenset()
    for person in {each.id: each for each in [*workers, *on_duty]}.values():
        how = tells.holder if person.id in holders else EDIT
        if person.id not in holders and _looks_after(turn, fault, person):
            how = tells.caretakers
        elif "staff" in person.work and person.id not in holders:
            at_once = fault.urgency in URGENT or unattended
            how = PUSH if act == "report" and at_once else tells.desk
        elif person in on_duty:
            how = PUSH
        sounds = how == PUSH and _may_sound(turn, fault, person) and (not first or person.id in first)
        if sounds and act == "report" and fault.urgency in URGENT:
            sounds = _call(turn, fault, person)
        _tell_worker(turn, fault, person, how, sounds, _news_for(person, fault, before, tells.news))


def _first_to(turn: Turn, fault: Fault, workers: list[Person]) -> frozenset[int]:
    """Who hears of it first: of those who look after the place, or of the desk where nobody does. What
    cannot wait, all hear of.
    """
    if fault.urgency in URGENT:
        return frozenset()
    theirs = [person for person in workers if _looks_after(turn, fault, person)]
    return first_to(turn, fault, theirs or [person for person in workers if "staff" in person.work])


def _on_duty(turn: Turn, fault: Fault) -> list[Person]:
    """Those who are called outside working hours for what cannot wait, wherever they usually work."""
    moment = datetime.datetime.fromtimestamp(turn.now, STOCKHOLM)
    if fault.urgency not in URGENT or hours.is_working_time(turn.company, moment):
        return []
    named = people.named(turn.db, turn.company.on_duty(moment))
    return [person for person in named if "staff" in person.work or faults.may_hold(fault, person)]


def _may_sound(turn: Turn, fault: Fault, person: Person) -> bool:
    """Whether this person's phone may make a sound now: outside working hours only that of who is on duty,
    and only for what cannot wait.
    """
    moment = datetime.datetime.fromtimestamp(turn.now, STOCKHOLM)
    if hours.is_working_time(turn.company, moment):
        return True
    return fault.urgency in URGENT and person.name in turn.company.on_duty(moment)


def _call(turn: Turn, fault: Fault, person: Person) -> bool:
    """Calls a person for a new report that cannot wait; of the same fault in the same house once an hour.
    Returns whether she is called.
    """
    if fault_alerts.called_for_the_same(turn.db, fault.id, person.id, turn.now):
        return False
    fault_alerts.called(turn.db, fault.id, person.id, turn.now)
    return True


def _tell_reporter(turn: Turn, fault: Fault, tells: Tells) -> None:
    """Who reported it and who said "me too" learn of it alike; where another of the household has the card
    open, it is kept true.
    """
    how = tells.reporter
    if how == NOTHING:
        return
    told = dict.fromkeys(known_faults.followers(turn.db, fault.id), how)
    if fault.reporter is not None:
        told[fault.reporter] = how
    for chat in cards.chats_with(turn.db, card_key(fault.id)):
        person = people.by_chat(turn.db, chat)
        if person is not None:
            told.setdefault(person.id, EDIT)
    for person_id, tone in told.items():
        person = people.get(turn.db, person_id)
        # Her own press: the handler shows the card where she pressed.
        if person is not None and person.chat != turn.chat:
            _show_tenant(turn, fault, person, pushed=tone == PUSH)


def _show_tenant(turn: Turn, fault: Fault, person: Person, pushed: bool) -> None:
    key = card_key(fault.id)
    card = fault_card(turn, fault, follows=not at_home(turn, fault, person))
    turn.card(key, card, to=person.chat, silent=not pushed, final=is_over(fault))
    if pushed:
        turn.say(News(fault.id), to=person.chat, reply_to=key)


def at_home(turn: Turn, fault: Fault, person: Person) -> bool:
    """Whether the report is of this person's own household: others never see the flat it is about."""
    return person.household is not None and faults.concerns(turn.db, fault, person.household)


def _tell_worker(turn: Turn, fault: Fault, person: Person, how: str, sounds: bool, news: str) -> None:
    key = order_key(fault.id)
    stands = cards.get(turn.db, person.chat, key) is not None
    if how == NOTHING or (how == EDIT and not stands):
        return
    if person.chat == turn.chat and turn.pressed_message:
        show_order(turn, fault, person)
        return
    card = order_card(turn, fault, person)
    turn.card(key, card, to=person.chat, silent=not sounds, final=is_over(fault))
    if how == PUSH and stands and news:
        turn.say(OrderNews(fault.id, news), to=person.chat, silent=not sounds, reply_to=key)


def call_again(turn: Turn, fault: Fault) -> None:
    """Nobody has looked at it: those who were called are called once more, else those who are at work."""
    alerts = {alert.person: alert for alert in fault_alerts.of_fault(turn.db, fault.id)}
    for person in _workers(turn, fault):
        alert = alerts.get(person.id)
        if (alert is None and alerts) or (alert is not None and alert.times >= fault_alerts.MOST_TIMES):
            continue
        fault_alerts.called(turn.db, fault.id, person.id, turn.now)
        _push_order(turn, fault, person, "unseen", silent=False)


def remind(turn: Turn, fault: Fault, what: str) -> None:
    """`what` is half, due or overdue: the holder is reminded, or who could take it; of overdue, the desk."""
    workers = _workers(turn, fault)
    held = [person for person in workers if person.id == fault.holder]
    theirs = held or [person for person in workers if _looks_after(turn, fault, person)]
    desk = [person for person in workers if "staff" in person.work]
    for person in (desk if what == "overdue" or fault.state in ("returned", "outside") else theirs) or desk:
        _push_order(turn, fault, person, what, silent=not _may_sound(turn, fault, person))


def _push_order(turn: Turn, fault: Fault, person: Person, news: str, silent: bool) -> None:
    key = order_key(fault.id)
    turn.card(key, order_card(turn, fault, person), to=person.chat, silent=True)
    turn.say(OrderNews(fault.id, news), to=person.chat, silent=silent, reply_to=key)


def _news_for(person: Person, fault: Fault, before: Fault | None, news: str) -> str:
    if news == "given" and before is not None and before.holder == person.id != fault.holder:
        return "taken_away"
    return news


def _workers(turn: Turn, fault: Fault, holders: set[int] | None = None) -> list[Person]:
    """Everybody who may see the order: caretakers of its area unless only the desk reads it, the desk, and
    who holds it or has held it until now. Never a member of the household it is about.
    """
    found = people.with_work(turn.db, "staff")
    alerted = [alert.person for alert in fault_alerts.of_fault(turn.db, fault.id)]
    if ITEMS[fault.item].kind != "desk":
        found += people.caretakers_of(turn.db, faults.area_of(turn.db, fault))
        held_by = {*(holders or ({fault.holder} if fault.holder is not None else set())), *alerted}
        found += [person for person in map(partial(people.get, turn.db), held_by) if person is not None]
    return list({person.id: person for person in found if person.household != fault.household}.values())


def _looks_after(turn: Turn, fault: Fault, person: Person) -> bool:
    return ITEMS[fault.item].kind != "desk" and faults.area_of(turn.db, fault) in person.areas


def tell_file(turn: Turn, fault: Fault, file: int) -> None:
    """A photo or voice note goes under each order card, once it is kept here (a video is passed on)."""
    kept = files.get(turn.db, file)
    if kept is None or (kept.content is None and kept.kind != "video"):
        return
    for person in _workers(turn, fault):
        if cards.get(turn.db, person.chat, order_key(fault.id)) is not None:
            turn.say(OrderFile(fault.id, file), to=person.chat, silent=True, reply_to=order_key(fault.id))


# -- Cards -------------------------------------------------------------------------------------------


def show_report(turn: Turn, fault: Fault) -> None:
    """The report's card, where she is looking."""
    person = people.by_chat(turn.db, turn.chat)
    follows = person is not None and not at_home(turn, fault, person)
    turn.card_here(card_key(fault.id), fault_card(turn, fault, follows=follows), final=is_over(fault))


def show_order(turn: Turn, fault: Fault, person: Person, asks: str = "") -> None:
    """The order's card, where this worker is looking; `asks` is the question that is open on it."""
    turn.card_here(order_key(fault.id), order_card(turn, fault, person, asks), final=is_over(fault))


def is_over(fault: Fault) -> bool:
    """Whether its cards are kept no longer: a press on one of them brings it back."""
    return fault.state == "closed"


def fault_card(turn: Turn, fault: Fault, just_sent: bool = False, follows: bool = False) -> FaultCard:
    """The report as its household sees it, or as a neighbour who `follows` it: without the flat."""
    house = homes.house(turn.db, fault.house)
    home = homes.get(turn.db, fault.home) if fault.home is not None and not follows else None
    way = faults.way(turn.db, fault.id)
    closing = next((step for step in reversed(way) if step.act == "close"), None)
    reporter = people.get(turn.db, fault.reporter) if fault.reporter is not None else None
    kept_days = turn.company.faults.keeps_number_days
    return FaultCard(
        number=fault.id,
        item=fault.item,
        state=fault.state,
        address=house.address,
        flat=home.flat if home else "",
        master_key=fault.master_key if home and ITEMS[fault.item].kind == "order" else None,
        files=0 if follows else len(faults.files_of(turn.db, fault.id)),
        way=[Step(step.act, step.at) for step in way],
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
        stopped=fault.stopped is not None,
        unread_until=_unread_until(turn, fault),
        urgent=fault.urgency in URGENT,
        called=bool(fault_alerts.of_fault(turn.db, fault.id)),
    )


def _unread_until(turn: Turn, fault: Fault) -> float:
    """When somebody reads it who has not been called: the next beginning of work, 0 if that has come."""
    reported = datetime.datetime.fromtimestamp(fault.at, STOCKHOLM)
    begins = hours.work_begins(turn.company, reported).timestamp()
    return begins if turn.now < begins else 0.0


def order_card(turn: Turn, fault: Fault, reader: Person, asks: str = "") -> OrderCard:
    """The order as this worker sees it. Her phone number is on the holder's card only."""
    house = homes.house(turn.db, fault.house)
    home = homes.get(turn.db, fault.home) if fault.home is not None else None
    holder = people.get(turn.db, fault.holder) if fault.holder is not None else None
    reporter = people.get(turn.db, fault.reporter) if fault.reporter is not None else None
    way = faults.way(turn.db, fault.id)
    mine = fault.holder == reader.id
    sees_phone = mine and fault.call_first and fault.state not in ("done", "closed")
    view = (
        "mine" if mine else "desk" if "staff" in reader.work else "open" if fault.holder is None else "other"
    )
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
        words="\n".join([fault.words, *(step.note for step in way if step.act == "added")]).strip(),
        files=len(faults.files_of(turn.db, fault.id)),
        holder=name_of(holder) if holder else "",
        phone=(reporter.phone or "") if reporter and sees_phone else "",
        reason=next((step.note for step in reversed(way) if step.act in ("return", "decline", "close")), ""),
        notes=[step.note for step in way if step.act == "note"],
        reopened=fault.state != "closed" and any(step.act == "reopen" for step in way),
        at=fault.at,
        asks=asks,
        colleagues=_colleagues(turn, fault, reader) if view == "desk" else [],
        more=_more_reports(turn, fault),
        can_be_one=_can_be_one(turn, fault),
        merged=fault.merged or 0,
        due=fault.due or 0.0,
        late=fault.due is not None and fault.due < turn.now,
        planned=fault.planned or "",
        stopped=fault.stopped is not None,
        firm=fault.firm,
        firm_reference=fault.firm_reference,
    )


def _more_reports(turn: Turn, fault: Fault) -> int:
    spread = known_faults.spread(turn.db, fault.id)
    return spread.reports + spread.followers


def _can_be_one(turn: Turn, fault: Fault) -> list[int]:
    """The open reports that are probably one fault with this one."""
    if fault.state in ("done", "closed"):
        return []
    return [each.id for each in known_faults.same_in_house(turn.db, fault)]


def _colleagues(turn: Turn, fault: Fault, reader: Person) -> list[Colleague]:
    if ITEMS[fault.item].kind == "desk":
        return []
    found = [
        person
        for person in people.with_work(turn.db, "caretaker")
        if person.household != fault.household and person.id != fault.holder
    ]
    return [Colleague(person.id, name_of(person)) for person in found]


def name_of(person: Person) -> str:
    """What a colleague is called; a number where no name was given."""
    return person.name or f"#{person.id}"
