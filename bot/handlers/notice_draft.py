"""A notice that is being written: what it would say, what is missing next, and its screen.

One card, edited in place. Everything can be changed until it is sent.
"""

import datetime
import re

import msgspec

from bot.engine.turn import Turn
from bot.handlers import drafts
from bot.handlers.notice_places import only, place_name, places, reach, where_shown
from bot.handlers.notice_times import HOUR, days_offered, moment_at, moments_offered, not_at_night, whole_hour
from bot.handlers.people import who, words_of
from bot.messages import notice_summary
from bot.messages import notice_writing as screens
from bot.messages.base import Message
from bot.messages.general import NotUsed
from bot.messages.notice_length import TooLong, too_long
from bot.messages.notice_texts import FREE, TEMPLATES, Content
from bot.speech import LOCALES, RECORD, STOCKHOLM
from storage import audiences, notices
from storage.audiences import Audience
from storage.conversations import Conversation
from storage.people import Person

NAME = drafts.NOTICE
# How long an emergency lasts: what is offered, and the longest that can be written.
LASTS_HOURS = (2, 4, 8, 24)
LONGEST_SECONDS = 8 * 24 * HOUR
# What Swedish words of planned work say that does not work meanwhile.
SAYS: dict[str, re.Pattern[str]] = {
    "water_off": re.compile(r"(?<!varm)(?<!varmt )vatt(en|net)", re.IGNORECASE),
    "hot_water_off": re.compile(r"varm(t )?vatt(en|net)", re.IGNORECASE),
    "power_off": re.compile(r"\b(el|elen|elavbrott\w*|ström\w*)\b", re.IGNORECASE),
    "lift_stopped": re.compile(r"\bhiss", re.IGNORECASE),
    "heat_down": re.compile(r"\b(värm|fjärrvärm|element)", re.IGNORECASE),
    "laundry_closed": re.compile(r"\btvättstug", re.IGNORECASE),
}


