"""The two tracks beside the contract: what an adult agrees to, and what the household's own officer notes."""

import datetime

import msgspec
from telegram import Update

from bot import days
from bot.engine.turn import Turn
from bot.handlers import waiting
from bot.handlers.conversions import day_written
from bot.handlers.deadlines import moment_of
from bot.handlers.home import CARD as HOME
from bot.handlers.home import home_message
from bot.handlers.people import who
from bot.messages.general import NotUsed
from bot.messages.home import AskConsent
from bot.messages.tracks import Adult, TrackCard
from storage import contracts, households, people, tracks
from storage.households import Case
from storage.people import Person

CARD = "tracks"
# Where an officer stands who can write a day.
NAME = "track"
DAYS_OFFERED = 8


class AtAct(msgspec.Struct, frozen=True):
    """The adult and the act of which the day is asked."""

    adult: int
    act: str


def _today(turn: Turn) -> datetime.date:
    return moment_of(turn.now).date()


async def consent(update: Update, turn: Turn) -> None:
    """track.consent:ask, :yes or :no, by an adult for herself."""
    person = who(turn)
    agreed = person is not None and tracks.consents(turn.db, person.id)
    if person is not None and turn.value == "no" and agreed:
        tracks.withdraw(turn.db, person, _today(turn), turn.now)
        agreed = False
    if person is None or person.household is None:
        turn.say(NotUsed("not_at_home"))
        return
    if not person.adult:
        turn.say(NotUsed("helper"))
        return
    if households.get(turn.db, person.household) is None and not agreed and turn.value != "no":
        turn.say(NotUsed("old_button"))  # nobody would note any days
        return
    if turn.value == "ask" and not agreed:
        turn.card_here(HOME, AskConsent())
        return
    if turn.value == "yes" and not agreed:
        tracks.consent(turn.db, person, _today(turn), turn.now)
    turn.card_here(HOME, home_message(turn, person, person.household))


# -- For the officer -------------------------------------------------------------------------------


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _case(turn: Turn, household: int) -> tuple[Person, Case] | None:
    """The household, if who pressed is its officer; else she is told that this is not for her."""
    person = who(turn)
    case = households.get(turn.db, household)
    if person is None or case is None or not households.may(case, person):
        turn.say(NotUsed("not_for_you"))
        return None
    _leave_typing(turn)
    return person, case


def _leave_typing(turn: Turn) -> None:
    standing = turn.standing()
    if standing is not None and standing.name == NAME:
        turn.end()


async def show(update: Update, turn: Turn) -> None:
    """track.show:7, from the card of a contract."""
    contract = contracts.get(turn.db, _number(turn.value), _today(turn))
    _open(turn, contract.household if contract is not None else 0)


async def of(update: Update, turn: Turn) -> None:
    """track.of:12, by the household."""
    _open(turn, _number(turn.value))


def _open(turn: Turn, household: int) -> None:
    found = _case(turn, household)
    if found is not None:
        _show(turn, found[1])


def _show(turn: Turn, case: Case, asks: str = "") -> None:
    adults = [each for each in people.of_household(turn.db, case.household) if each.adult]
    today = _today(turn)
    turn.card_here(
        CARD,
        TrackCard(
            case.household,
            case.label,
            tracks.a_of(turn.db, case.household) or "",
            [Adult(each.id, n, _dated(turn, each)) for n, each in enumerate(adults, 1)],
            asks,
            [(today - datetime.timedelta(days=back)).isoformat() for back in range(DAYS_OFFERED)]
            if "." in asks
            else [],
            turn.company.homes.asylum,
            [
                (each.id, each.act, each.day.isoformat())
                for each in (tracks.c_of(turn.db, _number(asks)) if asks else [])
            ],
        ),
    )


def _dated(turn: Turn, person: Person) -> list[tuple[str, str]] | None:
    if not tracks.consents(turn.db, person.id):
        return None
    return [(each.act, each.day.isoformat()) for each in tracks.c_of(turn.db, person.id)]


async def word(update: Update, turn: Turn) -> None:
    """track.word:12.settled"""
    number, _, chosen = turn.value.partition(".")
    found = _case(turn, _number(number))
    if found is None:
        return
    person, case = found
    if not turn.company.homes.asylum:
        turn.say(NotUsed("old_button"))
        return
    meant = next((each for each in tracks.WORDS if each == chosen), None)
    if meant is not None and meant != tracks.a_of(turn.db, case.household):
        tracks.note_a(turn.db, case.household, meant, person, turn.now)
    _show(turn, case)


async def adult(update: Update, turn: Turn) -> None:
    """track.adult:31: what did she begin?"""
    found = _adult(turn, _number(turn.value))
    if found is not None:
        _show(turn, found[1], str(found[2].id))


async def note(update: Update, turn: Turn) -> None:
    """track.note:31.work: on which day?"""
    number, _, act = turn.value.partition(".")
    found = _adult(turn, _number(number))
    if found is None:
        return
    if act not in tracks.ACTS:
        _show(turn, found[1])
        return
    standing = turn.standing()
    if standing is None or standing.name == waiting.NAME:
        turn.stand(NAME, "day", AtAct(found[2].id, act))
    _show(turn, found[1], f"{found[2].id}.{act}")


def written(turn: Turn, said: str) -> bool:
    """The day that was asked, written. Returns whether it was."""
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return False
    at = msgspec.json.decode(standing.data, type=AtAct)
    found = _adult(turn, at.adult)
    act = next((each for each in tracks.ACTS if each == at.act), None)
    if found is None or act is None:
        return True
    person, case, adult_ = found
    day = day_written(turn, said)
    if day is None or day > _today(turn):
        turn.stand(NAME, "day", at)
        turn.say(NotUsed("no_such_day"))
        return True
    tracks.note_c(turn.db, adult_, act, day, person, turn.now)
    _show(turn, case)
    return True


async def not_so(update: Update, turn: Turn) -> None:
    """track.not_so:31.5: what was noted is wrong."""
    number, _, noted = turn.value.partition(".")
    found = _adult(turn, _number(number))
    if found is None:
        return
    person, case, adult_ = found
    if any(each.id == _number(noted) for each in tracks.c_of(turn.db, adult_.id)):
        tracks.not_so(turn.db, adult_, _number(noted), person, turn.now)
    _show(turn, case)


async def on(update: Update, turn: Turn) -> None:
    """track.on:31.work.20261125"""
    number, _, rest = turn.value.partition(".")
    chosen, _, written = rest.partition(".")
    found = _adult(turn, _number(number))
    if found is None:
        return
    person, case, adult_ = found
    act = next((each for each in tracks.ACTS if each == chosen), None)
    day = days.day_meant(written, _today(turn))
    if act is not None and day is not None and day <= _today(turn):
        tracks.note_c(turn.db, adult_, act, day, person, turn.now)
    _show(turn, case)


def _adult(turn: Turn, number: int) -> tuple[Person, Case, Person] | None:
    """An adult who lets her days be kept, if who pressed is the officer of her household."""
    adult_ = people.get(turn.db, number)
    found = _case(turn, adult_.household if adult_ is not None and adult_.household is not None else 0)
    if found is None or adult_ is None:
        return None
    if not adult_.adult or not tracks.consents(turn.db, adult_.id):
        _show(turn, found[1])
        return None
    return *found, adult_
