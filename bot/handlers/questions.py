"""Questions: in her own words or by looking for an answer, and what follows one.

Everybody may ask, also one without a code. What has no answer is noted as words in one spelling, never with
who asked.
"""

import re

import msgspec
from telegram import Update

from bot import messages
from bot.answers.finder import Found
from bot.engine.turn import Turn
from bot.handlers import drafts, emergency, fault_report, told, waiting
from bot.handlers.deadlines import moment_of
from bot.handlers.drafts import Draft
from bot.handlers.people import has_home, who, words_of
from bot.messages.base import Message
from bot.messages.general import NotUsed
from bot.messages.questions import (
    Answer,
    Groups,
    Kind,
    Recording,
    Topics,
    Unsure,
    Withheld,
)
from bot.messages.start import NoCode
from bot.speech import RECORD, western_digits
from bot.topics import GROUP_OF, GROUPS, SHOWS_SWEDISH, TELLS_OF_FAULTS, VIOLENCE
from storage import answer_marks, cards, contracts, recordings, threads, unanswered
from storage.fault_items import CATEGORIES, ITEMS, items_of

MOST_NEAR = 4
# Whose best answer is less likely than this asks for something else: its near answers would only puzzle.
LEAST_NEAR = 0.08
# Of how many of the likeliest answers one must be about what can be a fault, for words to tell of one.
LIKELIEST = 2
# The nearest answers that a person at the office is shown.
KEPT_NEAR = 3
# What somebody without a code may have meant as one: letters and digits in one word.
_LIKE_A_CODE = re.compile(r"(?=\S*\d)(?=\S*[a-zA-Z])[\w-]{6,14}")


# -- Looking for an answer ----------------------------------------------------------------------


async def ask(update: Update, turn: Turn) -> None:
    """/ask or the keyboard's word."""
    look(turn)


def look(turn: Turn) -> None:
    """What one can ask about, where she is looking."""
    turn.card_here("ask", _groups(turn), final=True)


async def group(update: Update, turn: Turn) -> None:
    """answer.group:rent, or `all` for the groups."""
    if turn.value == "all":
        _here(turn, _groups(turn))
    elif turn.value in GROUPS:
        listed = turn.answers.given(GROUPS[turn.value], reads(turn))
        _here(turn, Topics(turn.value, listed))
    else:
        turn.say(NotUsed("old_button"))


async def topic(update: Update, turn: Turn) -> None:
    if not turn.answers.exists(turn.value):
        turn.say(NotUsed("old_button"))
    elif turn.value == VIOLENCE:
        emergency.violence(turn)
    else:
        _here(turn, answer(turn, turn.value))


def _groups(turn: Turn) -> Groups:
    return Groups(turn.answers.groups(reads(turn)), mine=bool(threads.of_chat(turn.db, turn.chat)))


# -- In her own words ---------------------------------------------------------------------------


def is_sure(turn: Turn, said: str) -> bool:
    """Whether these words are a question whose answer is known."""
    if not turn.company.rooms.questions:
        return False
    found = turn.answers.find(said, reads(turn))
    return found is not None and found.topic is not None


def asked(turn: Turn, said: str, message_id: int) -> None:
    """Words with nothing open: an answer, near ones, or a kind reply. `message_id` is the message they came
    in.
    """
    spelt = turn.answers.spelt(said)
    found = turn.answers.find(said, reads(turn)) if spelt else None
    person = who(turn)
    works = person is not None and person.household is None and bool(person.work)
    if not spelt or (works and found is not None and not (found.topic or found.kind)):
        turn.say(NotUsed("text", words_of(turn, person)))
    elif found is None:
        items = faults_in(turn, said)
        keep(turn, said, items)
        turn.say(Unsure([], items, report=True) if items else _groups(turn))
    elif found.kind:
        turn.say(Kind(found.kind, words_of(turn, person)))
    elif found.topic == VIOLENCE:
        emergency.violence(turn, message_id)
    elif found.topic is None and person is None and _LIKE_A_CODE.fullmatch(western_digits(said).strip()):
        turn.say(NoCode(words_of(turn, None)))
    else:
        _reply(turn, said, spelt, found)


