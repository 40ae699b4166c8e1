"""Writing a notice: the presses and the words that make it."""

import datetime

import msgspec
from telegram import Update

from bot import days
from bot.engine.turn import Turn
from bot.handlers import drafts
from bot.handlers.access import today
from bot.handlers.notice_card import content
from bot.handlers.notice_draft import (
    LONGEST_SECONDS,
    Draft,
    begin,
    content_of,
    day_and_hours,
    how_long,
    next_step,
    opened,
    present,
    show,
    span,
    writer,
)
from bot.handlers.notice_files import erase_files
from bot.handlers.notice_places import address_meant, stair_named
from bot.handlers.notice_times import HOUR, hours_meant, moment_meant
from bot.handlers.people import who, words_of
from bot.messages.menu import NothingOpen
from bot.messages.notice_texts import FREE, TEMPLATES
from bot.messages.notices import Notice
from bot.speech import LOCALES, RECORD
from storage import audiences, notices
from storage.audiences import CONTRACTS, ROLES, Audience

FURTHEST_DAYS = 366
PLACES = (0, 10, 15, 20, 30, 50)
CHOICES = (2, 6)


async def notice(update: Update, turn: Turn) -> None:
    """/notice"""
    if writer(turn) is not None:
        begin(turn, Draft())


async def new(update: Update, turn: Turn) -> None:
    """notice.new:water_off, free.information, emergency, emergency.water, choose"""
    if writer(turn) is None:
        return
    chosen = turn.value
    if chosen not in TEMPLATES and chosen not in FREE and chosen != "emergency":
        begin(turn, present(turn) or Draft())
        return
    draft = present(turn)
    if draft is None or draft.number:
        draft = Draft()
    draft.template = chosen
    begin(turn, draft)


async def day(update: Update, turn: Turn) -> None:
    """notice.day:20261127, notice.day:choose"""
    draft = opened(turn)
    if draft is None:
        return
    if turn.value == "choose":
        draft.hours = ""
        show(turn, draft, "day")
    else:
        _day(turn, draft, turn.value)


def _day(turn: Turn, draft: Draft, said: str) -> None:
    first = today(turn)
    meant = days.day_meant(said, first - datetime.timedelta(days=1))
    if meant is None:
        show(turn, draft, "day", "no_time")
    elif not first <= meant <= first + datetime.timedelta(days=FURTHEST_DAYS):
        show(turn, draft, "day", "past")
    else:
        draft.day = meant.isoformat()
        show(turn, draft)


async def hours(update: Update, turn: Turn) -> None:
    """notice.hours:08-12"""
    draft = opened(turn)
    if draft is not None:
        _hours(turn, draft, turn.value)


def _hours(turn: Turn, draft: Draft, said: str) -> None:
    span_ = hours_meant(said)
    only_start = draft.needs == "meeting"
    if not draft.day:
        show(turn, draft, "day")
    elif span_ is None or ("-" in span_) == only_start:
        show(turn, draft, "hours", "no_time")
    else:
        draft.hours = span_
        starts, ends = span(turn, draft)
        if (ends or starts) <= turn.now:
            draft.hours = ""
            show(turn, draft, "hours", "past")
            return
        show(turn, draft)


async def audience(update: Update, turn: Turn) -> None:
    """notice.audience:house.12, all, area.norr, stair.12.B, home.34, language.ar, contract.first, role.adult,
    choose, narrow
    """
    draft = opened(turn)
    if draft is None:
        return
    value = turn.value
    kind, _, rest = value.partition(".")
    if value in ("choose", "narrow"):
        show(turn, draft, "audience.narrow" if value == "narrow" and draft.audience.place else "audience")
    elif kind == "language" and rest in (by_data := {each.lower(): each for each in LOCALES}):
        _narrowed(turn, draft, language=by_data[rest])
    elif kind == "contract" and rest in CONTRACTS:
        _narrowed(turn, draft, contract=rest)
    elif kind == "role" and rest in ROLES:
        _narrowed(turn, draft, role=rest)
    elif audiences.exists(turn.db, place := stair_named(turn, value)):
        draft.audience = Audience(place)
        show(turn, draft)
    else:
        show(turn, draft, "audience", "no_place")


def _narrowed(turn: Turn, draft: Draft, **more: str) -> None:
    whole = draft.audience if draft.audience.place else Audience("all")
    draft.audience = msgspec.structs.replace(whole, **more)
    show(turn, draft)


async def write(update: Update, turn: Turn) -> None:
    """notice.write:ar: her next words are the text in this language."""
    draft = opened(turn)
    if draft is not None:
        show(turn, draft, f"write.{turn.value}" if turn.value in LOCALES else "")


async def when(update: Update, turn: Turn) -> None:
    """notice.when:now, choose, 20261127.08"""
    draft = opened(turn)
    if draft is None:
        return
    if turn.value == "choose":
        show(turn, draft, "when")
    elif turn.value == "now":
        draft.at = 0.0
        show(turn, draft)
    else:
        _when(turn, draft, turn.value.replace(".", " "))


def _when(turn: Turn, draft: Draft, said: str) -> None:
    at = moment_meant(turn, said)
    if at is None:
        show(turn, draft, "when", "no_time")
    elif not turn.now <= at <= turn.now + FURTHEST_DAYS * 24 * HOUR:
        show(turn, draft, "when", "past")
    else:
        draft.at = at
        show(turn, draft)


