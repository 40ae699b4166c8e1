"""Who is told of what happens to a question to the office, and the cards that it keeps true.

A push makes a sound and only points: what was asked stands on a card that is opened by a press, and at the
office only with who has it, or who is about to.
"""

import datetime

import msgspec

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers.fault_cards import name_of
from bot.handlers.people import lives_at
from bot.messages.desk_threads import DeskNews, DeskOffer, DeskThread
from bot.messages.thread_words import Line
from bot.messages.threads import ThreadCard, ThreadNews
from bot.messages.work_orders import Colleague
from bot.speech import RECORD, STOCKHOLM
from bot.topics import GROUPS, SHOWS_SWEDISH
from storage import cards, conversations, people, spoken, threads
from storage.people import Person
from storage.threads import Said, Thread

# For so long of its hours the office offers a question only to those who speak the language.
FIRST = datetime.timedelta(hours=1)
WRITING = "replying"
# What one page of a card holds, in characters and in messages.
A_PAGE = 1500
MOST_LINES = 8


class Writing(msgspec.Struct):
    """What one of the desk is writing to her: words or a file, before its language is told."""

    number: int
    words: str = ""
    files: list[int] = []


def moment_of(at: float) -> datetime.datetime:
    """Epoch seconds as a moment in Sweden."""
    return datetime.datetime.fromtimestamp(at, STOCKHOLM)


def answer_by(turn: Turn) -> float:
    """Until when what is asked now shall have an answer."""
    time = datetime.timedelta(hours=turn.company.answers.reply_hours)
    return hours.after_office_time(turn.company, moment_of(turn.now), time).timestamp()


def read_from(turn: Turn) -> float:
    """When somebody reads what is asked now: 0 while the office is open."""
    opens = hours.office_opens(turn.company, moment_of(turn.now)).timestamp()
    return opens if opens > turn.now else 0.0


# -- Telling -------------------------------------------------------------------------------------------


def tell_new(turn: Turn, thread: Thread) -> None:
    """A question has come: the desk learns that there is one, first those who speak the language."""
    office, first = desk_of(turn, thread), _first(turn, thread)
    is_open = hours.desk_is_open(turn.company, moment_of(turn.now))
    for person in office:
        sounds = is_open and (not first or person in first)
        turn.card(threads.card_key(thread.id), _offer(turn, thread), to=person.chat, silent=not sounds)
    if not is_open:
        spoken.offer_first(turn.db, "thread", thread.id, read_from(turn))
    elif first:
        spoken.offer_first(turn.db, "thread", thread.id, _everybodys(turn, thread))


async def offer_over(event: Event, turn: Turn) -> None:
    """thread.offer: the office has opened, or its first hour has gone; who can take it is called."""
    thread = threads.get(turn.db, event.id)
    if not spoken.end_offer(turn.db, "thread", event.id) or thread is None or thread.state != "open":
        return
    first, everybodys = _first(turn, thread), _everybodys(turn, thread)
    waits = bool(first) and turn.now < everybodys
    if waits:
        spoken.offer_first(turn.db, "thread", thread.id, everybodys)
    for person in first if waits else desk_of(turn, thread):
        push(turn, thread, person, "unclaimed")


async def due(event: Event, turn: Turn) -> None:
    """thread.due: it should have had an answer by now; whoever has it is reminded, once, or the desk."""
    if event.id not in threads.to_remind(turn.db, turn.now):
        return
    threads.remind(turn.db, event.id)
    thread = threads.get(turn.db, event.id)
    if thread is None:
        return
    owner = _owner(turn, thread)
    refresh(turn, thread)
    for person in [owner] if owner is not None else desk_of(turn, thread):
        push(turn, thread, person, "overdue")


async def silence(event: Event, turn: Turn) -> None:
    """thread.silence: nothing was heard after the answer, so it is over."""
    try:
        thread = threads.move(turn.db, event.id, "silence", None, turn.now)
    except (threads.NotNow, LookupError):
        return
    refresh(turn, thread)


