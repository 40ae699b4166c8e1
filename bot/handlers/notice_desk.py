"""What the desk does with a notice afterwards: stop, correct, withdraw, lists, a second person."""

from collections.abc import Callable

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts, meetings, notice_draft
from bot.handlers.notice_card import card_key, content, door_name, report, say_in_four
from bot.handlers.notice_draft import Draft
from bot.handlers.notice_files import erase_refused
from bot.handlers.notice_sending import spread, take_back
from bot.messages import notice_desk as screens
from bot.messages.notice_texts import Content
from storage import notice_answers, notice_corrections, notice_runs, notices, people, sendings
from storage.notices import Notice
from storage.people import NotAllowed, Person

A_PAGE = 8
MOST_LISTED = 30


def _found(turn: Turn) -> tuple[Notice, Person, str] | None:
    """The notice that was pressed, by one of the desk, and what came after its number."""
    person = notice_draft.writer(turn)
    if person is None:
        return None
    number, _, rest = turn.value.partition(".")
    notice = notices.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if notice is None:
        turn.say(screens.Refused("gone"))
        return None
    return notice, person, rest


def _show(turn: Turn, notice: Notice, person: Person, sure: str = "") -> None:
    turn.card_here(card_key(notice.id), report(turn, notice, person, sure))


async def show(update: Update, turn: Turn) -> None:
    """notice.show:7"""
    found = _found(turn)
    if found is not None:
        _show(turn, found[0], found[1])


async def list_(update: Update, turn: Turn) -> None:
    """notice.list:now, notice.list:40 (those before)"""
    if notice_draft.writer(turn) is None:
        return
    before = int(turn.value) if turn.value.isdecimal() and len(turn.value) < 16 else None
    found = notices.latest(turn.db, A_PAGE + 1, before)
    rows = [screens.Row(n.id, content(turn, n), n.state, n.send_at) for n in found[:A_PAGE]]
    _leave(turn)
    turn.card_here("notices", screens.Listed(rows, found[A_PAGE - 1].id if len(found) > A_PAGE else 0))


def _leave(turn: Turn) -> None:
    """A notice that was begun and not written yet is no longer open: the list stands where it was."""
    standing = turn.standing()
    if notice_draft.is_open(standing) and standing is not None:
        drafts.discard(turn, standing)
        turn.end()


def _act(turn: Turn, act: str, then: Callable[[Notice, Person], None] | None = None) -> None:
    found = _found(turn)
    if found is None:
        return
    notice, person, _ = found

    def after() -> None:
        now = notices.get(turn.db, notice.id)
        if then is not None and now is not None:
            then(now, person)

    _done(turn, lambda: notices.move(turn.db, notice.id, act, person), after)


def _done(turn: Turn, act: Callable[[], Notice], then: Callable[[], None]) -> None:
    """Does it, then what follows, and shows the card; says so where it may not be done, or not now."""
    person = notice_draft.writer(turn)
    assert person is not None
    try:
        after = act()
    except NotAllowed:
        turn.say(screens.Refused("own"))
        return
    except notices.NotNow as late:
        _show(turn, late.notice, person)
        turn.say(screens.Refused("not_now"))
        return
    then()
    _show(turn, notices.get(turn.db, after.id) or after, person)


async def read(update: Update, turn: Turn) -> None:
    """notice.read:7: what waits for a second person, as each reader would see it."""
    found = _found(turn)
    if found is None:
        return
    notice, person, _ = found
    say_in_four(turn, notice)  # its card comes below
    _show(turn, notice, person)


async def confirm(update: Update, turn: Turn) -> None:
    """notice.confirm:7.2 (its version, or the mark of a correction): the second person, who has not written
    it. Words that were changed since she saw its card are not confirmed.
    """
    found = _found(turn)
    if found is None:
        return
    notice, person, wording = found
    waits = notice.proposal is not None or notice.state == "waits_second"
    if waits and person.id != notice.author and wording != notice.wording:
        _show(turn, notice, person)
        turn.say(screens.Refused("changed"))
        return
    if notice.state == "waits_second" and person.id != notice.author and notices.is_over(notice, turn.now):
        turn.say(screens.Refused("past"))
        _tell_writers(turn, notice, "past", {notice.author}, person)
        return

    def correction() -> Notice:
        after = notice_corrections.agree(turn.db, notice.id, person, turn.now)
        spread(turn, after)
        return after

    if notice.proposal is not None:
        _done(turn, correction, lambda: _tell_writers(turn, notice, "confirmed", {notice.author}, person))
        return
    writers = {notice.writer, notice.author}
    _act(turn, "confirm", lambda notice, person: _tell_writers(turn, notice, "confirmed", writers, person))


