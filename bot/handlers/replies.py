"""What a household answers: to a question by buttons, words, a voice note or a picture; to a visit by a time.

Words and pictures that are sent with nothing begun answer the one question that is open, if there is one.
"""

import sqlite3

import msgspec
from telegram import Update

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers import deadlines, drafts, waiting
from bot.handlers.access import can_be_asked, chosen_day, compact, day_of, today
from bot.handlers.deadlines import moment_of
from bot.handlers.fault_cards import card_key, fault_card, show_report
from bot.handlers.people import who, words_of
from bot.handlers.telling import push_one, tell, tell_file
from bot.handlers.visits import planned
from bot.messages.access import PARTS, Asked
from bot.messages.general import NotUsed
from bot.settings import Company
from storage import fault_questions, faults, people
from storage.fault_questions import KINDS, REMINDED, UNANSWERED, Answer, Question
from storage.faults import Fault
from storage.people import Person

NAME = "reply"
LONGEST_WORDS = 800
MOST_FILES = 20


class Replying(msgspec.Struct):
    """The question that is being answered. `album` is Telegram's id of the album whose pictures come in."""

    question: int
    album: str = ""


# -- Presses -----------------------------------------------------------------------------------------


def _asked(turn: Turn) -> tuple[Question, Fault, Person, str] | None:
    """The question that was pressed, its report, who pressed, and what came after its number; None if it is
    not for this person or over, who then hears what is true.
    """
    number, _, rest = turn.value.partition(".")
    question = fault_questions.get(turn.db, int(number)) if number.isdecimal() and len(number) < 16 else None
    fault = faults.get(turn.db, question.fault) if question is not None else None
    person = who(turn)
    if question is None or fault is None or KINDS[question.kind].to_desk:
        turn.say(NotUsed("old_button"))
        return None
    if person is None or person.household is None or not faults.concerns(turn.db, fault, person.household):
        turn.say(NotUsed("not_yours"))
        return None
    if question.answered is not None:
        show_report(turn, fault)
        return None
    return question, fault, person, rest


async def visit(update: Update, turn: Turn) -> None:
    """fault.visit:12.yes, or another, then the day and its part: fault.visit:12.20261125.morning."""
    found = _asked(turn)
    if found is None:
        return
    question, fault, person, chosen = found
    if not KINDS[question.kind].binding:
        show_report(turn, fault)
        return
    if "household" not in faults.standing(turn.db, fault, person):
        turn.say(NotUsed("helper"))
        return
    if chosen == "yes" and question.kind == "visit" and day_of(question.note) >= today(turn):
        _give(turn, question, person, Answer("yes"))
        return
    text, _, part = chosen.partition(".")
    day = chosen_day(turn, text)
    if day is None:
        show_report(turn, fault, "days")
    elif part not in PARTS:
        show_report(turn, fault, f"hours.{compact(day)}")
    else:
        _give(turn, question, person, Answer("another", when=f"{compact(day)}.{part}"))


async def answer(update: Update, turn: Turn) -> None:
    """fault.answer:12.yes, no or called; write waits for words, a voice note or a picture."""
    found = _asked(turn)
    if found is None:
        return
    question, fault, person, chosen = found
    if chosen == "write":
        _wait_for_words(turn, question, fault)
    elif chosen in KINDS[question.kind].answers - KINDS[question.kind].binding:
        _give(turn, question, person, Answer(chosen))
    else:
        show_report(turn, fault)


def _wait_for_words(turn: Turn, question: Question, fault: Fault) -> None:
    if not waiting.nothing_begun(turn) and not _is_replying(turn):
        turn.say(NotUsed("finish_first", words_of(turn, who(turn))))
        return
    turn.stand(NAME, "answer", Replying(question.id))
    show_report(turn, fault, "write")


# -- Words and pictures --------------------------------------------------------------------------------


def words(turn: Turn, said: str) -> bool:
    """Words that answer a question. False if they answer none."""
    questions = _awaited(turn, "words")
    person = who(turn)
    if not questions or person is None:
        return False
    if len(questions) > 1:
        turn.say(NotUsed("which_question", words_of(turn, person)))
        return True
    question = questions[0]
    written = question.answer.words if question.answer is not None else ""
    if len(written) + len(said) > LONGEST_WORDS:
        turn.say(NotUsed("too_long"))
        return True
    if _is_replying(turn):
        turn.end()
    _give(turn, question, person, Answer("words", words=said, locale=turn.locale or ""))
    return True


def waits_for_words(turn: Turn) -> bool:
    """Whether words that are sent now would answer a question to her household."""
    return bool(_awaited(turn, "words"))


