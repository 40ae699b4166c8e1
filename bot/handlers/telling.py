"""Who is told of what happens to a report, and how: one table, and the cards it keeps true.

A push makes a sound and only points. An edit is silent. "Too many pushes" is an open wound of others in this
trade, so a person is pushed only when something is for her to do or to know now.
"""

import datetime
import re
from functools import partial

import msgspec

from bot import hours
from bot.engine.turn import Turn
from bot.handlers import desk_card
from bot.handlers.access import order_access, tenant_access
from bot.handlers.first_offers import first_to
from bot.messages.access import TenantAccess
from bot.messages.faults import FaultCard, News, Step
from bot.messages.general import NotUsed
from bot.messages.work_orders import Colleague, OrderCard, OrderFile, OrderNews
from bot.speech import STOCKHOLM
from storage import (
    absences,
    cards,
    desk_acts,
    fault_alerts,
    faults,
    files,
    homes,
    known_faults,
    people,
    teams,
)
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
    # One who goes away leaves many at once: who gets them hears of all of them in one message. The tenant is
    # pushed where a planned day no longer holds.
    "handed": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "unplanned": Tells(reporter=PUSH, holder=EDIT, caretakers=EDIT, desk=EDIT),
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
    # The answer about the master key: before it was taken, after, and while a firm has it.
    "key": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "key_changed": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=EDIT, news="key"),
    "key_outside": Tells(reporter=EDIT, holder=NOTHING, caretakers=EDIT, desk=PUSH, news="key"),
    "acknowledge": Tells(reporter=NOTHING, holder=EDIT, caretakers=NOTHING, desk=NOTHING),
    # Questions and visits: who reported is pushed by a message of their own, and nobody who only follows.
    "ask": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "answer": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=EDIT, news="answered"),
    "late_answer": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=PUSH, news="answered"),
    "agree": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "call": Tells(reporter=NOTHING, holder=EDIT, caretakers=EDIT, desk=PUSH, news="call"),
    "called": Tells(reporter=NOTHING, holder=PUSH, caretakers=EDIT, desk=EDIT, news="called"),
    # What the desk does besides moving it along.
    "reclass": Tells(reporter=EDIT, holder=PUSH, caretakers=EDIT, desk=EDIT, news="reclassed"),
    "urgent": Tells(reporter=EDIT, holder=PUSH, caretakers=PUSH, desk=EDIT, news="urgent"),
    "plan": Tells(reporter=PUSH, holder=PUSH, caretakers=EDIT, desk=EDIT, news="planned"),
    "wrote": Tells(reporter=EDIT, holder=EDIT, caretakers=EDIT, desk=EDIT),
    "joined": Tells(reporter=NOTHING, holder=EDIT, caretakers=EDIT, desk=EDIT),
}
# The household reported by phone, so the desk calls and asks whether it is fixed.
TO_CALL = frozenset({"done", "firm_done"})
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
    unattended = not any(_looks_after(turn, fault, each) and not _is_away(turn, each) for each in workers)
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
        news = _news_for(person, fault, before, tells.news)
        if act in TO_CALL and fault.reporter is None and "staff" in person.work:
            how, news = PUSH, "ask_if_fixed"
        sounds = how == PUSH and _may_sound(turn, fault, person) and (not first or person.id in first)
        if sounds and act == "report" and fault.urgency in URGENT:
            sounds = _call(turn, fault, person)
        _tell_worker(turn, fault, person, how, sounds, news)
    _tell_teams(turn, fault, tells)


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
    named = [each for each in people.named(turn.db, turn.company.on_duty(moment)) if not _is_away(turn, each)]
    return [person for person in named if "staff" in person.work or faults.may_hold(fault, person)]


def _may_sound(turn: Turn, fault: Fault, person: Person) -> bool:
    """Whether this person's phone may make a sound now: never while she is away, and outside working hours
    only that of who is on duty, and only for what cannot wait.
    """
    if _is_away(turn, person):
        return False
    moment = datetime.datetime.fromtimestamp(turn.now, STOCKHOLM)
    if hours.is_working_time(turn.company, moment):
        return True
    return fault.urgency in URGENT and person.name in turn.company.on_duty(moment)


