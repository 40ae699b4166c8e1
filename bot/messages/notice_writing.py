"""Writing a notice, question by question: what about, when, to whom, in which words."""

import datetime

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, in_rows, paragraphs
from bot.messages.notice_desk import CONTRACTS, ROLES
from bot.messages.notice_texts import EMERGENCIES, LANGUAGES, TEMPLATES
from bot.settings import Company
from bot.speech import LOCALES, N_, Button, Rendered, Words, left_to_right

FREE_LABELS: dict[str, str] = {
    "free.information": N_("Write information yourself"),
    "free.planned": N_("Write about planned work yourself"),
    "poll": N_("A short poll"),
}
WRONG: dict[str, str] = {
    "no_audience": N_("Nobody would get this: choose other homes."),
    "too_long": N_("The text is too long in {language}: {n} signs, and Telegram takes {most}."),
    "no_text": N_("There is no Swedish text yet. Write it first."),
    "no_day": N_("The day is missing. Choose it first."),
    "past": N_("This time has passed. Choose another one."),
    "morning": N_("It is quiet now. This would be sent in the morning, when it is over."),
    "no_time": N_("I did not understand this time. Write it like {example}."),
    "choices": N_(
        "A poll has a question on the first line and two to six choices, each on a line of its own."
    ),
    "no_place": N_("I know no such address. Write it like {example}."),
    "other_file": N_("Send a photo, or a document as PDF."),
    "voice_missing": N_("The notice in this language is not finished. Write its text first."),
}
COVERED: dict[str, str] = {
    "water_off": N_("Water"),
    "hot_water_off": N_("Hot water"),
    "power_off": N_("Electricity"),
    "lift_stopped": N_("Lift"),
    "heat_down": N_("Heating"),
    "laundry_closed": N_("Laundry room"),
}
HOURS = ("07-12", "08-12", "08-16", "12-16", "13-17", "22-05")
STARTS = ("10", "14", "17", "18")


def go(_: Words) -> list[Button]:
    """The last row of every screen."""
    return [Button(_("Back"), data="notice.go:back"), Button(_("Cancel"), data="notice.go:cancel")]


class Choose(Message, frozen=True, tag="notice_desk.choose"):
    """What the notice is about; `emergencies` are shown instead once an emergency is chosen."""

    emergencies: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if self.emergencies:
            keys = [[Button(_short(name, _), data=f"notice.new:{name}")] for name in EMERGENCIES]
            return Rendered(title=_("Emergency: what is it?"), buttons=[*keys, go(_)])
        templates = [
            Button(_short(name, _), data=f"notice.new:{name}")
            for name in TEMPLATES
            if name not in EMERGENCIES
        ]
        return Rendered(
            title=_("A notice: what is it about?"),
            text=_(
                "These texts are there in all four languages. What you write yourself you also translate."
            ),
            buttons=[
                [Button(_("Emergency"), data="notice.new:emergency")],
                *in_rows(templates, 1),
                *([Button(_(label), data=f"notice.new:{name}")] for name, label in FREE_LABELS.items()),
                [Button(_("Notices so far"), data="notice.list:now")],
                [Button(_("Cancel"), data="notice.go:cancel")],
            ],
        )


def _short(name: str, _: Words) -> str:
    label = _(TEMPLATES[name].title)
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


class AskDay(Message, frozen=True, tag="notice_desk.day"):
    """`days` are ISO days to press; `wrong` is a key of WRONG or ""."""

    template: str
    days: list[str]
    wrong: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        keys = [
            Button(_.short_date(datetime.date.fromisoformat(day)), data=f"notice.day:{day.replace('-', '')}")
            for day in self.days
        ]
        return Rendered(
            title=_named(self.template, _),
            text=paragraphs(
                why_not(self.wrong, _, "27/11"),
                _("Which day? Press it, or write it like {example}.", example=left_to_right("27/11")),
            ),
            buttons=[*in_rows(keys, 2), go(_)],
        )


class AskHours(Message, frozen=True, tag="notice_desk.hours"):
    """From when to when; of a meeting (`start_only`) when it begins."""

    template: str
    day: str
    start_only: bool = False
    wrong: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        offered = STARTS if self.start_only else HOURS
        keys = [Button(_span(each), data=f"notice.hours:{each}") for each in offered]
        example = "18:30" if self.start_only else "8:30-11"
        return Rendered(
            title=_named(self.template, _),
            text=paragraphs(
                _.date(datetime.date.fromisoformat(self.day)),
                why_not(self.wrong, _, example),
                _("Which time? Press it, or write it like {example}.", example=left_to_right(example)),
            ),
            buttons=[*in_rows(keys, 2), go(_)],
        )


def _span(hours: str) -> str:
    return "–".join(f"{part}:00" for part in hours.split("-"))


class AskPlace(Message, frozen=True, tag="notice_desk.place"):
    """Where a meeting is, in words."""

    template: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_named(self.template, _),
            text=_("Where is the meeting? Write the address and the room, in Swedish."),
            buttons=[go(_)],
        )


class Write(Message, frozen=True, tag="notice_desk.write"):
    """The next words are the text in this language."""

    template: str
    locale: str
    wrong: str = ""
    length: int = 0
    most: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        named = _(LANGUAGES[self.locale])
        return Rendered(
            title=_named(self.template, _),
            text=paragraphs(
                why_not(self.wrong, _, "", named, self.length, self.most),
                _("Write or paste the text in this language now: {language}", language=named),
                _(WRONG["choices"]) if self.template == "poll" else "",
            ),
            buttons=[go(_)],
        )


