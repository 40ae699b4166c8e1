"""Questions to the household of a report, and proposals of a visit: at most one is open on each report."""

import sqlite3

import msgspec

from storage import faults
from storage.faults import Fault
from storage.people import Household, Person

# What she may write, speak or send in answer to any question, as often as she likes.
FREE = frozenset({"words", "photo", "voice", "video"})
# How far its reminders have come.
REMINDED, UNANSWERED = 1, 2


class Kind(msgspec.Struct, frozen=True):
    """`answers` are those with a button: yes, no, called, another (a time of her own). `binding` are those
    by which somebody comes to her home: an adult or who reported gives them. `stops_clock` is whether the
    promised time stands still meanwhile and an answer is waited for until a day. `at_home` is about coming
    into a home. `to_desk` is asked of the office, where nobody can be asked here.
    """

    answers: frozenset[str]
    binding: frozenset[str] = frozenset()
    stops_clock: bool = False
    at_home: bool = False
    to_desk: bool = False


KINDS: dict[str, Kind] = {
    "visit": Kind(frozenset({"yes", "another"}), frozenset({"yes", "another"}), at_home=True),
    "nobody_home": Kind(frozenset({"another"}), frozenset({"another"}), at_home=True),
    "need_home": Kind(frozenset({"another"}), frozenset({"another"}), at_home=True),
    "call_desk": Kind(frozenset({"called"})),
    "where": Kind(frozenset(), stops_clock=True),
    "photo": Kind(frozenset(), stops_clock=True),
    "still_broken": Kind(frozenset({"yes", "no"}), stops_clock=True),
    "desk_calls": Kind(frozenset({"called"}), to_desk=True),
}


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """`what` is one of a kind's answers or of FREE; `when` the time she would rather have, as in
    Question.note; `words` are hers, written in `locale`.
    """

    what: str
    when: str = ""
    words: str = ""
    locale: str = ""


class Question(msgspec.Struct, frozen=True):
    """`note` is the time of a visit: its day as ISO without hyphens, a point, then morning, afternoon or an
    hour, "20261125.08". Moments are epoch seconds. It is over when `answered` is set: without an `answer` it
    was taken back, replaced, or the report has come to its end.
    """

    id: int
    fault: int
    kind: str
    note: str
    asker: int | None
    asked: float
    answer_by: float | None
    reminded: int
    answered: float | None
    answer: Answer | None


_COLUMNS = ", ".join(Question.__struct_fields__)


def ask(
    db: sqlite3.Connection,
    fault_id: int,
    kind: str,
    note: str,
    person: Person,
    now: float,
    answer_by: float | None = None,
) -> Question:
    """Asks, by the holder or the desk; what was open on the report is replaced.

    Raises NotAllowed, NotNow; LookupError if there is no such report.
    """
    fault = _at_work(db, fault_id, person)
    rule = KINDS[kind]
    if (rule.at_home and fault.home is None) or (not rule.to_desk and fault.reporter is None):
        raise faults.NotNow(fault)
    _end(db, fault_id, now)
    question = _add(db, fault_id, kind, note, person.id, now, answer_by)
    act = "call" if rule.to_desk else "ask"
    faults.happened(db, fault_id, act, person.id, f"{kind} {note}".strip(), now)
    return question


def take_back(db: sqlite3.Connection, fault_id: int, person: Person, now: float) -> None:
    """The holder or the desk no longer needs an answer.

    Raises NotAllowed, NotNow; LookupError if there is no such report.
    """
    _at_work(db, fault_id, person)
    _end(db, fault_id, now)


def answer(
    db: sqlite3.Connection, question_id: int, person: Person, given: Answer, now: float
) -> tuple[Question, bool]:
    """Answers, also when the report has gone back to the office meanwhile. Returns the question and whether
    this was its first answer: words and pictures may follow one another.

    Raises NotAllowed; NotNow if the question is over; LookupError if there is none.
    """
    question, fault = _with_fault(db, question_id)
    rule = KINDS[question.kind]
    if not _may_answer(db, fault, person, rule, given.what):
        raise faults.NotAllowed("answer")
    before = question.answer
    further = before is not None and before.what in FREE and given.what in FREE
    if fault.state in ("done", "closed") or (question.answered is not None and not further):
        raise faults.NotNow(fault)
    if given.what not in rule.answers | (frozenset() if rule.to_desk else FREE):
        raise faults.NotNow(fault)
    if before is not None:
        words = f"{before.words}\n{given.words}".strip()
        given = Answer(before.what, words=words, locale=before.locale or given.locale)
    else:
        act = "called" if rule.to_desk else "answer"
        faults.happened(db, fault.id, act, person.id, given.what, now)
    db.execute(
        "UPDATE fault_questions SET answered = coalesce(answered, ?), answer = ? WHERE id = ?",
        (now, msgspec.json.encode(given).decode(), question_id),
    )
    return _with_fault(db, question_id)[0], before is None


