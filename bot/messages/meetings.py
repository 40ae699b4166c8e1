"""Meetings: signing up, the reminder, questions beforehand, the organiser's list, the one-in-five rule."""

import msgspec

from bot.messages.allocation import Rule, ruled
from bot.messages.base import Message, lines, paragraphs
from bot.messages.faults import moment
from bot.messages.notice_texts import LANGUAGES
from bot.settings import Company
from bot.speech import Button, Rendered, Words, isolated, utf16_length

ROOM = 3000  # of a message, for rows; in UTF-16 units


class Coming(Message, frozen=True, tag="meetings.coming"):
    """She has signed up: how many come, and which interpreter they need. `full` is whether there was no place
    for what she last wished.
    """

    notice: int
    starts: float
    place: str = ""
    adults: int = 1
    children: int = 0
    interpreter: str = ""
    full: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        n = self.notice
        needed = _(LANGUAGES[self.interpreter]) if self.interpreter in LANGUAGES else ""
        return Rendered(
            title=_("You are coming to the meeting"),
            text=paragraphs(
                lines(
                    _("When: {when}", when=_.moment(moment(self.starts))),
                    _("Where: {where}", where=self.place) if self.place else "",
                    _("Adults: {n}", n=self.adults),
                    _("Children: {n}", n=self.children),
                    _("Interpreter: {language}", language=needed) if needed else _("No interpreter"),
                ),
                _("There are not enough places left for that. Nothing was changed.") if self.full else "",
                _("Only those who arrange the meeting see this. It is erased the day after."),
            ),
            buttons=[
                [
                    Button(_("One adult less"), data=f"meeting.set:{n}.adults.less"),
                    Button(_("One adult more"), data=f"meeting.set:{n}.adults.more"),
                ],
                [
                    Button(_("One child less"), data=f"meeting.set:{n}.children.less"),
                    Button(_("One child more"), data=f"meeting.set:{n}.children.more"),
                ],
                *(
                    [
                        Button(
                            _("Interpreter: {language}", language=_(LANGUAGES[each])),
                            data=f"meeting.set:{n}.{each.lower()}",
                        )
                    ]
                    for each in ("ar", "fa_AF", "en")
                    if each != self.interpreter
                ),
                *([[Button(_("No interpreter"), data=f"meeting.set:{n}.none")]] if self.interpreter else []),
                [Button(_("I am not coming"), data=f"meeting.cancel:{n}")],
            ],
        )


class NotComing(Message, frozen=True, tag="meetings.not_coming"):
    """She does not come, or cannot: `why` is "" (her wish), full or over."""

    notice: int
    why: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        if self.why == "over":
            return Rendered(text=_("You cannot sign up for this meeting any more."))
        if self.why == "full":
            return Rendered(text=_("All places are taken. Call our office if you want to come all the same."))
        return Rendered(
            text=_("Thank you for telling us. You are not on the list any more."),
            buttons=[[Button(_("I am coming"), data=f"meeting.come:{self.notice}")]],
        )


class AskBefore(Message, frozen=True, tag="meetings.ask"):
    """Her next words are a question for the meeting; `done` once they were kept."""

    notice: int
    done: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if self.done:
            return Rendered(text=_("Thank you. We take your question to the meeting, without your name."))
        return Rendered(
            text=_("Write your question here. We take it to the meeting, without your name."),
            buttons=[[Button(_("Cancel"), data="meeting.ask:none")]],
        )


class Reminder(Message, frozen=True, tag="meetings.reminder"):
    """The day before, to whoever has signed up."""

    notice: int
    starts: float
    place: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("The meeting is soon"),
            text=lines(
                _("When: {when}", when=_.moment(moment(self.starts))),
                _("Where: {where}", where=self.place) if self.place else "",
            ),
            buttons=[[Button(_("I am not coming"), data=f"meeting.cancel:{self.notice}")]],
        )


class Next(msgspec.Struct, frozen=True):
    """A meeting to come; `coming` is whether she has signed up."""

    notice: int
    starts: float
    place: str
    coming: bool = False


