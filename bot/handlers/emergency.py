"""The emergency card: numbers first, at any time, from anywhere, without ending what is open."""

import datetime

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts, waiting
from bot.handlers.people import lives_at, who, words_of
from bot.hours import desk_is_open
from bot.messages.emergency import Called, CannotCall, EmergencyCard, Hidden, NeedsHelp, ViolenceCard
from bot.messages.menu import Words4
from bot.speech import STOCKHOLM, locale_of
from storage import fault_lists, people
from storage.fault_items import ITEMS
from storage.people import Person


async def show(update: Update, turn: Turn) -> None:
    """/emergency, the keyboard's word, or the button of any screen."""
    turn.urgent()
    turn.say(card(turn, phones_language(update, turn)))


def phones_language(update: Update, turn: Turn) -> str:
    """The language of her phone, as long as she has chosen none; else ""."""
    user = update.effective_user
    return "" if turn.locale is not None or user is None else locale_of(user.language_code) or ""


async def called(update: Update, turn: Turn) -> None:
    person = who(turn)
    at_home = person is not None and person.household is not None
    can_report = at_home and turn.company.rooms.faults
    turn.say(Called(can_report=can_report, kept=can_report and _is_kept(turn)))


async def cannot(update: Update, turn: Turn) -> None:
    """She cannot call: those who may read it now are told, and she is told whether there is anybody."""
    turn.urgent()
    person = who(turn)
    if person is None or person.household is None:
        turn.say(CannotCall(told=0))
        return
    told = [helper for helper in _on_watch(turn) if helper.chat != turn.chat]
    shown = card(turn)
    for helper in told:
        turn.urgent(helper.chat)
        item = shown.item if "staff" in helper.work or not only_desk(shown.item) else ""
        turn.say(NeedsHelp(shown.address, shown.flat, item, turn.locale or "en"), to=helper.chat)
    turn.say(CannotCall(len(told), kept=turn.company.rooms.faults and _is_kept(turn)))


def only_desk(item: str) -> bool:
    """Whether this is for the office alone, such as a neighbour who disturbs."""
    return item in ITEMS and ITEMS[item].kind == "desk"


def _on_watch(turn: Turn) -> list[Person]:
    """Those on duty now, and the desk while it is open."""
    now = datetime.datetime.fromtimestamp(turn.now, STOCKHOLM)
    found = people.named(turn.db, turn.company.on_duty(now))
    if desk_is_open(turn.company, now):
        found += people.with_work(turn.db, "staff")
    return list({person.id: person for person in found if person.work}.values())


def card(turn: Turn, language: str = "", item: str = "") -> EmergencyCard:
    """The card with this fault, else with what she has told of or begun to report, or has reported last and
    is not done. `language` is her phone's.
    """
    person = who(turn)
    if person is None:
        return EmergencyCard(language=language)
    address, flat = lives_at(turn, person)
    fault = (item or _at_fault(turn, person)) if turn.company.rooms.faults else ""
    return EmergencyCard(address, flat, fault, language)


def _at_fault(turn: Turn, person: Person) -> str:
    draft = drafts.present_draft(turn)
    if draft is not None and draft.item:
        return draft.item
    danger = waiting.here(turn).danger()
    if danger is not None and danger.items:
        return danger.items[0]
    if person.household is None:
        return ""
    reported = fault_lists.open_of(turn.db, person.household)
    return next((fault.item for fault in reported if fault.state != "done"), "")


def _is_kept(turn: Turn) -> bool:
    """Whether what she wrote waits to be reported."""
    return drafts.present_draft(turn) is not None or waiting.here(turn).danger() is not None


# -- Violence at home -----------------------------------------------------------------------------
# Nothing of it is kept, nobody is told, and what stands in the chat can be hidden from who takes the phone.


def violence(turn: Turn, message_id: int = 0, language: str = "") -> None:
    """Its card, where she pressed, or under what she wrote in the message with this id."""
    turn.urgent()
    shown = ViolenceCard(message_id, language)
    if turn.pressed_message:
        turn.card_here(f"answer.{turn.pressed_message}", shown, final=True)
    else:
        turn.say(shown)


async def hide(update: Update, turn: Turn) -> None:
    """emergency.hide:1203, the id of what she wrote (0: nothing): both go, and a neutral message is there."""
    turn.urgent()
    if turn.pressed_message:
        # Telegram lets no bot delete what is older than 48 hours, but what it has sent can always be edited.
        turn.card_here(f"answer.{turn.pressed_message}", Hidden(), final=True)
        turn.delete(turn.pressed_message)
    written = int(turn.value) if turn.value.isdecimal() and len(turn.value) < 16 else 0
    if written:
        turn.delete(written)
    turn.say(Words4(words_of(turn, who(turn))))
