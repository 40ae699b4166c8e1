"""/inbox: questions that wait for the office, what was asked that has no answer, and old texts of answers."""

import hashlib

import msgspec
from telegram import Update

from bot.answers import likeness
from bot.engine.turn import Event, Turn
from bot.handlers import desk_threads
from bot.handlers.fault_cards import name_of
from bot.handlers.people import who
from bot.messages import inbox as messages
from bot.messages.base import Message
from bot.messages.general import NotUsed
from bot.speech import LOCALES
from bot.topics import GROUPS
from storage import answer_texts, cards, people, phrasings, threads, unanswered
from storage.people import Person
from storage.phrasings import NOT_OURS
from storage.threads import Thread
from storage.unanswered import Unanswered

CARD = "inbox"
MOST_SHOWN = 4
A_PAGE = 10
# How many are looked through for questions that ask the same, and how many are learnt at once.
MOST_LOOKED_AT = 200
MOST_TOGETHER = 8
TOGETHER, ALONE = "g", "o"


class Asked(msgspec.Struct, frozen=True):
    """Questions in one language that ask the same. `key` is their place in callback data: the language,
    then whether they are taken together or one alone, and a mark of the first one's words.
    """

    key: str
    locale: str
    questions: list[Unanswered]

    @property
    def times(self) -> int:
        return sum(each.times for each in self.questions)


def _desk(turn: Turn) -> Person | None:
    person = who(turn)
    if person is None or "staff" not in person.work:
        turn.say(NotUsed("not_for_you"))
        return None
    return person


async def show(update: Update, turn: Turn) -> None:
    """/inbox, or back from anywhere in it."""
    person = _desk(turn)
    if person is None:
        return
    desk_threads.leave_writing(turn)
    _show(turn, overview(turn, person))


def _show(turn: Turn, message: Message) -> None:
    """There is one inbox in a chat, where the person is looking."""
    turn.card_here(CARD, message)


def overview(turn: Turn, person: Person, learnt: str = "") -> messages.Inbox:
    """All that waits for this person of the desk, what nobody has first."""
    waiting = threads.waiting(turn.db, person)
    asked = asked_most(turn)
    old = old_texts(turn)
    return messages.Inbox(
        waiting=[_waiting(turn, thread) for thread in waiting[:MOST_SHOWN]],
        asked=[_asked_row(each) for each in asked[:MOST_SHOWN]],
        old=[messages.OldRow(topic, locale) for topic, locale in old[:MOST_SHOWN]],
        waiting_n=len(waiting),
        free_n=sum(thread.owner is None for thread in waiting),
        late_n=sum(thread.due <= turn.now for thread in waiting),
        asked_n=len(asked),
        old_n=len(old),
        learnt=learnt,
    )


async def page(update: Update, turn: Turn) -> None:
    """inbox.page:threads.2, late.1, asked.1 or old.1: one of the lists, whole."""
    person = _desk(turn)
    if person is None:
        return
    what, _, place = turn.value.partition(".")
    number = max(1, int(place)) if place.isdecimal() and len(place) < 4 else 1
    _show(turn, list_of(turn, person, what, number) if what in messages.LISTS else overview(turn, person))


def list_of(turn: Turn, person: Person, what: str, page: int) -> messages.InboxPage:
    """A page of one of the lists: threads, late, asked or old."""
    here = slice((page - 1) * A_PAGE, page * A_PAGE)
    if what == "asked":
        asked = asked_most(turn)
        told = [_asked_row(each) for each in asked[here]]
        return messages.InboxPage(what, page, here.stop < len(asked), asked=told)
    if what == "old":
        old = old_texts(turn)
        texts = [messages.OldRow(topic, locale) for topic, locale in old[here]]
        return messages.InboxPage(what, page, here.stop < len(old), old=texts)
    late = what == "late"
    found = threads.overdue(turn.db, turn.now, person) if late else threads.waiting(turn.db, person)
    rows = [_waiting(turn, thread) for thread in found[here]]
    return messages.InboxPage(what, page, here.stop < len(found), waiting=rows)


def _asked_row(asked: Asked) -> messages.AskedRow:
    return messages.AskedRow(asked.key, asked.questions[0].words, asked.locale, asked.times)


def _waiting(turn: Turn, thread: Thread) -> messages.WaitingRow:
    owner = people.get(turn.db, thread.owner) if thread.owner is not None else None
    late = thread.due <= turn.now
    return messages.WaitingRow(thread.id, thread.locale, thread.state, name_of(owner) if owner else "", late)


