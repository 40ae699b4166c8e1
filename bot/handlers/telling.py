"""Who is told of what happens to a report, and how: one table, and the cards it keeps true.

A push makes a sound and only points. An edit is silent. "Too many pushes" is an open wound of others in this
trade, so a person is pushed only when something is for her to do or to know now.
"""

import datetime
from functools import partial

import msgspec

from bot import hours
from bot.engine.turn import Turn
from bot.handlers import desk_card
from bot.handlers.fault_cards import (
    URGENT,
    at_home,
    card_key,
    fault_card,
    is_away,
    is_over,
    order_card,
    order_key,
    show_order,
    show_team,
)
from bot.handlers.first_offers import first_to
from bot.messages.faults import News
from bot.messages.work_orders import OrderFile, OrderNews
from bot.speech import STOCKHOLM
from storage import (
    absences,
    cards,
    fault_alerts,
    faults,
    files,
    known_faults,
    people,
    teams,
)
from storage.fault_items import ITEMS
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
    unattended = not any(_looks_after(turn, fault, each) and not is_away(turn, each) for each in workers)
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
    named = [each for each in people.named(turn.db, turn.company.on_duty(moment)) if not is_away(turn, each)]
    return [person for person in named if "staff" in person.work or faults.may_hold(fault, person)]


def _may_sound(turn: Turn, fault: Fault, person: Person) -> bool:
    """Whether this person's phone may make a sound now: never while she is away, and outside working hours
    only that of who is on duty, and only for what cannot wait.
    """
    if is_away(turn, person):
        return False
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
        if is_away(turn, person):
            continue
        if (alert is None and alerts) or (alert is not None and alert.times >= fault_alerts.MOST_TIMES):
            continue
        fault_alerts.called(turn.db, fault.id, person.id, turn.now)
        _push_order(turn, fault, person, "unseen", silent=False)


def remind(turn: Turn, fault: Fault, what: str) -> None:
    """`what` is half, due or overdue: the holder is reminded, or who could take it; of overdue, and where
    none of them is there, the desk.
    """
    workers = [person for person in _workers(turn, fault) if not is_away(turn, person)]
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