class Draft(msgspec.Struct):
    """A notice that is being written. `day` is ISO, `hours` "08:00-12:00" or, of a meeting, "18:00"; `at` is
    when it is to be sent, 0 for now. `begins` and `ends` are those of an emergency, in epoch seconds.
    `covers` is what was pressed of what does not work meanwhile, None for nothing yet. `number` is the notice
    that it corrects, and `base` the wording of it that it is made from. `files` are those that came with it
    and go when it is given up.
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
    covers: list[str] | None = None
    number: int = 0
    base: str = ""
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
    def is_alert(self) -> bool:
        """Whether it is an emergency that is about to go, with one press from its last screen."""
        return self.kind == "emergency" and not self.number

    @property
    def is_asking(self) -> bool:
        """Whether its readers are asked if they have understood: of emergencies unless switched off, of a
        poll never, since each has one answer and that is her vote.
        """
        if self.kind == "poll":
            return False
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


def opened(turn: Turn) -> Draft | None:
    """The notice that a press is about; who has none open is told what is true."""
    if writer(turn) is None:
        return None
    draft = present(turn)
    if draft is None:
        turn.say(NotUsed("old_button"))
    return draft


def covered(draft: Draft) -> list[str]:
    """What does not work while it lasts, as keys of COVERABLE: of free words as they say, unless it was
    pressed.
    """
    if draft.template != "free.planned":
        return []
    if draft.covers is not None:
        return draft.covers
    return [each for each, words in SAYS.items() if words.search(draft.texts.get(RECORD, ""))]


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
        covers=covered(draft),
    )


def span(turn: Turn, draft: Draft) -> tuple[float, float]:
    """When what it tells of begins and ends, in epoch seconds; 0 for what is not known or has no end."""
    if draft.needs == "end":
        return draft.begins or turn.now, draft.ends
    if not draft.day:
        return 0.0, 0.0
    day = datetime.date.fromisoformat(draft.day)
    if not draft.hours:
        return moment_at(day, "00:00"), 0.0
    begins, _, ends = draft.hours.partition("-")
    if not ends:
        return moment_at(day, begins), 0.0
    last = day + datetime.timedelta(days=1) if ends <= begins else day
    return moment_at(day, begins), moment_at(last, ends)


def day_and_hours(said: Content) -> tuple[str, str]:
    """The day and hours of a notice as a draft has them."""
    if said.kind == "emergency" or not said.starts:
        return "", ""
    starts = datetime.datetime.fromtimestamp(said.starts, STOCKHOLM)
    day = starts.date().isoformat()
    if said.ends:
        return day, f"{starts:%H:%M}-{datetime.datetime.fromtimestamp(said.ends, STOCKHOLM):%H:%M}"
    return day, f"{starts:%H:%M}" if said.kind == "meeting" else ""


def show(turn: Turn, draft: Draft, step: str = "", wrong: str = "", long: TooLong | None = None) -> None:
    """Stands at a step, or at what is missing next, and shows its screen. `wrong` is why what was sent does
    not do, `long` how much too long it is.
    """
    step = step or next_step(turn, draft)
    if long is not None and not step.startswith(("write", "summary")):
        step = f"write.{RECORD}" if step == "alert" else step
        long = long if step.startswith("write") else None
    turn.stand(NAME, step, draft)
    turn.screen(_screen(turn, draft, step, "too_long" if long is not None else wrong, long))


def next_step(turn: Turn, draft: Draft) -> str:
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
    return "alert" if draft.is_alert else "summary"


def _screen(turn: Turn, draft: Draft, step: str, wrong: str, long: TooLong | None) -> Message:
    kind, _, value = step.partition(".")
    match kind:
        case "choose" | "emergencies":
            return screens.Choose(emergencies=kind == "emergencies")
        case "day":
            return screens.AskDay(draft.template, days_offered(turn), wrong)
        case "hours":
            return screens.AskHours(draft.template, draft.day, draft.needs == "meeting", wrong)
        case "place":
            return screens.AskPlace(draft.template)
        case "write":
            n, most = (long.length, long.most) if long is not None else (0, 0)
            return screens.Write(draft.template, value, wrong, n, most)
        case "covers":
            return screens.AskCovers(covered(draft))
        case "voice":
            return screens.AskVoice(value, sorted(draft.voices))
        case "audience":
            narrow = value == "narrow"
            found = places(turn, draft.audience.place if narrow else "")
            chosen = place_name(turn, draft.audience.place)
            return screens.ToWhom(draft.template, found, chosen, narrow, wrong)
        case "when":
            return screens.AskWhen(moments_offered(turn), wrong)
        case "ends":
            return screens.AskWhen([], wrong, until=True)
        case _:
            return last_screen(turn, draft, wrong, long)


def last_screen(
    turn: Turn, draft: Draft, wrong: str = "", long: TooLong | None = None
) -> notice_summary.Draft | notice_summary.Alert:
    """All of it on one screen, from which it is sent."""
    if draft.is_alert:
        return _alert(turn, draft, wrong)
    at, held = send_at(turn, draft)
    before = [each for each in LOCALES if draft.number and draft.voices.get(each, 0) not in (0, *draft.files)]
    return notice_summary.Draft(
        content_of(turn, draft),
        place_name(turn, draft.audience.place),
        reach(turn, draft.audience, draft.kind),
        at=at if at > turn.now else 0.0,
        asks=draft.is_asking,
        wrong="too_long" if long is not None else wrong,
        locale=long.locale if long is not None else RECORD,
        length=long.length if long is not None else 0,
        most=long.most if long is not None else 0,
        number=draft.number,
        held=held,
        only=only(draft.audience),
        voices_before=before,
    )


def _alert(turn: Turn, draft: Draft, wrong: str) -> notice_summary.Alert:
    offered = [whole_hour(turn.now + hours * HOUR) for hours in LASTS_HOURS]
    return notice_summary.Alert(
        content_of(turn, draft),
        place_name(turn, draft.audience.place),
        reach(turn, draft.audience, draft.kind),
        [draft.ends] if draft.ends > turn.now else offered,
        wrong,
        asks=draft.is_asking,
        only=only(draft.audience),
    )


def send_at(turn: Turn, draft: Draft) -> tuple[float, bool]:
    """When it would be sent, and whether it waits for the morning."""
    return not_at_night(turn, draft.kind, draft.at or turn.now)


def how_long(turn: Turn, draft: Draft) -> TooLong | None:
    """Where it would be longer than Telegram takes; None where it fits."""
    alert = draft.kind == "emergency"
    around = reach(turn, draft.audience, draft.kind) if alert and draft.audience.place else None
    return too_long(content_of(turn, draft), draft.is_asking, turn.company, around)


def begin(turn: Turn, draft: Draft) -> None:
    """Opens a notice; what was open before goes."""
    standing = turn.standing()
    if standing is not None and standing.name != NAME:
        drafts.discard(turn, standing)
    show(turn, draft)


def is_open(standing: Conversation | None) -> bool:
    """Whether a notice is being written here."""
    return standing is not None and standing.name == NAME
