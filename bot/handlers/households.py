"""What an officer enters about a household: that it waits, their number, where they live, who has left."""

import msgspec
from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import taken_back
from bot.handlers.leaving import left
from bot.handlers.officers import (
    NAME,
    case_here,
    day_of,
    leave_typing,
    number_of,
    officer_here,
    refuse,
    show,
    show_case,
    show_message,
)
from bot.handlers.people import set_menu, who, words_of
from bot.messages import households as messages
from bot.messages.menu import Words4
from bot.messages.offers import LeftHousehold
from bot.speech import RECORD, western_digits
from storage import chats, contracts, homes, households, offers, officer_tasks, people
from storage.households import Case
from storage.people import NotAllowed, Person

MOST_FOUND = 8
LONGEST_SEARCH = 100
# Of these places the company has the address.
OURS = frozenset({"evacuation", "asylum", "home"})


class Entering(msgspec.Struct):
    """What the officer is entering: a new household, or where household `case` lives now."""

    label: str = ""
    persons: int = 0
    low: bool = False
    lives: str = ""
    case: int = 0
    tried: bool = False


async def add(update: Update, turn: Turn) -> None:
    """people.add:new, people.add:cancel"""
    person = officer_here(turn)
    if person is None:
        return
    if turn.value == "cancel":
        await show(update, turn)
        return
    turn.stand(NAME, "label", Entering())
    show_message(turn, messages.AskLabel())


def written(turn: Turn, text: str) -> bool:
    """What the officer has written: a label, or which home. False if nothing of the kind was asked."""
    standing = turn.standing()
    if standing is None or standing.name != NAME or standing.step not in ("label", "home"):
        return False
    person = who(turn)
    if person is None or "officer" not in person.work:
        turn.end()
        return False
    entering = msgspec.json.decode(standing.data, type=Entering)
    if standing.step == "home":
        _find(turn, entering, text)
        return True
    label = " ".join(western_digits(text).split())
    wrong = households.wrong_label(label)
    if wrong:
        show_message(turn, messages.AskLabel(wrong))
        return True
    entering.label = label
    turn.stand(NAME, "persons", entering)
    show_message(turn, messages.AskPersons(label))
    return True


def _entering(turn: Turn, step: str) -> Entering | None:
    """What is being entered, if the officer stands at this step; else she sees her room."""
    standing = turn.standing()
    if standing is None or standing.name != NAME or standing.step != step:
        return None
    return msgspec.json.decode(standing.data, type=Entering)


async def size(update: Update, turn: Turn) -> None:
    """people.size:7: how many they are now."""
    found = case_here(turn, turn.value)
    if found is not None:
        leave_typing(turn)
        show_message(turn, messages.AskPersons(found[0].label, found[0].household))


async def persons(update: Update, turn: Turn) -> None:
    """people.persons:0.4 while adding, people.persons:7.4 of a household: a birth, a relative who came."""
    number, _, many = turn.value.partition(".")
    n = number_of(many)
    if number_of(number):
        _resize(turn, number, n)
        return
    if officer_here(turn) is None:
        return
    entering = _entering(turn, "persons")
    if entering is None or not 1 <= n <= households.MOST_PERSONS:
        await show(update, turn)
        return
    entering.persons = n
    turn.stand(NAME, "low", entering)
    show_message(turn, messages.AskLow(entering.label))


def _resize(turn: Turn, number: str, n: int) -> None:
    found = case_here(turn, number)
    if found is None:
        return
    case, person = found
    if 1 <= n <= households.MOST_PERSONS:
        case = households.resize(turn.db, case.household, n, person, turn.now)
    show_case(turn, case, person)


async def low(update: Update, turn: Turn) -> None:
    """people.low:yes, people.low:no: a lift or the ground floor is needed."""
    if officer_here(turn) is None:
        return
    entering = _entering(turn, "low")
    if entering is None or turn.value not in ("yes", "no"):
        await show(update, turn)
        return
    entering.low = turn.value == "yes"
    turn.stand(NAME, "lives", entering)
    show_message(turn, messages.AskLives(entering.label))


async def move(update: Update, turn: Turn) -> None:
    """people.move:7: where do they live now?"""
    found = case_here(turn, turn.value)
    if found is not None:
        leave_typing(turn)
        show_message(turn, messages.AskLives(found[0].label, found[0].household))


async def lives(update: Update, turn: Turn) -> None:
    """people.lives:0.evacuation while adding, people.lives:7.own of a household that has moved."""
    number, _, place = turn.value.partition(".")
    person = officer_here(turn)
    if person is None:
        return
    case: Case | None = None
    if number_of(number):
        found = case_here(turn, number)
        if found is None:
            return
        case = found[0]
        entering: Entering | None = Entering(case.label, case=case.household)
    else:
        entering = _entering(turn, "lives")
    known = place in households.LIVES and (case is not None or place != "home")
    if entering is None or not known:
        await show(update, turn)
        return
    entering.lives = place
    if place in OURS:
        turn.stand(NAME, "home", entering)
        show_message(turn, messages.AskHome(entering.label, needed=place == "home", household=entering.case))
        return
    _keep(turn, entering, None, person)