def file(turn: Turn, kind: str, telegram_id: str, caption: str, album: str) -> bool:
    """A picture or a voice note that answers a question; more may follow. False if it answers none."""
    questions = _awaited(turn, kind)
    person = who(turn)
    if len(questions) != 1 or person is None:
        return False
    question = questions[0]
    fault = faults.get(turn.db, question.fault)
    assert fault is not None
    if len(faults.files_of(turn.db, fault.id)) >= MOST_FILES:
        turn.say(NotUsed("enough"))
        return True
    written = question.answer.words if question.answer is not None else ""
    caption = caption[: LONGEST_WORDS - len(written)]
    given = Answer(kind, words=caption, locale=(turn.locale or "") if caption else "")
    known_album = bool(album) and _replying(turn).album == album
    if _give(turn, question, person, given, quietly=known_album):
        kept = drafts.keep_file(turn, kind, telegram_id)
        faults.attach(turn.db, fault.id, kept)
        tell_file(turn, fault, kept)
        turn.stand(NAME, "answer", Replying(question.id, album))
        turn.card(card_key(fault.id), fault_card(turn, fault))
    return True


def _awaited(turn: Turn, what: str) -> list[Question]:
    """The question that is being answered; with nothing begun, those that are open to her household. A
    picture with nothing begun answers a question, not a proposal: it may be of something else that is broken.
    """
    person = who(turn)
    if not turn.company.rooms.faults or person is None or person.household is None:
        return []
    if _is_replying(turn):
        question = fault_questions.get(turn.db, _replying(turn).question)
        return [question] if question is not None else []
    household = people.household(turn.db, person.household)
    if household is None or not waiting.nothing_begun(turn):
        return []
    return [
        question
        for question in fault_questions.open_to(turn.db, household)
        if what in ("words", "voice") or KINDS[question.kind].stops_clock
    ]


def _is_replying(turn: Turn) -> bool:
    standing = turn.standing()
    return standing is not None and standing.name == NAME


def _replying(turn: Turn) -> Replying:
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return Replying(0)
    return msgspec.json.decode(standing.data, type=Replying)


# -- An answer ---------------------------------------------------------------------------------------


def _give(turn: Turn, question: Question, person: Person, given: Answer, quietly: bool = False) -> bool:
    """Files an answer and tells who waits for it. False if it could not be: then she hears why."""
    try:
        answered, first = fault_questions.answer(turn.db, question.id, person, given, turn.now)
    except (faults.NotAllowed, faults.NotNow) as refused:
        if _is_replying(turn):
            turn.end()
        why = "not_yours" if isinstance(refused, faults.NotAllowed) else "no_longer_asked"
        turn.say(NotUsed(why, words_of(turn, person)))
        return False
    fault = faults.get(turn.db, question.fault)
    assert fault is not None
    if first:
        fault = deadlines.go_on(turn, fault)
        if given.what == "yes" and answered.kind == "visit":
            fault = planned(turn, fault, person, answered)
    if not quietly:
        show_report(turn, fault)
    if first:
        _tell_answer(turn, fault, answered)
    else:
        tell(turn, fault, "note")
    return True


def _tell_answer(turn: Turn, fault: Fault, answered: Question) -> None:
    """The holder hears it, and whoever of the desk has asked; the desk, if it went there or nobody else
    waits for it.
    """
    asker = people.get(turn.db, answered.asker) if answered.asker is not None else None
    by_desk = asker is not None and "staff" in faults.standing(turn.db, fault, asker)
    late = answered.reminded == UNANSWERED
    if late or (fault.holder is None and not by_desk):
        tell(turn, fault, "late_answer")
        return
    tell(turn, fault, "answer")
    if asker is not None and by_desk and asker.id != fault.holder:
        push_one(turn, fault, asker, "answered")


# -- What falls due ------------------------------------------------------------------------------------


def to_remind(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Questions of which she is to be reminded, when half of the working time is gone, or whose report goes
    back to the office: when work begins after the day until which they were to be answered.
    """
    return [question.id for question in fault_questions.waiting(db) if _stage(company, question, now)]


def _stage(company: Company, question: Question, now: float) -> int:
    """REMINDED or UNANSWERED, if that has come and was not done; else 0."""
    assert question.answer_by is not None
    asked, ends = moment_of(question.asked), moment_of(question.answer_by)
    if hours.work_begins(company, ends).timestamp() <= now:
        return UNANSWERED
    half = hours.after_working_time(company, asked, hours.working_time_between(company, asked, ends) / 2)
    return REMINDED if question.reminded < REMINDED and half.timestamp() <= now else 0


async def due(event: Event, turn: Turn) -> None:
    """fault.question: one reminder to her, then the report goes back to the office. It never closes so."""
    question = fault_questions.get(turn.db, event.id)
    before = faults.get(turn.db, question.fault) if question is not None else None
    if question is None or before is None or question not in fault_questions.waiting(turn.db):
        return
    stage = _stage(turn.company, question, turn.now)
    if not stage:
        return
    fault_questions.remind(turn.db, question.id, stage)
    reporter = people.get(turn.db, before.reporter) if before.reporter is not None else None
    if stage == UNANSWERED:
        fault = before
        if before.state != "returned":
            fault = faults.move(turn.db, before.id, "unanswered", None, turn.now)
        tell(turn, deadlines.go_on(turn, fault), "unanswered", before)
    elif reporter is not None and can_be_asked(turn, before):
        turn.card(card_key(before.id), fault_card(turn, before), to=reporter.chat, silent=True)
        turn.say(Asked(before.id, again=True), to=reporter.chat, reply_to=card_key(before.id))
