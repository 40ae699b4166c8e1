"""Asking a person at the office: what she wants to know, adding to it, finishing it."""

import msgspec
from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import desk_threads, drafts, emergency, questions, waiting
from bot.handlers.thread_telling import (
    answer_by,
    card_for_her,
    is_over,
    read_from,
    refresh,
    tell_desk,
    tell_new,
)
from bot.handlers.waiting import Waiting
from bot.messages import threads as messages
from bot.messages.general import NotUsed
from bot.messages.questions import AskByPhone
from bot.speech import RECORD
from bot.topics import VIOLENCE
from storage import files, people, threads
from storage.threads import Thread

NAME = "asking"
LONGEST_WORDS = 1000
MOST_OPEN = 3
NEAREST = 3
# What was written so lately goes along without another press.
LATELY = 600.0
MOST_FILES = 10


class Asking(msgspec.Struct):
    """A question that is not asked yet: the answer she had before her, files that have come, and words that
    she has written with the answers nearest to them. `album` is Telegram's id of the album that the last of
    them belongs to.
    """

    topic: str = ""
    files: list[int] = []
    words: str = ""
    near: list[str] = []
    album: str = ""


class Adding(msgspec.Struct, frozen=True):
    """The question that what she sends now belongs to, and the album of which something has come."""

    number: int
    album: str = ""


# -- Asking --------------------------------------------------------------------------------------------


async def ask(update: Update, turn: Turn) -> None:
    """answer.human:rent.when_due, or none. What she has written or spoken before goes along; else she is
    asked for it.
    """
    if turn.value == VIOLENCE:
        emergency.violence(turn)  # nobody is told of it
    else:
        begin(turn, turn.value if turn.answers.exists(turn.value) else "")


def begin(turn: Turn, topic: str = "") -> None:
    """Asks a person with what she has sent lately; with nothing, what it is that she wants to know."""
    if not has_desk(turn):
        turn.say(AskByPhone())
        return
    mine = threads.of_chat(turn.db, turn.chat)
    if len(mine) >= MOST_OPEN:
        turn.say(NotUsed("asked_enough"))
        show_hers(turn, mine[0])
        return
    if questions.is_busy(turn):
        return
    standing = turn.standing()
    kept = waiting.here(turn)
    asking = Asking(topic, kept.files, kept.question[:LONGEST_WORDS], kept.topics)
    if standing is not None and standing.name == NAME and standing.step == "what":
        begun = msgspec.json.decode(standing.data, type=Asking)
        begun.topic = topic or begun.topic
        _show(turn, begun)  # she has pressed it before, and what she has sent since is not lost
    elif _spoken(turn, asking) or (asking.words and _belongs(turn, topic, kept)):
        _open(turn, asking)
    else:
        if standing is not None:
            drafts.discard(turn, standing, keep=kept.files)
        _show(turn, asking)


def has_desk(turn: Turn) -> bool:
    """Whether there is anybody to ask."""
    return bool(people.with_work(turn.db, "staff"))


def _belongs(turn: Turn, topic: str, kept: Waiting) -> bool:
    """Whether what was written last is what she wants to ask: it was a moment ago, and of this answer."""
    standing = turn.standing()
    lately = standing is not None and turn.now - standing.at <= LATELY
    return lately and (not topic or topic in kept.topics)


def _spoken(turn: Turn, asking: Asking) -> bool:
    """Whether she has said it already, in a voice message."""
    kept = [files.get(turn.db, file) for file in asking.files]
    return any(file is not None and file.kind == "voice" for file in kept)


def _show(turn: Turn, asking: Asking, *, again: bool = False) -> None:
    """What does she want to ask? `again` where she is not to be answered below."""
    turn.stand(NAME, "what", asking)
    screen = messages.AskWhat(asking.topic, read_from(turn), len(asking.files), asking.words)
    turn.edit_screen(screen) if again else turn.screen(screen)


async def press(update: Update, turn: Turn) -> None:
    """threads.ask:send or cancel, under "what do you want to ask?"."""
    standing = turn.standing()
    if standing is None or standing.name != NAME or standing.step != "what":
        turn.say(NotUsed("old_button"))
        return
    asking = msgspec.json.decode(standing.data, type=Asking)
    if turn.value == "send" and (asking.topic or asking.files or asking.words):
        _open(turn, asking)
    elif turn.value == "send":
        _show(turn, asking)
    else:
        drafts.discard(turn, standing)
        turn.end()
        turn.leave_screen(messages.NotAsked())