class AskVoice(Message, frozen=True, tag="notice_desk.voice"):
    """In which language a voice note is read out; `locale`: speak it now."""

    locale: str = ""
    recorded: list[str] = []

    def render(self, _: Words, company: Company) -> Rendered:
        if self.locale in LANGUAGES:
            return Rendered(
                text=_(
                    "Speak a voice message now, or send one that somebody has spoken: {language}",
                    language=_(LANGUAGES[self.locale]),
                ),
                buttons=[go(_)],
            )
        keys: list[list[Button]] = []
        for each in LOCALES:
            named = _(LANGUAGES[each])
            if each in self.recorded:
                other = _("{language}: replace", language=named)
                away = _("{language}: take away", language=named)
                keys.append(
                    [
                        Button(other, data=f"notice.voice:{each}"),
                        Button(away, data=f"notice.voice:{each}.drop"),
                    ]
                )
            else:
                keys.append([Button(named, data=f"notice.voice:{each}")])
        return Rendered(
            text=_(
                "A person reads the notice out, and the voice message comes under the text. Which language?"
            ),
            buttons=[*keys, go(_)],
        )


class AskCovers(Message, frozen=True, tag="notice_desk.covers"):
    """What does not work while the work lasts: each is pressed to stop, and again to work after all."""

    covers: list[str] = []

    def render(self, _: Words, company: Company) -> Rendered:
        keys = [
            [
                Button(
                    _("{what}: works after all", what=_(label)) if each in self.covers else _(label),
                    data=f"notice.covers:{each}",
                )
            ]
            for each, label in COVERED.items()
        ]
        return Rendered(
            title=not_working(self.covers, _),
            text=_("Who reports one of these meanwhile is shown the notice. Press what does not work."),
            buttons=[*keys, go(_)],
        )


class Place(msgspec.Struct, frozen=True):
    """A place to press: `value` as in the callback data, `label` its name."""

    value: str
    label: str


class ToWhom(Message, frozen=True, tag="notice_desk.to_whom"):
    """`places` are areas or houses to press. `narrow`: the audience, called `chosen`, can be narrowed, and
    they are the stairs of its house.
    """

    template: str
    places: list[Place]
    chosen: str = ""
    narrow: bool = False
    wrong: str = ""
    urgent: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        everybody = [] if self.narrow else [[Button(_("All who live with us"), data="notice.audience:all")]]
        narrower = [
            *(
                [Button(_(LANGUAGES[each]), data=f"notice.audience:language.{each.lower()}")]
                for each in LOCALES
            ),
            *(
                [Button(_(label), data=f"notice.audience:contract.{each}")]
                for each, label in CONTRACTS.items()
            ),
            *([Button(_(label), data=f"notice.audience:role.{each}")] for each, label in ROLES.items()),
        ]
        return Rendered(
            title=_named(self.template, _),
            text=paragraphs(
                why_not(self.wrong, _, "Storgatan 14 1203"),
                _("To whom? Press it, or write an address, with the flat for one home alone.")
                if not self.narrow
                else _(
                    "Only some of them? Press which, or write an address with the flat for one home "
                    "alone: {where}",
                    where=self.chosen,
                ),
            ),
            buttons=[
                *(
                    [Button(each.label[:LONGEST_LABEL], data=f"notice.audience:{each.value}")]
                    for each in self.places
                ),
                *everybody,
                *(narrower if self.narrow else []),
                go(_),
            ],
        )


class AskWhen(Message, frozen=True, tag="notice_desk.when"):
    """When to send it: `moments` to press, as YYYYMMDD.HH. Of an emergency (`until`) when it will be over."""

    moments: list[str]
    wrong: str = ""
    until: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if self.until:
            return Rendered(
                text=paragraphs(
                    why_not(self.wrong, _, "27/11 14:00"),
                    _(
                        "Until when does it last? Write it like {example}.",
                        example=left_to_right("27/11 14:00"),
                    ),
                ),
                buttons=[go(_)],
            )
        keys = [
            [Button(f"{_.short_date(_day(each))}, {each[9:]}:00", data=f"notice.when:{each}")]
            for each in self.moments
        ]
        return Rendered(
            text=paragraphs(
                why_not(self.wrong, _, "27/11 14:00"),
                _(
                    "When is it sent? Press it, or write it like {example}.",
                    example=left_to_right("27/11 14:00"),
                ),
            ),
            buttons=[[Button(_("Now"), data="notice.when:now")], *keys, go(_)],
        )


def not_working(covers: list[str], _: Words) -> str:
    """What does not work meanwhile; a dash for nothing that anybody would report."""
    named = [_(label) for each, label in COVERED.items() if each in covers]
    return _("Does not work meanwhile: {what}", what=_.list(named) if named else "–")


def languages_named(locales: list[str], _: Words) -> str:
    """These languages, in the order in which they stand everywhere."""
    return _.list([_(LANGUAGES[each]) for each in LOCALES if each in locales])


def _named(template: str, _: Words) -> str:
    if template in TEMPLATES:
        return _(TEMPLATES[template].title)
    return _(FREE_LABELS[template]) if template in FREE_LABELS else ""


def why_not(wrong: str, _: Words, example: str, language: str = "", length: int = 0, most: int = 0) -> str:
    """Why what was sent does not do: `wrong` is a key of WRONG, or "" for nothing."""
    if wrong not in WRONG:
        return ""
    return _(WRONG[wrong], example=left_to_right(example), language=language, n=length, most=most)


def _day(moment_: str) -> datetime.date:
    return datetime.datetime.strptime(moment_[:8], "%Y%m%d").date()
