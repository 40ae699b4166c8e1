"""What people send besides presses and commands: words, pictures, voices, numbers, and what is not used.

It belongs to whatever conversation is open; with nothing open words are a question and a picture starts a
report.
"""

import re

import msgspec
from telegram import Message, Update

from bot.engine.transport import LARGEST_FILE
from bot.engine.turn import Turn
from bot.handlers import (
    behalf,
    desk_card,
    desk_orders,
    drafts,
    emergency,
    fault_report,
    general,
    meetings,
    my_reports,
    notice_draft,
    notice_writing,
    questions,
    replies,
    start,
    today,
    told,
    triage,
    typed_orders,
    waiting,
    work_orders,
)
from bot.handlers.people import home_of, who, words_of
from bot.messages.general import NotUsed, VoiceOffered
from bot.messages.menu import word_meant
from bot.messages.start import NoCode
from bot.speech import LOCALES, western_digits, words
from storage import codes
from storage.people import Person

PDF = "application/pdf"
_no_document = general.not_used("document")
PHONE = re.compile(r"\+?[0-9]{7,15}")


async def text(update: Update, turn: Turn) -> None:
    """Words: one of the four, part of what is open, a code, or nothing we understand."""
    message = update.message
    assert message is not None
    said = message.text or ""
    word = word_meant(said)
    if word is not None:
        await _word(word, update, turn)
        return
    if turn.locale is None:
        start.ask_language(turn, said if codes.looks_like_code(western_digits(said)) else "")
        return
    standing = turn.standing()
    draft = drafts.present_draft(turn) if turn.company.rooms.faults else None
    code = western_digits(said)
    if codes.looks_like_code(code) and codes.role_of(turn.db, code) is not None:
        start.offer_code(turn, said)  # whatever is open: a code must not become words of a report
    elif _of_a_notice(turn, said) or (
        turn.company.rooms.faults
        and (desk_orders.answered(turn, said) or typed_orders.understood(turn, said))
    ):
        return
    elif standing is not None and draft is not None:
        if standing.step == "phone":
            _phone(turn, draft, said)
        elif standing.step == "find":
            behalf.find(turn, draft, said)
        else:
            fault_report.add_words(turn, standing.step, draft, said)
    elif standing is not None and standing.name == work_orders.NAME and turn.company.rooms.faults:
        work_orders.add_note(turn, standing.data, said)
    elif standing is not None and standing.name == my_reports.NAME and turn.company.rooms.faults:
        my_reports.add_words(turn, standing.data, said)
    elif standing is not None and standing.name == desk_card.NAME and turn.company.rooms.faults:
        desk_orders.add_text(turn, standing, said)
    elif replies.words(turn, said):
        return
    elif codes.looks_like_code(code) and not questions.is_sure(turn, said):
        start.offer_code(turn, said)
    elif standing is not None and standing.name == start.NAME and standing.step != "code":
        start.show_again(turn, standing.step)
    elif turn.company.rooms.questions and len(said) <= fault_report.LONGEST_WORDS:
        questions.asked(turn, said, message.message_id)
    elif who(turn) is None and len(said) <= fault_report.LONGEST_WORDS:
        turn.say(NoCode(words_of(turn, None)))
    else:
        why = "too_long" if len(said) > fault_report.LONGEST_WORDS else "text"
        turn.say(NotUsed(why, words_of(turn, who(turn))))


def _of_a_notice(turn: Turn, said: str) -> bool:
    """Takes words of a notice that is being written, or a question for a meeting. False if neither."""
    is_open = bool(turn.company.rooms.notices)
    return is_open and (notice_writing.add_words(turn, said) or meetings.add_words(turn, said))


async def _word(word: str, update: Update, turn: Turn) -> None:
    match word:
        case "language":
            await start.language(update, turn)
        case "emergency":
            await emergency.show(update, turn)
        case "ask" if turn.company.rooms.questions:
            await start.once_spoken(questions.ask)(update, turn)
        # A keyboard from before the room was closed.
        case _ if word == "ask" or not turn.company.rooms.faults:
            turn.say(NotUsed("text", words_of(turn, who(turn))))
        case "today":
            await start.once_spoken(today.today)(update, turn)
        case "orders":
            await start.once_spoken(work_orders.orders)(update, turn)
        case "triage":
            await start.once_spoken(triage.show)(update, turn)
        case _:
            await start.once_spoken(told.report)(update, turn)


def _phone(turn: Turn, draft: drafts.Draft, said: str) -> None:
    if said.strip() in {words(locale)("Do not call me") for locale in LOCALES}:
        fault_report.phone_answered(turn, draft, None)
        return
    number = re.sub(r"[\s\-()./]", "", western_digits(said))
    if not PHONE.fullmatch(number):
        turn.say(NotUsed("wrong_number"))
        return
    fault_report.phone_answered(turn, draft, number)


async def contact(update: Update, turn: Turn) -> None:
    """A shared number counts only when it was asked for, and only her own."""
    message = update.message
    assert message is not None and message.contact is not None
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    own = message.from_user is not None and message.contact.user_id == message.from_user.id
    if draft is None or standing is None or standing.step != "phone" or draft.behalf:
        turn.say(NotUsed("own_number" if own else "contact", words_of(turn, who(turn))))
        return
    if not own:
        turn.say(NotUsed("contact"))
        return
    number = "+" + message.contact.phone_number.lstrip("+")
    fault_report.phone_answered(turn, draft, number)


class Media(msgspec.Struct, frozen=True):
    """A picture, film or voice note as it was sent. `refused` is why it is not taken, a key of NOT_USED."""

    kind: str
    telegram_id: str
    caption: str
    album: str
    refused: str | None