def _find(turn: Turn, entering: Entering, text: str) -> None:
    meant = homes.find(turn.db, western_digits(text)) if len(text) <= LONGEST_SEARCH else []
    found = [
        messages.FoundHome(home.id, homes.house(turn.db, home.house).address, home.flat, home.object)
        for home in meant[:MOST_FOUND]
    ]
    turn.stand(NAME, "home", entering)
    show_message(
        turn,
        messages.AskHome(entering.label, found, entering.lives == "home", not found, entering.case),
    )


async def home(update: Update, turn: Turn) -> None:
    """people.home:12, people.home:0 for none of ours."""
    person = officer_here(turn)
    if person is None:
        return
    entering = _entering(turn, "home")
    chosen = homes.get(turn.db, number_of(turn.value))
    if entering is None or (chosen is None and (turn.value != "0" or entering.lives == "home")):
        await show(update, turn)
        return
    _keep(turn, entering, chosen.id if chosen is not None else None, person)


def _keep(turn: Turn, entering: Entering, home: int | None, person: Person) -> None:
    """All of it is known: a household is added, or has moved."""
    turn.end()
    if not entering.case:
        case = households.add(
            turn.db,
            person,
            entering.label,
            entering.persons,
            entering.low,
            entering.lives,
            home,
            turn.now,
        )
        show_case(turn, case, person, added=True)
        return
    try:
        case = households.move(turn.db, entering.case, entering.lives, home, person, turn.now)
        officer_tasks.settle_kind(turn.db, case.household, "ended", turn.now)
    except NotAllowed:
        refuse(turn, "not_yours")
        return
    taken_back.moved(turn, case.household)
    show_case(turn, case, person)


# -- Who has left ------------------------------------------------------------------------------------


async def separate(update: Update, turn: Turn) -> None:
    """people.separate:7 (whose phone?), people.separate:7.31 (sure?), people.separate:7.31.sure"""
    number, _, rest = turn.value.partition(".")
    phone, _, sure = rest.partition(".")
    found = case_here(turn, number)
    if found is None:
        return
    case, person = found
    leave_typing(turn)
    living = people.of_household(turn.db, case.household)
    chosen = next((each for each in living if each.id == number_of(phone)), None)
    if chosen is None or sure != "sure":
        rows = [phone_row(turn, each) for each in living]
        row = phone_row(turn, chosen) if chosen is not None else None
        show_message(turn, messages.WhoLeft(case.household, case.label, rows, row))
        return
    leaver = households.separate(turn.db, case.household, chosen.id, person, turn.now)
    _out(turn, case.household, leaver)
    show_case(turn, case, person)


def phone_row(turn: Turn, person: Person) -> messages.PhoneRow:
    """A phone of a household, as an officer tells it from the others."""
    since = people.joined(turn.db, person.id)
    locale = chats.get(turn.db, person.chat).locale or RECORD
    return messages.PhoneRow(person.id, bool(person.adult), locale, day_of(since).isoformat())


def _out(turn: Turn, household: int, leaver: Person) -> None:
    """Nothing of the household stays open on a phone that has left it. What is said is neutral."""
    left(turn, household, leaver)
    now_without = people.get(turn.db, leaver.id)
    turn.say(LeftHousehold(), to=leaver.chat)
    turn.say(Words4(words_of(turn, now_without)), to=leaver.chat, silent=True)
    set_menu(turn, now_without, to=leaver.chat)


def _has_contract(turn: Turn, case: Case) -> bool:
    day = day_of(turn.now)
    to_come = contracts.to_come(turn.db, case.household, day)
    return to_come is not None or contracts.of_household(turn.db, case.household, day) is not None


async def close(update: Update, turn: Turn) -> None:
    """people.close:7 (sure?), people.close:7.sure: the household has left us."""
    number, _, sure = turn.value.partition(".")
    found = case_here(turn, number)
    if found is None:
        return
    case, person = found
    leave_typing(turn)
    live = offers.live_of(turn.db, case.household)
    if live is not None:
        refuse(turn, "has_offer", live.id)
    elif _has_contract(turn, case):
        refuse(turn, "has_contract")
    elif sure != "sure":
        show_case(turn, case, person, "sure_close")
    else:
        for offer in offers.of_household(turn.db, case.household):
            if offer.state == "declined":
                offers.end(turn.db, offer, "left", person.id, turn.now)
                officer_tasks.settle(turn.db, offer.id, turn.now)
        for leaver in households.close(turn.db, case.household, person, turn.now):
            _out(turn, case.household, leaver)
        await show(update, turn)