async def drop(update: Update, turn: Turn) -> None:
    """notice.drop:7: what has not begun is not sent, and a correction that waits is given up."""
    found = _found(turn)
    if found is None:
        return
    notice, person, _ = found
    writers = {notice.writer, notice.author}
    if notice.proposal is not None:

        def refused() -> None:
            erase_refused(turn, notice)
            _tell_writers(turn, notice, "not_corrected", {notice.author}, person)

        _done(turn, lambda: notice_corrections.refuse(turn.db, notice.id, person), refused)
        return
    _act(turn, "drop", lambda notice, person: _tell_writers(turn, notice, "refused", writers, person))


def _tell_writers(turn: Turn, notice: Notice, what: str, writers: set[int], by: Person) -> None:
    for each in sorted(writers - {by.id}):
        writer = people.get(turn.db, each)
        now = notices.get(turn.db, notice.id)
        if writer is not None and now is not None:
            turn.card(card_key(notice.id), report(turn, now, writer), to=writer.chat, silent=True)
            turn.say(screens.DeskNews(notice.id, what), to=writer.chat)


async def stop(update: Update, turn: Turn) -> None:
    """notice.stop:7: it reaches nobody else; where it stands, what was corrected is still made true."""

    def then(notice: Notice, person: Person) -> None:
        assert notice.sending is not None
        sendings.stop(turn.db, notice.sending)
        notice_runs.end_sends(turn.db, notice.id)

    _act(turn, "stop", then)


async def withdraw(update: Update, turn: Turn) -> None:
    """notice.withdraw:7 (sure?), notice.withdraw:7.sure"""
    found = _found(turn)
    if found is None:
        return
    notice, person, sure = found
    if sure != "sure" and (notice.state, "withdraw") in notices.TRANSITIONS:
        _show(turn, notice, person, "withdraw")
        return

    def then(notice: Notice, person: Person) -> None:
        take_back(turn, notice)
        if notice.kind == "meeting":
            meetings.call_off(turn, notice, person)

    _act(turn, "withdraw", then)


async def correct(update: Update, turn: Turn) -> None:
    """notice.correct:7: opens it as a draft, with what it says now."""
    found = _found(turn)
    if found is None:
        return
    notice, person, _ = found
    if not notice_corrections.may_be_made(turn.db, notice):
        _show(turn, notice, person)
        turn.say(screens.Refused("not_now"))
        return
    notice_draft.begin(turn, _draft_of(notice, content(turn, notice)))


def _draft_of(notice: Notice, said: Content) -> Draft:
    day, hours = notice_draft.day_and_hours(said)
    return Draft(
        template=said.template,
        texts=said.texts,
        day=day,
        hours=hours,
        begins=said.starts if said.kind == "emergency" else 0.0,
        ends=said.ends if said.kind == "emergency" else 0.0,
        place=said.place,
        places=said.places,
        file=said.file,
        voices=said.voices,
        covers=said.covers if said.template == "free.planned" else None,
        audience=notice.audience,
        asks=notice.asks,
        number=notice.id,
        base=notice.wording,
    )


async def silent(update: Update, turn: Turn) -> None:
    """notice.silent:7: the homes where nobody has said that it is understood."""
    found = _found(turn)
    if found is not None:
        doors = notice_answers.silent_doors(turn.db, found[0])
        rows = [(door_name(door), "") for door in doors[:MOST_LISTED]]
        turn.card_here(card_key(found[0].id), screens.Homes(found[0].id, "silent", rows, len(doors)))


async def failed(update: Update, turn: Turn) -> None:
    """notice.failed:7: the homes, and the colleagues, where it did not arrive, and why."""
    found = _found(turn)
    if found is not None:
        missed = notice_answers.unreached(turn.db, found[0], 10_000)
        rows = [
            (door_name(each.door) if each.door is not None else each.name, each.why)
            for each in missed[:MOST_LISTED]
        ]
        turn.card_here(card_key(found[0].id), screens.Homes(found[0].id, "failed", rows, len(missed)))


async def paper(update: Update, turn: Turn) -> None:
    """notice.paper:7, notice.paper:7.silent, notice.paper:7.failed: the list, and the notice in four
    languages, as a page to print.
    """
    found = _found(turn)
    if found is not None:
        notice, _, rest = found
        which = rest if rest in ("silent", "failed") else "paper"
        turn.document(f"anslag-{notice.id}-{which}.html", screens.PaperFile(notice.id))
