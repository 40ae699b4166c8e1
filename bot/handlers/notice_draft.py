"""Writing a notice: what it says, when that is, to whom, and one screen that shows it all before it is sent.

One card, edited in place. Whatever is still missing is asked for next; everything can be changed afterwards.
"""

import datetime
import re

import msgspec
from telegram import Update

from bot import days
from bot.engine.turn import Turn
from bot.handlers import drafts
from bot.handlers.access import today
from bot.handlers.notice_files import erase_files, keep_sent
from bot.handlers.notice_places import (
    address_meant,
    only,
    place_name,
    places,
    reach,
    stair_named,
    where_shown,
)
from bot.handlers.people import who, words_of
from bot.hours import next_working_day
from bot.messages import notice_desk as screens
from bot.messages.base import Message
from bot.messages.general import NotUsed
from bot.messages.menu import NothingOpen
from bot.messages.notice_texts import FREE, TEMPLATES, Content
from bot.messages.notices import Notice
from bot.speech import (
    CAPTION_LIMIT,
    LOCALES,
    RECORD,
    STOCKHOLM,
    TEXT_LIMIT,
    utf16_length,
    western_digits,
    words,
)
from storage import audiences, notices
from storage.audiences import CONTRACTS, ROLES, Audience
from storage.conversations import Conversation
from storage.people import Person

NAME = drafts.NOTICE
HOUR = 3600.0
DAYS_OFFERED = 6
FURTHEST_DAYS = 366
LASTS_HOURS = (2, 4, 8, 24)
PLACES = (0, 10, 15, 20, 30, 50)
CHOICES = (2, 6)
LONGEST_TEXT = 4096
_HOURS = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?: ?[-–] ?(\d{1,2})(?:[:.]?(\d{2}))?)?")
_WHEN = re.compile(r"(.+?)[ ,]+(?:kl\.? ?|at )?(\d{1,2})(?:[:.](\d{2}))?")


class Draft(msgspec.Struct):
    """A notice that is being written. `day` is ISO, `hours` "08:00-12:00" or, of a meeting, "18:00"; `at` is
    when it is to be sent, 0 for now. `begins` and `ends` are those of an emergency, in epoch seconds. `number`
    is the notice that it corrects. `files` are those that came with it and go when it is given up.
    """

    template: str = ""
    texts: dict[str, str] = {}
    day: str = ""
    hours: str = ""
    begins: float = 0.0
    ends: float = 0.0
    place: str = ""
    places: int = 0
    file: int = 0
    voices: dict[str, int] = {}
    audience: Audience = Audience()
    at: float = 0.0
    asks: bool | None = None
    number: int = 0
    files: list[int] = []

    @property
    def kind(self) -> str:
        """The kind of the notice."""
        if self.template in TEMPLATES:
            return TEMPLATES[self.template].kind
        return {"free.planned": "planned", "poll": "poll"}.get(self.template, "information")

    @property
    def needs(self) -> str:
        """What a day and hours it must tell: hours, day, meeting, end or ""."""
        if self.template in TEMPLATES:
            return TEMPLATES[self.template].needs
        return "hours" if self.kind == "planned" else ""

    @property
    def is_asking(self) -> bool:
        """Whether its readers are asked if they have understood: of emergencies unless switched off."""
        return self.asks if self.asks is not None else self.kind == "emergency"


def present(turn: Turn) -> Draft | None:
    """The notice that this person is writing; None if none, or if she no longer may."""
    standing = turn.standing()
    person = who(turn)
    if standing is None or standing.name != NAME or person is None or not notices.may_write(person):
        return None
    return msgspec.json.decode(standing.data, type=Draft)


def writer(turn: Turn) -> Person | None:
    """Who speaks for the company; everybody else is told that this is not for them."""
    person = who(turn)
    if person is None or not notices.may_write(person) or turn.in_group:
        turn.say(NotUsed("not_for_you", words_of(turn, person)))
        return None
    return person


def content_of(turn: Turn, draft: Draft) -> Content:
    """What the notice would say now."""
    starts, ends = span(turn, draft)
    return Content(
        kind=draft.kind,
        template=draft.template,
        texts=draft.texts,
        where=where_shown(turn, draft.audience),
        place=draft.place,
        starts=starts,
        ends=ends,
        places=draft.places,
        file=draft.file,
        voices=draft.voices,
    )