def tell_her(turn: Turn, thread: Thread) -> None:
    """She is pushed: there is something new, and a press opens it."""
    key = threads.card_key(thread.id)
    stands = cards.get(turn.db, thread.chat, key)
    if stands is not None:
        turn.card(key, card_for_her(turn, thread), to=thread.chat, silent=True, final=is_over(thread))
    turn.say(ThreadNews(thread.id), to=thread.chat, reply_to=key)


def push(turn: Turn, thread: Thread, person: Person, what: str) -> None:
    """One of the office is told what is to be done; no phone makes a sound while the office is closed."""
    if person.chat == turn.chat:
        return
    key = threads.card_key(thread.id)
    if cards.get(turn.db, person.chat, key) is None:
        turn.card(key, _offer(turn, thread), to=person.chat, silent=True)
    silent = not hours.desk_is_open(turn.company, moment_of(turn.now))
    turn.say(DeskNews(thread.id, what), to=person.chat, silent=silent, reply_to=key)


def tell_desk(turn: Turn, thread: Thread, what: str) -> None:
    """Whoever has it is pushed; while nobody does, all who could take it."""
    owner = _owner(turn, thread)
    for person in [owner] if owner is not None else desk_of(turn, thread):
        push(turn, thread, person, what)


def refresh(turn: Turn, thread: Thread) -> None:
    """Keeps every card of it true but the one where somebody has just pressed, or is writing the answer.
    With colleagues who do not have it, or are no longer of the desk, what was asked does not stay.
    """
    key = threads.card_key(thread.id)
    for chat in cards.chats_with(turn.db, key):
        if (chat == turn.chat and turn.pressed_message) or _is_writing(turn, thread, chat):
            continue
        turn.card(key, _card(turn, thread, chat), to=chat, silent=True, final=is_over(thread))


def _card(turn: Turn, thread: Thread, chat: int) -> ThreadCard | DeskThread | DeskOffer:
    """The card of this chat."""
    if chat == thread.chat:
        return card_for_her(turn, thread)
    person = people.by_chat(turn.db, chat)
    if person is not None and threads.may_own(turn.db, thread, person):
        free = thread.owner is None and _is_opened(turn, thread, chat)
        if free or thread.owner == person.id:
            return card_for_desk(turn, thread, person)
    return _offer(turn, thread)


def give_up(turn: Turn, person: Person) -> None:
    """This colleague has left: what was hers is everybody's again, and nothing of it stays with her."""
    for thread in threads.held_by(turn.db, person.id):
        free = threads.move(turn.db, thread.id, "give_back", None, turn.now)
        refresh(turn, free)
        if free.state == "open":
            tell_desk(turn, free, "free")


def _is_opened(turn: Turn, thread: Thread, chat: int) -> bool:
    card = cards.get(turn.db, chat, threads.card_key(thread.id))
    return card is not None and msgspec.json.decode(card.wanted)["message"] == "threads.desk"


def _is_writing(turn: Turn, thread: Thread, chat: int) -> bool:
    standing = conversations.get(turn.db, chat)
    if standing is None or standing.name != WRITING:
        return False
    return msgspec.json.decode(standing.data, type=Writing).number == thread.id


def is_over(thread: Thread) -> bool:
    """Whether its cards are kept no longer: a press on one of them brings it back."""
    return thread.state == "closed"


def desk_of(turn: Turn, thread: Thread) -> list[Person]:
    """Those of the desk who may answer it."""
    return [each for each in people.with_work(turn.db, "staff") if threads.may_own(turn.db, thread, each)]


def _first(turn: Turn, thread: Thread) -> list[Person]:
    """Those to whom it is offered first: who speak her language, where not everybody does."""
    if thread.locale == RECORD:
        return []
    speak = spoken.speakers(turn.db, thread.locale)
    office = desk_of(turn, thread)
    found = [person for person in office if person.id in speak]
    return found if len(found) < len(office) else []


def _everybodys(turn: Turn, thread: Thread) -> float:
    """From when on it is everybody's."""
    return hours.after_office_time(turn.company, moment_of(thread.at), FIRST).timestamp()


