"""Meetings: which there are, signing up, asking beforehand, the reminder; for the organiser the list."""

import datetime
import sqlite3

import msgspec
from telegram import Update

from bot.engine.turn import Event, Turn
from bot.handlers import drafts, notice_card, notice_draft
from bot.handlers.allocation import rule as rule_in_force
from bot.handlers.people import lives_at, who, words_of
from bot.messages import meetings as screens
from bot.messages.general import NotUsed
from bot.messages.notice_desk import Refused
from bot.messages.notices import Cancelled, NoticeNews
from bot.messages.start import NoCode
from bot.speech import RECORD, STOCKHOLM
from storage import audiences, cards, meetings, notice_answers, notice_runs, notices, people, sendings
from storage.meetings import Guest, Meeting
from storage.notices import Notice
from storage.people import NotAllowed, Person

NAME = "meeting"
DAY = 24 * 3600.0
# As callback data names the languages.
INTERPRETERS = {"ar": "ar", "fa_af": "fa_AF", "en": "en"}
LONGEST_WORDS = 1000


class Asking(msgspec.Struct, frozen=True):
    """The meeting that her next words are a question for."""

    notice: int


def _guest_key(notice: int) -> str:
    return f"meeting.{notice}"


async def list_(update: Update, turn: Turn) -> None:
    """/meetings"""
    person = who(turn)
    if person is None:
        turn.say(NoCode(words_of(turn, None)))
        return
    found = []
    for meeting in meetings.coming(turn.db, turn.now):
        notice = notices.get(turn.db, meeting.notice)
        if notice is None or not _is_invited(turn, notice, person):
            continue
        said = notice_card.content(turn, notice)
        comes = meetings.guest(turn.db, meeting.notice, person.id) is not None
        found.append(screens.Next(meeting.notice, meeting.starts, said.place, comes))
    muted = person.household is not None and audiences.is_muted(turn.db, person.household)
    turn.card_here("meetings", screens.Meetings(found, muted), final=True)


async def rule(update: Update, turn: Turn) -> None:
    """meeting.rule:show: open to everybody."""
    turn.say(screens.OneInFive(rule_in_force(turn)))


def _is_invited(turn: Turn, notice: Notice, person: Person) -> bool:
    """Whoever has signed up can say so until the end that she does not come."""
    return (
        notices.may_write(person)
        or notices.is_for(turn.db, notice, person)
        or meetings.guest(turn.db, notice.id, person.id) is not None
    )


def _pressed(turn: Turn) -> tuple[Notice, Meeting, Person, str] | None:
    """The meeting that was pressed, who pressed and is invited, and what came after the number."""
    number, _, rest = turn.value.partition(".")
    person = who(turn)
    if number == "0":
        turn.say(Refused("sample"))
        return None
    key = int(number) if number.isdecimal() and len(number) < 16 else -1
    notice, meeting = notices.get(turn.db, key), meetings.get(turn.db, key)
    if person is None:
        turn.say(NoCode(words_of(turn, None)))
    elif notice is None or meeting is None:
        turn.say(Refused("gone"))
    elif not _is_invited(turn, notice, person):
        turn.say(Refused("not_yours"))
    elif (
        meeting.cancelled
        or meeting.starts <= turn.now
        or notice.state == "withdrawn"
        or notice.sending is None
    ):
        turn.say(screens.NotComing(notice.id, "over"))
    else:
        return notice, meeting, person, rest
    return None


async def come(update: Update, turn: Turn) -> None:
    """meeting.come:7"""
    found = _pressed(turn)
    if found is not None:
        notice, meeting, person, _ = found
        _sign_up(turn, notice, meeting, _guest(turn, notice, person))


def _guest(turn: Turn, notice: Notice, person: Person) -> Guest:
    return meetings.guest(turn.db, notice.id, person.id) or Guest(notice.id, person.id)


async def set_(update: Update, turn: Turn) -> None:
    """meeting.set:7.adults.more, meeting.set:7.children.less, meeting.set:7.ar, meeting.set:7.none"""
    found = _pressed(turn)
    if found is None:
        return
    notice, meeting, person, wish = found
    guest = _guest(turn, notice, person)
    what, _, how = wish.partition(".")
    if what in ("adults", "children") and how in ("more", "less"):
        n = getattr(guest, what) + (1 if how == "more" else -1)
        n = max(1 if what == "adults" else 0, min(meetings.MOST_PEOPLE, n))
        guest = msgspec.structs.replace(guest, **{what: n})
    elif what in INTERPRETERS or what == "none":
        guest = msgspec.structs.replace(guest, interpreter=INTERPRETERS.get(what, ""))
    else:
        turn.say(NotUsed("old_button"))
        return
    _sign_up(turn, notice, meeting, guest)


