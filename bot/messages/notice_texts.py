"""What a notice says: the templates, and free words with the rule for a language that is missing.

A template is a sentence of the catalogue, so that it is right in every language with nothing to translate.
"""

import datetime
from functools import lru_cache
from typing import Any

import msgspec

from bot.messages.base import (
    Contents,
    Message,
    Texts,
    lines,
    no_contents,
    no_texts,
    paragraphs,
    phone_shown,
)
from bot.messages.emergency import urgent_numbers
from bot.messages.faults import moment
from bot.settings import Company
from bot.speech import LOCALES, N_, RECORD, Rendered, Words, isolated, left_to_right, wire, words


class Template(msgspec.Struct, frozen=True):
    """`kind` is that of the notice; `needs` is what a day and hours it tells: hours, day or "" for none."""

    kind: str
    needs: str
    title: str
    text: str


TEMPLATES: dict[str, Template] = {
    "water_off": Template(
        "planned",
        "hours",
        N_("The water will be off"),
        N_(
            "We turn the water off while we work on the pipes. Fill some bottles and a bucket "
            "beforehand, and "
            "keep all taps closed. Let the cold tap run afterwards until the water is clear."
        ),
    ),
    "hot_water_off": Template(
        "planned",
        "hours",
        N_("There will be no hot water"),
        N_("We work on the hot water. The cold water works as usual."),
    ),
    "power_off": Template(
        "planned",
        "hours",
        N_("The electricity will be off"),
        N_(
            "We turn the electricity off while we work. Switch off the stove and the iron "
            "beforehand, and keep "
            "fridge and freezer closed. Do not use the lift just before."
        ),
    ),
    "lift_stopped": Template(
        "planned",
        "hours",
        N_("The lift will stand still"),
        N_("We work on the lift. Use the stairs meanwhile. Call our office if you cannot manage the stairs."),
    ),
    "heat_down": Template(
        "planned",
        "hours",
        N_("The heating will be off"),
        N_("We work on the heating. The radiators become cold. Keep windows and doors closed meanwhile."),
    ),
    "laundry_closed": Template(
        "planned",
        "hours",
        N_("The laundry room (tvättstuga) will be closed"),
        N_("Nobody can wash during these hours. If you have booked one of them, please book another one."),
    ),
    "ventilation": Template(
        "planned",
        "hours",
        N_("We sweep the chimneys and check the ventilation"),
        N_(
            "We need to come into every flat. Please be at home, or call our office beforehand if "
            "you cannot. "
            "Do not cover the air vents. Keep pets in another room."
        ),
    ),
    "key_change": Template(
        "planned",
        "hours",
        N_("We change locks and keys"),
        N_("You get new keys on this day. Please be at home, or call our office beforehand if you cannot."),
    ),
    "fire_alarm": Template(
        "planned",
        "hours",
        N_("We test the fire alarm"),
        N_(
            "You can hear loud signals. There is no fire, and you need not do anything. If you see smoke or "
            "fire, call 112 all the same."
        ),
    ),
    "burst_pipe": Template(
        "emergency",
        "end",
        N_("Emergency: a water pipe has burst"),
        N_(
            "We are here and mend it. The water can be off or brown for some hours. We tell you "
            "when it works."
        ),
    ),
    "works_again": Template(
        "information",
        "",
        N_("It works again"),
        N_("What we told you about is mended. Does it not work with you? Then report it here."),
    ),
    "snow_clearing": Template(
        "information",
        "day",
        N_("We clear snow"),
        N_(
            "Please move cars and bicycles from the yard before 7 in the morning. Keep away from "
            "the roof edge: "
            "snow and ice can fall."
        ),
    ),
    "new_bins": Template(
        "information",
        "day",
        N_("New bins for rubbish"),
        N_(
            "From this day there are new bins. The signs on them show what goes where. Sort your rubbish as "
            "the signs show, and put nothing beside the bins."
        ),
    ),
    "bulky_waste": Template(
        "information",
        "hours",
        N_("A container for big rubbish (grovsopor)"),
        N_("You can leave furniture and other big things there. No paint, no batteries, no refrigerators."),
    ),
    "meeting": Template(
        "meeting",
        "meeting",
        N_("Welcome to a meeting"),
        N_(
            "Meet us and your neighbours, ask questions and say what you want to be better. It "
            "costs nothing. "
            "Children are welcome, and we arrange an interpreter if you need one."
        ),
    ),
    "emergency.water": Template(
        "emergency",
        "end",
        N_("Emergency: there is no water"),
        N_(
            "The water is off. We work on it. Keep your taps closed, so that nothing overflows when "
            "it comes back."
        ),
    ),
    "emergency.boil": Template(
        "emergency",
        "end",
        N_("Emergency: boil the water before you drink it"),
        N_(
            "Boil tap water until it bubbles before you drink it, cook with it or brush your teeth. "
            "Showering is fine."
        ),
    ),
    "emergency.power": Template(
        "emergency",
        "end",
        N_("Emergency: there is no electricity"),
        N_(
            "The electricity is off. Do not use the lift. Switch off the stove. Do not light "
            "candles near curtains."
        ),
    ),
    "emergency.heat": Template(
        "emergency",
        "end",
        N_("Emergency: there is no heating"),
        N_("The heating is off. Keep windows closed and dress warmly. Never heat with the stove or a grill."),
    ),
    "emergency.lift": Template(
        "emergency",
        "end",
        N_("Emergency: do not use the lift"),
        N_("The lift is not safe now. Use the stairs. Call us if you cannot manage the stairs."),
    ),
    "emergency.roof": Template(
        "emergency",
        "end",
        N_("Emergency: ice can fall from the roof"),
        N_("Keep away from the walls of the house, and keep your children with you. Use only the main door."),
    ),
    "emergency.other": Template(
        "emergency",
        "end",
        N_("Emergency: important message to you"),
        N_("Read what we write below, or call us and we tell you."),
    ),
}
FREE = ("free.information", "free.planned", "poll")
EMERGENCIES = tuple(name for name in TEMPLATES if name.startswith("emergency."))
LANGUAGES: dict[str, str] = {
    "sv": N_("Swedish"),
    "ar": N_("Arabic"),
    "fa_AF": N_("Dari"),
    "en": N_("English"),
}


