"""Sending a notice: it is recorded in a turn; the clock begins it when it is due, queues it in chunks, shows
how far it has come, and reminds.
"""

import msgspec
from telegram import Update

from bot.engine.turn import Event, Turn
from bot.handlers import notice_draft
from bot.handlers.meetings import moved
from bot.handlers.notice_card import USUAL_PACE, card_key, content, report, say_in_four, tell_desk
from bot.handlers.notice_draft import Draft
from bot.handlers.notice_places import reach
from bot.handlers.notice_times import is_quiet, not_at_night
from bot.messages import notice_desk as screens
from bot.messages.general import NotUsed
from bot.messages.notice_texts import FREE, Content
from bot.messages.notices import Notice as Said
from bot.messages.notices import NoticeNews, NoticeVoice, Withdrawn
from bot.speech import RECORD
from storage import (
    audiences,
    inbox,
    meetings,
    notice_answers,
    notice_corrections,
    notice_runs,
    notices,
    people,
    sendings,
)
from storage.audiences import Audience
from storage.notices import New, Notice
from storage.people import NotAllowed, Person

HOUR = 3600.0
# What takes longer than this is begun all the same: no day would be long enough to wait for.
LONGEST_EVENING = 12 * HOUR


async def send(update: Update, turn: Turn) -> None:
    """notice.send:draft: records it; the clock does the rest."""
    person = notice_draft.writer(turn)
    if person is None:
        return
    draft = notice_draft.present(turn)
    if draft is None:
        turn.say(NotUsed("old_button"))
        return
    if draft.kind == "emergency" and not draft.number and not draft.ends:
        notice_draft.show(turn, draft)  # it needs its end
        return
    _send(turn, draft, person)


async def end(update: Update, turn: Turn) -> None:
    """notice.end:1795430000: an emergency lasts until then, and is sent at once. notice.end:choose: her next
    words are until when.
    """
    person = notice_draft.writer(turn)
    draft = notice_draft.present(turn) if person is not None else None
    if person is None:
        return
    if draft is None or draft.kind != "emergency":
        turn.say(NotUsed("old_button"))
        return
    if turn.value == "choose":
        notice_draft.show(turn, draft, "ends")
        return
    ends = float(turn.value) if turn.value.isdecimal() and len(turn.value) < 12 else 0.0
    if not turn.now < ends <= turn.now + notice_draft.LONGEST_SECONDS:
        notice_draft.show(turn, draft, "", "past")
        return
    draft.ends = ends
    _send(turn, draft, person)


def _send(turn: Turn, draft: Draft, person: Person) -> None:
    said = notice_draft.content_of(turn, draft)
    wrong, long = _wrong(turn, draft, said), notice_draft.how_long(turn, draft)
    if wrong or long is not None:
        step = "alert" if draft.is_alert else "summary"
        # An emergency stands whole on its last screen, where one that is too long has no room either.
        notice_draft.show(turn, draft, step, wrong, long if draft.is_alert or not wrong else None)
        return
    at, _ = notice_draft.send_at(turn, draft)
    starts, ends = said.starts or None, said.ends or None
    raw = msgspec.json.encode(said).decode()
    new = New(draft.kind, draft.template, draft.audience, raw, at, draft.is_asking, starts, ends, said.covers)
    if draft.number:
        _correct(turn, draft, new, person)
        return
    state = "waits_second" if _needs_second(turn, draft.audience, draft.kind) else "due"
    if draft.kind == "planned" and said.missing():
        state = "waits_texts"
    notice = notices.add(turn.db, new, state, person, turn.now)
    if draft.kind == "meeting":
        meetings.add(turn.db, notice.id, said.starts, said.places)
    _done(turn, notice, person)
    if state == "waits_second":
        _tell_others(turn, notice, "to_confirm", person)


def _needs_second(turn: Turn, audience: Audience, kind: str) -> bool:
    """Whether another one of the desk confirms it: what goes to everybody, where the company wants it so."""
    everybody = audience.place == "all" and kind != "emergency"
    return everybody and bool(turn.company.notices.second_person)


