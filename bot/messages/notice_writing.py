"""Writing a notice: what about, when, to whom, in which words, and all of it on one screen."""

import datetime

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, in_rows, lines, paragraphs
from bot.messages.faults import moment
from bot.messages.notice_desk import CONTRACTS, ROLES, heading, to_whom
from bot.messages.notice_texts import EMERGENCIES, LANGUAGES, TEMPLATES, Content, title_and_text, when
from bot.settings import Company
from bot.speech import LOCALES, N_, RECORD, Button, Rendered, Words, isolated, left_to_right

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


def _go(_: Words) -> list[Button]:
    return [Button(_("Back"), data="notice.go:back"), Button(_("Cancel"), data="notice.go:cancel")]


class Choose(Message, frozen=True, tag="notice_desk.choose"):
    """What the notice is about; `emergencies` are shown instead once an emergency is chosen."""

    emergencies: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if self.emergencies:
            keys = [[Button(_short(name, _), data=f"notice.new:{name}")] for name in EMERGENCIES]
            return Rendered(title=_("Emergency: what is it?"), buttons=[*keys, _go(_)])
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
                _wrong(self.wrong, _, "27/11"),
                _("Which day? Press it, or write it like {example}.", example=left_to_right("27/11")),
            ),
            buttons=[*in_rows(keys, 2), _go(_)],
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
                _wrong(self.wrong, _, example),
                _("Which time? Press it, or write it like {example}.", example=left_to_right(example)),
            ),
            buttons=[*in_rows(keys, 2), _go(_)],
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
            buttons=[_go(_)],
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
                _wrong(self.wrong, _, "", named, self.length, self.most),
                _("Write or paste the text in this language now: {language}", language=named),
                _(WRONG["choices"]) if self.template == "poll" else "",
            ),
            buttons=[_go(_)],
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
                buttons=[_go(_)],
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
            buttons=[*keys, _go(_)],
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
            title=_not_working(self.covers, _),
            text=_("Who reports one of these meanwhile is shown the notice. Press what does not work."),
            buttons=[*keys, _go(_)],
        )


class Place(msgspec.Struct, frozen=True):
    """A place to press: `value` as in the callback data, `label` its name."""

    value: str
    label: str


