"""/answer: the office changes the text of an answer, records it, and goes back to an earlier one."""

import msgspec
from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts
from bot.handlers.fault_cards import name_of
from bot.handlers.people import who
from bot.messages import answer_texts as messages
from bot.messages.base import Message
from bot.messages.company_values import missing, unknown, values
from bot.messages.general import NotUsed
from bot.messages.questions import Recording
from bot.speech import LOCALES, RECORD, placeholders, words
from bot.topics import GROUPS, SHOWS_SWEDISH
from storage import answer_texts, people, recordings
from storage.answer_texts import Version
from storage.people import Person

NAME = "text"
CARD = "text"
LONGEST_TEXT = 700
MOST_FOUND = 4


class Changing(msgspec.Struct, frozen=True):
    """The text that is being changed, or read out."""

    topic: str
    locale: str
    text: str = ""


def _desk(turn: Turn) -> Person | None:
    person = who(turn)
    if person is None or "staff" not in person.work:
        turn.say(NotUsed("not_for_you"))
        return None
    return person


def _show(turn: Turn, message: Message) -> None:
    """There is one sheet in a chat, where the person is looking."""
    turn.card_here(CARD, message)


def leave(turn: Turn) -> None:
    """What was begun to be written or read out goes."""
    standing = turn.standing()
    if standing is not None and standing.name == NAME:
        turn.end()


# -- Finding it ----------------------------------------------------------------------------------------


async def answer(update: Update, turn: Turn) -> None:
    """/answer rent.when_due, a word of it, or nothing for the groups."""
    if _desk(turn) is None:
        return
    leave(turn)
    asked = " ".join(turn.args or []).strip()
    if turn.answers.exists(asked.lower()):
        _sheet(turn, asked.lower())
        return
    found = turn.answers.find(asked, turn.locale or RECORD) if asked else None
    near = [
        topic for topic in (found.alternatives if found is not None else ()) if turn.answers.exists(topic)
    ]
    _show(turn, messages.WhichAnswer(list(GROUPS), near[:MOST_FOUND]))


async def groups(update: Update, turn: Turn) -> None:
    """text.groups:all, or text.groups:rent for its answers."""
    if _desk(turn) is None:
        return
    leave(turn)
    topics = [topic for topic in GROUPS.get(turn.value, ()) if turn.answers.exists(topic)]
    _show(turn, messages.WhichAnswer([] if topics else list(GROUPS), topics))


async def topic(update: Update, turn: Turn) -> None:
    """text.topic:rent.when_due: in its four languages."""
    if _desk(turn) is None:
        return
    leave(turn)
    if not turn.answers.exists(turn.value):
        turn.say(NotUsed("old_button"))
        return
    _sheet(turn, turn.value)


def _sheet(turn: Turn, topic: str) -> None:
    _show(turn, messages.AnswerSheet(topic, [_in_language(turn, topic, locale) for locale in LOCALES]))


def _in_language(turn: Turn, topic: str, locale: str) -> messages.InLanguage:
    latest = answer_texts.latest(turn.db, topic)
    versions = answer_texts.versions(turn.db, topic, locale)
    present = versions[0] if versions else None
    return messages.InLanguage(
        locale=locale,
        version=present.version if present and present.text is not None else 0,
        who=_name(turn, present),
        at=present.at if present else 0.0,
        old=answer_texts.is_old(turn.db, topic, locale, latest),
        recording=_recording(turn, topic, locale),
    )


def _name(turn: Turn, version: Version | None) -> str:
    person = people.get(turn.db, version.person) if version is not None and version.person else None
    return name_of(person) if person is not None else ""


def _mark(turn: Turn, topic: str, locale: str) -> str:
    """The mark of what stands there now, also where this very turn has changed it."""
    return recordings.mark_of(turn.answers.read_out(topic, locale, _present(turn, topic, locale)))


def _present(turn: Turn, topic: str, locale: str) -> str:
    found = answer_texts.in_force(turn.db, topic, locale, answer_texts.latest(turn.db, topic))
    return found.text if found is not None and found.text is not None else _shipped(turn, topic, locale)


def _recording(turn: Turn, topic: str, locale: str) -> str:
    says = _mark(turn, topic, locale)
    if recordings.of(turn.db, topic, locale, says) is not None:
        return "kept"
    return "old" if recordings.stale(turn.db, topic, locale, says) else ""


