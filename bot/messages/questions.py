"""Questions and answers: an answer with its next step, near ones, the groups to look in, and kind replies."""

from collections.abc import Mapping, Sequence

from bot.messages.base import (
    NEWEST,
    AnswerText,
    Message,
    Texts,
    in_rows,
    in_swedish_too,
    lines,
    paragraphs,
    phone_shown,
)
from bot.messages.company_values import hours, values
from bot.messages.fault_words import ITEMS
from bot.messages.menu import keyboard
from bot.settings import Company
from bot.speech import N_, RECORD, Button, Rendered, Words, filled

# The groups of `bot/topics.py`.
GROUPS: dict[str, str] = {
    "rent": N_("Rent and money"),
    "contract": N_("Contract"),
    "moving": N_("Find a home and move"),
    "home": N_("Living in the flat"),
    "repairs": N_("Repairs"),
    "trouble": N_("When something is wrong"),
    "shared": N_("Laundry, waste and yard"),
    "safety": N_("Safety"),
    "work": N_("Work and benefits"),
    "us": N_("Talk with us"),
}
KIND: dict[str, str] = {
    "greeting": N_("Hello! Ask me something about your home in your own words, or press a button."),
    "thanks": N_("You are welcome! Write to me whenever you want."),
}
HELPED: dict[str, str] = {
    "": N_("Did this help you?"),
    "yes": N_("Good! Thank you for telling us."),
    "no": N_("I am sorry that it did not help. You can ask a person at our office."),
}


class Answer(Message, frozen=True, tag="questions.answer"):
    """An answer by its topic and version.

    `next` is the step under it: "emergency", "report", "report:<category>", "home", "call:desk",
    "call:jour" or "".
    `items` are faults that her words may mean, and `files` is whether a picture came with them. `group` is
    where it stands in the browse screen; `listen`, whether it can be heard; `swedish`, whether the Swedish
    stands beside it; `helped` is "" while that is asked, then yes or no. `contract` is the kind of hers,
    first_hand or second_hand, where the answer differs; "" where none is known.
    """

    topic: str
    version: int = 0
    next: str = ""
    related: list[str] = []
    items: list[str] = []
    files: bool = False
    group: str = ""
    listen: bool = False
    swedish: bool = False
    helped: str = ""
    contract: str = ""

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        found = texts(self.topic, self.version, _.locale)
        if found is None:
            return Rendered(text=gone(_, company), buttons=[_all(_)])
        return Rendered(
            title=found.title,
            text=paragraphs(
                self.body(_, company, texts, found),
                self._call(_, company, found),
                _("Is something broken? Press what fits best, and your words come along.")
                if self.items
                else "",
                _("I have your picture.") if self.files else "",
                _(HELPED[self.helped]),
            ),
            buttons=[
                *faults_of(_, self.items),
                *self._next(_),
                *([[Button(_("Listen"), data=f"answer.listen:{self.topic}")]] if self.listen else []),
                *titles(_, texts, self.related),
                *self._marks(_),
            ],
        )

    def body(self, _: Words, company: Company, texts: Texts, found: AnswerText) -> str:
        """What it says, and what belongs beside it. Raises KeyError for a value that is not filled in."""
        return paragraphs(
            filled(found.worded(self.contract), values(_, company)),
            self._old(_, found),
            self._beside(_, company, texts, found),
        )

    def _call(self, _: Words, company: Company, found: AnswerText) -> str:
        """The number to call, unless the text has it already."""
        if self.next == "call:jour" and "{jour}" not in found.worded(self.contract):
            return lines(_("Call now:"), phone_shown(company.emergency.phone))
        return (
            office(_, company)
            if self.next == "call:desk" and "{bobutik}" not in found.worded(self.contract)
            else ""
        )

    def _next(self, _: Words) -> list[list[Button]]:
        if self.next == "emergency":
            return [[Button(_("Emergency"), data="emergency.show:now")]]
        kind, _colon, category = self.next.partition(":")
        if self.items or self.files or kind == "report":
            category = category if kind == "report" and category else "any"
            return [[Button(_("Report a fault"), data=f"answer.report:{category}")]]
        return [[Button(_("My home"), data="home.show:now")]] if kind == "home" else []

    def _marks(self, _: Words) -> list[list[Button]]:
        human = Button(_("Ask a person"), data=f"answer.human:{self.topic}")
        more = [Button(_("More questions"), data=f"answer.group:{self.group}")] if self.group else []
        if self.helped:
            return [[human], more]
        return [
            [Button(_("Yes"), data="answer.helped:yes"), Button(_("No"), data="answer.helped:no")],
            [human],
            more,
        ]

    def _old(self, _: Words, found: AnswerText) -> str:
        return _("This text was changed in another language. We are looking it over.") if found.old else ""

    def _beside(self, _: Words, company: Company, texts: Texts, found: AnswerText) -> str:
        """The Swedish, where an unreviewed or old text must not stand alone."""
        swedish = texts(self.topic, self.version, RECORD)
        if swedish is None or not (found.old or (self.swedish and not found.reviewed)):
            return ""
        return in_swedish_too(
            _, lambda record: filled(swedish.worded(self.contract), values(record, company))
        )


