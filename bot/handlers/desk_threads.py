"""Answering at the office: taking a question, sending an answer or a phrase, writing, handing over."""

import msgspec
from telegram import Update

from bot.engine.turn import Callback, Turn
from bot.handlers import drafts
from bot.handlers.people import who
from bot.handlers.thread_telling import (
    WRITING,
    Writing,
    answer_by,
    card_for_desk,
    is_over,
    push,
    refresh,
    tell_desk,
    tell_her,
)
from bot.messages import desk_threads as messages
from bot.messages.general import NotUsed
from bot.messages.thread_words import HOLDS, PHRASES
from bot.speech import LOCALES, RECORD
from bot.topics import GROUPS, SHOWS_SWEDISH
from storage import chats, files, people, spoken, threads
from storage.people import Person
from storage.threads import Kind, Thread

NAME = WRITING
LONGEST_WORDS = 1000


# -- The card ------------------------------------------------------------------------------------------


def show_desk(turn: Turn, thread: Thread, page: int = 1, asks: str = "") -> None:
    """The question, where this colleague is looking."""
    person = who(turn)
    if person is None or not threads.may_own(turn.db, thread, person):
        turn.say(NotUsed("no_question"))
        return
    card = card_for_desk(turn, thread, person, page, asks)
    turn.card_here(threads.card_key(thread.id), card, final=is_over(thread))


def seen(turn: Turn) -> tuple[Thread, Person, str] | None:
    """The question that was pressed, who of the desk pressed, and what came after the number; None if this
    person may not see it, who is then told so.
    """
    number, _, rest = turn.value.partition(".")
    person = who(turn)
    if person is None or "staff" not in person.work:
        turn.say(NotUsed("not_for_you"))
        return None
    thread = threads.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    if thread is None or not threads.may_own(turn.db, thread, person):
        turn.say(NotUsed("no_question"))
        return None
    return thread, person, rest


def _asks(asks: str) -> Callback:
    """A press that opens a choice on the card."""

    async def handler(update: Update, turn: Turn) -> None:
        found = seen(turn)
        if found is not None:
            show_desk(turn, found[0], asks=asks)

    return handler


phrases = _asks("phrases")
hand = _asks("hand")


async def answers(update: Update, turn: Turn) -> None:
    """threads.answers:12, and 12.rent for the answers of a group."""
    found = seen(turn)
    if found is None:
        return
    thread, _, group = found
    show_desk(turn, thread, asks=group if group in GROUPS else "answers")


# -- Whose it is ---------------------------------------------------------------------------------------


def _move(turn: Turn, act: str, owner: int | None = None) -> tuple[Thread, Thread] | None:
    """Does `act` to the pressed question and keeps its cards true. Returns it as it was and as it is; answers
    with what is true if it cannot be.
    """
    found = seen(turn)
    if found is None:
        return None
    before, _, _ = found
    try:
        after = threads.move(turn.db, before.id, act, turn.chat, turn.now, owner)
    except (threads.NotAllowed, threads.NotNow):
        show_desk(turn, before)
        return None
    if after.owner is not None:
        spoken.end_offer(turn.db, "thread", after.id)
    show_desk(turn, after)
    refresh(turn, after)
    return before, after


async def take(update: Update, turn: Turn) -> None:
    _move(turn, "take")


async def take_over(update: Update, turn: Turn) -> None:
    """threads.take_over:12: a colleague does not get round to it."""
    person = who(turn)
    _move(turn, "hand_over", person.id if person is not None else None)


async def give_back(update: Update, turn: Turn) -> None:
    moved = _move(turn, "give_back")
    if moved is not None and moved[1].state == "open":
        tell_desk(turn, moved[1], "free")


async def hand_to(update: Update, turn: Turn) -> None:
    """threads.hand_to:12.7"""
    chosen = turn.value.partition(".")[2]
    moved = _move(turn, "hand_over", int(chosen) if chosen.isdecimal() and len(chosen) < 16 else 0)
    if moved is None:
        return
    colleague = people.get(turn.db, moved[1].owner or 0)
    if colleague is not None and moved[0].owner != moved[1].owner:
        push(turn, moved[1], colleague, "given")