def _sign_up(turn: Turn, notice: Notice, meeting: Meeting, wanted: Guest) -> None:
    full = False
    try:
        guest = meetings.sign_up(turn.db, wanted, turn.now)
    except meetings.Full:
        there = meetings.guest(turn.db, notice.id, wanted.person)
        if there is None:
            turn.say(screens.NotComing(notice.id, "full"))
            return
        guest, full = there, True
    said = _coming(turn, notice, meeting, guest, full=full)
    if turn.beside("meeting.set"):
        turn.card_here(_guest_key(notice.id), said)
    else:  # the invitation stays as it is
        turn.card_below(_guest_key(notice.id), said, turn.chat)


def _coming(
    turn: Turn, notice: Notice, meeting: Meeting, guest: Guest, *, full: bool = False
) -> screens.Coming:
    place = notice_card.content(turn, notice).place
    return screens.Coming(
        notice.id, meeting.starts, place, guest.adults, guest.children, guest.interpreter, full
    )


async def cancel(update: Update, turn: Turn) -> None:
    """meeting.cancel:7: she does not come."""
    found = _pressed(turn)
    if found is not None:
        notice, _, person, _ = found
        meetings.leave(turn.db, notice.id, person.id)
        turn.card_here(_guest_key(notice.id), screens.NotComing(notice.id), final=True)


# -- Asking beforehand --------------------------------------------------------------------------


async def ask(update: Update, turn: Turn) -> None:
    """meeting.ask:7, meeting.ask:none"""
    standing = turn.standing()
    if turn.value == "none":
        if standing is not None and standing.name == NAME:
            turn.end()
        turn.leave_screen()
        return
    found = _pressed(turn)
    if found is None:
        return
    if standing is not None:
        drafts.discard(turn, standing)
    turn.stand(NAME, "ask", Asking(found[0].id))
    turn.pressed_message = 0
    turn.screen(screens.AskBefore(found[0].id))


def add_words(turn: Turn, said: str) -> bool:
    """Takes her question, if one was asked for. Returns whether."""
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return False
    asking = msgspec.json.decode(standing.data, type=Asking)
    turn.end()
    meeting = meetings.get(turn.db, asking.notice)
    if meeting is None or meeting.cancelled or meeting.starts <= turn.now:
        turn.leave_screen(screens.NotComing(asking.notice, "over"))
        return True
    meetings.ask(turn.db, asking.notice, said.strip()[:LONGEST_WORDS], turn.locale or RECORD)
    turn.leave_screen(screens.AskBefore(asking.notice, done=True))
    return True


# -- For the organiser --------------------------------------------------------------------------


def _organised(turn: Turn) -> tuple[Notice, Meeting, Person, str] | None:
    person = notice_draft.writer(turn)
    if person is None:
        return None
    number, _, rest = turn.value.partition(".")
    key = int(number) if number.isdecimal() and len(number) < 16 else -1
    notice, meeting = notices.get(turn.db, key), meetings.get(turn.db, key)
    if notice is None or meeting is None:
        turn.say(Refused("gone"))
        return None
    return notice, meeting, person, rest


async def guests(update: Update, turn: Turn) -> None:
    """meeting.list:7, meeting.list:7.2 (its third page)"""
    found = _organised(turn)
    if found is not None:
        notice, meeting, _, page = found
        _show_guests(turn, notice, meeting, int(page) if page.isdecimal() and len(page) < 4 else 0)


def _show_guests(turn: Turn, notice: Notice, meeting: Meeting, page: int) -> None:
    summary = meetings.summary(turn.db, notice.id)
    homes = []
    for guest, chat in meetings.guests(turn.db, notice.id):
        lives = _home_at(turn, chat)
        homes.append((lives, guest.adults + guest.children))
    said = screens.Guests(
        notice.id,
        meeting.starts,
        summary.adults,
        summary.children,
        summary.interpreters,
        summary.questions,
        homes,
        meeting.places,
        can_cancel=not meeting.cancelled and meeting.starts > turn.now,
        page=page,
    )
    turn.card_here(notice_card.card_key(notice.id), said)


def _home_at(turn: Turn, chat: int) -> str:
    person = people.by_chat(turn.db, chat)
    return ", ".join(part for part in lives_at(turn, person) if part) if person is not None else ""


async def off(update: Update, turn: Turn) -> None:
    """meeting.off:7 (sure?), meeting.off:7.sure: whoever has signed up is told."""
    found = _organised(turn)
    if found is None:
        return
    notice, _, person, sure = found
    if sure != "sure":
        turn.card_here(notice_card.card_key(notice.id), notice_card.report(turn, notice, person, "off"))
        return
    if not call_off(turn, notice, person):
        turn.say(Refused("not_now"))
        return
    turn.card_here(notice_card.card_key(notice.id), notice_card.report(turn, notice, person))