def media_of(message: Message) -> Media | None:
    """What a message brings besides words; None for what the bot cannot use."""
    sent = message.photo[-1] if message.photo else message.video or message.voice
    if sent is None:
        return None
    kind = "photo" if message.photo else "video" if message.video else "voice"
    size = -1 if sent.file_size is None else sent.file_size  # Telegram need not say
    refused = "empty" if size == 0 and kind != "voice" else "too_big" if size > LARGEST_FILE else None
    return Media(kind, sent.file_id, message.caption or "", message.media_group_id or "", refused)


async def picture(update: Update, turn: Turn) -> None:
    """A photo or a video: part of what is open, else an answer to what stands under it, or a report begins
    with it.
    """
    message = update.message
    media = media_of(message) if message is not None else None
    assert message is not None and media is not None
    if media.refused is not None:
        turn.say(NotUsed(media.refused))
        return
    if notice_writing.add_file(turn, media.kind, media.telegram_id, media.caption):
        return
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    ignored = draft.ignored if draft is not None else waiting.here(turn).ignored
    if (media.album and media.album == ignored) or _of_what_is_open(turn, media):
        return
    caption = media.caption[: fault_report.LONGEST_WORDS]
    if draft is None or standing is None:
        _first_picture(turn, message, media, caption)
        return
    if caption:
        draft.words = f"{draft.words}\n{caption}".strip()[: fault_report.LONGEST_WORDS]
    fault_report.add_file(turn, standing.step, draft, media.kind, media.telegram_id, media.album)


def _of_what_is_open(turn: Turn, media: Media) -> bool:
    """What belongs to an order, to a report that was sent, or to a question about one. False if to none."""
    if typed_orders.filed(turn, media.kind, media.telegram_id, media.caption, media.album):
        return True
    standing = turn.standing()
    caption = media.caption[: fault_report.LONGEST_WORDS]
    if drafts.present_draft(turn) is not None:
        return False
    if standing is not None and standing.name == work_orders.NAME:
        work_orders.add_note_file(turn, standing.data, media.kind, media.telegram_id, caption)
    elif standing is not None and standing.name == my_reports.NAME:
        my_reports.add_file(turn, standing.data, media.kind, media.telegram_id, caption)
    else:
        return replies.file(turn, media.kind, media.telegram_id, caption, media.album)
    return True


def _first_picture(turn: Turn, message: Message, media: Media, said: str) -> None:
    """With nothing open: one that belongs to an album that waits, a question with a picture, or a report."""
    if not _can_report(turn, who(turn)):
        if questions.is_sure(turn, said):
            questions.asked(turn, said, message.message_id)
        else:
            _without_a_home(turn, media)
        return
    file = drafts.keep_file(turn, media.kind, media.telegram_id)
    kept = waiting.here(turn)
    if media.album and media.album == kept.album:
        kept.files.append(file)
        waiting.keep(turn, kept)
        return
    if said and questions.caption(turn, said, file, media.album):
        return
    draft = told.drafted(turn)
    draft.files, draft.album = [*draft.files, file], media.album
    if said:
        draft.words = f"{draft.words}\n{said}".strip()[: fault_report.LONGEST_WORDS]
        found = turn.answers.find(said, questions.reads(turn))
        draft.told = questions.faults_in(turn, said, found) or draft.told
    told.begin(turn, draft)


async def document(update: Update, turn: Turn) -> None:
    """A document: one as PDF may go with a notice; of everybody else none is taken."""
    sent = update.message.document if update.message is not None else None
    if sent is not None and notice_draft.present(turn) is not None and turn.company.rooms.notices:
        too_big = (sent.file_size or 0) > LARGEST_FILE
        kind = "document" if sent.mime_type == PDF and not too_big else "other"
        caption = (update.message.caption or "") if update.message is not None else ""
        notice_writing.add_file(turn, kind, sent.file_id, caption, sent.file_name or "")
        return
    await _no_document(update, turn)


async def voice(update: Update, turn: Turn) -> None:
    """A voice note: part of what is open, else kept until she says what it is."""
    message = update.message
    media = media_of(message) if message is not None else None
    assert media is not None
    if media.refused is not None:
        turn.say(NotUsed(media.refused))
        return
    if notice_writing.add_file(turn, media.kind, media.telegram_id, media.caption):
        return
    if _of_what_is_open(turn, media):
        return
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    if standing is not None and draft is not None:
        fault_report.add_file(turn, standing.step, draft, "voice", media.telegram_id, "")
    elif not _can_report(turn, who(turn)):
        _without_a_home(turn, media)
    else:
        kept = waiting.here(turn)
        kept.files.append(drafts.keep_file(turn, "voice", media.telegram_id))
        waiting.keep(turn, kept)
        turn.screen(VoiceOffered())


def _without_a_home(turn: Turn, media: Media) -> None:
    """Nothing to report from: of a caretaker it is work, of others it is said kindly why nothing opens."""
    caption = media.caption[: fault_report.LONGEST_WORDS]
    if not typed_orders.keep_for_an_order(turn, media.kind, media.telegram_id, caption, media.album):
        fault_report.begin(turn, drafts.Draft())


async def use_voice(update: Update, turn: Turn) -> None:
    """voice.use: a fault, or nothing."""
    standing = turn.standing()
    if standing is None or not waiting.here(turn).files:
        turn.say(NotUsed("old_button"))
    elif turn.value == "fault":
        told.begin(turn, told.drafted(turn))
    else:
        drafts.discard(turn, standing)
        turn.end()
        turn.leave_screen()


def _can_report(turn: Turn, person: Person | None) -> bool:
    """Whether a report can begin with what somebody has sent. Of a caretaker who lives nowhere here it is for
    an order, also where he is of the desk.
    """
    if person is None or home_of(turn, person) is not None:
        return person is not None
    return drafts.for_others(person) and "caretaker" not in person.work