class ToWhom(Message, frozen=True, tag="notice_desk.to_whom"):
    """`places` are areas or houses to press, `narrower` says that the audience is chosen and can be narrowed;
    `languages` counts those who would get it.
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
                _wrong(self.wrong, _, "Storgatan 14 1203"),
                _("To whom? Press it, or write an address, with the flat for one home alone.")
                if not self.narrow
                else _("Only some of them? Press which: {where}", where=self.chosen),
            ),
            buttons=[
                *(
                    [Button(each.label[:LONGEST_LABEL], data=f"notice.audience:{each.value}")]
                    for each in self.places
                ),
                *everybody,
                *(narrower if self.narrow else []),
                _go(_),
            ],
        )


class Reach(msgspec.Struct, frozen=True):
    """Who would get it: by language, and how many would not and why."""

    languages: dict[str, int]
    blocked: int = 0
    muted: int = 0
    homes_without: int = 0

    def text(self, _: Words) -> str:
        counted = (f"{_(LANGUAGES[each])}: {n}" for each, n in self.languages.items() if each in LANGUAGES)
        total = sum(self.languages.values())
        return lines(
            _.plural("{n} person gets it.", "{n} people get it.", total),
            _.list(list(counted)) if self.languages else "",
            _.plural("{n} person has blocked the bot.", "{n} people have blocked the bot.", self.blocked)
            if self.blocked
            else "",
            _.plural(
                "{n} person lives where information is muted.",
                "{n} people live where information is muted.",
                self.muted,
            )
            if self.muted
            else "",
            _.plural(
                "{n} home has no Telegram: print the notice for it.",
                "{n} homes have no Telegram: print the notice for them.",
                self.homes_without,
            )
            if self.homes_without
            else "",
        )


class Draft(Message, frozen=True, tag="notice_desk.draft"):
    """All of it before it is sent: to whom (`where`, narrowed by `only`), when (0: now), and what it says.
    `wrong` is a key of WRONG. `number` is the notice that it corrects, 0 for a new one. `held`: it waits for
    the morning. `voices_before` are the languages whose voices came with what the notice said before.
    """

    content: Content
    where: str
    reach: Reach
    at: float = 0.0
    asks: bool = False
    wrong: str = ""
    locale: str = RECORD
    length: int = 0
    most: int = 0
    number: int = 0
    held: bool = False
    only: list[str] = []
    voices_before: list[str] = []

    def render(self, _: Words, company: Company) -> Rendered:
        content = self.content
        title = _("Correction of notice {number}", number=self.number) if self.number else ""
        return Rendered(
            title=title or heading(content, _),
            text=paragraphs(
                _wrong(self.wrong, _, "27/11 14:00", _(LANGUAGES[self.locale]), self.length, self.most),
                lines(
                    to_whom(self.where, self.only, _),
                    _("When: {when}", when=when(content, _)) if content.starts else "",
                    _not_working(content.covers, _) if content.template == "free.planned" else "",
                    self._at(_),
                    _("Whoever gets it is asked if it is understood.") if self.asks else "",
                    _("With a picture or a document.") if content.file else "",
                    _("With a voice: {languages}", languages=_named_languages(list(content.voices), _))
                    if content.voices
                    else "",
                ),
                _(
                    "These voices read what it said before. Replace them or take them away: {languages}",
                    languages=_named_languages(self.voices_before, _),
                )
                if self.voices_before
                else "",
                "" if self.number else self.reach.text(_),
                self._languages(_),
                self._besides(_),
            ),
            buttons=self._buttons(_),
        )

    def _besides(self, _: Words) -> str:
        """Of an emergency what is said in Swedish besides, which the next words replace."""
        if self.content.kind != "emergency":
            return ""
        own = self.content.texts.get(RECORD, "")
        return paragraphs(
            _("You can write one thing more in Swedish first. It is shown in Swedish to everybody."),
            isolated(own) if own else "",
        )

    def _at(self, _: Words) -> str:
        if not self.at:
            return ""
        if self.held:
            return _("Information waits for the morning: it is sent {when}.", when=_.moment(moment(self.at)))
        return _("Is sent {when}.", when=_.moment(moment(self.at)))

    def _languages(self, _: Words) -> str:
        """The rule for a language that is missing, where one is."""
        missing = [_(LANGUAGES[each]) for each in self.content.missing() if each != RECORD]
        if not missing:
            return ""
        named = _("Not written yet: {languages}", languages=_.list(missing))
        if self.content.kind == "planned":
            return lines(named, _("Planned work waits until all four languages are there."))
        return lines(
            named, _("Who reads one of these gets the Swedish text, with a line that says whom to call.")
        )

    def _buttons(self, _: Words) -> list[list[Button]]:
        content = self.content
        free = [
            [
                Button(
                    _("Write it anew: {language}", language=_(LANGUAGES[each]))
                    if content.texts.get(each)
                    else _("Write: {language}", language=_(LANGUAGES[each])),
                    data=f"notice.write:{each}",
                )
            ]
            for each in (LOCALES if content.is_free else ())
        ]
        template = TEMPLATES.get(content.template)
        needs = template.needs if template else "hours" if content.kind == "planned" else ""
        send = (
            _("Send the correction")
            if self.number
            else _("Send it now")
            if not self.at
            else _("Send it then")
        )
        return [
            [Button(send, data="notice.send:draft")],
            [Button(_("See it in all four languages"), data="notice.preview:now")],
            *free,
            [Button(_("Change until when it lasts"), data="notice.end:choose")]
            if needs == "end"
            else [Button(_("Change the time of the work"), data="notice.day:choose")]
            if needs
            else [],
            [Button(_("Change what does not work"), data="notice.covers:choose")]
            if content.template == "free.planned"
            else [],
            *(
                []
                if self.number
                else [
                    [Button(_("Change to whom"), data="notice.audience:choose")],
                    [Button(_("Only some of them"), data="notice.audience:narrow")],
                    [Button(_("Send it at another time"), data="notice.when:choose")],
                ]
            ),
            [
                Button(
                    _("Do not ask if it is understood") if self.asks else _("Ask if it is understood"),
                    data="notice.set:asks",
                )
            ],
            [Button(_("Places: {n}", n=content.places or "–"), data="notice.set:places")]
            if content.kind == "meeting"
            else [],
            [Button(_("Take the picture away"), data="notice.set:file")] if content.file else [],
            [
                Button(
                    _("Change the voices") if content.voices else _("Add a voice"), data="notice.voice:choose"
                )
            ],
            [Button(_("Cancel"), data="notice.go:cancel")],
        ]


class AskWhen(Message, frozen=True, tag="notice_desk.when"):
    """When to send it: `moments` to press, as YYYYMMDD.HH."""

    moments: list[str]
    wrong: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        keys = [
            [Button(f"{_.short_date(_day(each))}, {each[9:]}:00", data=f"notice.when:{each}")]
            for each in self.moments
        ]
        return Rendered(
            text=paragraphs(
                _wrong(self.wrong, _, "27/11 14:00"),
                _(
                    "When is it sent? Press it, or write it like {example}.",
                    example=left_to_right("27/11 14:00"),
                ),
            ),
            buttons=[[Button(_("Now"), data="notice.when:now")], *keys, _go(_)],
        )


class Alert(Message, frozen=True, tag="notice_desk.alert"):
    """An emergency before it goes: one press says until when and sends it. `ends` are epoch seconds."""

    content: Content
    where: str
    reach: Reach
    ends: list[float]
    wrong: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        title, text = title_and_text(self.content, _, company)
        keys = [
            [
                Button(
                    _("Send now, it lasts until {time}", time=_.time(moment(each))),
                    data=f"notice.end:{int(each)}",
                )
            ]
            for each in self.ends
        ]
        return Rendered(
            title=title,
            text=paragraphs(
                _wrong(self.wrong, _, ""),
                text,
                self.reach.text(_),
                _("You can write one thing more in Swedish first. It is shown in Swedish to everybody."),
            ),
            buttons=[*keys, _go(_)],
        )


def _not_working(covers: list[str], _: Words) -> str:
    """What does not work meanwhile; a dash for nothing that anybody would report."""
    named = [_(label) for each, label in COVERED.items() if each in covers]
    return _("Does not work meanwhile: {what}", what=_.list(named) if named else "–")


def _named_languages(locales: list[str], _: Words) -> str:
    return _.list([_(LANGUAGES[each]) for each in LOCALES if each in locales])


def _named(template: str, _: Words) -> str:
    if template in TEMPLATES:
        return _(TEMPLATES[template].title)
    return _(FREE_LABELS[template]) if template in FREE_LABELS else ""


def _wrong(wrong: str, _: Words, example: str, language: str = "", length: int = 0, most: int = 0) -> str:
    if wrong not in WRONG:
        return ""
    return _(WRONG[wrong], example=left_to_right(example), language=language, n=length, most=most)


def _day(moment_: str) -> datetime.date:
    return datetime.datetime.strptime(moment_[:8], "%Y%m%d").date()
