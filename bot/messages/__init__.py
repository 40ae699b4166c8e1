"""Every outgoing message of the bot, as data with its words."""

import inspect
from types import ModuleType
from typing import Any, Union

import msgspec

from bot.messages import (
    absence,
    access,
    allocation,
    answer_texts,
    behalf,
    conversions,
    desk_threads,
    emergency,
    fault_report,
    faults,
    general,
    home,
    homes,
    households,
    inbox,
    known_faults,
    meetings,
    menu,
    moving_in,
    my_reports,
    notice_desk,
    notice_summary,
    notice_writing,
    notices,
    offers,
    officers,
    questions,
    start,
    teams,
    threads,
    today,
    tracks,
    triage,
    typed_orders,
    unit_offers,
    vacancies,
    vacancy_entry,
    work_orders,
)
from bot.messages.base import Contents, Message, Texts, no_contents, no_texts
from bot.settings import Company
from bot.speech import words

ROOMS: tuple[ModuleType, ...] = (
    *(start, menu, emergency, fault_report, known_faults, faults, my_reports, access),
    *(work_orders, typed_orders, today, absence, teams, questions, general, triage, behalf),
    *(threads, desk_threads, inbox, answer_texts),
    *(home, conversions, moving_in, tracks),
    *(offers, officers, households, unit_offers),
    *(homes, vacancies, vacancy_entry, allocation),
    *(notices, meetings, notice_writing, notice_summary, notice_desk),
)
KINDS: tuple[type[Message], ...] = tuple(
    kind
    for room in ROOMS
    for kind in vars(room).values()
    if inspect.isclass(kind)
    and issubclass(kind, Message)
    and kind is not Message
    and kind.__module__ == room.__name__
)
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Union[KINDS])  # noqa: UP007


def read(raw: bytes | str) -> Message:
    """A message from its JSON. Raises msgspec.MsgspecError for one that no release has sent."""
    message: Message = _decoder.decode(raw)
    return message


def draw(
    raw: bytes | str,
    locale: str,
    company: Company,
    texts: Texts = no_texts,
    contents: Contents = no_contents,
) -> tuple[dict[str, Any], int | None]:
    """A message's JSON as Telegram's fields in a language, and the kept file that goes with it. `texts` are
    those of the answers, `contents` what notices say.

    Raises msgspec.MsgspecError, ValueError (over one of Telegram's limits), KeyError (an unknown id).
    """
    return read(raw).draw(words(locale), company, texts, contents)