class Content(msgspec.Struct, frozen=True):
    """One version of what a notice says. `template` is a key of TEMPLATES or one of FREE. `texts` are free
    words by locale: the whole of a free notice, what is added in Swedish to an emergency, and of a poll the
    question with a choice on each line below. `where` is an address or the name of an area, `place` the room
    of a meeting; `starts` and `ends` are epoch seconds, 0 for none. `file` and `voices` (by locale) are ids
    of kept files. `covers` is what does not work meanwhile, where the template does not say it.
    """

    kind: str
    template: str
    texts: dict[str, str] = {}
    where: str = ""
    place: str = ""
    starts: float = 0.0
    ends: float = 0.0
    places: int = 0
    file: int = 0
    voices: dict[str, int] = {}
    covers: list[str] = []

    @property
    def is_free(self) -> bool:
        return self.template in FREE

    def missing(self) -> list[str]:
        """The languages that a free notice has no words in."""
        return [each for each in LOCALES if not self.texts.get(each)] if self.is_free else []

    def files(self) -> set[int]:
        """The ids of the kept files that it has."""
        return {self.file, *self.voices.values()} - {0}

    def choices(self) -> int:
        """How many choices a poll has."""
        return max(0, len(self.texts.get(RECORD, "").split("\n")) - 1)


@lru_cache(maxsize=256)
def read_content(raw: bytes) -> Content:
    """Content from its JSON. Raises msgspec.MsgspecError."""
    return msgspec.json.decode(raw, type=Content)