def _reply(turn: Turn, said: str, spelt: str, found: Found) -> None:
    near = found.alternatives if found.score >= LEAST_NEAR else []
    # What may be about violence is kept nowhere.
    private = VIOLENCE in found.alternatives[:MOST_NEAR]
    items = faults_in(turn, said, found)
    close = turn.answers.given(near, reads(turn))
    if not private:
        keep(turn, said, items, close)
    if found.topic is not None and turn.answers.exists(found.topic):
        turn.say(answer(turn, found.topic, items))
        return
    turn.say(Unsure(close[:MOST_NEAR], items, can_report(turn), code=who(turn) is None))
    if not items and not private:
        unanswered.note(turn.db, spelt, reads(turn), close[:KEPT_NEAR], turn.now)


async def captioned(update: Update, turn: Turn) -> None:
    """Words under a picture, where no fault can be reported: the picture is not kept."""
    message = update.message
    assert message is not None
    asked(turn, message.caption or "", message.message_id)


def faults_in(turn: Turn, said: str, found: Found | None = None) -> list[str]:
    """The faults that words may tell of, where what was found does not speak against it."""
    if not can_report(turn):
        return []
    if found is not None:
        topics = [found.topic] if found.topic is not None else found.alternatives[:LIKELIEST]
        if not TELLS_OF_FAULTS.intersection(topics):
            return []
    return list(turn.answers.faults(said, reads(turn)))


def caption(turn: Turn, said: str, file: int, album: str) -> bool:
    """A picture with nothing open, with a question under it: it is answered, and the picture waits. Returns
    False for one that is better begun as a report.
    """
    found = turn.answers.find(said, reads(turn)) if turn.company.rooms.questions else None
    if found is None or found.topic is None or found.topic == VIOLENCE or faults_in(turn, said, found):
        return False
    keep(turn, said, [], turn.answers.given(found.alternatives, reads(turn)), file, album)
    turn.say(answer(turn, found.topic, files=True))
    return True


def keep(
    turn: Turn,
    said: str,
    items: list[str] | None = None,
    near: list[str] | None = None,
    file: int | None = None,
    album: str = "",
) -> None:
    """Her words wait, with the faults they may tell of and the nearest answers, for what she presses next."""
    if not waiting.is_free(turn):
        return
    kept = waiting.here(turn)
    kept.question, kept.topics = said, (near or [])[:KEPT_NEAR]
    if items:
        kept.told.append(waiting.Told(said, items))
    if file is not None:
        kept.files.append(file)
        kept.album = album
    waiting.keep(turn, kept)


# -- An answer ----------------------------------------------------------------------------------


def answer(
    turn: Turn, topic: str, items: list[str] | None = None, *, files: bool = False, helped: str = ""
) -> Message:
    """An answer as this chat is shown it: with what this person can do next."""
    answers, locale = turn.answers, reads(turn)
    if not answers.given([topic], locale):
        return Withheld(topic)
    return Answer(
        topic,
        answers.version(topic),
        next=_next(turn, answers.next(topic)),
        related=answers.related(topic, locale),
        items=items or [],
        files=files,
        group=GROUP_OF[topic],
        listen=_recording(turn, topic) is not None,
        swedish=topic in SHOWS_SWEDISH,
        helped=helped,
        contract=_contract(turn),
    )


def _next(turn: Turn, step: str) -> str:
    """The step under an answer, where this person can take it."""
    kind = step.partition(":")[0]
    if kind == "report" and not can_report(turn):
        return "call:desk"
    return "" if kind == "home" and not _has_road(turn) else step


def _has_road(turn: Turn) -> bool:
    person = who(turn)
    return bool(turn.company.rooms.home) and person is not None and person.household is not None