def _wrong(turn: Turn, draft: Draft, said: Content) -> str:
    """Why it cannot be sent as it is, a key of WRONG; "" where it can."""
    if draft.template not in FREE and draft.needs not in ("", "end") and not said.starts:
        return "no_day"
    if draft.template in FREE and not draft.texts.get(RECORD):
        return "no_text"
    if draft.template == "free.planned" and not said.starts:
        return "no_day"
    over = notices.over_at(draft.kind, said.starts, said.ends)
    if over <= max(turn.now, draft.at) or (draft.at and draft.at < turn.now):
        return "past"
    if over <= notice_draft.send_at(turn, draft)[0]:
        return "morning"
    reached = reach(turn, draft.audience, draft.kind)
    # Where nobody has Telegram it is printed, and announced all the same.
    if not draft.number and not sum(reached.languages.values()) and not reached.homes_without:
        return "no_audience"
    return ""


def _done(turn: Turn, notice: Notice, person: Person) -> None:
    """The conversation is over, and its screen becomes the notice's card."""
    turn.end()
    turn.screen_becomes(card_key(notice.id), report(turn, notice, person))


def _tell_others(turn: Turn, notice: Notice, what: str, but: Person) -> None:
    for colleague in people.with_work(turn.db, "staff"):
        if colleague.id != but.id:
            turn.say(screens.DeskNews(notice.id, what), to=colleague.chat)


def _correct(turn: Turn, draft: Draft, new: New, person: Person) -> None:
    """A new version: edited where the old one stands, with a short new message below it."""
    try:
        notice = notice_corrections.rewrite(turn.db, draft.number, new, person, turn.now, draft.base)
    except (NotAllowed, LookupError):
        turn.say(NotUsed("not_for_you"))
        return
    except notices.Changed as changed:
        # Hers stays as she has written it: she reads what holds now, and sends hers or gives it up.
        say_in_four(turn, changed.notice)
        turn.say(screens.Refused("changed"))
        draft.base = changed.notice.wording
        notice_draft.show(turn, draft, "summary")
        return
    except notices.NotNow as late:
        turn.end()
        turn.screen_becomes(card_key(late.notice.id), report(turn, late.notice, person))
        turn.say(screens.Refused("not_now"))
        return
    if notice.proposal is not None:
        _tell_others(turn, notice, "correction", person)
        _done(turn, notice, person)
        return
    spread(turn, notice)
    if notice.state == "waits_texts" and not content(turn, notice).missing():
        second = _needs_second(turn, notice.audience, notice.kind)
        notice = notices.move(turn.db, notice.id, "complete_second" if second else "complete", person)
    if notice.state == "waits_second":
        _tell_others(turn, notice, "to_confirm", person)
    _done(turn, notice, person)


def spread(turn: Turn, notice: Notice) -> None:
    """What it says now holds wherever it stands, and for whoever has signed up."""
    said = content(turn, notice)
    if notice.kind == "meeting":
        before = content(turn, notice, notice.version - 1)
        meetings.change(turn.db, notice.id, said.starts, said.places)
        if (before.starts, before.place) != (said.starts, said.place):
            moved(turn, notice)
    if notice.sending is not None:
        sendings.change(turn.db, notice.sending, *_messages(notice, said))
        notice_runs.end_reminders(turn.db, notice.id)
        notice_runs.start(turn.db, notice.id, "edit", notice.sending)
        _follow(turn, notice, "follow", "corrected")


def _messages(notice: Notice, said: Content) -> tuple[str, str | None]:
    """What is sent to each, and below it, as JSON."""
    message = Said(notice.id, notice.version, asks=notice.asks)
    below = NoticeVoice(notice.id, notice.version) if said.voices else None
    return (
        msgspec.json.encode(message).decode(),
        msgspec.json.encode(below).decode() if below is not None else None,
    )


def _follow(turn: Turn, notice: Notice, what: str, news: str) -> None:
    """A short message below the notice, for whom it stands; of information without a sound at night."""
    assert notice.sending is not None
    message = msgspec.json.encode(NoticeNews(notice.id, news)).decode()
    _, at_night = not_at_night(turn, notice.kind, turn.now)
    sending = sendings.add(turn.db, message, reply_to=notice.sending, silent=at_night)
    notice_runs.start(turn.db, notice.id, what, sending)


async def begin(event: Event, turn: Turn) -> None:
    """notice.begin: its time has come."""
    notice = notices.get(turn.db, event.id)
    if notice is None or notice.state != "due" or notice.send_at > turn.now:
        return
    morning = _waits_for_morning(turn, notice)
    if notices.is_over(notice, morning or turn.now):
        _lapse(turn, notice)
        return
    if morning is not None:
        notices.send_at(turn.db, notice.id, morning)
        return
    notice = notices.move(turn.db, notice.id, "begin", None)
    sending = sendings.add(turn.db, *_messages(notice, content(turn, notice)))
    notices.has_sending(turn.db, notice.id, sending, turn.now)
    _go_on(turn, notice_runs.start(turn.db, notice.id, "send", sending))
    _show_progress(turn, notices.get(turn.db, notice.id) or notice)


