"""A person's own view of her reports: the list, adding to one, taking one back."""

import msgspec
from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts
from bot.handlers.fault_cards import at_home, show_report
from bot.handlers.faults import theirs
from bot.handlers.people import who, words_of
from bot.handlers.telling import tell, tell_file
from bot.messages import my_reports as messages
from bot.messages.general import NotUsed
from bot.messages.start import NoCode
from storage import fault_lists, faults, known_faults
from storage.faults import Fault

NAME = "adding"
LONGEST_WORDS = 1000
MOST_LISTED = 20
CLOSED_DAYS = 30


class Adding(msgspec.Struct, frozen=True):
    """The report that what she sends now belongs to."""

    number: int


async def list_(update: Update, turn: Turn) -> None:
    """/myreports: her household's open ones, then what she follows, then what was closed lately."""
    person = who(turn)
    if person is None:
        turn.say(NoCode(words_of(turn, None)))
        return
    if person.household is None:
        turn.say(NotUsed("not_at_home", words_of(turn, person)))
        return
    since = turn.now - CLOSED_DAYS * faults.DAY
    found = [
        *fault_lists.open_of(turn.db, person.household),
        *known_faults.followed_by(turn.db, person.id),
        *fault_lists.closed_of(turn.db, person.household, since),
    ]
    shown = [fault for fault in found if fault.merged is None]
    rows = [messages.Row(fault.id, fault.item, fault.state) for fault in shown[:MOST_LISTED]]
    turn.card_here("reports", messages.MyReports(rows, max(0, len(shown) - MOST_LISTED)))


# -- Adding ----------------------------------------------------------------------------------------


async def add(update: Update, turn: Turn) -> None:
    """fault.add:214: a photo, a voice note or words, at any time while it is open."""
    fault = _open(turn)
    if fault is None:
        return
    standing = turn.standing()
    if standing is not None and standing.name != NAME:
        drafts.discard(turn, standing)
        turn.leave_screen()
    turn.stand(NAME, "what", Adding(fault.id))
    turn.say(messages.AskMore(fault.id))


def add_words(turn: Turn, data: str, text: str) -> None:
    """Words that were written after "add"."""
    found = _adding(turn, data)
    if found is None:
        return
    if len(text) > LONGEST_WORDS:
        turn.say(NotUsed("too_long"))
        return
    fault, person = found
    faults.happened(turn.db, fault.id, "added", person, text, turn.now)
    turn.end()
    _added(turn, fault)


def add_file(turn: Turn, data: str, kind: str, telegram_id: str, caption: str = "") -> None:
    """A photo, video or voice note; more may follow, so the step stays open."""
    found = _adding(turn, data)
    if found is None:
        return
    fault, person = found
    file = drafts.keep_file(turn, kind, telegram_id)
    faults.attach(turn.db, fault.id, file)
    tell_file(turn, fault, file)
    faults.happened(turn.db, fault.id, "added", person, caption, turn.now)
    _added(turn, fault)


def _added(turn: Turn, fault: Fault) -> None:
    tell(turn, fault, "added")
    turn.say(messages.Added(fault.id))


def _adding(turn: Turn, data: str) -> tuple[Fault, int] | None:
    turn.value = str(msgspec.json.decode(data, type=Adding).number)
    fault = _open(turn)
    person = who(turn)
    if fault is None or person is None:
        turn.end()
        return None
    return fault, person.id


def _open(turn: Turn) -> Fault | None:
    """The pressed report, if it is of this person's household and open; else she sees what is true."""
    found = theirs(turn)
    if found is None:
        return None
    fault, person = found
    if not at_home(turn, fault, person):
        turn.say(NotUsed("not_yours"))
        return None
    if fault.state in ("done", "closed"):
        show_report(turn, fault)
        return None
    return fault


# -- Taking back -----------------------------------------------------------------------------------


async def withdraw(update: Update, turn: Turn) -> None:
    """fault.withdraw:214 asks once; fault.withdraw:214.sure does it."""
    turn.value, _, sure = turn.value.partition(".")
    fault = _open(turn)
    person = who(turn)
    if fault is None or person is None:
        return
    if sure != "sure":
        turn.say(messages.SureToWithdraw(fault.id, fault.item))
        return
    try:
        closed = faults.move(turn.db, fault.id, "withdraw", person, turn.now)
    except faults.NotAllowed:
        turn.say(NotUsed("helper"))
        return
    except faults.NotNow as late:
        show_report(turn, late.fault)
        return
    show_report(turn, closed)
    tell(turn, closed, "withdraw", fault)


async def unfollow(update: Update, turn: Turn) -> None:
    """fault.unfollow:214: "it works for me", or no more news of it."""
    found = theirs(turn)
    if found is None:
        return
    fault, person = found
    if known_faults.unfollow(turn.db, fault.id, person.id):
        tell(turn, fault, "follow")
    turn.card_here(f"fault.{fault.id}", messages.Unfollowed(fault.id), final=True)