def call_off(turn: Turn, notice: Notice, person: Person) -> bool:
    """The meeting does not take place: whoever has signed up is told, and nothing is kept of who. Nobody else
    is invited. Returns whether there was one to come.
    """
    try:
        chats = meetings.cancel(turn.db, notice.id, person, turn.now)
    except NotAllowed:
        return False
    key = _guest_key(notice.id)
    for chat in chats:
        turn.say(NoticeNews(notice.id, "cancelled"), to=chat, reply_to=key)
        turn.card(key, screens.NotComing(notice.id, "over"), to=chat, silent=True, final=True)
    _invite_no_more(turn, notice, person)
    _show_reports(turn, notices.get(turn.db, notice.id) or notice)
    return True


def _invite_no_more(turn: Turn, notice: Notice, person: Person) -> None:
    """The invitation goes to nobody else, and says where it stands that the meeting is cancelled."""
    act = "stop" if notice.state == "sending" else "drop"
    if (notice.state, act) in notices.TRANSITIONS:
        notices.move(turn.db, notice.id, act, person)
    if notice.sending is None or notice.state == "withdrawn":
        return
    cancelled = msgspec.json.encode(Cancelled(notice.id, notice.version)).decode()
    sendings.stop(turn.db, notice.sending)
    sendings.change(turn.db, notice.sending, cancelled, None)
    notice_answers.was_reminded(turn.db, notice.id)
    notice_runs.end_all(turn.db, notice.id)
    notice_runs.start(turn.db, notice.id, "edit", notice.sending)


# -- What the clock does ------------------------------------------------------------------------


async def remind(event: Event, turn: Turn) -> None:
    """meeting.remind: the day before; on the day, whoever has signed up after that."""
    notice, meeting = notices.get(turn.db, event.id), meetings.get(turn.db, event.id)
    if notice is None or meeting is None or event.id not in to_remind(turn.db, turn.now):
        return
    place = notice_card.content(turn, notice).place
    for chat in meetings.remind(turn.db, notice.id, midnight(turn.now)):
        turn.say(screens.Reminder(notice.id, meeting.starts, place), to=chat)


async def erase(event: Event, turn: Turn) -> None:
    """meeting.erase: the day after, nothing is kept of who came."""
    if event.id in meetings.to_erase(turn.db, midnight(turn.now)):
        meetings.erase(turn.db, event.id)
        _forget_lists(turn, event.id)


def moved(turn: Turn, notice: Notice) -> None:
    """Another time or place: the cards of those who come say so. Who has not got the invitation, and so hears
    of no correction, is told.
    """
    for guest, chat in meetings.guests(turn.db, notice.id):
        key, meeting = _guest_key(notice.id), meetings.get(turn.db, notice.id)
        if meeting is None or notice.sending is None:
            continue
        there = sendings.delivery(turn.db, notice.sending, chat)
        turn.card(key, _coming(turn, notice, meeting, guest), to=chat, silent=True)
        if there is None or there.state != "sent":
            turn.say(NoticeNews(notice.id, "moved"), to=chat, reply_to=key)


def _forget_lists(turn: Turn, number: int) -> None:
    """Cards that say who came: a guest's is kept no longer, that of the office becomes the report."""
    for chat in cards.chats_with(turn.db, _guest_key(number)):
        cards.drop(turn.db, chat, _guest_key(number))
    notice = notices.get(turn.db, number)
    if notice is not None:
        _show_reports(turn, notice)


def _show_reports(turn: Turn, notice: Notice) -> None:
    """The cards of the office, where a list of guests may stand, become the report."""
    key = notice_card.card_key(notice.id)
    for chat in cards.chats_with(turn.db, key):
        person = people.by_chat(turn.db, chat)
        if person is not None:
            turn.card(key, notice_card.report(turn, notice, person), to=chat, silent=True)


def midnight(now: float) -> float:
    """When today began, in epoch seconds."""
    day = datetime.datetime.fromtimestamp(now, STOCKHOLM).date()
    return datetime.datetime.combine(day, datetime.time(), STOCKHOLM).timestamp()


def to_remind(db: sqlite3.Connection, now: float) -> list[int]:
    """Meetings with guests to remind: those of tomorrow from nine in the morning on, those of today from
    eight. Whoever signs up today needs no reminder today.
    """
    moment = datetime.datetime.fromtimestamp(now, STOCKHOLM)
    days = 2 if moment.hour >= 9 else 1 if moment.hour >= 8 else 0
    before = midnight(midnight(now) + days * DAY + 4 * 3600.0)
    return meetings.to_remind(db, before, midnight(now), now)