def span(turn: Turn, draft: Draft) -> tuple[float, float]:
    """When what it tells of begins and ends, in epoch seconds; 0 for what is not known or has no end."""
    if draft.needs == "end":
        return draft.begins or turn.now, draft.ends
    if not draft.day:
        return 0.0, 0.0
    day = datetime.date.fromisoformat(draft.day)
    if not draft.hours:
        return _at(day, "00:00"), 0.0
    begins, _, ends = draft.hours.partition("-")
    if not ends:
        return _at(day, begins), 0.0
    last = day + datetime.timedelta(days=1) if ends <= begins else day
    return _at(day, begins), _at(last, ends)


def day_and_hours(said: Content) -> tuple[str, str]:
    """The day and hours of a notice as a draft has them."""
    if said.kind == "emergency" or not said.starts:
        return "", ""
    starts = datetime.datetime.fromtimestamp(said.starts, STOCKHOLM)
    day = starts.date().isoformat()
    if said.ends:
        return day, f"{starts:%H:%M}-{datetime.datetime.fromtimestamp(said.ends, STOCKHOLM):%H:%M}"
    return day, f"{starts:%H:%M}" if said.kind == "meeting" else ""


def _at(day: datetime.date, time: str) -> float:
    return datetime.datetime.combine(day, datetime.time.fromisoformat(time), STOCKHOLM).timestamp()


# -- The steps ---------------------------------------------------------------------------------


def show(turn: Turn, draft: Draft, step: str = "", wrong: str = "", length: int = 0) -> None:
    """Stands at a step, or at what is missing next, and shows its screen. `wrong` is why what was sent does
    not do.
    """
    step = step or _next(turn, draft)
    turn.stand(NAME, step, draft)
    turn.screen(_screen(turn, draft, step, wrong, length))


def _next(turn: Turn, draft: Draft) -> str:
    """What is missing next; the summary where nothing is."""
    if draft.template not in TEMPLATES and draft.template not in FREE:
        return "emergencies" if draft.template == "emergency" else "choose"
    if draft.needs in ("hours", "day", "meeting") and not draft.day:
        return "day"
    if draft.needs in ("hours", "meeting") and not draft.hours:
        return "hours"
    if draft.needs == "meeting" and not draft.place:
        return "place"
    if draft.template in FREE and not draft.texts.get(RECORD):
        return f"write.{RECORD}"
    if not draft.audience.place and draft.audience.role not in audiences.WORK:
        return "audience"
    return "alert" if draft.kind == "emergency" and not draft.number else "summary"


def _screen(turn: Turn, draft: Draft, step: str, wrong: str, length: int) -> Message:
    kind, _, value = step.partition(".")
    match kind:
        case "choose" | "emergencies":
            return screens.Choose(emergencies=kind == "emergencies")
        case "day":
            return screens.AskDay(draft.template, _days(turn), wrong)
        case "hours":
            return screens.AskHours(draft.template, draft.day, draft.needs == "meeting", wrong)
        case "place":
            return screens.AskPlace(draft.template)
        case "write":
            most = CAPTION_LIMIT if draft.file else TEXT_LIMIT
            return screens.Write(draft.template, value, wrong, length, most)
        case "voice":
            return screens.AskVoice(value, sorted(draft.voices))
        case "audience":
            narrow = value == "narrow"
            found = places(turn, draft.audience.place if narrow else "")
            chosen = place_name(turn, draft.audience.place)
            return screens.ToWhom(draft.template, found, chosen, narrow, wrong)
        case "when":
            return screens.AskWhen(_moments(turn), wrong)
        case "alert":
            ends = [_whole_hour(turn.now + hours * HOUR) for hours in LASTS_HOURS]
            content = content_of(turn, draft)
            where = place_name(turn, draft.audience.place)
            return screens.Alert(content, where, reach(turn, draft.audience, draft.kind), ends, wrong)
        case _:
            return summary(turn, draft, wrong)


def summary(
    turn: Turn, draft: Draft, wrong: str = "", locale: str = RECORD, length: int = 0
) -> screens.Draft:
    """All of it on one screen."""
    at, held = send_at(turn, draft)
    return screens.Draft(
        content_of(turn, draft),
        place_name(turn, draft.audience.place),
        reach(turn, draft.audience, draft.kind),
        at=at if at > turn.now else 0.0,
        asks=draft.is_asking,
        wrong=wrong,
        locale=locale,
        length=length,
        most=CAPTION_LIMIT if draft.file else TEXT_LIMIT,
        number=draft.number,
        held=held,
        only=only(draft.audience),
    )


def send_at(turn: Turn, draft: Draft) -> tuple[float, bool]:
    """When it would be sent, and whether it waits for the morning."""
    return not_at_night(turn, draft.kind, draft.at or turn.now)