class Meetings(Message, frozen=True, tag="meetings.list"):
    """The meetings that the reader is invited to; `muted` is whether her household gets no invitations."""

    meetings: list[Next]
    muted: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        listed = (
            paragraphs(
                lines(
                    _.moment(moment(each.starts)),
                    isolated(each.place) if each.place else "",
                    _("You are coming.") if each.coming else "",
                )
            )
            for each in self.meetings
        )
        return Rendered(
            title=_("Meetings for those who live here"),
            text=paragraphs(*listed) or _("No meeting is planned where you live just now."),
            buttons=[
                *(
                    [
                        Button(
                            f"{_('I am coming')} · {_.short_date(moment(each.starts))}"[:40],
                            data=f"meeting.come:{each.notice}",
                        )
                    ]
                    for each in self.meetings
                    if not each.coming
                ),
                [Button(_("Who gets the flats that become free?"), data="meeting.rule:show")],
                [Button(_("Send us information again"), data="notice.mute:off")] if self.muted else [],
            ],
        )


class OneInFive(Message, frozen=True, tag="meetings.one_in_five"):
    """How homes are let to newcomers: the `rule` that is in force, never a flat, an area or a date."""

    rule: Rule | None = None

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Who gets the flats that become free?"),
            text=paragraphs(
                ruled(self.rule, company, _),
                _(
                    "The unit finds homes for people who have lately come to Sweden. The others go to people "
                    "in the ordinary queue. Nobody chooses who gets which home: they are counted in order."
                )
                if self.rule is not None
                else "",
                _(
                    "Nobody is told which homes these are. All who live here are neighbours with "
                    "the same rights and duties."
                ),
                _("Do you have questions or ideas? Come to a meeting, or talk with our office."),
            ),
            buttons=[[Button(_("Ask a question"), data="answer.topic:dialogue.meeting")]]
            if company.rooms.questions
            else [],
        )


class Guests(Message, frozen=True, tag="meetings.guests"):
    """The organiser's list: how many come, which interpreters are needed, what was asked. `homes` are
    address and flat with how many of them come. What has no room on one message is on the next `page`, from
    0: no document is made of it, since none could be erased.

    Its numbers are exact also where they are small, and nowhere else are they: chairs and interpreters are
    ordered by them, whoever comes has said so for that, and it is erased the day after.
    """

    notice: int
    starts: float
    adults: int
    children: int
    interpreters: dict[str, int]
    questions: list[tuple[str, str]] = []
    homes: list[tuple[str, int]] = []
    places: int = 0
    can_cancel: bool = True
    page: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        needed = (
            _("Interpreter: {language}", language=_(LANGUAGES[locale])) + f" ({n})"
            for locale, n in self.interpreters.items()
            if locale in LANGUAGES
        )
        listed = [(False, f"{isolated(home)}: {n}") for home, n in self.homes]
        listed += [
            (True, f"{_(LANGUAGES[locale])}: {isolated(text)}")
            for text, locale in self.questions
            if locale in LANGUAGES
        ]
        pages = _in_pages(listed)
        page = min(max(self.page, 0), len(pages) - 1)
        asked = [row for is_asked, row in pages[page] if is_asked]
        number = f" · {page + 1}/{len(pages)}" if len(pages) > 1 else ""
        return Rendered(
            title=_("Who comes to the meeting") + number,
            text=paragraphs(
                lines(
                    _("When: {when}", when=_.moment(moment(self.starts))),
                    _("Adults: {n}", n=self.adults),
                    _("Children: {n}", n=self.children),
                    _("Places: {n}", n=self.places) if self.places else "",
                    *needed,
                ),
                lines(*(row for is_asked, row in pages[page] if not is_asked)),
                lines(_("Asked before the meeting:"), *asked) if asked else "",
                _("This is erased the day after the meeting."),
            ),
            buttons=[
                [Button(_("More"), data=f"meeting.list:{self.notice}.{page + 1}")]
                if page + 1 < len(pages)
                else [],
                [Button(_("Cancel the meeting"), data=f"meeting.off:{self.notice}")]
                if self.can_cancel
                else [],
                [
                    Button(
                        _("Back"),
                        data=f"meeting.list:{self.notice}" if page else f"notice.show:{self.notice}",
                    )
                ],
            ],
        )


def _in_pages(rows: list[tuple[bool, str]]) -> list[list[tuple[bool, str]]]:
    """Rows (whether it was asked, its words) in order, as many on a page as one message has room for."""
    pages: list[list[tuple[bool, str]]] = [[]]
    room = ROOM
    for row in rows:
        length = utf16_length(row[1]) + 2 * (row[1].count("\n") + 1)  # a line has its end and its direction
        if length > room and pages[-1]:
            pages.append([])
            room = ROOM
        pages[-1].append(row)
        room -= length
    return pages
