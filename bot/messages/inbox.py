"""/inbox: what people ask the office, what has no answer, and answers that are to be looked at."""

import msgspec

from bot.messages.base import LONGEST_LABEL, NEWEST, Message, Texts, in_rows, lines, paragraphs
from bot.messages.desk_threads import state
from bot.messages.questions import GROUPS
from bot.messages.work_orders import LANGUAGES
from bot.settings import Company
from bot.speech import N_, Button, Copied, Rendered, Words, isolated

LEARNT: dict[str, str] = {
    "now": N_("Saved. The bot learns it now."),
    "done": N_("The bot has learnt it."),
}


LISTS: dict[str, str] = {
    "threads": N_("Questions that wait for the office"),
    "late": N_("Overdue questions"),
    "asked": N_("Asked, and no answer was found"),
    "old": N_("Texts to look over"),
}


class WaitingRow(msgspec.Struct, frozen=True):
    """A question to a person that waits."""

    number: int
    locale: str
    state: str
    owner: str = ""
    late: bool = False


class AskedRow(msgspec.Struct, frozen=True):
    """Questions that ask the same: the words of the first, in one spelling, and how often they came. `key` is
    their place in callback data.
    """

    key: str
    words: str
    locale: str
    times: int


class OldRow(msgspec.Struct, frozen=True):
    """An answer that has not followed a change in another language."""

    topic: str
    locale: str


class Inbox(Message, frozen=True, tag="inbox.overview"):
    """`waiting`, `asked` and `old` are what stands on this screen, the numbers all that there is. `learnt` is
    "" or where the bot is with what was just taught: now or done.
    """

    waiting: list[WaitingRow]
    asked: list[AskedRow]
    old: list[OldRow] = []
    waiting_n: int = 0
    free_n: int = 0
    late_n: int = 0
    asked_n: int = 0
    old_n: int = 0
    learnt: str = ""

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        return Rendered(
            title=_("What people ask"),
            text=paragraphs(
                _(LEARNT[self.learnt]) if self.learnt in LEARNT else "",
                self._waiting(_),
                self._asked(_),
                self._old(_),
            ),
            buttons=[
                *_waiting_keys(self.waiting, _),
                _all_of("threads", self.waiting_n, len(self.waiting), _),
                *_asked_keys(self.asked),
                _all_of("asked", self.asked_n, len(self.asked), _),
                *_old_keys(self.old, _, texts),
                _all_of("old", self.old_n, len(self.old), _),
                [Button(_("Change an answer"), data="text.groups:all")],
                [Button(_("Languages that you speak"), data="threads.speaks:show")],
                [Button(_("Look again"), data="inbox.show:now")],
            ],
        )

    def _waiting(self, _: Words) -> str:
        if not self.waiting_n:
            return _("No question waits for the office.")
        return lines(
            _.plural(
                "{n} question waits for the office.", "{n} questions wait for the office.", self.waiting_n
            ),
            _.plural("Nobody has {n} of them.", "Nobody has {n} of them.", self.free_n)
            if self.free_n
            else "",
            _.plural("{n} is overdue.", "{n} are overdue.", self.late_n) if self.late_n else "",
        )

    def _asked(self, _: Words) -> str:
        if not self.asked_n:
            return _("Nothing was asked that has no answer.")
        return _.plural(
            "{n} thing was asked that has no answer. What is asked most stands first.",
            "{n} things were asked that have no answer. What is asked most stands first.",
            self.asked_n,
        )

    def _old(self, _: Words) -> str:
        if not self.old_n:
            return ""
        return _.plural(
            "{n} text has not followed a change in another language.",
            "{n} texts have not followed a change in another language.",
            self.old_n,
        )


class InboxPage(Message, frozen=True, tag="inbox.page"):
    """A page of one of the lists: threads, late, asked or old. `page` counts from 1."""

    what: str
    page: int = 1
    more: bool = False
    waiting: list[WaitingRow] = []
    asked: list[AskedRow] = []
    old: list[OldRow] = []

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        rows = [
            *_waiting_keys(self.waiting, _),
            *_asked_keys(self.asked),
            *_old_keys(self.old, _, texts),
        ]
        before = [Button(_("Previous page"), data=f"inbox.page:{self.what}.{self.page - 1}")]
        after = [Button(_("More"), data=f"inbox.page:{self.what}.{self.page + 1}")]
        return Rendered(
            title=_(LISTS.get(self.what, LISTS["threads"])),
            text=_("Press one to open it.") if rows else _("There is nothing here now."),
            buttons=[
                *rows,
                [*(before if self.page > 1 else []), *(after if self.more else [])],
                [Button(_("Back"), data="inbox.show:now")],
            ],
        )