def agree(db: sqlite3.Connection, question_id: int, person: Person, now: float) -> Question:
    """The holder or the desk comes at the time that she would rather have: a visit that both have agreed to.

    Raises NotAllowed; NotNow if she has named none or something else was asked since; LookupError.
    """
    question, _ = _with_fault(db, question_id)
    fault = _at_work(db, question.fault, person)
    if question != latest(db, fault.id) or question.answer is None or not question.answer.when:
        raise faults.NotNow(fault)
    made = _add(db, fault.id, "visit", question.answer.when, person.id, now, None)
    db.execute(
        "UPDATE fault_questions SET answered = ?, answer = ? WHERE id = ?",
        (now, msgspec.json.encode(Answer("yes")).decode(), made.id),
    )
    return _with_fault(db, made.id)[0]


def get(db: sqlite3.Connection, question_id: int) -> Question | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM fault_questions WHERE id = ?", (question_id,)).fetchone()
    return _of_row(row) if row else None


def of_fault(db: sqlite3.Connection, fault_id: int) -> list[Question]:
    """All that was asked about a report, oldest first."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM fault_questions WHERE fault = ? ORDER BY id", (fault_id,))
    return [_of_row(row) for row in rows]


def latest(db: sqlite3.Connection, fault_id: int) -> Question | None:
    """What was asked last about a report."""
    return next(iter(reversed(of_fault(db, fault_id))), None)


def open_to(db: sqlite3.Connection, household: Household) -> list[Question]:
    """What a household is asked and has not answered, the latest first."""
    names = ", ".join(f"q.{name}" for name in Question.__struct_fields__)
    rows = db.execute(
        f"SELECT {names} FROM fault_questions AS q JOIN faults ON faults.id = q.fault"
        " WHERE answered IS NULL AND (faults.home IS NULL AND household = ? OR faults.home = ?)"
        " ORDER BY q.id DESC",
        (household.id, household.home),
    )
    return [question for question in map(_of_row, rows) if not KINDS[question.kind].to_desk]


def waiting(db: sqlite3.Connection) -> list[Question]:
    """Questions with a day until which they are to be answered, that neither were nor went to the office."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM fault_questions"
        " WHERE answered IS NULL AND answer_by IS NOT NULL AND reminded < ?",
        (UNANSWERED,),
    )
    return [_of_row(row) for row in rows]


def remind(db: sqlite3.Connection, question_id: int, stage: int) -> None:
    """Notes that she was reminded, or that the report went to the office without an answer."""
    db.execute("UPDATE fault_questions SET reminded = ? WHERE id = ?", (stage, question_id))


def _at_work(db: sqlite3.Connection, fault_id: int, person: Person) -> Fault:
    """The report, if this person works on it and it is not done."""
    fault = faults.get(db, fault_id)
    if fault is None:
        raise LookupError(fault_id)
    if not faults.standing(db, fault, person) & {"holder", "staff"}:
        raise faults.NotAllowed("ask")
    if fault.state in ("done", "closed"):
        raise faults.NotNow(fault)
    return fault


def _may_answer(db: sqlite3.Connection, fault: Fault, person: Person, rule: Kind, what: str) -> bool:
    """What is only information everybody of the household may give, a helper too."""
    if rule.to_desk:
        return "staff" in faults.standing(db, fault, person)
    if what in rule.binding:
        return "household" in faults.standing(db, fault, person)
    return person.household is not None and faults.concerns(db, fault, person.household)


def _with_fault(db: sqlite3.Connection, question_id: int) -> tuple[Question, Fault]:
    question = get(db, question_id)
    fault = faults.get(db, question.fault) if question is not None else None
    if question is None or fault is None:
        raise LookupError(question_id)
    return question, fault


def _add(
    db: sqlite3.Connection,
    fault_id: int,
    kind: str,
    note: str,
    asker: int,
    now: float,
    answer_by: float | None,
) -> Question:
    row = db.execute(
        "INSERT INTO fault_questions (fault, kind, note, asker, asked, answer_by)"
        f" VALUES (?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
        (fault_id, kind, note, asker, now, answer_by),
    ).fetchone()
    return _of_row(row)


def _end(db: sqlite3.Connection, fault_id: int, now: float) -> None:
    db.execute(
        "UPDATE fault_questions SET answered = ? WHERE fault = ? AND answered IS NULL", (now, fault_id)
    )


def _of_row(row: tuple[object, ...]) -> Question:
    fields = dict(zip(Question.__struct_fields__, row, strict=True))
    kept = str(fields["answer"])
    fields["answer"] = msgspec.json.decode(kept, type=Answer) if kept else None
    return Question(**fields)  # type: ignore[arg-type]