def _contract(turn: Turn) -> str:
    """The kind of contract that this person's household has today, "" for none that is known."""
    person = who(turn)
    if person is None or person.household is None:
        return ""
    found = contracts.of_household(turn.db, person.household, moment_of(turn.now).date())
    return found.kind if found is not None else ""


def _recording(turn: Turn, topic: str) -> int | None:
    says = recordings.mark_of(turn.answers.read_out(topic, reads(turn)))
    return recordings.of(turn.db, topic, reads(turn), says)


async def helped(update: Update, turn: Turn) -> None:
    """answer.helped:yes or no: counted, without who said it."""
    topic = next(iter(turn.beside("answer.human")), "")
    if turn.value not in ("yes", "no") or not turn.answers.given([topic], reads(turn)):
        turn.say(NotUsed("old_button"))
        return
    if not _is_marked(turn):
        answer_marks.count(turn.db, topic, reads(turn), turn.value == "yes")
    items = [item for item in turn.beside("answer.fault") if item in ITEMS]
    _here(turn, answer(turn, topic, items, helped=turn.value))


def _is_marked(turn: Turn) -> bool:
    """Whether it was pressed before, and the answer without these buttons is not yet shown."""
    card = cards.get(turn.db, turn.chat, _key(turn))
    shown = messages.read(card.wanted) if card is not None else None
    return isinstance(shown, Answer) and bool(shown.helped)


async def listen(update: Update, turn: Turn) -> None:
    """answer.listen:rent.when_due: a person reads it out."""
    file = _recording(turn, turn.value) if turn.answers.exists(turn.value) else None
    turn.say(NotUsed("old_button") if file is None else Recording(turn.value, file))


# -- On to a report -----------------------------------------------------------------------------


def can_report(turn: Turn) -> bool:
    """Whether this person has a home to report a fault of."""
    return turn.company.rooms.faults and has_home(turn)


async def fault(update: Update, turn: Turn) -> None:
    """answer.fault:heating.radiator_cold: a report of it, with her words filled in."""
    if turn.value not in ITEMS or not turn.company.rooms.faults:
        turn.say(NotUsed("old_button"))
    elif not is_busy(turn):
        kept = waiting.here(turn)
        draft = Draft(files=kept.files, words=kept.of_item(turn.value))
        told.name(draft, turn.value)
        told.begin(turn, draft)


async def report(update: Update, turn: Turn) -> None:
    """answer.report:heating, or `any`: a report that begins with this kind of fault."""
    category = CATEGORIES.get(turn.value)
    if (category is None and turn.value != "any") or not turn.company.rooms.faults:
        turn.say(NotUsed("old_button"))
    elif not is_busy(turn):
        _begin(turn, category.id if category is not None else "")


def _begin(turn: Turn, category: str) -> None:
    draft = told.drafted(turn)
    if category and category not in {item.partition(".")[0] for item in draft.told}:
        draft = Draft(files=draft.files)  # her words were about something else
    draft.item = ""
    fault_report.begin(turn, draft)
    if category and fault_report.is_beginning(turn):
        draft.category = category
        draft.place = "home" if items_of(category, "home") else "shared"
        fault_report.show(turn, "items", draft)


def is_busy(turn: Turn) -> bool:
    """A report that she has begun is shown instead: nothing of it is lost."""
    standing = turn.standing()
    draft = drafts.present_draft(turn)
    if standing is None or draft is None:
        return False
    begun = bool(draft.files or draft.words) or standing.step in fault_report.BEGUN
    if begun:
        fault_report.show(turn, standing.step, draft)
    return begun


# -- Where it is shown --------------------------------------------------------------------------


def reads(turn: Turn) -> str:
    """The language that she reads answers in."""
    return turn.locale or RECORD


def _key(turn: Turn) -> str:
    """The card of the message that was pressed."""
    return f"answer.{turn.pressed_message}"


def _here(turn: Turn, message: msgspec.Struct) -> None:
    """On the message that was pressed, so that looking for an answer leaves no trail of lists."""
    turn.card_here(_key(turn), message, final=True)
