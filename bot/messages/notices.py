"""Notices as their readers see them: the notice, the voice under it, what follows, and their answers."""

from bot.messages.base import LONGEST_LABEL, Message, lines, paragraphs, people_shown, phone_shown
from bot.messages.company_values import hours
from bot.messages.faults import moment
from bot.messages.notice_texts import Content, Shown, choice_labels, title_and_text, title_of
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, isolated

ANSWERED: dict[str, str] = {
    "understood": N_("Thank you. You have said that you understand this."),
    "question": N_("We know that you have a question. Somebody of our office calls you, or you call us."),
    "call": N_("We know that you want to be called. Somebody of our office calls you as soon as we can."),
    "vote": N_("Thank you for your answer. You can change it later."),
}
NEWS: dict[str, str] = {
    "corrected": N_("There is a correction of the notice above. Please read it again."),
    "withdrawn": N_("The notice above no longer holds."),
    "remind": N_("Have you read the notice above? Please press the button under it, so that we know."),
    "cancelled": N_("The meeting does not take place. We are sorry."),
    "moved": N_(
        "There is news about the meeting that you are coming to. Please read the notice above again."
    ),
}


class Notice(Shown, frozen=True, tag="notices.notice"):
    """A notice. `asks` is whether the reader is asked if she has understood; `answered` is her answer, a key
    of ANSWERED. `plain`: it stands without its file. In a preview `locale` is the language that it is shown
    in.
    """

    asks: bool = False
    answered: str = ""
    plain: bool = False

    def say(self, content: Content | None, _: Words, company: Company) -> Rendered:
        if content is None:
            return Rendered(text=_(NEWS["withdrawn"]))
        title, text = title_and_text(content, _, company)
        return Rendered(
            title=title,
            text=paragraphs(text, _(ANSWERED[self.answered]) if self.answered in ANSWERED else ""),
            buttons=self._buttons(content, _),
            file=None if self.plain else content.file or None,
        )

    def _buttons(self, content: Content, _: Words) -> list[list[Button]]:
        n = self.notice
        rows: list[list[Button]] = []
        if self.asks and self.answered != "understood":
            rows.append([Button(_("I understand"), data=f"notice.understood:{n}")])
            rows.append([Button(_("I have a question"), data=f"notice.question:{n}")])
        if content.kind == "emergency":
            rows.append([Button(_("Call me"), data=f"notice.call:{n}")])
        if content.kind == "meeting":
            rows.append([Button(_("I am coming"), data=f"meeting.come:{n}")])
            rows.append([Button(_("Ask something before the meeting"), data=f"meeting.ask:{n}")])
        if content.kind == "poll":
            rows += [
                [Button(label[:LONGEST_LABEL], data=f"notice.choose:{n}.{place}")]
                for place, label in enumerate(choice_labels(content, _), 1)
            ]
            rows.append([Button(_("Show what people answered"), data=f"notice.result:{n}")])
        if content.kind in ("information", "meeting", "poll"):
            rows.append([Button(_("No more information, please"), data="notice.mute:on")])
        return rows


class NoticeVoice(Shown, frozen=True, tag="notices.voice"):
    """A notice that a person has read out; nothing where it was not read in the reader's language."""

    def say(self, content: Content | None, _: Words, company: Company) -> Rendered:
        file = content.voices.get(_.locale) if content is not None else None
        if content is None or file is None:
            return Rendered()
        return Rendered(title=title_of(content, _), file=file)


class Withdrawn(Shown, frozen=True, tag="notices.withdrawn"):
    """What stands where a notice could no longer be deleted."""

    def say(self, content: Content | None, _: Words, company: Company) -> Rendered:
        title = title_of(content, _) if content is not None else ""
        return Rendered(title=title, text=_("This notice no longer holds."))


class Cancelled(Shown, frozen=True, tag="notices.cancelled"):
    """What stands where people were invited to a meeting that does not take place."""

    def say(self, content: Content | None, _: Words, company: Company) -> Rendered:
        if content is None:
            return Rendered(text=_(NEWS["cancelled"]))
        return Rendered(
            title=title_of(content, _),
            text=paragraphs(
                _(NEWS["cancelled"]), lines(_.moment(moment(content.starts)), isolated(content.place))
            ),
            file=content.file or None,
        )


class NoticeNews(Message, frozen=True, tag="notices.news"):
    """A push below a notice, since an edit makes no sound; `what` is a key of NEWS."""

    notice: int
    what: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_(NEWS[self.what]))


class OfficeNumber(Message, frozen=True, tag="notices.office"):
    """For one who has a question: whom to call now."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=lines(
                _("Call our office, working days {hours}:", hours=hours(company)),
                phone_shown(company.desk.phone),
            )
        )


class Muted(Message, frozen=True, tag="notices.muted"):
    """Whether the household gets information now, with the way back."""

    muted: bool

    def render(self, _: Words, company: Company) -> Rendered:
        if self.muted:
            return Rendered(
                text=paragraphs(
                    _("Your household gets no more information, meetings and polls here."),
                    _("Planned work in your house and emergencies still reach you."),
                ),
                buttons=[[Button(_("Send us information again"), data="notice.mute:off")]],
            )
        return Rendered(
            text=_("Your household gets information, meetings and polls here."),
            buttons=[[Button(_("No more information, please"), data="notice.mute:on")]],
        )


class NoticeKnown(Shown, frozen=True, tag="notices.known"):
    """Work that was announced takes away what she is about to report."""

    def say(self, content: Content | None, _: Words, company: Company) -> Rendered:
        text = "\n\n".join(part for part in title_and_text(content, _, company) if part) if content else ""
        return Rendered(
            title=_("We know this already"),
            text=text or _("It is part of work that we have announced."),
            buttons=[
                [Button(_("It is something else"), data="fault.known:other")],
                [Button(_("Back"), data="fault.go:back"), Button(_("Cancel"), data="fault.go:cancel")],
                [Button(_("Emergency"), data="emergency.show:now")],
            ],
        )


class PollResult(Shown, frozen=True, tag="notices.result"):
    """Under the picture of what was answered so far, the same in words: `votes` are those of each choice,
    None where there are too few to be shown.
    """

    votes: list[int | None] = []

    def say(self, content: Content | None, _: Words, company: Company) -> Rendered:
        if content is None:
            return Rendered(text=_(NEWS["withdrawn"]), document=True)
        title, text = title_and_text(content, _, company)
        shown = (
            f"{isolated(label)}: {people_shown(n, _)}"
            for label, n in zip(choice_labels(content, _), self.votes, strict=False)
        )
        return Rendered(title=title, text=paragraphs(text, lines(*shown)), document=True)