def not_at_night(turn: Turn, kind: str, at: float) -> tuple[float, bool]:
    """The moment, or the morning after where it is quiet then and a notice of this kind can wait: information
    does not come at night. Also whether it waits.
    """
    if kind not in notices.MUTABLE:
        return at, False
    moment = datetime.datetime.fromtimestamp(at, STOCKHOLM)
    begins, ends = turn.company.notices.quiet_from, turn.company.notices.quiet_until
    time = f"{moment:%H:%M}"
    if begins <= ends:
        quiet, tomorrow = begins <= time < ends, False
    else:
        quiet, tomorrow = time >= begins or time < ends, time >= begins
    if not quiet:
        return at, False
    day = moment.date() + datetime.timedelta(days=1) if tomorrow else moment.date()
    return _at(day, ends), True


def _whole_hour(at: float) -> float:
    return (at + HOUR - 1) // HOUR * HOUR


def _days(turn: Turn) -> list[str]:
    """Today, tomorrow and the next working days."""
    day = today(turn)
    found = [day, day + datetime.timedelta(days=1)]
    while len(found) < DAYS_OFFERED:
        day = next_working_day(found[-1])
        found.append(day)
    return [each.isoformat() for each in found]


def _moments(turn: Turn) -> list[str]:
    tomorrow = today(turn) + datetime.timedelta(days=1)
    following = next_working_day(today(turn))
    found = [f"{tomorrow:%Y%m%d}.08", f"{following:%Y%m%d}.10", f"{following:%Y%m%d}.16"]
    return sorted(set(found))


def too_long(turn: Turn, content: Content) -> tuple[str, int] | None:
    """The language in which it is longer than Telegram takes, and how long."""
    most = CAPTION_LIMIT if content.file else TEXT_LIMIT
    for locale in LOCALES:
        said = Notice(0).say(content, words(locale), turn.company)
        length = utf16_length(f"{said.title}\n\n{said.text}") + 64  # marks of direction come to it
        if length > most:
            return locale, length
    return None


# -- Presses -----------------------------------------------------------------------------------


async def notice(update: Update, turn: Turn) -> None:
    """/notice"""
    if writer(turn) is not None:
        begin(turn, Draft())


def begin(turn: Turn, draft: Draft) -> None:
    """Opens a notice; what was open before goes."""
    standing = turn.standing()
    if standing is not None and standing.name != NAME:
        drafts.discard(turn, standing)
    show(turn, draft)


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


def _open(turn: Turn) -> Draft | None:
    """The notice that a press is about; who has none open is told what is true."""
    if writer(turn) is None:
        return None
    draft = present(turn)
    if draft is None:
        turn.say(NotUsed("old_button"))
    return draft


async def day(update: Update, turn: Turn) -> None:
    """notice.day:20261127, notice.day:choose"""
    draft = _open(turn)
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
    draft = _open(turn)
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


def hours_meant(said: str) -> str | None:
    """Hours as people write them ("8-12", "08:30–11", "18"), as "08:00-12:00" or "18:00"; None for none."""
    match = _HOURS.fullmatch(western_digits(said).strip())
    if match is None:
        return None
    try:
        begins = datetime.time(int(match[1]), int(match[2] or 0))
        ends = datetime.time(int(match[3]), int(match[4] or 0)) if match[3] else None
    except ValueError:
        return None
    if ends == begins:
        return None
    return f"{begins:%H:%M}" if ends is None else f"{begins:%H:%M}-{ends:%H:%M}"


async def audience(update: Update, turn: Turn) -> None:
    """notice.audience:house.12, all, area.norr, stair.12.B, home.34, language.ar, contract.first, role.adult,
    choose, narrow
    """
    draft = _open(turn)
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
    draft = _open(turn)
    if draft is not None:
        show(turn, draft, f"write.{turn.value}" if turn.value in LOCALES else "")


async def when(update: Update, turn: Turn) -> None:
    """notice.when:now, choose, 20261127.08"""
    draft = _open(turn)
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
    match = _WHEN.fullmatch(western_digits(said).strip())
    day_ = days.day_meant(match[1], today(turn) - datetime.timedelta(days=1)) if match else None
    time = hours_meant(f"{match[2]}:{match[3] or '00'}") if match else None
    if day_ is None or time is None:
        show(turn, draft, "when", "no_time")
        return
    at = _at(day_, time)
    if not turn.now <= at <= turn.now + FURTHEST_DAYS * 24 * HOUR:
        show(turn, draft, "when", "past")
        return
    draft.at = at
    show(turn, draft)


