"""/answer: an answer in its four languages, changing its text, seeing it as a tenant does, going back."""

from typing import Any

import msgspec

from bot.messages.base import (
    NEWEST,
    AnswerText,
    Contents,
    Message,
    Texts,
    in_rows,
    lines,
    no_contents,
    no_texts,
    paragraphs,
)
from bot.messages.company_values import KNOWN
from bot.messages.faults import moment
from bot.messages.questions import GROUPS, Answer
from bot.messages.work_orders import LANGUAGES
from bot.settings import Company
from bot.speech import (
    NAMES,
    Button,
    Copied,
    Rendered,
    Words,
    isolated,
    left_to_right,
    placeholders,
    wire,
    words,
)

MOST_SHOWN = 6
A_GLANCE = 200


class WhichAnswer(Message, frozen=True, tag="texts.which"):
    """The groups of answers, or the answers of one, or those that a word found."""

    groups: list[str] = []
    topics: list[str] = []

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        groups = [
            Button(_(GROUPS[each]), data=f"text.groups:{each}") for each in self.groups if each in GROUPS
        ]
        found = [(topic, texts(topic, NEWEST, _.locale)) for topic in self.topics]
        return Rendered(
            title=_("Which answer?"),
            text=_("Press it, or write {command} and a word of it.", command=left_to_right("/answer")),
            buttons=[
                *in_rows(groups, 2),
                *(
                    [Button(text.title, data=f"text.topic:{topic}")]
                    for topic, text in found
                    if text is not None
                ),
                [Button(_("Back"), data="text.groups:all" if self.topics else "inbox.show:now")],
            ],
        )


class InLanguage(msgspec.Struct, frozen=True):
    """How an answer stands in a language. `version` is 0 for the shipped text; `who` changed it at `at`;
    `recording` is "" for none, kept, or old for one of an earlier text.
    """

    locale: str
    version: int = 0
    who: str = ""
    at: float = 0.0
    old: bool = False
    recording: str = ""


class AnswerSheet(Message, frozen=True, tag="texts.sheet"):
    """An answer in its four languages."""

    topic: str
    languages: list[InLanguage]

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        return Rendered(
            title=self.topic,
            text=paragraphs(*(self._block(each, _, texts) for each in self.languages)),
            buttons=[
                *in_rows(
                    [
                        Button(NAMES[each.locale], data=f"text.in:{each.locale}.{self.topic}")
                        for each in self.languages
                    ],
                    2,
                ),
                [Button(_("Other answers"), data="text.groups:all")],
            ],
        )

    def _block(self, each: InLanguage, _: Words, texts: Texts) -> str:
        found = texts(self.topic, NEWEST, each.locale)
        return lines(
            f"{_(LANGUAGES[each.locale])} · {_version(each, _)}",
            _("Has not followed a change in another language.") if each.old else "",
            isolated(found.title) if found else "",
            isolated(found.text) if found else "",
        )


class AnswerIn(Message, frozen=True, tag="texts.in"):
    """An answer in one language, with what can be done to it. `saved` is what was done just now: text,
    confirmed, recording, removed or "".
    """

    topic: str
    language: InLanguage
    earlier: bool = False
    saved: str = ""

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        each = self.language
        found = texts(self.topic, NEWEST, each.locale)
        return Rendered(
            title=f"{self.topic} · {_(LANGUAGES[each.locale])}",
            text=paragraphs(
                self._saved(_),
                lines(_version(each, _), self._recording(_)),
                lines(
                    _("Has not followed a change in another language."),
                    _("Until it is changed or confirmed, the reader sees the Swedish beside it."),
                )
                if each.old
                else "",
                lines(isolated(found.title), isolated(found.text)) if found else "",
            ),
            buttons=self._buttons(_),
        )

    def _saved(self, _: Words) -> str:
        said = {
            "text": _("Published. Everybody reads it from now on."),
            "confirmed": _("Good: it is still right."),
            "recording": _("The recording is kept."),
            "removed": _("The recording is removed."),
        }
        return said.get(self.saved, "")

    def _recording(self, _: Words) -> str:
        said = {
            "kept": _("It can be listened to."),
            "old": _("There is a recording of an earlier text: nobody hears it."),
        }
        return said.get(self.language.recording, "")

    def _buttons(self, _: Words) -> list[list[Button]]:
        each = self.language
        place = f"{each.locale}.{self.topic}"
        recorded = [
            Button(_("Listen"), data=f"text.listen:{place}"),
            Button(_("Remove the recording"), data=f"text.unrecord:{place}"),
        ]
        return [
            [Button(_("It is still right"), data=f"text.right:{place}")] if each.old else [],
            [Button(_("Write a new text"), data=f"text.write:{place}")],
            [Button(_("Earlier texts"), data=f"text.versions:{place}")] if self.earlier else [],
            [Button(_("Read it out"), data=f"text.record:{place}")],
            recorded if each.recording else [],
            [Button(_("Back"), data=f"text.topic:{self.topic}")],
        ]