def _owner(turn: Turn, thread: Thread) -> Person | None:
    owner = people.get(turn.db, thread.owner) if thread.owner is not None else None
    return owner if owner is not None and threads.may_own(turn.db, thread, owner) else None


# -- Cards ---------------------------------------------------------------------------------------------


def card_for_her(turn: Turn, thread: Thread, page: int = 1, just_sent: bool = False) -> ThreadCard:
    """Her question as she sees it: who answered is nobody's name."""
    said = threads.said_in(turn.db, thread.id)
    shown, page, earlier = _page(said, page)
    return ThreadCard(
        number=thread.id,
        state=thread.state,
        lines=[_line(each, "office" if each.person is not None else "") for each in shown],
        topic=thread.topic,
        just_sent=just_sent,
        read_from=read_from(turn),
        due=thread.due,
        late=thread.due <= turn.now,
        files=_files(said),
        page=page,
        earlier=earlier,
    )


def card_for_desk(turn: Turn, thread: Thread, reader: Person, page: int = 1, asks: str = "") -> DeskThread:
    """The question as this colleague sees it; of her no more than where she lives and her language."""
    said = threads.said_in(turn.db, thread.id)
    shown, page, earlier = _page(said, page)
    asker = people.by_chat(turn.db, thread.chat)
    address, flat = lives_at(turn, asker) if asker is not None else ("", "")
    owner = people.get(turn.db, thread.owner) if thread.owner is not None else None
    return DeskThread(
        number=thread.id,
        state=thread.state,
        locale=thread.locale,
        lines=[_line(each, _named(turn, each)) for each in shown],
        view="free" if owner is None else "mine" if owner.id == reader.id else "other",
        owner=name_of(owner) if owner else "",
        address=address,
        flat=flat,
        topic=thread.topic,
        near=list(thread.near),
        at=thread.at,
        due=thread.due,
        late=thread.due <= turn.now,
        files=_files(said),
        page=page,
        earlier=earlier,
        asks=asks,
        topics=_topics(turn, asks),
        colleagues=_colleagues(turn, thread) if asks == "hand" else [],
    )


def _topics(turn: Turn, asks: str) -> list[str]:
    """What there is to choose from: the groups of answers, or the answers of one."""
    if asks == "answers":
        return list(turn.answers.groups(RECORD))
    return list(turn.answers.given(GROUPS.get(asks, ()), RECORD))


def _colleagues(turn: Turn, thread: Thread) -> list[Colleague]:
    return [Colleague(each.id, name_of(each)) for each in desk_of(turn, thread) if each.id != thread.owner]


def _named(turn: Turn, said: Said) -> str:
    if said.person is None:
        return ""
    person = people.get(turn.db, said.person)
    return name_of(person) if person is not None else f"#{said.person}"


def _line(said: Said, who: str) -> Line:
    swedish = said.kind == "answer" and said.content in SHOWS_SWEDISH
    return Line(who, said.kind, said.content, said.locale, said.at, swedish)


def _files(said: list[Said]) -> int:
    return sum(each.file is not None for each in said)


def _offer(turn: Turn, thread: Thread) -> DeskOffer:
    owner = people.get(turn.db, thread.owner) if thread.owner is not None else None
    return DeskOffer(thread.id, thread.locale, thread.state, name_of(owner) if owner else "")


def _page(said: list[Said], page: int) -> tuple[list[Said], int, int]:
    """The messages of a page (1 is the latest), which page that is, and how many messages are earlier."""
    pages: list[list[Said]] = [[]]
    length = 0
    for each in reversed(said):
        # An answer is a few sentences, in Swedish too where that stands beside it.
        takes = {"words": len(each.content), "answer": A_PAGE // 2}.get(each.kind, A_PAGE // 10)
        length += takes
        if pages[-1] and (length > A_PAGE or len(pages[-1]) >= MOST_LINES):
            pages.append([])
            length = takes
        pages[-1].append(each)
    page = min(max(1, page), len(pages))
    return pages[page - 1][::-1], page, sum(map(len, pages[page:]))