async def set_(update: Update, turn: Turn) -> None:
    """notice.set:asks, places, file"""
    draft = _open(turn)
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
    """notice.voice:choose, notice.voice:ar"""
    draft = _open(turn)
    if draft is None:
        return
    missing = content_of(turn, draft).missing()
    if turn.value in missing:
        show(turn, draft, "", "voice_missing")
    else:
        show(turn, draft, f"voice.{turn.value}" if turn.value in LOCALES else "voice.choose")


async def preview(update: Update, turn: Turn) -> None:
    """notice.preview:now: four messages, each as it will look."""
    draft = _open(turn)
    if draft is None:
        return
    content = content_of(turn, draft)
    wrong = too_long(turn, content)
    if wrong is not None:
        turn.screen(summary(turn, draft, "too_long", *wrong))
        return
    for locale in LOCALES:
        turn.say(Notice(0, content=content, locale=locale, asks=draft.is_asking))
    standing = turn.standing()
    turn.pressed_message = 0  # the summary comes below them
    show(turn, draft, standing.step if standing is not None and standing.step == "alert" else "")


async def go(update: Update, turn: Turn) -> None:
    """notice.go:back, notice.go:cancel"""
    draft = _open(turn)
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
    if standing.step in ("hours", "place"):
        draft.day, draft.hours = (draft.day, "") if standing.step == "place" else ("", "")
    elif standing.step == "alert":
        draft.audience = Audience()
    elif standing.step in ("day", "emergencies", f"write.{RECORD}", "audience") and _next(turn, draft) in (
        *("day", "emergencies", f"write.{RECORD}", "audience"),
    ):
        if standing.step == "audience" and draft.hours:
            draft.hours = ""
        else:
            draft = Draft(files=draft.files, file=draft.file)
    show(turn, draft)


# -- What is written and sent -------------------------------------------------------------------


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
        case "place":
            draft.place = said[:100]
            show(turn, draft)
        case "audience":
            _address(turn, draft, said)
        case "write":
            _text(turn, draft, locale, said)
        case "alert":
            _text(turn, draft, RECORD, said)
        case "summary" if draft.template in FREE:
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
    wrong = too_long(turn, content_of(turn, draft))
    if len(said) > LONGEST_TEXT or wrong is not None:
        draft.texts = before
        length = wrong[1] if wrong is not None else len(said)
        show(turn, draft, f"write.{locale}", "too_long", length)
        return
    show(turn, draft)


def _is_poll(draft: Draft, locale: str, said: str) -> bool:
    """A question and its choices, as many as in Swedish; a vote is for a place in the list."""
    lines = [line for line in said.split("\n") if line.strip()]
    fewest, most = CHOICES
    swedish = draft.texts.get(RECORD, "") if locale != RECORD else ""
    same = not swedish or len(swedish.split("\n")) == len(lines)
    return fewest <= len(lines) - 1 <= most and len(lines) == len(said.split("\n")) and same


def _address(turn: Turn, draft: Draft, said: str) -> None:
    place = address_meant(turn, said)
    if place is None:
        show(turn, draft, "audience", "no_place")
        return
    draft.audience = Audience(place)
    show(turn, draft)


def add_file(turn: Turn, kind: str, telegram_id: str, caption: str, name: str = "") -> bool:
    """Takes a photo, a document or a voice note sent while a notice is open. Returns whether one is."""
    draft, standing = present(turn), turn.standing()
    if draft is None or standing is None:
        return False
    step, _, locale = standing.step.partition(".")
    if kind == "voice" and step == "voice" and locale in LOCALES:
        before = draft.voices.get(locale, 0)
        draft.voices = {**draft.voices, locale: keep_sent(turn, draft, "voice", telegram_id)}
        erase_files(turn, draft, [before] if before in draft.files else [])
        show(turn, draft)
    elif kind in ("photo", "document"):
        before = draft.file
        draft.file = keep_sent(turn, draft, kind, telegram_id, name)
        erase_files(turn, draft, [before] if before in draft.files else [])
        if caption and draft.template in FREE and not draft.texts.get(RECORD):
            draft.texts = {RECORD: caption}
        show(turn, draft, standing.step if standing.step != "summary" else "")
    else:
        show(turn, draft, standing.step, "other_file")
    return True


def is_open(standing: Conversation | None) -> bool:
    """Whether a notice is being written here."""
    return standing is not None and standing.name == NAME