def _ends(turn: Turn, draft: Draft, said: str) -> None:
    """Until when an emergency lasts."""
    at = moment_meant(turn, said)
    if at is None:
        show(turn, draft, "ends", "no_time")
    elif not turn.now < at <= turn.now + LONGEST_SECONDS:
        show(turn, draft, "ends", "past")
    else:
        draft.ends = at
        show(turn, draft)


async def set_(update: Update, turn: Turn) -> None:
    """notice.set:asks, places, file"""
    draft = opened(turn)
    if draft is None:
        return
    if turn.value == "asks":
        draft.asks = not draft.is_asking
    elif turn.value == "places":
        draft.places = PLACES[(PLACES.index(draft.places) + 1) % len(PLACES)] if draft.places in PLACES else 0
    elif turn.value == "file" and draft.file:
        erase_files(turn, draft, [draft.file])
        draft.file = 0
    show(turn, draft)


async def voice(update: Update, turn: Turn) -> None:
    """notice.voice:choose, notice.voice:ar, notice.voice:ar.drop"""
    draft = opened(turn)
    if draft is None:
        return
    locale, _, drop = turn.value.partition(".")
    missing = content_of(turn, draft).missing()
    if locale in draft.voices and drop == "drop":
        erase_files(turn, draft, [draft.voices[locale]])
        draft.voices = {each: file for each, file in draft.voices.items() if each != locale}
        show(turn, draft)
    elif turn.value in missing:
        show(turn, draft, "", "voice_missing")
    else:
        show(turn, draft, f"voice.{turn.value}" if turn.value in LOCALES else "voice.choose")


async def preview(update: Update, turn: Turn) -> None:
    """notice.preview:now: four messages, each as it will look."""
    draft = opened(turn)
    if draft is None:
        return
    content = content_of(turn, draft)
    long = how_long(turn, draft)
    if long is not None:
        show(turn, draft, long=long)
        return
    for locale in LOCALES:
        turn.say(Notice(0, content=content, locale=locale, asks=draft.is_asking))
    turn.pressed_message = 0  # the summary comes below them
    show(turn, draft)


async def go(update: Update, turn: Turn) -> None:
    """notice.go:back, notice.go:cancel"""
    draft = opened(turn)
    if draft is None:
        return
    standing = turn.standing()
    assert standing is not None
    if turn.value == "cancel":
        drafts.discard(turn, standing)
        turn.end()
        turn.leave_screen()
        turn.say(NothingOpen(cancelled=True, words=words_of(turn, who(turn))))
        return
    if draft.number:
        _keep_time(turn, draft)
    elif standing.step in ("hours", "place"):
        draft.day, draft.hours = (draft.day, "") if standing.step == "place" else ("", "")
    elif standing.step == "alert":
        draft.audience = Audience()
    elif standing.step in ("day", "emergencies", f"write.{RECORD}", "audience") and next_step(
        turn, draft
    ) in (*("day", "emergencies", f"write.{RECORD}", "audience"),):
        if standing.step == "audience" and draft.hours:
            draft.hours = ""
        else:
            draft = Draft(files=draft.files, file=draft.file)
    show(turn, draft)


def _keep_time(turn: Turn, draft: Draft) -> None:
    """What is corrected keeps the time that it had, where no other one was chosen to its end."""
    corrected = notices.get(turn.db, draft.number)
    if corrected is not None and next_step(turn, draft) in ("day", "hours"):
        draft.day, draft.hours = day_and_hours(content(turn, corrected))


def add_words(turn: Turn, said: str) -> bool:
    """Takes what is written while a notice is open. Returns whether one is."""
    draft, standing = present(turn), turn.standing()
    if draft is None or standing is None:
        return False
    step, _, locale = standing.step.partition(".")
    said = said.strip()
    match step:
        case "day":
            _day(turn, draft, said)
        case "hours":
            _hours(turn, draft, said)
        case "when":
            _when(turn, draft, said)
        case "ends":
            _ends(turn, draft, said)
        case "place":
            draft.place = said[:100]
            show(turn, draft)
        case "audience":
            _address(turn, draft, standing.step, said)
        case "write":
            _text(turn, draft, locale, said)
        case "alert":
            _text(turn, draft, RECORD, said)
        case "summary" if draft.template in FREE or draft.kind == "emergency":
            _text(turn, draft, RECORD, said)
        case _:
            show(turn, draft, standing.step)
    return True


def _text(turn: Turn, draft: Draft, locale: str, said: str) -> None:
    if draft.template == "poll" and not _is_poll(draft, locale, said):
        show(turn, draft, f"write.{locale}", "choices")
        return
    before = draft.texts
    draft.texts = {**before, locale: said}
    long = how_long(turn, draft)
    if long is not None:
        draft.texts = before
        show(turn, draft, f"write.{locale}", long=long)
        return
    show(turn, draft)


def _is_poll(draft: Draft, locale: str, said: str) -> bool:
    """A question and its choices, as many as in Swedish; a vote is for a place in the list."""
    lines = [line for line in said.split("\n") if line.strip()]
    fewest, most = CHOICES
    swedish = draft.texts.get(RECORD, "") if locale != RECORD else ""
    same = not swedish or len(swedish.split("\n")) == len(lines)
    return fewest <= len(lines) - 1 <= most and len(lines) == len(said.split("\n")) and same


def _address(turn: Turn, draft: Draft, step: str, said: str) -> None:
    place = address_meant(turn, said, draft.audience.place if step == "audience.narrow" else "")
    if place is None:
        show(turn, draft, step, "no_place")
        return
    draft.audience = Audience(place)
    show(turn, draft)
