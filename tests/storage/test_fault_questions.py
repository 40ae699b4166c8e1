"""A question's life: who may ask, who may answer, one open at a time, and what ends it."""

from __future__ import annotations

import sqlite3

import pytest

from storage import fault_questions, faults, people
from storage.fault_questions import FREE, KINDS, UNANSWERED, Answer, Question
from storage.faults import Fault, NotAllowed, NotNow
from tests.storage.test_faults import NOW, Cast

HOUSEHOLD = {"reporter", "other adult", "caretaker who lives there", "staff who lives there"}


@pytest.fixture
def cast(db: sqlite3.Connection) -> Cast:
    return Cast(db)


def ask(cast: Cast, fault: Fault, kind: str = "where", who: str = "holder", note: str = "") -> Question:
    person = cast.people[who]
    assert person is not None
    return fault_questions.ask(cast.db, fault.id, kind, note, person, NOW + 1, NOW + 100)


def answer(
    cast: Cast, question: Question, who: str, what: str, at: float = NOW + 5, **more: str
) -> tuple[Question, bool]:
    person = cast.people[who]
    assert person is not None
    return fault_questions.answer(cast.db, question.id, person, Answer(what, **more), at)


@pytest.mark.parametrize("who", ["holder", "staff"])
def test_the_holder_and_the_desk_ask(cast: Cast, who: str) -> None:
    fault = cast.in_state("taken", "holder")
    asked = ask(cast, fault, who=who)
    assert (asked.kind, asked.asker, asked.asked, asked.answer_by) == (
        "where",
        cast.id_of(who),
        NOW + 1,
        NOW + 100,
    )
    assert asked.answered is None
    assert fault_questions.waiting(cast.db) == [asked]
    assert (faults.way(cast.db, fault.id)[-1].act, faults.way(cast.db, fault.id)[-1].note) == ("ask", "where")


@pytest.mark.parametrize(
    "who",
    ["reporter", "helper", "neighbour", "caretaker", "caretaker of another area", "officer", "newcomer",
     "staff who lives there"],
)  # fmt: skip
def test_nobody_else_asks(cast: Cast, who: str) -> None:
    fault = cast.in_state("taken", "holder")
    with pytest.raises(NotAllowed):
        ask(cast, fault, who=who)
    assert fault_questions.of_fault(cast.db, fault.id) == []


@pytest.mark.parametrize("state", ["done", "closed"])
def test_about_what_is_done_nothing_is_asked(cast: Cast, state: str) -> None:
    with pytest.raises(NotNow):
        ask(cast, cast.in_state(state, "holder"), who="staff")  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_asked_to_let_us_into_a_shared_place_and_only_the_office_where_nobody_is_here(
    cast: Cast, kind: str
) -> None:
    shared, nobody = cast.in_state("taken", "holder"), cast.in_state("taken", "holder")
    cast.db.execute("UPDATE faults SET place = 'shared', home = NULL WHERE id = ?", (shared.id,))
    cast.db.execute("UPDATE faults SET reporter = NULL WHERE id = ?", (nobody.id,))
    for fault, may in ((shared, not KINDS[kind].at_home), (nobody, KINDS[kind].to_desk)):
        if may:
            assert ask(cast, fault, kind).kind == kind
        else:
            with pytest.raises(NotNow):
                ask(cast, fault, kind)


