"""What the bot answers from: the texts of the answers, the finder once it is loaded, and the words of an
emergency and of a fault. `app.py` makes one, and every turn is handed it.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.answers.answer import Answer
from bot.answers.emergencies import Emergency
from bot.answers.finder import Found
from bot.answers.normal import normal
from bot.messages.base import NEWEST, AnswerText
from bot.messages.company_values import missing, values
from bot.settings import Company
from bot.speech import RECORD, filled, words
from bot.topics import GROUP_OF, GROUPS, ROOM_OF, SHOWS_SWEDISH
from bot.understanding import Understanding
from storage.fault_items import ITEMS

MOST_ITEMS = 3


class Understands(Protocol):
    """What understands words; see `bot/understanding.py`."""

    def find(self, question: str, locale: str) -> Found | None:
        """What a question asks for; None while that cannot be told yet."""

    def emergency(self, said: str, locale: str) -> Emergency | None:
        """The emergency that is told of."""

    def faults(self, said: str, locale: str) -> list[str]:
        """The items of a report that words may tell of, best first."""

    def answers(self, locale: str) -> Mapping[str, Answer]:
        """The shipped answers in a language, by topic."""


class Changed(Protocol):
    """The texts that the desk has changed, by version from 1 on."""

    def latest(self, topic: str) -> int:
        """The version in force; 0 while it is as shipped."""

    def text(self, topic: str, version: int, locale: str) -> str | None:
        """What the desk has written in this language up to a version; None: as shipped."""

    def is_old(self, topic: str, version: int, locale: str) -> bool:
        """Whether another language has been changed since."""


class Unchanged:
    """As long as the desk changes nothing."""

    def latest(self, topic: str) -> int:
        return 0

    def text(self, topic: str, version: int, locale: str) -> str | None:
        return None

    def is_old(self, topic: str, version: int, locale: str) -> bool:
        return False


class Answering:
    """All that a turn needs to answer a question."""

    def __init__(
        self, company: Company, understands: Understands | None = None, changed: Changed | None = None
    ) -> None:
        self.understands: Understands = understands or Understanding()
        self._company = company
        self._changed = changed or Unchanged()
        # What the company has filled in, by language: it does not change while the bot runs.
        self._values: dict[str, dict[str, object]] = {}

    # -- Texts ---------------------------------------------------------------------------------

    def text(self, topic: str, version: int, locale: str) -> AnswerText | None:
        """An answer in a language at a version of it; None if there is none."""
        shipped = self.understands.answers(locale).get(topic)
        if shipped is None:
            return None
        version = self._changed.latest(topic) if version == NEWEST else version
        if version == 0:
            return _shipped(shipped)
        changed = self._changed.text(topic, version, locale)
        old = self._changed.is_old(topic, version, locale)
        if changed is None:
            return _shipped(shipped, old)
        return AnswerText(shipped.title, changed, old=old)

    def read_out(self, topic: str, locale: str, text: str | None = None) -> str:
        """What a person says who reads an answer out, or would with this text; "" if there is none."""
        found = self.text(topic, NEWEST, locale)
        there = self._values_in(locale)
        lacks = self.lacks(topic, locale) if text is None else missing(text, there, self._company)
        if found is None or lacks:
            return ""
        return f"{found.title}\n{filled(found.text if text is None else text, there)}"

    def version(self, topic: str) -> int:
        """The version of an answer that is in force."""
        return self._changed.latest(topic)

    def next(self, topic: str) -> str:
        """The step under an answer."""
        return self.understands.answers(RECORD)[topic].next

    def related(self, topic: str, locale: str) -> list[str]:
        """The answers near it that can be given."""
        return self.given(self.understands.answers(RECORD)[topic].related, locale)

    def exists(self, topic: str) -> bool:
        """Whether there is such an answer, in an open room."""
        room = ROOM_OF.get(topic)
        return topic in GROUP_OF and (room is None or getattr(self._company.rooms, room))

    def lacks(self, topic: str, locale: str) -> list[str]:
        """The keys of company.toml for want of which the answer is withheld from readers of a language."""
        shown = [self.text(topic, NEWEST, locale)]
        if topic in SHOWS_SWEDISH:
            shown.append(self.text(topic, NEWEST, RECORD))
        there = self._values_in(locale)
        texts = [text for each in shown if each is not None for text in _wordings(each)]
        needs = [missing(text, there, self._company) for text in texts]
        return list(dict.fromkeys(key for keys in needs for key in keys))

    def _values_in(self, locale: str) -> dict[str, object]:
        if locale not in self._values:
            self._values[locale] = values(words(locale), self._company)
        return self._values[locale]

    def given(self, topics: Sequence[str], locale: str) -> list[str]:
        """Those of them that exist and are not withheld, in the same order."""
        return [each for each in topics if self.exists(each) and not self.lacks(each, locale)]

    def groups(self, locale: str) -> list[str]:
        """The groups in which there is an answer to give."""
        return [group for group, topics in GROUPS.items() if self.given(topics, locale)]

    # -- Understanding -------------------------------------------------------------------------

    def find(self, question: str, locale: str) -> Found | None:
        """What a question asks for, in whatever of the languages it was written; None while that cannot be
        told yet.
        """
        return self.understands.find(question, locale)

    def emergency(self, said: str, locale: str | None) -> Emergency | None:
        """The emergency that is told of; `locale` is None for one who has chosen no language."""
        return self.understands.emergency(said, locale or RECORD)

    def faults(self, said: str, locale: str) -> list[str]:
        """Up to three faults that words may tell of, best first."""
        return [item for item in self.understands.faults(said, locale) if item in ITEMS][:MOST_ITEMS]

    def spelt(self, said: str) -> str:
        """Words in the one spelling that questions are compared in; "" if there are none."""
        return normal(said)


def _shipped(answer: Answer, old: bool = False) -> AnswerText:
    return AnswerText(answer.title, answer.text, answer.reviewed, old, answer.first_hand, answer.second_hand)


def _wordings(answer: AnswerText) -> tuple[str, str, str]:
    return answer.text, answer.first_hand, answer.second_hand