def title_of(content: Content, _: Words) -> str:
    """What a notice is called in a list."""
    template = TEMPLATES.get(content.template)
    if template is not None:
        return _(template.title)
    first = (content.texts.get(_.locale) or content.texts.get(RECORD) or "").split("\n", maxsplit=1)[0]
    return isolated(first if len(first) <= 60 else first[:59] + "…")


def title_and_text(content: Content, _: Words, company: Company) -> tuple[str, str]:
    """What the reader sees of a notice, without what she is asked."""
    template = TEMPLATES.get(content.template)
    just_words = template is None and content.kind != "planned"  # what she writes says it
    facts = lines(
        _("Where: {where}", where=content.where) if content.where and not just_words else "",
        _("Room: {room}", room=content.place) if content.place else "",
        _("When: {when}", when=when(content, _)) if content.starts else "",
    )
    if template is None:
        return "", paragraphs(_free(content, _, company), facts)
    if content.kind == "emergency":
        return _(template.title), paragraphs(
            _(template.text),
            facts,
            _in_swedish(content, _, company),
            lines(
                _("Do you need help? Call us:"),
                *(f"{when}\n{phone_shown(number)}" for when, number in urgent_numbers(_, company)),
            ),
            _("Danger to life: call 112."),
        )
    return _(template.title), paragraphs(_(template.text), facts)


def when(content: Content, _: Words) -> str:
    """The day with its hours, or from one moment to another."""
    starts = moment(content.starts)
    if not content.ends:
        midnight = starts.time() == datetime.time()
        return _.date(starts) if midnight else _.moment(starts)
    ends = moment(content.ends)
    if starts.date() == ends.date():
        return f"{_.moment(starts)}–{_.time(ends)}"
    return f"{_.moment(starts)} – {_.moment(ends)}"


def _free(content: Content, _: Words, company: Company) -> str:
    own = content.texts.get(_.locale)
    if own:
        return isolated(_question(content, own))
    swedish = _question(content, content.texts.get(RECORD, ""))
    return paragraphs(
        "\n".join(left_to_right(line) if line and _.rtl else line for line in swedish.split("\n")),
        _(
            "We do not have this in your language yet. Call our office and we explain it: {phone}",
            phone=phone_shown(company.desk.phone),
        ),
    )


def _question(content: Content, text: str) -> str:
    """Of a poll the question alone: its choices are on the buttons."""
    return text.split("\n", maxsplit=1)[0] if content.template == "poll" else text


def choice_labels(content: Content, _: Words) -> list[str]:
    """The choices of a poll in the reader's language, in Swedish where that is missing."""
    text = content.texts.get(_.locale) or content.texts.get(RECORD, "")
    return [line.strip() for line in text.split("\n")[1:]]


def _in_swedish(content: Content, _: Words, company: Company) -> str:
    """What was added in Swedish, for which there was no time in other languages."""
    own = content.texts.get(_.locale)
    if own:
        return isolated(own)
    swedish = content.texts.get(RECORD, "")
    if not swedish:
        return ""
    shown = "\n".join(left_to_right(line) if line and _.rtl else line for line in swedish.split("\n"))
    return lines(_("{company} writes in Swedish:", company=company.name), shown)


class Shown(Message, frozen=True):
    """A message that shows a notice: by its number and version, or with its content in it."""

    notice: int
    version: int = 1
    content: Content | None = None
    locale: str = ""

    def draw(
        self, _: Words, company: Company, texts: Texts = no_texts, contents: Contents = no_contents
    ) -> tuple[dict[str, Any], int | None]:
        _ = words(self.locale) if self.locale else _
        content = self.content
        if content is None:
            raw = contents(self.notice, self.version)
            content = read_content(raw) if raw is not None else None
        rendered = self.say(content, _, company)
        if not (rendered.title or rendered.text or rendered.file is not None):
            return {}, None
        return wire(rendered, _.locale), rendered.file

    def say(self, content: Content | None, _: Words, company: Company) -> Rendered:
        """What the reader sees, of which every kind has its own; nothing where there is nothing to say in her
        language.
        """
        return Rendered()
