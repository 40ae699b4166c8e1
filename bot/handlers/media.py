"""What people send that is not written: pictures, films and voice notes.

They belong to whatever conversation is open; with nothing open a picture starts a report, and a voice note is
kept until it is said what it is.
"""

import msgspec
from telegram import Message, Update

from bot.engine.transport import LARGEST_FILE
from bot.engine.turn import Turn
from bot.handlers import (
    answer_texts,
    desk_threads,
    drafts,
    fault_report,
    general,
    my_reports,
    notice_draft,
    notice_files,
    questions,
    replies,
    threads,
    told,
    typed_orders,
    waiting,
    work_orders,
)
from bot.handlers.people import home_of, who, words_of
from bot.messages.general import NotUsed, VoiceOffered
from storage.people import Person

PDF = "application/pdf"
# What is open without any fault.
OF_QUESTIONS = (threads.NAME, desk_threads.NAME, answer_texts.NAME)
_no_document = general.not_used("document")
_nothing_for_it = general.not_used("other")


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
    caption = (message.caption or "")[: fault_report.LONGEST_WORDS]
    return Media(kind, sent.file_id, caption, message.media_group_id or "", refused)


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
    if turn.company.rooms.notices and notice_files.add_file(
        turn, media.kind, media.telegram_id, media.caption
    ):
        return
    if (media.album and media.album == _ignored(turn)) or _of_what_is_open(turn, media):
        return
    if not turn.company.rooms.faults:
        if media.caption and turn.company.rooms.questions:
            await questions.captioned(update, turn)
        else:
            await _nothing_for_it(update, turn)
        return
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    if draft is None or standing is None:
        _first_picture(turn, message, media)
        return
    if media.caption:
        draft.words = f"{draft.words}\n{media.caption}".strip()[: fault_report.LONGEST_WORDS]
    fault_report.add_file(turn, standing.step, draft, media.kind, media.telegram_id, media.album)


def _ignored(turn: Turn) -> str:
    """The album of which nothing more is kept."""
    draft = drafts.present_draft(turn)
    return draft.ignored if draft is not None else waiting.here(turn).ignored


def _of_what_is_open(turn: Turn, media: Media) -> bool:
    """What belongs to an order, to a report that was sent, or to a question. False if to none of them."""
    kind, file, caption, album = media.kind, media.telegram_id, media.caption, media.album
    rooms = turn.company.rooms
    if rooms.faults and typed_orders.filed(turn, kind, file, caption, album):
        return True
    standing = turn.standing()
    if rooms.faults and drafts.present_draft(turn) is not None:
        return False
    match standing.name if standing is not None and (rooms.faults or standing.name in OF_QUESTIONS) else "":
        case work_orders.NAME if standing is not None:
            work_orders.add_note_file(turn, standing.data, kind, file, caption)
        case my_reports.NAME if standing is not None:
            my_reports.add_file(turn, standing.data, kind, file, caption)
        case threads.NAME if standing is not None:
            threads.add_file(turn, standing.step, standing.data, kind, file, caption, album)
        case desk_threads.NAME if standing is not None:
            desk_threads.add_file(turn, standing.data, kind, file, caption)
        case answer_texts.NAME if standing is not None and kind == "voice":
            answer_texts.add_voice(turn, standing.step, standing.data, file)
        case _:
            return replies.file(turn, kind, file, caption, album)
    return True


def _first_picture(turn: Turn, message: Message, media: Media) -> None:
    """With nothing open: one that belongs to an album that waits, a question with a picture, or a report."""
    said = media.caption
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


async def voice(update: Update, turn: Turn) -> None:
    """A voice note: part of what is open, else kept until she says what it is."""
    media = media_of(update.message) if update.message is not None else None
    assert media is not None
    if media.refused is not None:
        turn.say(NotUsed(media.refused))
        return
    if turn.company.rooms.notices and notice_files.add_file(
        turn, media.kind, media.telegram_id, media.caption
    ):
        return
    if _of_what_is_open(turn, media):
        return
    standing = turn.standing()
    draft = drafts.present_draft(turn) if turn.company.rooms.faults else None
    if standing is not None and draft is not None:
        fault_report.add_file(turn, standing.step, draft, "voice", media.telegram_id, "")
    else:
        _first_voice(turn, media)


async def document(update: Update, turn: Turn) -> None:
    """A document: one as PDF may go with a notice; of everybody else none is taken."""
    message = update.message
    sent = message.document if message is not None else None
    if (
        message is None
        or sent is None
        or notice_draft.present(turn) is None
        or not turn.company.rooms.notices
    ):
        await _no_document(update, turn)
        return
    too_big = (sent.file_size or 0) > LARGEST_FILE
    kind = "document" if sent.mime_type == PDF and not too_big else "other"
    notice_files.add_file(turn, kind, sent.file_id, message.caption or "", sent.file_name or "")


def _first_voice(turn: Turn, media: Media) -> None:
    """With nothing open: it waits until she says what it is."""
    asks = turn.company.rooms.questions
    report = turn.company.rooms.faults and _can_report(turn, who(turn))
    human = asks and threads.has_desk(turn)
    if not (report or human):
        if turn.company.rooms.faults:
            _without_a_home(turn, media)
        else:
            turn.say(NotUsed("other", words_of(turn, who(turn))))
        return
    kept = waiting.here(turn)
    kept.files.append(drafts.keep_file(turn, "voice", media.telegram_id))
    waiting.keep(turn, kept)
    turn.screen(VoiceOffered(report, human, question=asks))


def _without_a_home(turn: Turn, media: Media) -> None:
    """Nothing to report from: of a caretaker it is work, of others it is said kindly why nothing opens."""
    if not typed_orders.keep_for_an_order(turn, media.kind, media.telegram_id, media.caption, media.album):
        fault_report.begin(turn, drafts.Draft())


def _can_report(turn: Turn, person: Person | None) -> bool:
    """Whether a report can begin with what somebody has sent. Of a caretaker who lives nowhere here it is for
    an order, also where he is of the desk.
    """
    if person is None or home_of(turn, person) is not None:
        return person is not None
    return drafts.for_others(person) and "caretaker" not in person.work


async def use_voice(update: Update, turn: Turn) -> None:
    """voice.use: human, fault, question or drop. While she looks for an answer it still waits."""
    standing = turn.standing()
    if standing is None or not waiting.here(turn).files:
        turn.say(NotUsed("old_button"))
    elif turn.value == "fault" and turn.company.rooms.faults:
        told.begin(turn, told.drafted(turn))
    elif turn.value == "human" and turn.company.rooms.questions:
        threads.begin(turn)
    elif turn.value == "question" and turn.company.rooms.questions:
        questions.look(turn)
    else:
        drafts.discard(turn, standing)
        turn.end()
        turn.leave_screen()
