"""A question to a person, as she who asks sees it: asking, her card, and the pushes that point at it."""

from bot.messages.base import NEWEST, Message, Texts, lines, paragraphs, phone_shown
from bot.messages.faults import moment
from bot.messages.thread_words import Line, in_language, said
from bot.settings import Company
from bot.speech import N_, Button, Copied, Rendered, Words, isolated


class AskWhat(Message, frozen=True, tag="threads.ask"):
    """What does she want to ask? `topic` is the answer she had before her; `read_from` is when somebody reads
    it, epoch seconds, 0 while the office is open; `files` and `words` have come already.
    """

    topic: str = ""
    read_from: float = 0.0
    files: int = 0
    words: str = ""

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        found = texts(self.topic, NEWEST, _.locale) if self.topic else None
        return Rendered(
            title=_("Ask a person at our office"),
            text=paragraphs(
                _("About: {title}", title=found.title) if found else "",
                lines(_("You wrote:"), isolated(self.words)) if self.words else "",
                _("I have your voice message or photo.") if self.files else "",
                _("Write your question in your own language, or speak a voice message."),
                reads(self.read_from, _),
                _("Never write a personal number (personnummer), and nothing about health or money."),
            ),
            buttons=[
                *(
                    [[Button(_("Send it as it is"), data="threads.ask:send")]]
                    if found or self.files or self.words
                    else []
                ),
                [Button(_("Do not ask"), data="threads.ask:cancel")],
            ],
        )


class NotAsked(Message, frozen=True, tag="threads.not_asked"):
    """She has thought better of it."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("Stopped. Nothing was sent."),
            buttons=[[Button(_("All questions"), data="answer.group:all")]],
        )


class ThreadCard(Message, frozen=True, tag="threads.card"):
    """Her question. `lines` are what was said, the oldest first; `earlier` are so many that stand on the page
    before this one. `read_from` as above; `due` is until when she has an answer, epoch seconds; `late`, that
    it has passed.
    """

    number: int
    state: str
    lines: list[Line]
    topic: str = ""
    just_sent: bool = False
    read_from: float = 0.0
    due: float = 0.0
    late: bool = False
    files: int = 0
    page: int = 1
    earlier: int = 0

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        found = texts(self.topic, NEWEST, _.locale) if self.topic else None
        return Rendered(
            title=_("Your question {number} to our office", number=self.number),
            text=paragraphs(
                _("Thank you! Your question is with our office now.") if self.just_sent else "",
                _("About: {title}", title=found.title) if found else "",
                _.plural(
                    "{n} message before these is on another page.",
                    "{n} messages before these are on another page.",
                    self.earlier,
                )
                if self.earlier
                else "",
                *(self._line(line, _, company, texts) for line in self.lines),
                self._state(_, company),
            ),
            buttons=self._buttons(_),
        )

    def _line(self, line: Line, _: Words, company: Company, texts: Texts) -> str:
        text = said(line, _, company, texts)
        language = in_language(line, _)
        if not line.who:
            return lines(_("You:"), text)
        if language:
            return lines(
                _("Our office, written in {language}:", language=language),
                text,
            )
        return lines(_("Our office:"), text)

    def _state(self, _: Words, company: Company) -> str:
        match self.state:
            case "answered":
                return _("Our office has answered. If you want to say more, press Add.")
            case "closed":
                return _("This question is finished. You can ask again at any time.")
        taken = _("Somebody at our office has your question.") if self.state == "claimed" else ""
        if self.late:
            late = _("We are late with our answer, and we are sorry. You can call us too:")
            return lines(taken, late, phone_shown(company.desk.phone))
        return lines(
            taken or reads(self.read_from, _),
            _("You have an answer here at the latest {when}.", when=_.moment(moment(self.due)))
            if self.due
            else "",
        )

    def _buttons(self, _: Words) -> list[list[Button]]:
        n = self.number
        rows = []
        if self.state != "closed":
            rows.append([Button(_("Add"), data=f"threads.add:{n}")])
        if self.files:
            rows.append([Button(_("Photos and voice messages"), data=f"threads.files:{n}")])
        turning = []
        if self.earlier:
            turning.append(Button(_("Earlier messages"), data=f"threads.show:{n}.{self.page + 1}"))
        if self.page > 1:
            turning.append(Button(_("Later messages"), data=f"threads.show:{n}.{self.page - 1}"))
        rows.append(turning)
        if self.state == "closed":
            rows.append([Button(_("Ask again"), data="answer.human:none")])
        elif self.state == "answered":
            rows.append([Button(_("Thank you, that is all"), data=f"threads.close:{n}")])
        else:
            rows.append([Button(_("I need no answer any more"), data=f"threads.close:{n}")])
        return rows


SHORT: dict[str, str] = {
    "open": N_("sent"),
    "claimed": N_("somebody has it"),
    "answered": N_("answered"),
    "closed": N_("finished"),
}


class MyQuestions(Message, frozen=True, tag="threads.mine"):
    """What she has asked and is not finished, as (number, state), the latest first."""

    rows: list[tuple[int, str]]

    def render(self, _: Words, company: Company) -> Rendered:
        if not self.rows:
            return Rendered(
                text=_("No question of yours is open at our office."),
                buttons=[[Button(_("Ask a person"), data="answer.human:none")]],
            )
        listed = [
            _("Question {number}: {state}", number=number, state=_(SHORT[name])) for number, name in self.rows
        ]
        return Rendered(
            title=_("My questions to the office"),
            text=lines(*listed),
            buttons=[
                *(
                    [Button(_("Question {number}", number=Copied(number)), data=f"threads.show:{number}")]
                    for number, __ in self.rows
                ),
                [Button(_("All questions"), data="answer.group:all")],
            ],
        )


class ThreadNews(Message, frozen=True, tag="threads.news"):
    """The push: it points at her question and tells nothing."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("There is news about your question {number} to our office.", number=self.number),
            buttons=[[Button(_("Show"), data=f"threads.show:{self.number}")]],
        )


class AskMore(Message, frozen=True, tag="threads.ask_more"):
    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Your question {number} to our office", number=self.number),
            text=_("Write, speak a voice message or send a photo. It goes to our office."),
            buttons=[[Button(_("Nothing to add"), data=f"threads.show:{self.number}")]],
        )


class ThreadAdded(Message, frozen=True, tag="threads.added"):
    """A photo or voice message has come; more may follow."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("Thank you. Our office has it now. You can send more."),
            buttons=[[Button(_("That is all"), data=f"threads.show:{self.number}")]],
        )


class ThreadFile(Message, frozen=True, tag="threads.file"):
    """A photo, video or voice message of a question, under its card."""

    number: int
    file: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("Question {number}", number=self.number), file=self.file)


def reads(read_from: float, _: Words) -> str:
    """When somebody reads it: the truth, so that nobody waits for nothing."""
    if not read_from:
        return _("Our office is open now and reads it soon.")
    return _("Nobody reads it now. Our office opens {when}.", when=_.moment(moment(read_from)))
