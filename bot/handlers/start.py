"""Coming in: language, privacy, code, welcome. Nothing but the language is kept before she agrees."""

import math

import msgspec
from telegram import Update

from bot.engine.turn import Callback, Turn
from bot.handlers import taken_back
from bot.handlers.leaving import left
from bot.handlers.offer_news import tell_newcomer
from bot.handlers.people import lives_at, set_menu, who, words_of
from bot.messages.emergency import EmergencyCard
from bot.messages.general import NotUsed
from bot.messages.start import (
    ChooseLanguage,
    CodeRefused,
    LanguageChosen,
    NoCode,
    Privacy,
    RatherCall,
    Welcome,
)
from bot.speech import LOCALES, western_digits
from storage import chats, codes, homes, households, people
from storage.people import Person

NAME = "start"


class Coming(msgspec.Struct, frozen=True):
    """What is remembered on the way in: the code that was written, until it is taken or 24 h have gone."""

    code: str = ""


async def start(update: Update, turn: Turn) -> None:
    """/start, alone or with the code of a deep link."""
    code = "".join(turn.args or [])
    standing = turn.standing()
    if turn.locale is None:
        ask_language(turn, code)
    elif code:
        offer_code(turn, code)
    elif standing is not None and standing.name == NAME:
        show_again(turn, standing.step)
    else:
        greet(turn)


def ask_language(turn: Turn, code: str = "") -> None:
    """The first screen. A code that was written before it is kept until the language is known."""
    turn.stand(NAME, "language", Coming(code or _coming(turn).code))
    turn.screen(ChooseLanguage())


def once_spoken(callback: Callback) -> Callback:
    """What can only be said in a language she reads: before she has chosen one, she is asked for it."""

    async def handler(update: Update, turn: Turn) -> None:
        if turn.locale is None:
            ask_language(turn)
        else:
            await callback(update, turn)

    return handler


async def language(update: Update, turn: Turn) -> None:
    """/language, at any time; what is open stays open."""
    turn.card_here("language", ChooseLanguage(), final=True)


async def set_language(update: Update, turn: Turn) -> None:
    if turn.value not in LOCALES:
        turn.say(NotUsed("old_button"))
        return
    first = turn.locale is None
    chats.set_locale(turn.db, turn.chat, turn.value)
    turn.known = chats.get(turn.db, turn.chat)
    person = who(turn)
    set_menu(turn, person)
    standing = turn.standing()
    if first or (standing is not None and standing.name == NAME):
        coming = _coming(turn)
        if coming.code:
            offer_code(turn, coming.code)
        else:
            turn.end()
            greet(turn)
        return
    turn.say(LanguageChosen(words_of(turn, person)))
    turn.refresh_cards()


def greet(turn: Turn) -> None:
    """Shows where she stands: the emergency card and how to get a code, or her keyboard again."""
    person = who(turn)
    if person is None:
        turn.leave_screen()
        turn.say(NoCode(words_of(turn, None)))
        turn.say(EmergencyCard())
        return
    turn.say(_welcome(turn, person))


def offer_code(turn: Turn, code: str) -> None:
    """A code was written: taken at once from one who has agreed before, else after the privacy notice."""
    standing = turn.standing()
    agreed = standing is not None and standing.name == NAME and standing.step == "code"
    if who(turn) is None and not (agreed and not _privacy(turn, code).work):
        turn.stand(NAME, "privacy", Coming(code))
        turn.screen(_privacy(turn, code))
        return
    _take(turn, code)


async def agree(update: Update, turn: Turn) -> None:
    """privacy.ok:yes or no."""
    standing = turn.standing()
    if standing is None or standing.name != NAME or standing.step != "privacy":
        turn.say(NotUsed("old_button"))
        return
    coming = _coming(turn)
    turn.end()
    if turn.value != "yes":
        turn.leave_screen(RatherCall())
        return
    _take(turn, coming.code)


def _take(turn: Turn, code: str) -> None:
    taken = codes.redeem(turn.db, western_digits(code), turn.chat, turn.now)
    first = who(turn) is None
    if first:
        turn.end()
        turn.leave_screen()
    if isinstance(taken, codes.Refusal):
        if first:  # she has agreed, so her next try needs no second notice
            turn.stand(NAME, "code", Coming())
        minutes = max(1, math.ceil((taken.until - turn.now) / 60)) if taken.why == "wait" else 0
        turn.say(CodeRefused(taken.why, minutes))
        return
    person_id = people.add(turn.db, turn.chat, turn.now)
    if taken.role == "household":
        if taken.household is None:
            raise LookupError("a household's code without a household")
        before = people.get(turn.db, person_id)
        if before is not None and before.household is not None and before.household != taken.household:
            people.leave(turn.db, person_id)
            left(turn, before.household, before)
        people.join(turn.db, person_id, taken.household, taken.adult, turn.now)
    else:
        people.give_work(turn.db, person_id, taken.role, frozenset(taken.areas))
        if taken.name:
            people.set_name(turn.db, person_id, taken.name)
    person = who(turn)
    assert person is not None
    if taken.role == "officer":
        households.take_all(turn.db, person, turn.now)
    role = ("adult" if person.adult else "helper") if taken.role == "household" else taken.role
    turn.say(_welcome(turn, person, role))
    set_menu(turn, person)
    address, flat = lives_at(turn, person)
    turn.card(taken_back.PINNED, EmergencyCard(address, flat), silent=True)
    if first:
        turn.pin(taken_back.PINNED)
    if taken.role == "household" and turn.company.rooms.offers:
        tell_newcomer(turn, person)


def _welcome(turn: Turn, person: Person, role: str = "") -> Welcome:
    if not role:
        role = next(iter(sorted(person.work)), "adult" if person.adult else "helper")
    address, flat = lives_at(turn, person)
    names = homes.areas(turn.db)
    areas = tuple(names.get(area, area) for area in sorted(person.areas))
    home = f"{address}, {flat}" if flat else address
    return Welcome(role, words_of(turn, person), home, areas=areas)


def _coming(turn: Turn) -> Coming:
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return Coming()
    return msgspec.json.decode(standing.data, type=Coming)


def _privacy(turn: Turn, code: str) -> Privacy:
    """The notice for tenants, or the one for those who work here: what is kept differs."""
    return Privacy(work=codes.role_of(turn.db, western_digits(code)) not in (None, "household"))


def show_again(turn: Turn, step: str) -> None:
    """The present step of coming in, shown once more."""
    if step == "code":
        turn.say(NoCode(words_of(turn, None)))
    else:
        turn.screen(ChooseLanguage() if step == "language" else _privacy(turn, _coming(turn).code))