class WriteText(Message, frozen=True, tag="texts.write"):
    """What shall it say? `unknown` are placeholders that nobody fills, of a text that was refused."""

    topic: str
    locale: str
    unknown: list[str] = []
    braces: bool = False

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        found = texts(self.topic, NEWEST, self.locale)
        used = placeholders(found.text) if found else []
        return Rendered(
            title=f"{self.topic} · {_(LANGUAGES[self.locale])}",
            text=paragraphs(
                _(
                    "I do not know {names}. The company's values are called like this:",
                    names=_.list([_named(name) for name in self.unknown]),
                )
                if self.unknown
                else "",
                _(
                    "A curly bracket stands there alone. A value looks like this: {name}",
                    name=_named("company"),
                )
                if self.braces
                else "",
                left_to_right(" ".join(_named(name) for name in sorted(KNOWN))) if self.unknown else "",
                _(
                    "Write the new text now, one to three short sentences in {language}.",
                    language=_(LANGUAGES[self.locale]),
                ),
                _("The text now uses {names}: keep what still fits.", names=_.list([_named(n) for n in used]))
                if used and not self.unknown
                else "",
            ),
            buttons=[[Button(_("Do not change it"), data=f"text.in:{self.locale}.{self.topic}")]],
        )


class ReadOut(Message, frozen=True, tag="texts.read_out"):
    """The office reads the answer out: what is to be read, as it is shown to a tenant."""

    topic: str
    locale: str
    text: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Read it out"),
            text=paragraphs(
                _("Speak a voice message with this text, slowly. It takes the place of the one there is."),
                isolated(self.text),
            ),
            buttons=[[Button(_("Back"), data=f"text.in:{self.locale}.{self.topic}")]],
        )


class Preview(Message, frozen=True, tag="texts.preview"):
    """A text exactly as a tenant will see it, with the office's buttons under it. `then` is what is done with
    it: publish, or restore a version (`version`; 0 is the shipped text). `missing` are keys of company.toml,
    `next` and `swedish` as in the answer.
    """

    topic: str
    locale: str
    text: str
    then: str = "publish"
    version: int = 0
    missing: list[str] = []
    next: str = ""
    swedish: bool = False

    def draw(
        self, _: Words, company: Company, texts: Texts = no_texts, contents: Contents = no_contents
    ) -> tuple[dict[str, Any], int | None]:
        reader = words(self.locale)
        shown = self._as_tenant(reader, company, texts)
        notes = self._missing(_)
        rendered = Rendered(
            title=isolated(shown.title),
            text=paragraphs(isolated(shown.text), isolated(notes)),
            buttons=self._buttons(_),
        )
        return wire(rendered, self.locale), None

    def _as_tenant(self, reader: Words, company: Company, texts: Texts) -> Rendered:
        def changed(topic: str, version: int, locale: str) -> AnswerText | None:
            found = texts(topic, version, locale)
            if found is None or (topic, locale) != (self.topic, self.locale):
                return found
            return AnswerText(found.title, self._with_gaps())

        return Answer(self.topic, next=self.next, swedish=self.swedish).shown(reader, company, changed)

    def _with_gaps(self) -> str:
        """A value that the company has not filled in is shown by its name."""
        gaps = {key.removeprefix("answers.") for key in self.missing}
        text = self.text
        for name in gaps:
            text = text.replace(_named(name), name.upper())
        return text

    def _missing(self, _: Words) -> str:
        if not self.missing:
            return ""
        return _(
            "Missing in company.toml: {keys}. Until they are there, nobody gets this answer.",
            keys=_.list(self.missing),
        )

    def _buttons(self, _: Words) -> list[list[Button]]:
        place = f"{self.locale}.{self.topic}"
        back = Button(_("Do not change it"), data=f"text.in:{place}")
        if self.then == "publish":
            return [
                [Button(_("Publish"), data=f"text.publish:{place}")],
                [Button(_("Write it again"), data=f"text.write:{place}")],
                [back],
            ]
        return [
            [Button(_("Make this the text again"), data=f"text.restore:{place}.{self.version}")],
            [Button(_("Earlier texts"), data=f"text.versions:{place}")],
            [back],
        ]


class OldText(msgspec.Struct, frozen=True):
    """A version of a text."""

    version: int
    text: str
    who: str = ""
    at: float = 0.0


class EarlierTexts(Message, frozen=True, tag="texts.versions"):
    """What an answer has said in a language, the latest first; version 0 is the shipped text."""

    topic: str
    locale: str
    versions: list[OldText]

    def render(self, _: Words, company: Company) -> Rendered:
        place = f"{self.locale}.{self.topic}"
        return Rendered(
            title=f"{self.topic} · {_(LANGUAGES[self.locale])}",
            text=paragraphs(
                _("Earlier texts. Press one to see it as a tenant does."),
                *(
                    lines(
                        _version(InLanguage(self.locale, each.version, each.who, each.at), _),
                        isolated(each.text[:A_GLANCE]),
                    )
                    for each in self.versions
                ),
            ),
            buttons=[
                *in_rows(
                    [
                        Button(_name(each.version, _), data=f"text.version:{place}.{each.version}")
                        for each in self.versions
                    ],
                    2,
                ),
                [Button(_("Back"), data=f"text.in:{place}")],
            ],
        )


def _name(version: int, _: Words) -> str:
    return _("Change {n}", n=Copied(version)) if version else _("The shipped text")


def _version(each: InLanguage, _: Words) -> str:
    """Which version it is, who made it and when."""
    if not each.at:
        return _name(each.version, _)
    when = _.moment(moment(each.at))
    return _("{version}, {who}, {when}", version=_name(each.version, _), who=each.who, when=when)


def _named(name: str) -> str:
    return f"{{{name}}}"