def finish(turn: Turn, thread: Thread) -> None:
    """The office is done with it. She hears of it if she had no answer."""
    mine = _mine(turn, thread)
    if mine is None:
        return
    try:
        closed = threads.move(turn.db, thread.id, "close", turn.chat, turn.now)
    except threads.NotNow as late:
        show_desk(turn, late.thread)
        return
    show_desk(turn, closed)
    refresh(turn, closed)
    if mine.state != "answered":
        tell_her(turn, closed)


def _mine(turn: Turn, thread: Thread) -> Thread | None:
    """The question, taken first where nobody has it; None where somebody else does, and that is shown."""
    person = who(turn)
    if person is not None and thread.owner == person.id:
        return thread
    try:
        taken = threads.move(turn.db, thread.id, "take", turn.chat, turn.now)
    except (threads.NotAllowed, threads.NotNow):
        show_desk(turn, thread)
        return None
    spoken.end_offer(turn.db, "thread", thread.id)
    return taken


# -- Answering -----------------------------------------------------------------------------------------


async def preview(update: Update, turn: Turn) -> None:
    """threads.answer:12.rent.when_due: what she would read."""
    found = seen(turn)
    if found is None:
        return
    thread, _, topic = found
    if not turn.answers.given([topic], _reads(turn, thread)):
        show_desk(turn, thread, asks="answers")
        return
    _preview(turn, thread, "answer", topic)


async def phrase(update: Update, turn: Turn) -> None:
    """threads.phrase:12.call_us: what she would read."""
    found = seen(turn)
    if found is None:
        return
    thread, _, key = found
    if key not in PHRASES:
        show_desk(turn, thread, asks="phrases")
        return
    _preview(turn, thread, "phrase", key)


def _preview(turn: Turn, thread: Thread, kind: str, content: str) -> None:
    swedish = kind == "answer" and content in SHOWS_SWEDISH
    message = messages.AboutToSend(thread.id, kind, content, _reads(turn, thread), swedish)
    turn.card_here(threads.card_key(thread.id), message)


def _reads(turn: Turn, thread: Thread) -> str:
    """The language in which she reads now."""
    return chats.get(turn.db, thread.chat).locale or thread.locale


async def send(update: Update, turn: Turn) -> None:
    """threads.send:12.rent.when_due: the answer, in her language when she opens it."""
    found = seen(turn)
    if found is None:
        return
    thread, _, topic = found
    if not turn.answers.given([topic], _reads(turn, thread)):
        show_desk(turn, thread, asks="answers")
        return
    _reply(turn, thread, RECORD, ("answer", topic, None))


async def say(update: Update, turn: Turn) -> None:
    """threads.say:12.call_us: the phrase, in her language."""
    found = seen(turn)
    if found is None:
        return
    thread, _, key = found
    if key not in PHRASES:
        show_desk(turn, thread, asks="phrases")
        return
    _reply(turn, thread, RECORD, ("phrase", key, None))


def _reply(turn: Turn, thread: Thread, locale: str, *said: tuple[Kind, str, int | None]) -> bool:
    """Says it to her (each a kind, its content and a file), and shows what is true. Returns whether it was
    said.
    """
    if is_over(thread) or _mine(turn, thread) is None:
        show_desk(turn, thread)
        return False
    after = thread
    for kind, content, file in said:
        holds = kind == "phrase" and content in HOLDS
        after = threads.write(
            turn.db,
            thread.id,
            turn.chat,
            kind,
            content,
            locale,
            turn.now,
            file=file,
            due=answer_by(turn),
            holds=holds,
        )
    show_desk(turn, after)
    refresh(turn, after)
    tell_her(turn, after)
    return True


# -- Writing -------------------------------------------------------------------------------------------


