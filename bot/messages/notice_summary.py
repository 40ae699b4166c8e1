"""A notice before it is sent, on one screen: who would get it, what it says, what can be changed."""

import msgspec

from bot.messages.base import Message, lines, paragraphs, people_shown
from bot.messages.faults import moment
from bot.messages.notice_desk import heading, to_whom
from bot.messages.notice_texts import LANGUAGES, TEMPLATES, Content, title_and_text, when
from bot.messages.notice_writing import go, languages_named, not_working, why_not
from bot.settings import Company
from bot.speech import LOCALES, N_, RECORD, Button, Rendered, Words, isolated, left_to_right
from storage.small_numbers import FEWEST_SHOWN, shown

BESIDES = N_("You can write one thing more in Swedish first. It is shown in Swedish to everybody.")


class Reach(msgspec.Struct, frozen=True):
    """Who would get it: by language, and how many would not and why."""

    languages: dict[str, int]
    blocked: int = 0
    muted: int = 0
    homes_without: int = 0

    def text(self, _: Words) -> str:
        """Said so that no number of people that is too small can be read or worked out: where that of a
        language is, all of them are at least as many as are shown.
        """
        total = sum(self.languages.values())
        told = [n for n in map(shown, self.languages.values()) if n is not None]
        if total and shown(total) is None:
            return lines(_("Fewer than {n} people get it.", n=FEWEST_SHOWN), self._without(_))
        return lines(
            _.plural("{n} person gets it.", "{n} people get it.", total)
            if len(told) == len(self.languages)
            else _("At least {n} people get it.", n=max(sum(told), FEWEST_SHOWN)),
            _.list(
                [
                    f"{_(LANGUAGES[each])}: {people_shown(n, _)}"
                    for each, n in self.languages.items()
                    if each in LANGUAGES
                ]
            )
            if self.languages
            else "",
            self._without(_),
        )

    def _without(self, _: Words) -> str:
        """Who would not get it, and why."""
        return lines(
            _("Have blocked the bot: {n}", n=people_shown(self.blocked, _)) if self.blocked else "",
            _("Live where information is muted: {n}", n=people_shown(self.muted, _)) if self.muted else "",
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
                why_not(self.wrong, _, "27/11 14:00", _(LANGUAGES[self.locale]), self.length, self.most),
                lines(
                    to_whom(self.where, self.only, _),
                    _("When: {when}", when=when(content, _)) if content.starts else "",
                    not_working(content.covers, _) if content.template == "free.planned" else "",
                    self._at(_),
                    _with(content, self.asks, _),
                ),
                _(
                    "These voices read what it said before. Replace them or take them away: {languages}",
                    languages=languages_named(self.voices_before, _),
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
        return paragraphs(_(BESIDES), isolated(own) if own else "")

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
        change = (
            Button(_("Change until when it lasts"), data="notice.end:choose")
            if needs == "end"
            else Button(_("Change the time of the work"), data="notice.day:choose")
        )
        send = (
            _("Send the correction")
            if self.number
            else _("Send it now")
            if not self.at
            else _("Send it then")
        )
        return [
            [Button(send, data="notice.send:draft")],
            *free,
            [change] if needs else [],
            [Button(_("Change what does not work"), data="notice.covers:choose")]
            if content.template == "free.planned"
            else [],
            *(
                []
                if self.number
                else [
                    [Button(_("Change to whom"), data="notice.audience:choose")],
                    [Button(_("Send it at another time"), data="notice.when:choose")],
                ]
            ),
            [Button(_("Places: {n}", n=content.places or "–"), data="notice.set:places")]
            if content.kind == "meeting"
            else [],
            *_options(content, self.asks, not self.number, _),
            [Button(_("Cancel"), data="notice.go:cancel")],
        ]


def _with(content: Content, asks: bool, _: Words) -> str:
    """What goes with it."""
    return lines(
        _("Whoever gets it is asked if it is understood.") if asks else "",
        _("With a picture or a document.") if content.file else "",
        _("With a voice: {languages}", languages=languages_named(list(content.voices), _))
        if content.voices
        else "",
    )


def _options(content: Content, asks: bool, narrow: bool, _: Words) -> list[list[Button]]:
    """What every notice can have, and none needs."""
    return [
        [Button(_("See it in all four languages"), data="notice.preview:now")],
        [Button(_("Only some of them"), data="notice.audience:narrow")] if narrow else [],
        [
            Button(
                _("Do not ask if it is understood") if asks else _("Ask if it is understood"),
                data="notice.set:asks",
            )
        ]
        if content.kind != "poll"
        else [],
        [Button(_("Take the picture away"), data="notice.set:file")] if content.file else [],
        [Button(_("Change the voices") if content.voices else _("Add a voice"), data="notice.voice:choose")],
    ]


class Alert(Message, frozen=True, tag="notice_desk.alert"):
    """An emergency before it goes: one press says until when and sends it; what else it can have is below.
    `ends` are epoch seconds. `where`, `only` and `wrong` are as in `Draft`.
    """

    content: Content
    where: str
    reach: Reach
    ends: list[float]
    wrong: str = ""
    asks: bool = True
    only: list[str] = []

    def render(self, _: Words, company: Company) -> Rendered:
        title, text = title_and_text(self.content, _, company)
        keys = [
            [
                Button(
                    _("Send now, it lasts until {time}", time=self._until(each, _)),
                    data=f"notice.end:{int(each)}",
                )
            ]
            for each in self.ends
        ]
        return Rendered(
            title=title,
            text=paragraphs(
                why_not(self.wrong, _, ""),
                text,
                lines(to_whom(self.where, self.only, _), _with(self.content, self.asks, _)),
                self.reach.text(_),
                _(BESIDES),
            ),
            buttons=[
                *keys,
                [Button(_("Until another time"), data="notice.end:choose")],
                *_options(self.content, self.asks, True, _),
                go(_),
            ],
        )

    def _until(self, ends: float, _: Words) -> str:
        """The time, with the day as it is written where that is not the one on which it begins."""
        at = moment(ends)
        same_day = at.date() == moment(self.content.starts).date()
        return _.time(at) if same_day else left_to_right(f"{at.day}/{at.month} {_.time(at)}")
