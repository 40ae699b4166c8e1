"""To whom a report is offered first: those who speak the language in which something was written or said."""

import datetime

from bot import hours
from bot.engine.turn import Turn
from bot.speech import RECORD, STOCKHOLM
from storage import faults, files, spoken
from storage.faults import Fault
from storage.people import Person

# For so long of working time it is theirs; then everybody is called.
FIRST = datetime.timedelta(hours=1)


def first_to(turn: Turn, fault: Fault, offered: list[Person]) -> frozenset[int]:
    """The people, of those to whom a new report is offered, who hear of it first; none: all at once. The
    others have its card without a sound. At night nobody hears of it, so nobody is first.
    """
    now = datetime.datetime.fromtimestamp(turn.now, STOCKHOLM)
    if fault.locale == RECORD or not _has_words(turn, fault) or not hours.is_working_time(turn.company, now):
        return frozenset()
    everybody = frozenset(person.id for person in offered)
    first = spoken.speakers(turn.db, fault.locale) & everybody
    if first == everybody:
        return frozenset()
    if first:
        until = hours.after_working_time(turn.company, now, FIRST).timestamp()
        spoken.offer_first(turn.db, "fault", fault.id, until)
    return first


def _has_words(turn: Turn, fault: Fault) -> bool:
    """Whether there is anything in it that one must know the language for."""
    sent = [files.get(turn.db, file) for file in faults.files_of(turn.db, fault.id)]
    return bool(fault.words) or any(file is not None and file.kind == "voice" for file in sent)