async def write(update: Update, turn: Turn) -> None:
    """threads.write:12: words, a photo or a voice message of one's own."""
    found = seen(turn)
    if found is None:
        return
    thread, _, _ = found
    mine = _mine(turn, thread) if not is_over(thread) else None
    if mine is None:
        show_desk(turn, thread)
        return
    standing = turn.standing()
    if standing is not None and standing.name != NAME:
        drafts.discard(turn, standing)
        turn.leave_screen()
    leave_writing(turn)
    turn.stand(NAME, "what", Writing(thread.id))
    turn.card_here(threads.card_key(thread.id), messages.WriteToHer(thread.id, _reads(turn, mine)))
    refresh(turn, mine)


def add_words(turn: Turn, data: str, text: str) -> None:
    """What was written: then its language is asked, which sends it."""
    if len(text) > LONGEST_WORDS:
        turn.say(NotUsed("too_long"))
        return
    writing = msgspec.json.decode(data, type=Writing)
    files.erase(turn.db, writing.files)
    _which_language(turn, Writing(writing.number, text))


def add_file(turn: Turn, data: str, kind: str, telegram_id: str, caption: str = "") -> None:
    writing = msgspec.json.decode(data, type=Writing)
    files.erase(turn.db, writing.files)
    _which_language(turn, Writing(writing.number, caption, [drafts.keep_file(turn, kind, telegram_id)]))


def _which_language(turn: Turn, writing: Writing) -> None:
    turn.value = str(writing.number)
    found = seen(turn)
    if found is None:
        turn.end()
        return
    thread, person, _ = found
    turn.stand(NAME, "language", writing)
    marked = spoken.of(turn.db, person.id)
    message = messages.WhichLanguage(
        thread.id, writing.words, bool(writing.files), [each for each in LOCALES if each in marked]
    )
    turn.card_here(threads.card_key(thread.id), message)


async def written(update: Update, turn: Turn) -> None:
    """threads.written:sv.12: what was written is in this language, and goes to her."""
    locale, _, turn.value = turn.value.partition(".")
    found = seen(turn)
    if found is None:
        return
    thread = found[0]
    writing = _writing(turn)
    if writing is None or writing.number != thread.id or locale not in LOCALES:
        show_desk(turn, thread)
        return
    turn.end()
    kept = [files.get(turn.db, file) for file in writing.files]
    said: list[tuple[Kind, str, int | None]] = [("file", file.kind, file.id) for file in kept if file]
    if writing.words:
        said.append(("words", writing.words, None))
    if not said:
        show_desk(turn, thread)
    elif not _reply(turn, thread, locale, *said):
        files.erase(turn.db, writing.files)


def _writing(turn: Turn) -> Writing | None:
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return None
    return msgspec.json.decode(standing.data, type=Writing)


def leave_writing(turn: Turn) -> None:
    """What was begun to be written and not sent goes."""
    writing = _writing(turn)
    if writing is not None:
        files.erase(turn.db, writing.files)
        turn.end()


# -- Languages -----------------------------------------------------------------------------------------


async def languages(update: Update, turn: Turn) -> None:
    """/languages: which languages one speaks; what people ask in these comes first to her."""
    person = who(turn)
    if person is None or not person.work & {"caretaker", "staff"}:
        turn.say(NotUsed("not_for_you"))
        return
    turn.card_here("speaks", _speaks(turn, person), final=True)


async def speaks(update: Update, turn: Turn) -> None:
    """threads.speaks:ar marks a language, or takes the mark away."""
    person = who(turn)
    if person is None or not person.work & {"caretaker", "staff"}:
        turn.say(NotUsed("not_for_you"))
        return
    if turn.value in LOCALES:
        spoken.switch(turn.db, person, turn.value)
    turn.card_here("speaks", _speaks(turn, person), final=True)


def _speaks(turn: Turn, person: Person) -> messages.Speaks:
    marked = spoken.of(turn.db, person.id)
    return messages.Speaks([each for each in LOCALES if each in marked])