def test_a_new_question_takes_the_place_of_the_one_that_is_open(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    first, second = ask(cast, fault), ask(cast, fault, "photo")
    kept = fault_questions.get(cast.db, first.id)
    assert kept is not None and kept.answered is not None and kept.answer is None
    assert fault_questions.latest(cast.db, fault.id) == second
    assert [each.answered is None for each in fault_questions.of_fault(cast.db, fault.id)] == [False, True]
    with pytest.raises(NotNow):
        answer(cast, first, "reporter", "words", words="I köket")


def test_a_question_is_taken_back_by_those_who_may_ask(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    ask(cast, fault)
    caretaker, staff = cast.people["caretaker"], cast.people["staff"]
    assert caretaker is not None and staff is not None
    with pytest.raises(NotAllowed):
        fault_questions.take_back(cast.db, fault.id, caretaker, NOW)
    fault_questions.take_back(cast.db, fault.id, staff, NOW)
    assert fault_questions.waiting(cast.db) == []


@pytest.mark.parametrize(
    ("kind", "what"), [(kind, what) for kind in KINDS for what in sorted(KINDS[kind].answers | FREE)]
)
def test_what_binds_is_answered_by_adults_and_the_reporter_the_rest_by_helpers_too(
    cast: Cast, kind: str, what: str
) -> None:
    rule = KINDS[kind]
    if rule.to_desk:
        allowed = {"staff"} if what in rule.answers else set()
    else:
        allowed = HOUSEHOLD if what in rule.binding else HOUSEHOLD | {"helper"}
    for who, person in cast.people.items():
        if person is None:
            continue
        fault = cast.in_state("taken", "holder")
        asked = ask(cast, fault, kind, note="20261125.08" if kind == "visit" else "")
        if who in allowed:
            answered, first = answer(cast, asked, who, what)
            assert first and answered.answered == NOW + 5 and answered.answer == Answer(what)
            assert faults.way(cast.db, fault.id)[-1].act == ("called" if rule.to_desk else "answer")
            continue
        with pytest.raises((NotAllowed, NotNow)):
            answer(cast, asked, who, what)
        assert fault_questions.get(cast.db, asked.id) == asked


def test_an_answer_that_a_question_does_not_have_is_refused(cast: Cast) -> None:
    asked = ask(cast, cast.in_state("taken", "holder"))
    for what in ("yes", "another", "called", "", "anything"):
        with pytest.raises(NotNow):
            answer(cast, asked, "reporter", what)


def test_a_button_is_answered_once_and_words_and_pictures_may_follow_one_another(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    broken = ask(cast, fault, "still_broken")
    answer(cast, broken, "reporter", "yes")
    for what in ("no", "words"):
        with pytest.raises(NotNow):
            answer(cast, broken, "other adult", what)
    photo = ask(cast, fault, "photo")
    assert answer(cast, photo, "reporter", "photo")[1]
    more, first = answer(cast, photo, "reporter", "words", NOW + 9, words="Till vänster", locale="sv")
    assert not first
    assert more.answer == Answer("photo", words="Till vänster", locale="sv")
    assert more.answered == NOW + 5
    more, _ = answer(cast, photo, "reporter", "words", NOW + 10, words="om dörren", locale="ar")
    assert more.answer == Answer("photo", words="Till vänster\nom dörren", locale="sv")
    assert [step.act for step in faults.way(cast.db, fault.id)].count("answer") == 2


@pytest.mark.parametrize(("act", "who"), [("done", "holder"), ("close", "staff"), ("withdraw", "reporter")])
def test_the_end_of_a_report_ends_its_question_and_lets_its_clock_run(cast: Cast, act: str, who: str) -> None:
    fault = cast.in_state("taken", "holder")
    asked = ask(cast, fault)
    faults.stop_clock(cast.db, fault.id, NOW + 1)
    moved = faults.move(cast.db, fault.id, act, cast.people[who], NOW + 9)
    assert moved.stopped is None
    assert fault_questions.waiting(cast.db) == []
    kept = fault_questions.get(cast.db, asked.id)
    assert kept is not None and (kept.answered, kept.answer) == (NOW + 9, None)
    with pytest.raises(NotNow):
        answer(cast, asked, "reporter", "words", words="Sent")


def test_a_photo_does_not_follow_when_the_report_is_done(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    asked = ask(cast, fault, "photo")
    answer(cast, asked, "reporter", "photo")
    faults.move(cast.db, fault.id, "done", cast.people["holder"], NOW + 9)
    with pytest.raises(NotNow):
        answer(cast, asked, "reporter", "photo")


def test_an_answer_is_taken_also_when_the_report_has_gone_back_to_the_office(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    asked = ask(cast, fault)
    fault_questions.remind(cast.db, asked.id, UNANSWERED)
    faults.move(cast.db, fault.id, "unanswered", None, NOW + 50)
    assert fault_questions.waiting(cast.db) == []
    answered, first = answer(cast, asked, "reporter", "words", NOW + 60, words="I badrummet", locale="sv")
    assert first and answered.reminded == UNANSWERED


def test_the_holder_agrees_once_to_the_time_that_she_would_rather_have(cast: Cast) -> None:
    fault, holder = cast.in_state("taken", "holder"), cast.people["holder"]
    caretaker = cast.people["caretaker"]
    assert holder is not None and caretaker is not None
    asked = ask(cast, fault, "nobody_home")
    with pytest.raises(NotNow):
        fault_questions.agree(cast.db, asked.id, holder, NOW + 6)
    answer(cast, asked, "reporter", "another", when="20261126.afternoon")
    with pytest.raises(NotAllowed):
        fault_questions.agree(cast.db, asked.id, caretaker, NOW + 6)
    agreed = fault_questions.agree(cast.db, asked.id, holder, NOW + 6)
    assert (agreed.kind, agreed.note, agreed.answer) == ("visit", "20261126.afternoon", Answer("yes"))
    for each in (asked, agreed):
        with pytest.raises(NotNow):
            fault_questions.agree(cast.db, each.id, holder, NOW + 7)
    assert len(fault_questions.of_fault(cast.db, fault.id)) == 2


def test_a_household_sees_what_it_is_asked_and_what_the_home_that_it_lives_in_is(cast: Cast) -> None:
    fault = cast.in_state("taken", "holder")
    shared = cast.in_state("taken", "holder")
    cast.db.execute("UPDATE faults SET place = 'shared', home = NULL WHERE id = ?", (shared.id,))
    first, second = ask(cast, fault), ask(cast, shared)
    gone = ask(cast, cast.in_state("taken", "holder"), "desk_calls")
    assert gone.answered is None
    lives = people.household(cast.db, cast.household)
    assert lives is not None
    assert fault_questions.open_to(cast.db, lives) == [second, first]
    # What is broken stays with the home, what she has seen in a shared place is hers.
    people.move(cast.db, cast.household, None)
    moved_in = people.household(cast.db, people.add_household(cast.db, cast.home, NOW))
    left = people.household(cast.db, cast.household)
    assert moved_in is not None and left is not None
    assert fault_questions.open_to(cast.db, moved_in) == [first]
    assert fault_questions.open_to(cast.db, left) == [second]


def test_of_a_report_or_question_that_is_not_there_nothing_can_be_asked_or_answered(cast: Cast) -> None:
    staff = cast.people["staff"]
    assert staff is not None and fault_questions.get(cast.db, 9) is None
    with pytest.raises(LookupError):
        fault_questions.ask(cast.db, 99_999, "where", "", staff, NOW)
    with pytest.raises(LookupError):
        fault_questions.answer(cast.db, 9, staff, Answer("called"), NOW)