class AskedGroup(Message, frozen=True, tag="inbox.group"):
    """Questions that ask the same, each with how often it came. `near` are the nearest answers; `asks` is
    what is open: "", groups, or the group whose answers are shown. `members` are keys of single questions.
    """

    key: str
    locale: str
    questions: list[tuple[str, int]]
    members: list[str] = []
    near: list[str] = []
    asks: str = ""
    topics: list[str] = []

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        listed = [f"{times} · {isolated(words)}" for words, times in self.questions]
        return Rendered(
            title=_("Asked, and no answer was found"),
            text=paragraphs(
                _("Language: {language}", language=_(LANGUAGES[self.locale])),
                lines(*listed),
                _("Which answer is it for? The bot learns to understand it so."),
            ),
            buttons=self._buttons(_, texts),
        )

    def _buttons(self, _: Words, texts: Texts) -> list[list[Button]]:
        back = [Button(_("Back"), data=f"inbox.group:{self.key}")]
        if self.asks == "groups":
            groups = [
                Button(_(GROUPS[group]), data=f"inbox.pick:{self.key}.{group}")
                for group in self.topics
                if group in GROUPS
            ]
            return [*in_rows(groups, 2), back]
        if self.asks:
            return [*self._answers(self.topics, _, texts), back]
        alone = [
            [Button(_("Only: {words}", words=Copied(words))[:LONGEST_LABEL], data=f"inbox.group:{key}")]
            for (words, __), key in zip(self.questions, self.members, strict=False)
        ]
        return [
            *self._answers(self.near, _, texts),
            [Button(_("Another answer"), data=f"inbox.pick:{self.key}")],
            [Button(_("Not ours to answer"), data=f"inbox.not_ours:{self.key}")],
            *(alone if len(self.questions) > 1 else []),
            [Button(_("Back"), data="inbox.show:now")],
        ]

    def _answers(self, topics: list[str], _: Words, texts: Texts) -> list[list[Button]]:
        found = [(topic, texts(topic, NEWEST, _.locale)) for topic in topics]
        return [
            [Button(text.title[:LONGEST_LABEL], data=f"inbox.asks:{self.key}.{topic}")]
            for topic, text in found
            if text is not None
        ]


def _waiting_keys(rows: list[WaitingRow], _: Words) -> list[list[Button]]:
    return [[Button(_waits(row, _)[:LONGEST_LABEL], data=f"threads.show:{row.number}")] for row in rows]


def _asked_keys(rows: list[AskedRow]) -> list[list[Button]]:
    return [
        [Button(f"{row.times} · {row.words}"[:LONGEST_LABEL], data=f"inbox.group:{row.key}")] for row in rows
    ]


def _old_keys(rows: list[OldRow], _: Words, texts: Texts) -> list[list[Button]]:
    return [
        [Button(_old(row, _, texts)[:LONGEST_LABEL], data=f"text.in:{row.locale}.{row.topic}")]
        for row in rows
    ]


def _all_of(what: str, n: int, shown: int, _: Words) -> list[Button]:
    """The way to the whole list, where not all of it stands here."""
    if n <= shown:
        return []
    return [Button(_("All {n}", n=Copied(n)), data=f"inbox.page:{what}.1")]


def _waits(row: WaitingRow, _: Words) -> str:
    parts = [
        str(row.number),
        _("OVERDUE") if row.late else "",
        _(LANGUAGES[row.locale]),
        state(row.state, Copied(row.owner), _),
    ]
    return " · ".join(part for part in parts if part)


def _old(row: OldRow, _: Words, texts: Texts) -> str:
    found = texts(row.topic, NEWEST, _.locale)
    return f"{_(LANGUAGES[row.locale])}: {found.title if found else row.topic}"
