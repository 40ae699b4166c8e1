"""How long a notice becomes in each language, with all that is put around what was written: measured, since
Telegram refuses what is longer, and who presses a button must find her answer under it.
"""

from collections.abc import Iterator

import msgspec

from bot.messages.notice_summary import Alert, Draft, Reach
from bot.messages.notice_texts import Content
from bot.messages.notices import ANSWERED, Notice, NoticeKnown, PollResult
from bot.settings import Company
from bot.speech import LOCALES, Rendered, Words, measured, words

DAY = 24 * 3600.0


class TooLong(msgspec.Struct, frozen=True):
    """In which language it is how long, and what Telegram takes, in UTF-16 units."""

    locale: str
    length: int
    most: int


def too_long(content: Content, asks: bool, company: Company, reach: Reach | None = None) -> TooLong | None:
    """Where a notice is longer than Telegram takes; None where it fits, whatever its readers press. `reach`
    is what stands under an emergency before it goes.
    """
    if content.kind == "emergency" and not content.ends:
        content = msgspec.structs.replace(content, ends=content.starts + DAY)  # its end is still to come
    found: TooLong | None = None
    for locale in LOCALES:
        for frame in _frames(content, asks, words(locale), company, reach):
            length, most = measured(frame, locale)
            if length > most and (found is None or length - most > found.length - found.most):
                found = TooLong(locale, length, most)
    return found


def _frames(
    content: Content, asks: bool, _: Words, company: Company, reach: Reach | None
) -> Iterator[Rendered]:
    """Everything that shows it: unanswered, with each answer, as a known fault, as a result; at the desk."""
    answers = [each for each, may in _may_be_answered(content, asks).items() if may]
    for answered in ("", *answers):
        yield Notice(0, asks=asks, answered=answered).say(content, _, company)
    if content.kind in ("planned", "emergency"):
        yield NoticeKnown(0).say(content, _, company)
    if content.kind == "poll":
        yield PollResult(0, votes=[None] * content.choices()).say(content, _, company)
    if content.kind == "emergency":
        around = reach if reach is not None else Reach({})
        yield Alert(content, content.where, around, [], wrong="past").render(_, company)
        yield Draft(content, content.where, around, asks=asks, wrong="past", number=1).render(_, company)


def _may_be_answered(content: Content, asks: bool) -> dict[str, bool]:
    may = {"call": content.kind == "emergency", "vote": content.kind == "poll"}
    return {answer: may.get(answer, asks) for answer in ANSWERED}