def _is_away(turn: Turn, person: Person) -> bool:
    return absences.is_away(turn.db, person.id)


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
    told |= dict.fromkeys((person.id for person in desk_card.readers(turn, fault)), how)
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
    if person.chat == turn.chat and turn.pressed_message and turn.value.partition(".")[0] == str(fault.id):
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
        if _is_away(turn, person):
            continue
        if (alert is None and alerts) or (alert is not None and alert.times >= fault_alerts.MOST_TIMES):
            continue
        fault_alerts.called(turn.db, fault.id, person.id, turn.now)
        _push_order(turn, fault, person, "unseen", silent=False)


def remind(turn: Turn, fault: Fault, what: str) -> None:
    """`what` is half, due or overdue: the holder is reminded, or who could take it; of overdue, and where
    none of them is there, the desk.
    """
    workers = [person for person in _workers(turn, fault) if not _is_away(turn, person)]
    held = [person for person in workers if person.id == fault.holder]
    could_take = [person for person in workers if _looks_after(turn, fault, person)]
    theirs = could_take if fault.holder is None else held
    desk = [person for person in workers if "staff" in person.work]
    for person in (desk if what == "overdue" or fault.state in ("returned", "outside") else theirs) or desk:
        _push_order(turn, fault, person, what, silent=not _may_sound(turn, fault, person))
    _tell_teams(turn, fault)


def push_one(turn: Turn, fault: Fault, person: Person, news: str) -> None:
    """Tells one who works on it what has come that this person waits for."""
    _push_order(turn, fault, person, news, silent=not _may_sound(turn, fault, person))


def push_to_desk(turn: Turn, fault: Fault, news: str) -> None:
    """The desk is told something about an order that is no transition; `news` is a kind of OrderNews."""
    for person in _workers(turn, fault):
        if "staff" in person.work and person.id != fault.holder:
            _push_order(turn, fault, person, news, silent=not _may_sound(turn, fault, person))


def _push_order(turn: Turn, fault: Fault, person: Person, news: str, silent: bool) -> None:
    key = order_key(fault.id)
    turn.card(key, order_card(turn, fault, person), to=person.chat, silent=True)
    turn.say(OrderNews(fault.id, news), to=person.chat, silent=silent, reply_to=key)


def _tell_teams(turn: Turn, fault: Fault, tells: Tells | None = None) -> None:
    """The groups of its area, where the card shows what its holder's shows. Never with a sound: each of them
    is told in his own chat.
    """
    hows = {tells.holder, tells.caretakers} if tells is not None else {EDIT}
    for chat in teams.showing(turn.db, fault) if hows != {NOTHING} else []:
        new = tells is not None and tells.caretakers == PUSH
        if new or cards.get(turn.db, chat, order_key(fault.id)) is not None:
            show_team(turn, fault, chat)


def _news_for(person: Person, fault: Fault, before: Fault | None, news: str) -> str:
    if news == "given" and before is not None and before.holder == person.id != fault.holder:
        return "taken_away"
    return news


def _workers(turn: Turn, fault: Fault, holders: set[int] | None = None) -> list[Person]:
    """Everybody who may see the order: caretakers of its area and who stands in for one of them, unless only
    the desk reads it; the desk; and who holds it or has held it until now. Never a member of the household it
    is about.
    """
    found = people.with_work(turn.db, "staff")
    alerted = [alert.person for alert in fault_alerts.of_fault(turn.db, fault.id)]
    if ITEMS[fault.item].kind != "desk":
        found += absences.looking_after(turn.db, faults.area_of(turn.db, fault))
        held_by = {*(holders or ({fault.holder} if fault.holder is not None else set())), *alerted}
        found += [person for person in map(partial(people.get, turn.db), held_by) if person is not None]
    return list({person.id: person for person in found if person.household != fault.household}.values())


def _looks_after(turn: Turn, fault: Fault, person: Person) -> bool:
    return ITEMS[fault.item].kind != "desk" and faults.looks_after(turn.db, fault, person)


def tell_file(turn: Turn, fault: Fault, file: int) -> None:
    """A photo or voice note goes under each order card, once it is kept here (a video is passed on)."""
    kept = files.get(turn.db, file)
    if kept is None or (kept.content is None and kept.kind != "video"):
        return
    for chat in [person.chat for person in _workers(turn, fault)] + teams.showing(turn.db, fault):
        if cards.get(turn.db, chat, order_key(fault.id)) is not None:
            turn.say(OrderFile(fault.id, file), to=chat, silent=True, reply_to=order_key(fault.id))


# -- Cards -------------------------------------------------------------------------------------------


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
    return [Colleague(person.id, name_of(person), _is_away(turn, person)) for person in found]


def name_of(person: Person) -> str:
    """What a colleague is called; a number where no name was given."""
    return person.called