class Unsure(Message, frozen=True, tag="questions.unsure"):
    """No answer is sure: up to four near ones, up to three faults that her words may mean, and a person.
    `code` is for one who may have meant to write one.
    """

    topics: list[str]
    items: list[str] = []
    report: bool = False
    code: bool = False

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        near = titles(_, texts, self.topics)
        return Rendered(
            text=paragraphs(
                _("Is something broken? Press what fits best, and your words come along.")
                if self.items
                else "",
                self._asks(_, bool(near)),
                _("Do you have a code? Write it here. It has 10 letters and digits.") if self.code else "",
            ),
            buttons=[
                *faults_of(_, self.items),
                *(
                    [[Button(_("Report a fault"), data="answer.report:any")]]
                    if self.report and self.items
                    else []
                ),
                *near,
                [Button(_("Ask a person"), data="answer.human:none")],
                _all(_),
            ],
        )

    def _asks(self, _: Words, near: bool) -> str:
        if near and self.items:
            return _("Or is it a question about one of these?")
        if near:
            return _("I am not sure what you mean. Is it one of these?")
        return (
            "" if self.items else _("Sorry, I do not know that. You can ask a person, or look for it here.")
        )


class Groups(Message, frozen=True, tag="questions.groups"):
    """What one can ask about. `mine` is whether she has asked a person and can look at that."""

    groups: list[str]
    mine: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        buttons = [Button(_(GROUPS[group]), data=f"answer.group:{group}") for group in self.groups]
        return Rendered(
            title=_("What is your question about?"),
            text=_("Press what fits best, or write your question here in your own words."),
            buttons=[
                *in_rows(buttons, 2),
                [Button(_("Ask a person"), data="answer.human:none")],
                [Button(_("My questions to the office"), data="threads.mine:open")] if self.mine else [],
                [Button(_("Emergency"), data="emergency.show:now")],
            ],
        )


class Topics(Message, frozen=True, tag="questions.topics"):
    """The answers of one group."""

    group: str
    topics: list[str]

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        return Rendered(
            title=_(GROUPS[self.group]),
            text=_("Press your question, or write it here in your own words."),
            buttons=[
                *titles(_, texts, self.topics),
                [Button(_("Ask a person"), data="answer.human:none")],
                [Button(_("Back"), data="answer.group:all")],
            ],
        )


class Kind(Message, frozen=True, tag="questions.kind"):
    """A reply to a greeting or to thanks; `why` is a key of KIND."""

    why: str
    words: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_(KIND[self.why]), keyboard=keyboard(self.words, _))


class Withheld(Message, frozen=True, tag="questions.withheld"):
    """The answer cannot be given: it needs a value that the company has not filled in, or it has gone."""

    topic: str

    def render(self, _: Words, company: Company) -> Rendered:
        human = Button(_("Ask a person"), data=f"answer.human:{self.topic}")
        return Rendered(text=gone(_, company), buttons=[[human], _all(_)])


class Recording(Message, frozen=True, tag="questions.recording"):
    """An answer that a person has read out."""

    topic: str
    file: int

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        found = texts(self.topic, NEWEST, _.locale)
        return Rendered(title=found.title if found is not None else "", file=self.file)


class AskByPhone(Message, frozen=True, tag="questions.ask_by_phone"):
    """A person answers on the phone and at the office."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Ask a person"),
            text=paragraphs(
                office(_, company), _("You can also come to {address}.", address=company.desk.address)
            ),
        )


def titles(_: Words, texts: Texts, topics: Sequence[str]) -> list[list[Button]]:
    """A button for each answer, with its title."""
    named: Mapping[str, AnswerText | None] = {topic: texts(topic, NEWEST, _.locale) for topic in topics}
    return [
        [Button(found.title, data=f"answer.topic:{topic}")]
        for topic, found in named.items()
        if found is not None
    ]


def faults_of(_: Words, items: Sequence[str]) -> list[list[Button]]:
    """A button for each fault that she may mean."""
    return [[Button(_(ITEMS[item]), data=f"answer.fault:{item}")] for item in items if item in ITEMS]


def office(_: Words, company: Company) -> str:
    """How to reach a person: the office's number and hours."""
    return lines(
        _("Call our office, working days {hours}:", hours=hours(company)), phone_shown(company.desk.phone)
    )


def gone(_: Words, company: Company) -> str:
    """There is no answer to show."""
    return paragraphs(_("Sorry, I do not have this answer yet."), office(_, company))


def _all(_: Words) -> list[Button]:
    return [Button(_("All questions"), data="answer.group:all")]
