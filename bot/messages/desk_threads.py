"""A question to a person, as the office sees it: what has come, its card, what she is about to be sent."""

from bot.messages.base import LONGEST_LABEL, NEWEST, Message, Texts, in_rows, lines, paragraphs
from bot.messages.faults import moment
from bot.messages.questions import GROUPS
from bot.messages.thread_words import PHRASE_NAMES, Line, in_language, said, said_to
from bot.messages.work_orders import LANGUAGES, Colleague
from bot.settings import Company
from bot.speech import LOCALES, N_, NAMES, Button, Copied, Rendered, Words, isolated

STATES: dict[str, str] = {
    "open": N_("Nobody has it"),
    "claimed": N_("{name} has it"),
    "answered": N_("Answered: waits for more from the person"),
    "closed": N_("Finished"),
}
NEWS: dict[str, str] = {
    "unclaimed": N_("Nobody has taken question {number} yet."),
    "given": N_("Question {number} has been given to you."),
    "free": N_("Question {number} is free again: nobody has it."),
    "wrote": N_("There is more to question {number}."),
    "overdue": N_("Question {number} should have had an answer by now."),
}


class DeskOffer(Message, frozen=True, tag="threads.offer"):
    """That there is a question: in which language and whose it is, never what was asked."""

    number: int
    locale: str
    state: str = "open"
    owner: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=lines(
                _("Question {number} to the office", number=self.number),
                _("Language: {language}", language=_(LANGUAGES[self.locale])),
                state(self.state, self.owner, _),
            ),
            buttons=[[Button(_("Show"), data=f"threads.show:{self.number}")]],
        )


class DeskNews(Message, frozen=True, tag="threads.desk_news"):
    """A push about a question whose card stands in the chat; `what` is a key of NEWS."""

    number: int
    what: str

    def render(self, _: Words, company: Company) -> Rendered:
        news = NEWS.get(self.what)
        return Rendered(
            text=_(news, number=self.number)
            if news
            else _("There is news about question {number}.", number=self.number),
            buttons=[[Button(_("Show"), data=f"threads.show:{self.number}")]],
        )


class DeskThread(Message, frozen=True, tag="threads.desk"):
    """The whole question. `view` is what this reader is to it: free (nobody has it), mine, or other; `asks`
    what is open on the card: answers, a group of them, phrases, hand, or none. `address` is "" for one
    without a home here.
    """

    number: int
    state: str
    locale: str
    lines: list[Line]
    view: str
    owner: str = ""
    address: str = ""
    flat: str = ""
    topic: str = ""
    near: list[str] = []
    at: float = 0.0
    due: float = 0.0
    late: bool = False
    files: int = 0
    page: int = 1
    earlier: int = 0
    asks: str = ""
    topics: list[str] = []
    colleagues: list[Colleague] = []

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        return Rendered(
            title=_("Question {number} · {language}", number=self.number, language=_(LANGUAGES[self.locale])),
            text=paragraphs(
                self._facts(_, texts),
                *(self._line(line, _, company, texts) for line in self.lines),
                self._question(_),
            ),
            buttons=self._buttons(_, texts),
        )

    def _facts(self, _: Words, texts: Texts) -> str:
        had = texts(self.topic, NEWEST, _.locale) if self.topic else None
        where = ", ".join(part for part in (self.address, self.flat) if part)
        waits = self.state in ("open", "claimed")
        return lines(
            state(self.state, self.owner, _),
            _("Answer by {when}", when=_.moment(moment(self.due))) if waits else "",
            _("OVERDUE") if self.late and waits else "",
            _("From: {address}", address=where) if where else _("From: no home with us is known"),
            _("Asked {when}", when=_.moment(moment(self.at))),
            _("Had the answer: {title}", title=had.title) if had else "",
        )

    def _line(self, line: Line, _: Words, company: Company, texts: Texts) -> str:
        who = line.who or _("Who asks")
        language = in_language(line, _)
        when = _.moment(moment(line.at))
        if language and line.who:
            heading = _("{who}, {when}, in {language}:", who=who, when=when, language=language)
        else:
            heading = _("{who}, {when}:", who=who, when=when)
        return lines(heading, said(line, _, company, texts))

    def _question(self, _: Words) -> str:
        match self.asks:
            case "":
                return ""
            case "phrases":
                return _("What do you want to say? The person reads it in their own language.")
            case "hand":
                return _("Who gets it?")
        return _("Which answer? The person reads it in their own language.")

    def _buttons(self, _: Words, texts: Texts) -> list[list[Button]]:
        n = self.number
        back = [Button(_("Back"), data=f"threads.show:{n}")]
        match self.asks:
            case "answers":
                groups = [
                    Button(_(GROUPS[group]), data=f"threads.answers:{n}.{group}")
                    for group in self.topics
                    if group in GROUPS
                ]
                return [*in_rows(groups, 2), back]
            case "phrases":
                named = {key: _(text) for key, text in PHRASE_NAMES.items()}
                return [
                    *in_rows(
                        [Button(name, data=f"threads.phrase:{n}.{key}") for key, name in named.items()], 2
                    ),
                    back,
                ]
            case "hand":
                return [
                    *(
                        [Button(each.name, data=f"threads.hand_to:{n}.{each.person}")]
                        for each in self.colleagues
                    ),
                    back,
                ]
            case "":
                return self._acts(_, texts)
        return [*_answers(n, self.topics, _, texts), [Button(_("Back"), data=f"threads.answers:{n}")]]

    def _acts(self, _: Words, texts: Texts) -> list[list[Button]]:
        n = self.number
        files = [Button(_("Photos and voice messages"), data=f"threads.files:{n}")] if self.files else []
        pages = self._pages(_)
        if self.state == "closed":
            return [files, pages]
        if self.view == "other":
            return [[Button(_("Take it over"), data=f"threads.take_over:{n}")], files, pages]
        mine = self.view == "mine"
        return [
            *([] if mine else [[Button(_("Take the question"), data=f"threads.take:{n}")]]),
            *_answers(n, self.near, _, texts, first=True),
            [
                Button(_("Another answer"), data=f"threads.answers:{n}"),
                Button(_("A ready phrase"), data=f"threads.phrases:{n}"),
            ],
            [Button(_("Write yourself"), data=f"threads.write:{n}")],
            files,
            pages,
            [
                Button(_("Give back to the others"), data=f"threads.give_back:{n}"),
                Button(_("Hand over"), data=f"threads.hand:{n}"),
            ]
            if mine
            else [],
            [Button(_("Finish"), data=f"threads.close:{n}")],
        ]

    def _pages(self, _: Words) -> list[Button]:
        n, page = self.number, self.page
        before = [Button(_("Earlier messages"), data=f"threads.show:{n}.{page + 1}")] if self.earlier else []
        after = [Button(_("Later messages"), data=f"threads.show:{n}.{page - 1}")] if page > 1 else []
        return [*before, *after]


