"""A notice as the desk sees it: its card, with what can be done with it now."""

import msgspec

from bot.engine.turn import Turn
from bot.handlers.notice_places import only, place_name
from bot.messages import notice_desk as screens
from bot.messages.base import Message
from bot.messages.notice_texts import Content, read_content
from bot.messages.notices import Notice as Said
from bot.speech import LOCALES
from storage import notice_answers, notice_corrections, notices, people, sendings
from storage.audiences import Door
from storage.notices import Notice
from storage.people import Person

SHOWN_EVERY = 5.0
# What a notice is sent to in a second, where its own pace is not known yet.
USUAL_PACE = 25.0


def card_key(number: int) -> str:
    """The key of a notice's card at the desk."""
    return f"notice.{number}"


def content(turn: Turn, notice: Notice, version: int = 0) -> Content:
    """What a notice says, in its present version or an earlier one."""
    raw = notices.content(turn.db, notice.id, version or notice.version)
    return read_content((raw or "{}").encode())


def proposed(turn: Turn, notice: Notice) -> Content:
    """What waits for a second person: the correction where there is one, else what the notice says."""
    if notice.proposal is None:
        return content(turn, notice)
    return read_content(msgspec.json.decode(notice.proposal, type=notices.New).content.encode())


def say_in_four(turn: Turn, notice: Notice) -> None:
    """What it says, or would say where a correction waits, as each reader would see it; what is shown next
    comes below.
    """
    said = proposed(turn, notice)
    for locale in LOCALES:
        turn.say(Said(0, content=said, locale=locale, asks=notice.asks))
    turn.pressed_message = 0


def report(turn: Turn, notice: Notice, person: Person, sure: str = "") -> screens.Report:
    """The card of a notice for one of the desk."""
    said = content(turn, notice)
    sending = sendings.get(turn.db, notice.sending) if notice.sending is not None else None
    answers = notice_answers.counts(turn.db, notice.id) if notice.asks else {}
    counted = {
        name: getattr(sending, name)
        for name in ("queued", "sent", "blocked", "failed", "left_out", "plain", "left")
        if sending is not None
    }
    return screens.Report(
        notice.id,
        said,
        notice.state,
        place_name(turn, notice.audience.place),
        **counted,
        seconds=_seconds_left(turn, notice, sending),
        understood=answers.get("understood", 0),
        questions=answers.get("question", 0),
        asks=notice.asks,
        at=notice.send_at if notice.send_at > turn.now else 0.0,
        may=_may(turn, notice, person),
        missing=said.missing() if notice.state == "waits_texts" else [],
        sure=sure,
        only=only(notice.audience),
        proposed=notice.proposal is not None and notice_corrections.may_be_made(turn.db, notice),
        wording=notice.wording,
    )


def _seconds_left(turn: Turn, notice: Notice, sending: sendings.Sending | None) -> float:
    if sending is None or not sending.left or notice.begun is None:
        return 0.0
    passed = turn.now - notice.begun
    done = sending.queued - sending.left
    pace = done / passed if passed > SHOWN_EVERY and done else USUAL_PACE
    return sending.left / pace


def _may(turn: Turn, notice: Notice, person: Person) -> list[str]:
    """What can be done with it now, in the order of its buttons."""
    may: list[str] = []
    correctable = notice_corrections.may_be_made(turn.db, notice)
    proposed = notice.proposal is not None and correctable
    if proposed or notice.state == "waits_second":
        may.append("read")
        if person.id != notice.author:
            may.append("confirm")
    if proposed or (notice.state, "drop") in notices.TRANSITIONS:
        may.append("drop")
    if notice.state == "sending":
        may.append("stop")
    if correctable:
        may.append("correct")
    if (notice.state, "withdraw") in notices.TRANSITIONS:
        may.append("withdraw")
    if notice.sending is not None:
        may += ["silent"] if notice.asks else []
        may += {"meeting": ["guests"], "poll": ["result"]}.get(notice.kind, [])
        may.append("failed")
    return [*may, "paper"]


def door_name(door: Door) -> str:
    """A home as one finds it."""
    return ", ".join(part for part in (door.address, door.stair, door.flat) if part)


def tell_desk(turn: Turn, message: Message) -> None:
    """To everybody at the desk."""
    for colleague in people.with_work(turn.db, "staff"):
        turn.say(message, to=colleague.chat)
