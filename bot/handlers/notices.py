"""What the readers of a notice do: understand it, ask, want a call, choose in a poll, mute information."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers.notice_card import content, tell_desk
from bot.handlers.people import lives_at, who, words_of
from bot.messages.general import NotUsed
from bot.messages.notice_desk import DeskNews, Refused
from bot.messages.notices import Muted, Notice, OfficeNumber, PollResult
from bot.messages.start import NoCode
from storage import audiences, meetings, notice_answers, notice_runs, notices, sendings
from storage.people import NotAllowed, Person


def _pressed(turn: Turn) -> tuple[notices.Notice, Person, str] | None:
    """The notice that was pressed, who pressed, and what came after the number. A preview has number 0."""
    number, _, rest = turn.value.partition(".")
    person = who(turn)
    if number == "0":
        turn.say(Refused("sample"))
        return None
    notice = notices.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if person is None:
        turn.say(NoCode(words_of(turn, None)))
        return None
    if notice is None or notice.state == "withdrawn" or meetings.is_cancelled(turn.db, notice.id):
        turn.say(Refused("over" if notice is not None else "gone"))
        return None
    return notice, person, rest


async def understood(update: Update, turn: Turn) -> None:
    """notice.understood:7"""
    found = _pressed(turn)
    if found is None:
        return
    notice, person, _ = found
    if _is_stale(turn, notice, person):
        return
    if _keep(turn, notice, person, "understood"):
        notice_runs.spare(turn.db, notice.id, person.id)
        _show_answered(turn, notice, "understood")


def _is_stale(turn: Turn, notice: notices.Notice, person: Person) -> bool:
    """Whether what she presses under was corrected since: then she gets to see that, and answers again."""
    if notice.sending is None:
        return False
    there, sending = (
        sendings.delivery(turn.db, notice.sending, person.chat),
        sendings.get(turn.db, notice.sending),
    )
    if there is None or sending is None or there.state != "sent" or there.version == sending.version:
        return False
    notice_runs.edit_first(turn.db, sending.id, person.chat, turn.now)
    return True


def _keep(turn: Turn, notice: notices.Notice, person: Person, answer: str) -> bool:
    try:
        notice_answers.put(turn.db, notice, person, answer, turn.now)
    except NotAllowed:
        turn.say(Refused("not_yours"))
        return False
    return True


def _show_answered(turn: Turn, notice: notices.Notice, answered: str) -> None:
    """The notice on the message that was pressed, with her answer below it."""
    there = sendings.delivery(turn.db, notice.sending or 0, turn.user)
    plain = there is not None and there.file is None
    said = Notice(notice.id, notice.version, asks=notice.asks, answered=answered, plain=plain)
    turn.card_here(f"notice.{notice.id}.mine", said, final=True)


async def question(update: Update, turn: Turn) -> None:
    """notice.question:7: the desk hears of it, and she sees whom to call."""
    _wants_to_talk(turn, "question")


async def call(update: Update, turn: Turn) -> None:
    """notice.call:7"""
    _wants_to_talk(turn, "call")


def _wants_to_talk(turn: Turn, what: str) -> None:
    found = _pressed(turn)
    if found is None:
        return
    notice, person, _ = found
    first = notice_answers.of(turn.db, notice.id, person.id) != "question"
    if not _keep(turn, notice, person, "question"):
        return
    if not _is_stale(turn, notice, person):
        _show_answered(turn, notice, what)
    turn.say(OfficeNumber())
    if first:
        where = ", ".join(part for part in lives_at(turn, person) if part)
        tell_desk(turn, DeskNews(notice.id, what, where))


async def choose(update: Update, turn: Turn) -> None:
    """notice.choose:7.2: her choice in a poll, which she can change."""
    found = _pressed(turn)
    if found is None:
        return
    notice, person, chosen = found
    choices = content(turn, notice).choices()
    if notice.kind != "poll" or not chosen.isdecimal() or not 1 <= int(chosen) <= choices:
        turn.say(NotUsed("old_button"))
    elif not _is_stale(turn, notice, person) and _keep(turn, notice, person, str(int(chosen))):
        _show_answered(turn, notice, "vote")


async def result(update: Update, turn: Turn) -> None:
    """notice.result:7: what was answered so far, as one picture; for whom the poll was for, and the desk."""
    found = _pressed(turn)
    if found is None:
        return
    notice, person, _ = found
    may_see = notices.is_for(turn.db, notice, person) or notices.may_write(person)
    if notice.kind != "poll" or not may_see:
        turn.say(Refused("not_yours"))
        return
    votes = notice_answers.shown_counts(turn.db, notice.id, content(turn, notice).choices())
    if all(n is None for n in votes):
        turn.say(Refused("few"))
        return
    turn.document(f"omrostning-{notice.id}.png", PollResult(notice.id, notice.version, votes=votes))


async def mute(update: Update, turn: Turn) -> None:
    """notice.mute:on, notice.mute:off: the choice of the whole household, so an adult makes it."""
    person = who(turn)
    if person is None or person.household is None:
        turn.say(NotUsed("not_at_home", words_of(turn, person)))
    elif not person.adult:
        turn.say(NotUsed("helper"))
    else:
        muted = turn.value == "on"
        audiences.mute(turn.db, person.household, muted, turn.now)
        turn.say(Muted(muted))