def _open(turn: Turn, asking: Asking) -> None:
    """The question goes to the office."""
    locale = turn.locale or RECORD
    near = asking.near
    if asking.words and not near:
        found = turn.answers.find(asking.words, locale)
        near = turn.answers.given(found.alternatives, locale) if found is not None else []
    thread = threads.add(turn.db, turn.chat, locale, asking.topic, near[:NEAREST], answer_by(turn), turn.now)
    if asking.words:
        threads.write(turn.db, thread.id, turn.chat, "words", asking.words, locale, turn.now)
    for file in asking.files:
        _write_file(turn, thread, file)
    turn.end()
    turn.screen_becomes(threads.card_key(thread.id), card_for_her(turn, thread, just_sent=True))
    tell_new(turn, thread)


def _write_file(turn: Turn, thread: Thread, file: int) -> Thread:
    kept = files.get(turn.db, file)
    kind = kept.kind if kept is not None else "photo"
    locale = turn.locale or thread.locale
    due = answer_by(turn)
    return threads.write(turn.db, thread.id, turn.chat, "file", kind, locale, turn.now, file=file, due=due)


# -- What she sends while she asks or adds -------------------------------------------------------------


def add_words(turn: Turn, step: str, data: str, text: str) -> None:
    """Her question, or a word more to one that is asked."""
    if len(text) > LONGEST_WORDS:
        turn.say(NotUsed("too_long"))
        return
    if step == "what":
        asking = msgspec.json.decode(data, type=Asking)
        _open(turn, Asking(asking.topic, asking.files, text))
        return
    thread = _adding(turn, data)
    if thread is None:
        return
    locale = turn.locale or thread.locale
    after = threads.write(turn.db, thread.id, turn.chat, "words", text, locale, turn.now, due=answer_by(turn))
    turn.end()
    show_hers(turn, after)
    _told(turn, after)


def add_file(
    turn: Turn, step: str, data: str, kind: str, telegram_id: str, caption: str = "", album: str = ""
) -> None:
    """A photo, video or voice message. Asking with one is asking; to a question that is asked more may
    follow, so the step stays open. An album is answered once.
    """
    if step == "what":
        _ask_with(turn, msgspec.json.decode(data, type=Asking), kind, telegram_id, caption, album)
        return
    thread = _adding(turn, data)
    if thread is None:
        return
    if sum(each.file is not None for each in threads.said_in(turn.db, thread.id)) >= MOST_FILES:
        turn.say(NotUsed("enough"))
        return
    after = _write_file(turn, thread, drafts.keep_file(turn, kind, telegram_id))
    if caption:
        locale = turn.locale or thread.locale
        after = threads.write(turn.db, thread.id, turn.chat, "words", caption, locale, turn.now)
    if album and album == msgspec.json.decode(data, type=Adding).album:
        refresh(turn, after)
        return
    turn.stand(NAME, "more", Adding(thread.id, album))
    turn.say(messages.ThreadAdded(thread.id))
    _told(turn, after)


def _ask_with(turn: Turn, asking: Asking, kind: str, telegram_id: str, caption: str, album: str) -> None:
    """A voice message or a caption asks by itself; a photo alone asks nothing yet."""
    if len(asking.files) >= MOST_FILES:
        turn.say(NotUsed("enough"))
        return
    asking.files.append(drafts.keep_file(turn, kind, telegram_id))
    if caption:
        asking.words, asking.near = caption, []
    if kind == "voice" or caption:
        _open(turn, asking)
        if album:  # the rest of it belongs to the question that it has become
            turn.stand(NAME, "more", Adding(threads.of_chat(turn.db, turn.chat)[0].id, album))
        return
    _show(turn, asking, again=bool(album) and album == asking.album)
    asking.album = album
    turn.stand(NAME, "what", asking)