def _lapse(turn: Turn, notice: Notice) -> None:
    """It is over when it would be sent: the program was down, or it waited for a second person."""
    notice = notices.move(turn.db, notice.id, "lapse", None)
    for each in {notice.writer, notice.confirmer} - {None}:
        person = people.get(turn.db, each or 0)
        if person is not None and notices.may_write(person):
            turn.card(card_key(notice.id), report(turn, notice, person), to=person.chat, silent=True)
    tell_desk(turn, screens.DeskNews(notice.id, "too_late"))


def _waits_for_morning(turn: Turn, notice: Notice) -> float | None:
    """The morning, where information was confirmed while it is quiet or would not be through before; None
    where it can begin now.
    """
    if notice.kind not in notices.MUTABLE:
        return None
    morning, at_night = not_at_night(turn, notice.kind, turn.now)
    if at_night:
        return morning
    count = audiences.count(turn.db, notice.audience, mutable=True)
    seconds = count.total / USUAL_PACE
    morning, at_night = not_at_night(turn, notice.kind, turn.now + seconds)
    return morning if at_night and seconds < LONGEST_EVENING else None


async def go_on(event: Event, turn: Turn) -> None:
    """notice.run: the next chunk."""
    _go_on(turn, event.id)


def _go_on(turn: Turn, run_id: int) -> None:
    run = notice_runs.get(turn.db, run_id)
    if run is None or (is_quiet(turn.company, turn.now) and notice_runs.waits(turn.db, run)):
        return
    if notice_runs.chunk(turn.db, run, turn.now):
        # Not in this batch: others have their turn between two chunks.
        next_event = msgspec.json.encode({"event": "notice.run", "id": run_id}).decode()
        inbox.add_event(turn.db, f"notice.next.{run_id}.{run.cursor}", next_event, turn.now)


async def show_progress(event: Event, turn: Turn) -> None:
    """notice.progress: the cards of who wrote and who confirmed it are kept true; at the end the report."""
    notice = notices.get(turn.db, event.id)
    if notice is not None:
        _show_progress(turn, notice)


def _show_progress(turn: Turn, notice: Notice) -> None:
    if notice.sending is None:
        return
    sending = sendings.get(turn.db, notice.sending)
    assert sending is not None
    done = not sending.left and not notice_runs.is_open(turn.db, notice.id)
    if notice.state == "sending" and done:
        notice = notices.move(turn.db, notice.id, "finish", None)
    notices.was_shown(turn.db, notice.id, notices.NEVER_AGAIN if done else turn.now)
    for each in {notice.writer, notice.confirmer} - {None}:
        person = people.get(turn.db, each or 0)
        if person is None or not notices.may_write(person):
            continue
        turn.card(card_key(notice.id), report(turn, notice, person), to=person.chat, silent=True)
        if notice.state == "sent" and done and each == notice.writer:
            turn.say(
                screens.DeskNews(notice.id, "finished"),
                to=person.chat,
                silent=True,
                reply_to=card_key(notice.id),
            )


async def remind(event: Event, turn: Turn) -> None:
    """notice.remind: whoever has not said that she understood is asked once more."""
    notice = notices.get(turn.db, event.id)
    after = turn.company.notices.remind_hours * HOUR
    if notice is None or notice.id not in notice_answers.to_remind(turn.db, turn.now, after):
        return
    notice_answers.was_reminded(turn.db, notice.id)
    _follow(turn, notice, "remind", "remind")


def take_back(turn: Turn, notice: Notice) -> None:
    """Deleted in every chat; where Telegram no longer lets us, edited, with a word below it."""
    assert notice.sending is not None
    sendings.stop(turn.db, notice.sending)
    notice_runs.end_all(turn.db, notice.id)
    gone = msgspec.json.encode(Withdrawn(notice.id, notice.version)).decode()
    sendings.change(turn.db, notice.sending, gone, None)
    _follow(turn, notice, "follow_old", "withdrawn")
    notice_runs.start(turn.db, notice.id, "take_back", notice.sending)