def old_texts(turn: Turn) -> list[tuple[str, str]]:
    """Topic and language of each answer that has not followed a change in another language."""
    return [
        (topic, locale)
        for topic in answer_texts.touched(turn.db)
        for locale in LOCALES
        if answer_texts.is_old(turn.db, topic, locale, answer_texts.latest(turn.db, topic))
    ]


# -- What has no answer --------------------------------------------------------------------------------


def asked_most(turn: Turn) -> list[Asked]:
    """What was asked that has no answer, put together, what was asked most first."""
    asked = unanswered.all_(turn.db)[:MOST_LOOKED_AT]
    found = []
    for locale in LOCALES:
        own = [each for each in asked if each.locale == locale]
        for members in likeness.groups([each.words for each in own]):
            together = [own[place] for place in members[:MOST_TOGETHER]]
            found.append(Asked(_key(locale, TOGETHER, together[0].words), locale, together))
    return sorted(found, key=lambda each: -each.times)


def _key(locale: str, how: str, words: str) -> str:
    return f"{locale}.{how}{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def _asked(turn: Turn, key: str) -> Asked | None:
    """The questions of a key, while they are still without an answer."""
    locale, _, mark = key.partition(".")
    if mark.startswith(TOGETHER):
        return next((each for each in asked_most(turn) if each.key == key), None)
    for each in unanswered.all_(turn.db):
        if each.locale == locale and _key(locale, ALONE, each.words) == key:
            return Asked(key, locale, [each])
    return None


def _pressed(turn: Turn) -> tuple[Asked, Person, str] | None:
    """The questions that were pressed, who pressed, and what came after the key; else the inbox is shown."""
    person = _desk(turn)
    if person is None:
        return None
    locale, _, rest = turn.value.partition(".")
    mark, _, rest = rest.partition(".")
    asked = _asked(turn, f"{locale}.{mark}")
    if asked is None:
        _show(turn, overview(turn, person))
        return None
    return asked, person, rest


async def group(update: Update, turn: Turn) -> None:
    """inbox.group:sv.g1a2b3c4d: questions that ask the same, or sv.o… for one alone."""
    found = _pressed(turn)
    if found is not None:
        _show(turn, _group(turn, found[0]))


async def pick(update: Update, turn: Turn) -> None:
    """inbox.pick:sv.g1a2b3c4d: the groups of answers; with .rent, the answers of a group."""
    found = _pressed(turn)
    if found is None:
        return
    asked, _, chosen = found
    _show(turn, _group(turn, asked, chosen if chosen in GROUPS else "groups"))


def _group(turn: Turn, asked: Asked, asks: str = "") -> messages.AskedGroup:
    near = dict.fromkeys(topic for each in asked.questions for topic in each.topics)
    if asks == "groups":
        topics = list(GROUPS)
    else:
        topics = [topic for topic in GROUPS.get(asks, ()) if turn.answers.exists(topic)]
    return messages.AskedGroup(
        key=asked.key,
        locale=asked.locale,
        questions=[(each.words, each.times) for each in asked.questions],
        members=[_key(asked.locale, ALONE, each.words) for each in asked.questions],
        near=[topic for topic in near if turn.answers.exists(topic)][:3],
        asks=asks,
        topics=topics,
    )


async def asks(update: Update, turn: Turn) -> None:
    """inbox.asks:sv.g1a2b3c4d.rent.when_due: these are ways to ask for this answer."""
    found = _pressed(turn)
    if found is None:
        return
    asked, person, topic = found
    if not turn.answers.exists(topic):
        _show(turn, _group(turn, asked))
        return
    _learn(turn, asked, topic, person)


async def not_ours(update: Update, turn: Turn) -> None:
    """inbox.not_ours:sv.g1a2b3c4d: no answer is for these."""
    found = _pressed(turn)
    if found is not None:
        _learn(turn, found[0], NOT_OURS, found[1])


def _learn(turn: Turn, asked: Asked, topic: str, person: Person) -> None:
    """They are kept as ways to ask, and the finder learns them beside the turns."""
    said = [each.words for each in asked.questions]
    phrasings.add(turn.db, asked.locale, said, topic, person, turn.now)
    for words in said:
        unanswered.settle(turn.db, words, asked.locale)
    turn.learn()
    _show(turn, overview(turn, person, learnt="now"))


async def learnt(event: Event, turn: Turn) -> None:
    """answers.learnt: who has taught it is shown so, where the inbox still stands."""
    for chat in cards.chats_with(turn.db, CARD):
        card = cards.get(turn.db, chat, CARD)
        person = people.by_chat(turn.db, chat)
        shown = msgspec.json.decode(card.wanted) if card is not None else {}
        if person is not None and "staff" in person.work and shown.get("learnt") == "now":
            turn.card(CARD, overview(turn, person, learnt="done"), to=chat, silent=True)