def _adding(turn: Turn, data: str) -> Thread | None:
    """The question she adds to, while it is hers and not finished; else she sees what is true."""
    thread = threads.get(turn.db, msgspec.json.decode(data, type=Adding).number)
    if thread is None or thread.chat != turn.chat:
        turn.end()
        turn.say(NotUsed("no_question"))
        return None
    if is_over(thread):
        turn.end()
        show_hers(turn, thread)
        return None
    return thread


def _told(turn: Turn, thread: Thread) -> None:
    """Whoever has it learns that there is more; with nobody, its place among what waits is enough, unless it
    had been answered and was nobody's.
    """
    refresh(turn, thread)
    tell_desk(turn, thread, "wrote")


# -- Her card ------------------------------------------------------------------------------------------


def show_hers(turn: Turn, thread: Thread, page: int = 1) -> None:
    """Her question, where she is looking."""
    card = card_for_her(turn, thread, page)
    turn.card_here(threads.card_key(thread.id), card, final=is_over(thread))


async def mine(update: Update, turn: Turn) -> None:
    """threads.mine:open: what she has asked and is not finished."""
    rows = [(thread.id, str(thread.state)) for thread in threads.of_chat(turn.db, turn.chat)]
    turn.card_here("threads", messages.MyQuestions(rows), final=True)


def pressed(turn: Turn) -> tuple[Thread, frozenset[str], str] | None:
    """The question that was pressed, what this chat is to it, and what came after the number; else she is
    told kindly why not.
    """
    number, _, rest = turn.value.partition(".")
    thread = threads.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    kinds = threads.standing(turn.db, thread, turn.chat) if thread is not None else frozenset()
    if thread is None or not kinds:
        turn.say(NotUsed("no_question"))
        return None
    return thread, kinds, rest


async def show(update: Update, turn: Turn) -> None:
    """threads.show:12, or 12.2 for the page before the latest: hers, or the desk's."""
    found = pressed(turn)
    if found is None:
        return
    thread, kinds, rest = found
    page = int(rest) if rest.isdecimal() and len(rest) < 4 else 1
    standing = turn.standing()
    if "asker" in kinds:
        if standing is not None and standing.name == NAME and standing.step == "more":
            turn.end()
        show_hers(turn, thread, page)
    else:
        desk_threads.leave_writing(turn)
        desk_threads.show_desk(turn, thread, page)


async def add(update: Update, turn: Turn) -> None:
    """threads.add:12: words, a photo or a voice message, at any time while it is not finished."""
    found = pressed(turn)
    if found is None:
        return
    thread, kinds, _ = found
    if "asker" not in kinds:
        turn.say(NotUsed("not_her"))
        return
    if is_over(thread):
        show_hers(turn, thread)
        return
    standing = turn.standing()
    if standing is not None and standing.name != NAME:
        drafts.discard(turn, standing)
        turn.leave_screen()
    turn.stand(NAME, "more", Adding(thread.id))
    turn.say(messages.AskMore(thread.id))


async def close(update: Update, turn: Turn) -> None:
    """threads.close:12: she needs no answer any more, or the office is done with it."""
    found = pressed(turn)
    if found is None:
        return
    thread, kinds, _ = found
    if "asker" not in kinds:
        desk_threads.finish(turn, thread)
        return
    try:
        closed = threads.move(turn.db, thread.id, "close", turn.chat, turn.now)
    except threads.NotNow as late:
        show_hers(turn, late.thread)
        return
    show_hers(turn, closed)
    refresh(turn, closed)


async def send_files(update: Update, turn: Turn) -> None:
    """threads.files:12: what was photographed and spoken, under the card, to her or to the desk."""
    found = pressed(turn)
    if found is None:
        return
    thread, _, _ = found
    sent = [each.file for each in threads.said_in(turn.db, thread.id) if each.file is not None]
    ready = [file for file in sent if _is_here(turn, file)]
    for file in ready:
        turn.say(messages.ThreadFile(thread.id, file), reply_to=threads.card_key(thread.id))
    if len(ready) < len(sent) or not sent:
        turn.say(NotUsed("file_on_its_way" if sent else "no_files"))


def _is_here(turn: Turn, file: int) -> bool:
    kept = files.get(turn.db, file)
    return kept is not None and (kept.content is not None or kept.kind == "video")