# -- One language of it --------------------------------------------------------------------------------


def _pressed(turn: Turn) -> tuple[str, str, Person, str] | None:
    """Topic, language, who pressed, and the version after them, "" for none; None where there is no such, who
    is then told so.
    """
    person = _desk(turn)
    if person is None:
        return None
    locale, _, topic = turn.value.partition(".")
    version = ""
    if not turn.answers.exists(topic):
        topic, _, version = topic.rpartition(".")
    if locale not in LOCALES or not turn.answers.exists(topic):
        turn.say(NotUsed("old_button"))
        return None
    return topic, locale, person, version


def _show_in(turn: Turn, topic: str, locale: str, saved: str = "") -> None:
    earlier = bool(answer_texts.versions(turn.db, topic, locale))
    _show(turn, messages.AnswerIn(topic, _in_language(turn, topic, locale), earlier, saved))


async def in_language(update: Update, turn: Turn) -> None:
    """text.in:ar.rent.when_due"""
    found = _pressed(turn)
    if found is not None:
        leave(turn)
        _show_in(turn, found[0], found[1])


async def right(update: Update, turn: Turn) -> None:
    """text.right:ar.rent.when_due: it holds, whatever has changed in another language."""
    found = _pressed(turn)
    if found is None:
        return
    topic, locale, person, _ = found
    if answer_texts.is_old(turn.db, topic, locale, answer_texts.latest(turn.db, topic)):
        answer_texts.confirm(turn.db, topic, locale, person, turn.now)
        _show_in(turn, topic, locale, "confirmed")
        return
    _show_in(turn, topic, locale)


async def write(update: Update, turn: Turn) -> None:
    """text.write:ar.rent.when_due: the next words that are written are the new text."""
    found = _pressed(turn)
    if found is not None:
        _stand(turn, "write", Changing(found[0], found[1]))
        _show(turn, messages.WriteText(found[0], found[1]))


def _stand(turn: Turn, step: str, changing: Changing) -> None:
    standing = turn.standing()
    if standing is not None and standing.name != NAME:
        drafts.discard(turn, standing)
        turn.leave_screen()
    turn.stand(NAME, step, changing)


def add_words(turn: Turn, step: str, data: str, text: str) -> None:
    """A new text: its values are checked, then it is shown as a tenant will see it."""
    changing = msgspec.json.decode(data, type=Changing)
    if _desk(turn) is None:
        turn.end()
        return
    if step == "record":
        _read_out(turn, changing)
        return
    if len(text) > LONGEST_TEXT:
        turn.say(NotUsed("too_long"))
        return
    wrong = list(dict.fromkeys(unknown(text)))
    braces = "{" in _without_values(text) or "}" in _without_values(text)
    if wrong or braces or not text.strip():
        _stand(turn, "write", Changing(changing.topic, changing.locale))
        _show(turn, messages.WriteText(changing.topic, changing.locale, wrong, braces))
        return
    _stand(turn, "preview", Changing(changing.topic, changing.locale, text.strip()))
    _show(turn, _preview(turn, changing.topic, changing.locale, text.strip()))


def _without_values(text: str) -> str:
    for name in placeholders(text):
        text = text.replace(f"{{{name}}}", "")
    return text


def _preview(
    turn: Turn, topic: str, locale: str, text: str, then: str = "publish", version: int = 0
) -> messages.Preview:
    return messages.Preview(
        topic=topic,
        locale=locale,
        text=text,
        then=then,
        version=version,
        missing=missing(text, values(words(locale), turn.company), turn.company),
        next=turn.answers.next(topic),
        swedish=topic in SHOWS_SWEDISH,
    )


async def publish(update: Update, turn: Turn) -> None:
    """text.publish:ar.rent.when_due: what was shown is what everybody reads from now on."""
    found = _pressed(turn)
    if found is None:
        return
    topic, locale, person, _ = found
    standing = turn.standing()
    if standing is None or standing.name != NAME or standing.step != "preview":
        _show_in(turn, topic, locale)
        return
    changing = msgspec.json.decode(standing.data, type=Changing)
    if (changing.topic, changing.locale) != (topic, locale):
        _show_in(turn, topic, locale)
        return
    turn.end()
    answer_texts.write(turn.db, topic, locale, changing.text, person, turn.now)
    _show_in(turn, topic, locale, "text")


