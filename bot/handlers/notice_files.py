"""Pictures, documents and voices that go with a notice."""

from typing import Protocol

from bot.engine.turn import Turn
from bot.handlers.notice_card import content, proposed
from bot.handlers.notice_draft import how_long, present, show
from bot.messages.notice_texts import FREE
from bot.speech import LOCALES, RECORD
from storage import files
from storage.notices import Notice


class Keeps(Protocol):
    """A draft that remembers which files came with it."""

    files: list[int]


def keep_sent(turn: Turn, draft: Keeps, kind: str, telegram_id: str, name: str = "") -> int:
    """Notes a file that was sent for a notice, and has it fetched. Returns its id."""
    file = files.add(turn.db, kind, telegram_id, turn.now, name)
    turn.fetch(file)
    draft.files = [*draft.files, file]
    return file


def erase_files(turn: Turn, draft: Keeps, ids: list[int]) -> None:
    """What came with the draft and is wanted no more goes; files of a notice that was sent stay."""
    gone = [file for file in ids if file in draft.files]
    files.erase(turn.db, gone)
    draft.files = [file for file in draft.files if file not in gone]


def erase_refused(turn: Turn, notice: Notice) -> None:
    """What came with a correction that is given up goes; what the notice has, or had before, stays."""
    stays = [content(turn, notice, version).files() for version in range(1, notice.version + 1)]
    files.erase(turn.db, sorted(proposed(turn, notice).files().difference(*stays)))


def add_file(turn: Turn, kind: str, telegram_id: str, caption: str, name: str = "") -> bool:
    """Takes a photo, a document or a voice note sent while a notice is open. Returns whether one is."""
    draft, standing = present(turn), turn.standing()
    if draft is None or standing is None:
        return False
    step, _, locale = standing.step.partition(".")
    if kind == "voice" and step == "voice" and locale in LOCALES:
        before = draft.voices.get(locale, 0)
        draft.voices = {**draft.voices, locale: keep_sent(turn, draft, "voice", telegram_id)}
        erase_files(turn, draft, [before] if before in draft.files else [])
        show(turn, draft)
    elif kind in ("photo", "document"):
        before = draft.file
        draft.file = keep_sent(turn, draft, kind, telegram_id, name)
        erase_files(turn, draft, [before] if before in draft.files else [])
        if caption and draft.template in FREE and not draft.texts.get(RECORD):
            draft.texts = {RECORD: caption}
        show(turn, draft, standing.step if standing.step != "summary" else "", long=how_long(turn, draft))
    else:
        show(turn, draft, standing.step, "other_file")
    return True
