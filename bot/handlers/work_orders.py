"""The order's life as caretakers and the desk drive it: take, start, parts, done, back, give, close."""

import msgspec
from telegram import Update

from bot.engine.turn import Callback, Turn
from bot.handlers import drafts
from bot.handlers.deadlines import looked_at
from bot.handlers.desk_card import place_of
from bot.handlers.fault_cards import name_of, order_card, order_key, show_order
from bot.handlers.people import who
from bot.handlers.telling import push_to_desk, tell, tell_file
from bot.messages import work_orders as messages
from bot.messages.general import NotUsed
from bot.typed import language_of
from storage import absences, cards, fault_lists, faults, homes, people
from storage.faults import Fault
from storage.people import Person

NAME = "order"
MOST_LISTED = 20
LONGEST_NOTE = 1000


class Noting(msgspec.Struct, frozen=True):
    """The order whose holder may add a word or a picture after the work."""

    number: int


def seen(turn: Turn) -> tuple[Fault, Person, str] | None:
    """The order that was pressed, who pressed, and what came after the number; None if this person may
    not see it, who is then told so.
    """
    number, _, rest = turn.value.partition(".")
    person = who(turn)
    fault = faults.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if person is None or not person.work & {"caretaker", "staff"}:
        turn.say(NotUsed("not_for_you"))
        return None
    if fault is None:
        turn.say(NotUsed("no_report"))
        return None
    standing = faults.standing(turn.db, fault, person)
    if not standing & {"caretaker", "holder", "staff"}:
        turn.say(NotUsed("not_yours"))
        return None
    looked_at(turn, fault)
    return fault, person, rest


def _move(turn: Turn, act: str, note: str = "", holder: int | None = None) -> Fault | None:
    """Does `act` to the pressed order and tells everybody; answers with what is true if it cannot be."""
    found = seen(turn)
    if found is None:
        return None
    before, person, _ = found
    try:
        fault = faults.move(turn.db, before.id, act, person, turn.now, note, holder)
    except faults.NotAllowed:
        turn.say(NotUsed("not_yours"))
        return None
    except faults.NotAcknowledged as unread:
        show_order(turn, unread.fault, person)  # whose only way on is to say that it was read
        return None
    except faults.NotNow as late:
        show_order(turn, late.fault, person)
        if late.fault.holder != person.id:
            turn.say(not_now(turn, late.fault))
        return None
    tell(turn, fault, act, before)
    show_order(turn, fault, person)
    return fault


def not_now(turn: Turn, fault: Fault) -> messages.NotNow:
    """What is true of an order that cannot be changed like that."""
    holder = people.get(turn.db, fault.holder) if fault.holder is not None else None
    return messages.NotNow(fault.id, fault.state, name_of(holder) if holder else "")


async def show(update: Update, turn: Turn) -> None:
    """order.show:214, or order.show:214.overdue.1 from that list of the desk's."""
    found = seen(turn)
    if found is not None:
        show_order(turn, found[0], found[1], back=place_of(found[2]))


async def take(update: Update, turn: Turn) -> None:
    _move(turn, "take")


async def begin(update: Update, turn: Turn) -> None:
    _move(turn, "start")


async def parts(update: Update, turn: Turn) -> None:
    _move(turn, "parts")


async def done(update: Update, turn: Turn) -> None:
    """The work is done; a word or a picture may follow."""
    fault = _move(turn, "done")
    person = who(turn)
    if fault is not None and person is not None:
        after_done(turn, fault, person)


def after_done(turn: Turn, fault: Fault, person: Person, asks: bool = True) -> None:
    """The desk hears of it where the tenant's changed word about the key was not read before. Whether there
    is anything to add is asked, unless something else of his is open; the question stands on one card only.
    """
    if fault.key_changed:
        push_to_desk(turn, fault, "key_unread")
    standing = turn.standing()
    if not asks or (standing is not None and standing.name != NAME):
        return
    asked = faults.get(turn.db, asks_about(turn))
    if asked is not None and asked.id != fault.id and cards.get(turn.db, person.chat, order_key(asked.id)):
        turn.card(order_key(asked.id), order_card(turn, asked, person), to=person.chat)
    turn.stand(NAME, "note", Noting(fault.id))
    show_order(turn, fault, person, asks="note")


def _asks(asks: str, allowed: str) -> Callback:
    """A press that opens a question on the card."""

    async def handler(update: Update, turn: Turn) -> None:
        found = seen(turn)
        if found is None:
            return
        fault, person, _ = found
        standing = faults.standing(turn.db, fault, person)
        if not standing & set(allowed.split()):
            turn.say(NotUsed("not_yours"))
            return
        show_order(turn, fault, person, asks)

    return handler