# -- Earlier texts -------------------------------------------------------------------------------------


async def versions(update: Update, turn: Turn) -> None:
    """text.versions:ar.rent.when_due: what it has said, and what was shipped."""
    found = _pressed(turn)
    if found is None:
        return
    topic, locale, _, _ = found
    leave(turn)
    told = [
        messages.OldText(each.version, each.text, _name(turn, each), each.at)
        for each in answer_texts.versions(turn.db, topic, locale)
        if each.text is not None
    ]
    shipped = messages.OldText(0, _shipped(turn, topic, locale))
    _show(turn, messages.EarlierTexts(topic, locale, [*told[: messages.MOST_SHOWN], shipped]))


def _shipped(turn: Turn, topic: str, locale: str) -> str:
    found = turn.answers.text(topic, 0, locale)
    return found.text if found is not None else ""


def _chosen(turn: Turn) -> tuple[str, str, Person, int, str] | None:
    """The version that was pressed, with its text; else the list is shown."""
    found = _pressed(turn)
    if found is None:
        return None
    topic, locale, person, chosen = found
    version = int(chosen) if chosen.isdecimal() and len(chosen) < 9 else -1
    then = answer_texts.in_force(turn.db, topic, locale, version)
    if version == 0:
        return topic, locale, person, 0, _shipped(turn, topic, locale)
    if then is None or then.version != version or then.text is None:
        _show_in(turn, topic, locale)
        return None
    return topic, locale, person, version, then.text


async def version(update: Update, turn: Turn) -> None:
    """text.version:ar.rent.when_due.3: as a tenant saw it."""
    found = _chosen(turn)
    if found is not None:
        topic, locale, _, number, text = found
        _show(turn, _preview(turn, topic, locale, text, "restore", number))


async def restore(update: Update, turn: Turn) -> None:
    """text.restore:ar.rent.when_due.3: back to it; 0 is the shipped text."""
    found = _chosen(turn)
    if found is None:
        return
    topic, locale, person, number, text = found
    if _present(turn, topic, locale) != text:
        answer_texts.restore(turn.db, topic, locale, number, person, turn.now)
    _show_in(turn, topic, locale, "text")


# -- Read out ------------------------------------------------------------------------------------------


async def record(update: Update, turn: Turn) -> None:
    """text.record:ar.rent.when_due: the next voice message is the recording."""
    found = _pressed(turn)
    if found is not None:
        changing = Changing(found[0], found[1])
        _stand(turn, "record", changing)
        _read_out(turn, changing)


def _read_out(turn: Turn, changing: Changing) -> None:
    text = turn.answers.read_out(changing.topic, changing.locale)
    _show(turn, messages.ReadOut(changing.topic, changing.locale, text))


def add_voice(turn: Turn, step: str, data: str, telegram_id: str) -> None:
    """The answer read out, at the step that asks for it."""
    changing = msgspec.json.decode(data, type=Changing)
    if _desk(turn) is None:
        turn.end()
        return
    if step != "record":
        _show(turn, messages.WriteText(changing.topic, changing.locale))
        return
    file = drafts.keep_file(turn, "voice", telegram_id)
    topic, locale = changing.topic, changing.locale
    recordings.put(turn.db, topic, locale, _mark(turn, topic, locale), file, turn.now)
    turn.end()
    _show_in(turn, topic, locale, "recording")


async def listen(update: Update, turn: Turn) -> None:
    """text.listen:ar.rent.when_due: what a tenant would hear."""
    found = _pressed(turn)
    if found is None:
        return
    topic, locale, _, _ = found
    file = recordings.of(turn.db, topic, locale, _mark(turn, topic, locale))
    if file is None:
        _show_in(turn, topic, locale)
        return
    turn.say(Recording(topic, file))


async def unrecord(update: Update, turn: Turn) -> None:
    """text.unrecord:ar.rent.when_due: the recording goes, with its file."""
    found = _pressed(turn)
    if found is not None:
        topic, locale, _, _ = found
        recordings.remove(turn.db, topic, locale)
        _show_in(turn, topic, locale, "removed")
