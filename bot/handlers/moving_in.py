"""After the keys: short messages made of answers, each with "done"; and once a year the smoke alarm."""

import datetime
import sqlite3

from telegram import Update

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers import questions
from bot.handlers.deadlines import moment_of
from bot.handlers.offer_news import call_about
from bot.handlers.people import has_home, who
from bot.messages.general import NotUsed
from bot.messages.moving_in import MovingStep, SmokeAlarm
from bot.messages.questions import AskByPhone
from bot.settings import Company
from bot.speech import RECORD
from bot.topics import SHOWS_SWEDISH
from storage import chats, contract_lists, contracts, moving_in, people
from storage.leases import add_months
from storage.people import Person

SMOKE = "moving.smoke"
# What is told so long after its day is of no use any more.
AT_THE_LATEST = datetime.timedelta(weeks=6)
# What is broken where it makes no sound.
SILENT = "smoke_alarm.dead"


# -- The first weeks -------------------------------------------------------------------------------


def due(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Contracts whose household is to be told something today: by day, on any day of the week."""
    moment = moment_of(now)
    begins, ends = hours.working_day(company, moment.date())
    if not begins <= moment < ends:
        return []
    lately = _lately(company, db, moment.date())
    return [each for each, first in lately.items() if _step(company, db, each, first, moment.date())]


def _lately(company: Company, db: sqlite3.Connection, today: datetime.date) -> dict[int, datetime.date]:
    """Contracts of which a step may be due, by any policy, and the first day of their first lease."""
    policies = [*company.moving_in, company.moving_in_on(datetime.date.min)]
    last = max(step.day for policy in policies for step in policy.steps)
    return contract_lists.new_homes(db, today - datetime.timedelta(days=last) - AT_THE_LATEST)


def _step(
    company: Company, db: sqlite3.Connection, contract: int, first: datetime.date, today: datetime.date
) -> tuple[int, tuple[str, ...]] | None:
    """The step that is due of a contract whose first lease began on `first`: days after the keys, and its
    answers.
    """
    keys = hours.keys_on(first)
    policy = company.moving_in_on(keys)
    day = moving_in.due(keys, [step.day for step in policy.steps], moving_in.steps(db, contract), today)
    return (day, policy.topics(day)) if day is not None else None


async def step(event: Event, turn: Turn) -> None:
    """moving.step: each adult is told in her language; answers that cannot be given are left out."""
    today = moment_of(turn.now).date()
    contract = contracts.get(turn.db, event.id, today)
    first = _lately(turn.company, turn.db, today).get(event.id)
    found = _step(turn.company, turn.db, event.id, first, today) if first is not None else None
    if contract is None or found is None:
        return
    day, topics = found
    moving_in.sent(turn.db, contract.id, day, turn.now)
    for person in people.of_household(turn.db, contract.household):
        if person.adult:
            message = _message(turn, person, contract.id, day, topics)
            if message is not None:
                turn.card(_key(contract.id, day), message, to=person.chat)
    call_about(turn, contract.household, matter(contract.id))


def _message(
    turn: Turn, person: Person, contract: int, day: int, topics: tuple[str, ...], done: bool = False
) -> MovingStep | None:
    locale = chats.get(turn.db, person.chat).locale or RECORD
    given = turn.answers.given(topics, locale)
    if not given:
        return None
    return MovingStep(
        contract,
        day,
        given,
        swedish=[topic for topic in given if topic in SHOWS_SWEDISH],
        done=done,
        report=turn.company.rooms.faults and turn.company.rooms.questions and day == 0,
    )


def matter(contract: int) -> str:
    """What the first weeks are called where nobody reads of them: one matter, however many the messages."""
    return f"moving.{contract}"


def _key(contract: int, day: int) -> str:
    return f"{matter(contract)}.{day}"


async def done(update: Update, turn: Turn) -> None:
    """moving.done:7.3: it is done for the household, and each adult sees it."""
    person = who(turn)
    number, _, written = turn.value.partition(".")
    is_number = all(each.isdecimal() and len(each) < 16 for each in (number, written))
    today = moment_of(turn.now).date()
    contract = contracts.get(turn.db, int(number), today) if is_number else None
    if contract is None or person is None or person.household != contract.household:
        turn.say(NotUsed("old_button"))
        return
    if not person.adult:
        turn.say(NotUsed("helper"))
        return
    day = int(written)
    told = moving_in.steps(turn.db, contract.id).get(day)
    if told is None:
        turn.say(NotUsed("old_button"))
        return
    moving_in.do(turn.db, contract.id, day, turn.now)
    begins = contract_lists.first_day(turn.db, contract.id)
    topics = turn.company.moving_in_on(hours.keys_on(begins)).topics(day)
    for each in people.of_household(turn.db, contract.household):
        message = _message(turn, each, contract.id, day, topics, done=True) if each.adult else None
        if message is not None and each.id == person.id:
            turn.card_here(_key(contract.id, day), message)
        elif message is not None:
            turn.card(_key(contract.id, day), message, to=each.chat, silent=True)


# -- The smoke alarm -------------------------------------------------------------------------------


def alarm_due(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Households that have not tried their smoke alarm for so long, asked in working hours."""
    moment = moment_of(now)
    if not hours.is_working_time(company, moment):
        return []
    months = company.moving_in_on(moment.date()).smoke_alarm_months
    before = datetime.datetime.combine(add_months(moment.date(), -months), moment.timetz())
    return moving_in.to_ask_about_alarm(db, before.timestamp())


async def ask_alarm(event: Event, turn: Turn) -> None:
    """moving.alarm: everybody at home is asked; who looks first may say."""
    if event.id not in alarm_due(turn.company, turn.db, turn.now):
        return
    moving_in.ask_about_alarm(turn.db, event.id, turn.now)
    for person in people.of_household(turn.db, event.id):
        turn.card(SMOKE, SmokeAlarm(), to=person.chat)


async def smoke(update: Update, turn: Turn) -> None:
    """moving.smoke:sounds, or :silent, which opens a report of it."""
    person = who(turn)
    if person is None or person.household is None or not has_home(turn):
        turn.say(NotUsed("not_at_home"))
        return
    says = turn.value
    if moving_in.alarm(turn.db, person.household) is None or says not in ("sounds", "silent"):
        turn.say(NotUsed("old_button"))
        return
    moving_in.answer_about_alarm(turn.db, person.household, "sounds" if says == "sounds" else "silent")
    turn.card_here(SMOKE, SmokeAlarm(says))
    for each in people.of_household(turn.db, person.household):
        if each.id != person.id:
            turn.card(SMOKE, SmokeAlarm(says), to=each.chat, silent=True)
    if says == "silent":
        if turn.company.rooms.faults:
            turn.value = SILENT
            turn.pressed_message = 0
            await questions.fault(update, turn)
        else:
            turn.say(AskByPhone())