give_back = _asks("return", "holder caretaker")
assign = _asks("assign", "staff")
close = _asks("close", "staff")


async def return_as(update: Update, turn: Turn) -> None:
    """order.return_as:214.wrong_address: back to the office, with a reason."""
    found = seen(turn)
    if found is None:
        return
    fault, _, reason = found
    if reason not in messages.RETURN_REASONS:
        reason = "other"
    _move(turn, "decline" if fault.state == "received" else "return", note=reason)


async def close_as(update: Update, turn: Turn) -> None:
    """order.close_as:214.duplicate: closed by the office; the tenant is told why."""
    found = seen(turn)
    if found is None:
        return
    reason = found[2] if found[2] in messages.CLOSE_REASONS else "other"
    _move(turn, "close", note=reason)


async def give(update: Update, turn: Turn) -> None:
    """order.give:214.7: the desk gives the order to a caretaker."""
    found = seen(turn)
    if found is None:
        return
    fault, person, chosen = found
    colleague = people.get(turn.db, int(chosen)) if chosen.isdecimal() and len(chosen) < 16 else None
    if colleague is None or not faults.may_hold(fault, colleague):
        show_order(turn, fault, person, asks="assign")
        return
    _move(turn, "assign", holder=colleague.id)


async def note_nothing(update: Update, turn: Turn) -> None:
    """Nothing to add after the work."""
    standing = turn.standing()
    if standing is not None and standing.name == NAME:
        turn.end()
    found = seen(turn)
    if found is not None:
        show_order(turn, found[0], found[1])


def add_note(turn: Turn, data: str, text: str) -> None:
    """Words written after "done" are filed with the order."""
    found = _noted(turn, data)
    if found is None:
        return
    if len(text) > LONGEST_NOTE:
        turn.say(NotUsed("too_long"))
        return
    fault, person = found
    write_down(turn, fault, person, text)
    turn.end()
    show_order(turn, fault, person)


def asks_about(turn: Turn) -> int:
    """The order about which it is asked whether there is anything to add, 0 for none."""
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return 0
    return msgspec.json.decode(standing.data, type=Noting).number


def write_down(turn: Turn, fault: Fault, person: Person, text: str) -> None:
    """Words are kept with the order as they were written."""
    language = language_of(text, turn.locale)
    faults.happened(turn.db, fault.id, "note", person.id, text, turn.now, language)
    tell(turn, fault, "note")


def put_file(turn: Turn, fault: Fault, file: int) -> None:
    """A picture or a voice note is filed with the order."""
    faults.attach(turn.db, fault.id, file)
    tell_file(turn, fault, file)
    tell(turn, fault, "note")


def add_note_file(turn: Turn, data: str, kind: str, telegram_id: str, caption: str) -> None:
    """So is a picture or a voice note with its caption. More may follow, so the step stays open."""
    found = _noted(turn, data)
    if found is None:
        return
    fault, person = found
    put_file(turn, fault, drafts.keep_file(turn, kind, telegram_id))
    if caption:
        write_down(turn, fault, person, caption)
    show_order(turn, fault, person, asks="note")


def _noted(turn: Turn, data: str) -> tuple[Fault, Person] | None:
    number = msgspec.json.decode(data, type=Noting).number
    person = who(turn)
    fault = faults.get(turn.db, number)
    if person is None or fault is None or fault.holder != person.id or "caretaker" not in person.work:
        turn.end()
        turn.say(NotUsed("not_yours"))
        return None
    return fault, person


async def orders(update: Update, turn: Turn) -> None:
    """/orders: what is open in one's areas or hands; for the desk, everywhere and what came back to it."""
    person = who(turn)
    if person is None or not person.work & {"caretaker", "staff"}:
        turn.say(NotUsed("not_for_you"))
    else:
        show_open(turn, person)


def show_open(turn: Turn, person: Person) -> None:
    """The list of /orders, where he is."""
    everywhere = frozenset(homes.areas(turn.db))
    own = person.areas | absences.areas_covered(turn.db, person.id)
    areas = everywhere if "staff" in person.work else own
    found = [
        fault for fault in fault_lists.open_in(turn.db, areas, person.id) if _is_listed(turn, fault, person)
    ]
    rows = [
        (fault.id, fault.urgency, homes.house(turn.db, fault.house).address, fault.item)
        for fault in found[:MOST_LISTED]
    ]
    turn.say(messages.Orders(rows, max(0, len(found) - MOST_LISTED)))


def _is_listed(turn: Turn, fault: Fault, person: Person) -> bool:
    standing = faults.standing(turn.db, fault, person)
    return bool(standing & ({"staff"} if fault.state == "returned" else {"caretaker", "holder", "staff"}))