class AboutToSend(Message, frozen=True, tag="threads.about_to_send"):
    """What she is about to be sent, as she will read it and in Swedish. `kind` is answer or phrase, `locale`
    hers; `swedish` as in a line.
    """

    number: int
    kind: str
    content: str
    locale: str
    swedish: bool = False

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        line = Line("office", self.kind, self.content, swedish=self.swedish)
        place = f"{self.number}.{self.content}"
        send = Button(_("Send"), data=f"threads.send:{place}")
        if self.kind == "phrase":
            send = Button(_("Send"), data=f"threads.say:{place}")
        same = self.locale == _.locale
        return Rendered(
            title=_("Send this?"),
            text=paragraphs(
                isolated(said(line, _, company, texts)),
                ""
                if same
                else lines(
                    _("The person reads it in {language}:", language=_(LANGUAGES[self.locale])),
                    said_to(line, self.locale, company, texts),
                ),
            ),
            buttons=[
                [send],
                [Button(_("Back"), data=f"threads.show:{self.number}")],
            ],
        )


class WriteToHer(Message, frozen=True, tag="threads.write"):
    """What does the office want to write? `locale` is hers."""

    number: int
    locale: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Question {number}", number=self.number),
            text=paragraphs(
                _("Write, speak a voice message or send a photo. Nothing is translated."),
                _("The person reads {language}.", language=_(LANGUAGES[self.locale])),
            ),
            buttons=[[Button(_("Back"), data=f"threads.show:{self.number}")]],
        )


class WhichLanguage(Message, frozen=True, tag="threads.which_language"):
    """In which language is what was written or spoken? Languages that are `spoken` come first."""

    number: int
    words: str
    file: bool = False
    spoken: list[str] = []

    def render(self, _: Words, company: Company) -> Rendered:
        first = [locale for locale in self.spoken if locale in LOCALES]
        order = [*first, *(locale for locale in LOCALES if locale not in first)]
        return Rendered(
            title=_("In which language is it?"),
            text=paragraphs(
                _("A photo or voice message is ready to be sent.") if self.file else "",
                isolated(self.words) if self.words else "",
                _(
                    "The person gets it as it is, and is told which language it is in. Press a language to "
                    "send it."
                ),
            ),
            buttons=[
                *(
                    [Button(NAMES[locale], data=f"threads.written:{locale}.{self.number}")]
                    for locale in order
                ),
                [Button(_("Do not send it"), data=f"threads.show:{self.number}")],
            ],
        )


class Speaks(Message, frozen=True, tag="threads.speaks"):
    """Which languages this colleague speaks: a press marks one, the next takes the mark away."""

    spoken: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Languages that you speak"),
            text=_(
                "What people ask, say or write in these comes to you first, and after an hour to everybody."
            ),
            buttons=[
                [
                    Button(
                        _("{language}: yes", language=Copied(NAMES[locale]))
                        if locale in self.spoken
                        else NAMES[locale],
                        data=f"threads.speaks:{locale}",
                    )
                ]
                for locale in LOCALES
            ],
        )


def state(name: str, owner: str, _: Words) -> str:
    """Where it stands, and with whom."""
    if name == "answered" and owner:
        return _("{state}: {name}", state=_(STATES[name]), name=owner)
    return _(STATES[name], name=owner)


def _answers(
    number: int, topics: list[str], _: Words, texts: Texts, *, first: bool = False
) -> list[list[Button]]:
    """A button for each answer that could be sent."""
    found = [(topic, texts(topic, NEWEST, _.locale)) for topic in topics]
    return [
        [
            Button(
                (_("Send: {title}", title=Copied(text.title)) if first else text.title)[:LONGEST_LABEL],
                data=f"threads.answer:{number}.{topic}",
            )
        ]
        for topic, text in found
        if text is not None
    ]
