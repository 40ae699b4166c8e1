"""Questions stop the clock until she answers, by day and over weekends; no report closes for silence."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM
from storage import chats, inbox
from storage.codes import Invitation
from tests.handlers.test_consent import pushes
from tests.handlers.test_visits import asked, question, shown, taken
from tests.talk import DAY, MORNING, Talk, picture

NOT_USED = "general.not_used"
HOUR = 3600.0


def moment(text: str) -> float:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).timestamp()


async def asks(talk: Talk, karl: Phone, number: int, kind: str = "where") -> int:
    """The holder asks. Returns the question's id."""
    await talk.forge(karl, f"order.ask:{number}", f"order.ask_as:{number}.{kind}")
    return asked(talk, number)[0]


def reminders(talk: Talk, phone: Phone) -> int:
    """How often this phone was reminded of a question."""
    return sum(each["again"] for each in talk.saw(phone, "access.asked"))


# -- Answers ------------------------------------------------------------------------------------------


async def test_a_question_stops_the_clock_until_she_has_answered(talk: Talk) -> None:
    zahra, karl = await talk.tenant("ar"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    due = talk.fault(number).due
    id_ = await asks(talk, karl, number)
    assert talk.fault(number).stopped == talk.clock.now()
    assert zahra.sounds[-1].data == [f"fault.show:{number}"]
    await talk.later(DAY)  # Wednesday at 11: what was due today at 16 is not overdue
    assert pushes(talk, karl) == []
    await talk.press(zahra, f"fault.show:{number}", f"fault.answer:{id_}.write")
    assert talk.step(zahra) == "reply.answer"
    await talk.type(zahra, "تحت نافذة غرفة النوم")
    fault = talk.fault(number)
    assert (fault.stopped, talk.step(zahra)) == (None, "")
    assert due == moment("2027-02-03T16:00") and fault.due == moment("2027-02-04T16:00")
    assert pushes(talk, karl) == ["answered"]
    assert "Svar på \u2068arabiska\u2069: \u2068تحت نافذة غرفة النوم\u2069" in shown(karl, number)
    assert "تحت نافذة غرفة النوم" not in karl.last.text  # the push only points
    found = question(talk, zahra)
    assert found is not None and found["words"] == "تحت نافذة غرفة النوم"


async def test_words_with_nothing_begun_answer_the_only_question(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    assert await talk.answers(zahra, "Vid ytterdörren") == ["faults.card"]
    assert asked(talk, number)[3] == "words"
    # What she writes now is an answer to nothing.
    assert await talk.answers(zahra, "Hej") == ["questions.unsure"]


async def test_of_several_questions_she_says_which_one_she_answers(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    first, second = await taken(talk, zahra, karl), await taken(talk, zahra, karl)
    id_ = await asks(talk, karl, first)
    await asks(talk, karl, second)
    assert await talk.answers(zahra, "Vid ytterdörren") == [f"{NOT_USED}:which_question"]
    assert talk.count("fault_questions", "answered IS NOT NULL") == 0
    await talk.forge(zahra, f"fault.answer:{id_}.write")
    await talk.type(zahra, "Vid ytterdörren")
    assert (asked(talk, first)[3], asked(talk, second)[3]) == ("words", "")


async def test_a_photo_a_video_and_words_may_follow_one_another(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number, "photo")
    zahra.send_photo(picture(), "Här är den")
    await talk.quiet()
    zahra.send_video(b"video")
    await talk.quiet()
    await talk.type(zahra, "Den till vänster")
    assert talk.step(zahra) == ""
    assert pushes(talk, karl) == ["answered"]
    assert [m for m in karl.messages if m.photo] and [m for m in karl.messages if m.video]
    assert "Svar: \u2068en bild\u2069" in shown(karl, number)
    assert "Här är den" in shown(karl, number) and "Den till vänster" in shown(karl, number)
    assert talk.saw(zahra, "faults.card")[-1]["files"] == 2
    assert talk.count("fault_events", "act = 'answer'") == 1


async def test_an_album_is_one_answer(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number, "photo")
    sounds = len(zahra.sounds)
    for _ in range(3):
        zahra.send_photo(picture(), None, "album-1")
        await talk.quiet()
    assert talk.count("fault_files") == 3
    assert len(zahra.sounds) <= sounds + 1
    assert pushes(talk, karl) == ["answered"]


async def test_a_voice_note_answers_for_who_does_not_write(talk: Talk) -> None:
    zahra, karl = await talk.tenant("fa_AF"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.forge(karl, f"order.ask:{number}", f"order.ask_as:{number}.need_home")
    zahra.send_voice(b"OggS")
    await talk.quiet()
    assert asked(talk, number)[3] == "voice"
    assert [m for m in karl.messages if m.voice]
    assert "Svar: \u2068ett röstmeddelande\u2069" in shown(karl, number)


async def test_a_photo_while_a_visit_is_proposed_is_of_something_else(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.forge(karl, f"order.ask_as:{number}.tomorrow")
    zahra.send_photo(picture())
    assert await talk.heard(zahra) == ["fault.first"]
    assert asked(talk, number)[3] == ""
    # Nor do words of a report that is open answer a question.
    await talk.type(zahra, "Kranen droppar")
    assert asked(talk, number)[3] == ""
    id_ = asked(talk, number)[0]
    assert await talk.forge(zahra, f"fault.answer:{id_}.write") == [f"{NOT_USED}:finish_first"]
    assert talk.draft(zahra)["words"] == "Kranen droppar"


@pytest.mark.parametrize(("answer", "swedish"), [("yes", "fortfarande trasigt"), ("no", "fungerar nu")])
async def test_whether_it_is_still_broken_is_one_press(talk: Talk, answer: str, swedish: str) -> None:
    zahra, karl = await talk.tenant("fa_AF"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    id_ = await asks(talk, karl, number, "still_broken")
    await talk.press(zahra, f"fault.show:{number}", f"fault.answer:{id_}.{answer}")
    assert f"Svar: \u2068{swedish}\u2069" in shown(karl, number)
    assert talk.fault(number).stopped is None
    before = talk.facts()
    await talk.forge(zahra, f"fault.answer:{id_}.no", f"fault.answer:{id_}.write")
    assert talk.facts() == before


async def test_a_helper_may_tell_where_it_is(talk: Talk) -> None:
    household = await talk.household()
    zahra, karl = await talk.tenant(household=household), await talk.caretaker()
    lina = await talk.helper("sv", household)
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    await talk.type(lina, "I källaren")
    assert "Svar på \u2068svenska\u2069: \u2068I källaren\u2069" in shown(karl, number)
    found = question(talk, zahra)  # the one who reported sees it too
    assert found is not None and found["answer"] == "words"


async def test_nobody_else_answers(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    omar, stina = await talk.tenant("ar"), await talk.staff()
    number = await taken(talk, zahra, karl)
    id_ = await asks(talk, karl, number, "still_broken")
    for phone in (omar, karl, stina, talk.stranger()):
        for value in ("yes", "write"):
            await talk.forge(phone, f"fault.answer:{id_}.{value}", f"fault.visit:{id_}.{value}")
        await talk.type(phone, "Jag vet var")
    assert asked(talk, number)[3] == ""
    for forged in ("999.yes", "x.yes", "", f"{id_}", f"{id_}.called", f"{id_}.another", "9" * 40):
        await talk.forge(zahra, f"fault.answer:{forged}", f"fault.visit:{forged}")
    assert asked(talk, number)[3] == ""


async def test_too_much_is_kindly_not_taken(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    assert await talk.answers(zahra, "x" * 801) == [f"{NOT_USED}:too_long"]
    for _ in range(20):
        zahra.send_photo(picture())
        await talk.quiet()
    zahra.send_photo(picture())
    assert await talk.heard(zahra) == [f"{NOT_USED}:enough"]
    assert talk.count("fault_files") == 20


async def test_an_order_that_was_asked_about_at_length_still_fits_in_a_message(talk: Talk) -> None:
    zahra, karl = await talk.tenant("fa_AF"), await talk.caretaker()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove")
    await talk.type(zahra, "آ" * 1000)
    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    await talk.press(karl, f"order.take:{number}")
    for round_ in range(4):
        await asks(talk, karl, number, "photo")
        for _ in range(3):
            zahra.send_photo(picture(), f"{round_}" * 790)
            await talk.quiet()
        await talk.type(zahra, "/cancel")
    assert "3" * 790 in shown(karl, number)
    assert "2" * 120 in shown(karl, number) and "2" * 121 not in shown(karl, number)
    assert (talk.count("undelivered"), talk.count("fault_files")) == (0, 12)


async def test_what_is_written_when_nobody_waits_for_it_any_more_is_not_kept(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    for sent in ("words", "photo"):
        id_ = await asks(talk, karl, number)
        await talk.forge(zahra, f"fault.answer:{id_}.write")
        await talk.forge(karl, f"order.ask_as:{number}.nothing")
        assert talk.fault(number).stopped is None
        if sent == "words":
            assert await talk.answers(zahra, "I köket") == [f"{NOT_USED}:no_longer_asked"]
        else:
            zahra.send_photo(picture())
            assert await talk.heard(zahra) == [f"{NOT_USED}:no_longer_asked"]
        assert talk.step(zahra) == ""
    assert (talk.count("files"), talk.count("fault_questions", "answer != ''")) == (0, 0)


async def test_one_who_has_moved_meanwhile_answers_no_more(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    id_ = await asks(talk, karl, number)
    await talk.forge(zahra, f"fault.answer:{id_}.write")
    async with talk.database.transaction() as db:
        db.execute("UPDATE households SET home = NULL")
    assert await talk.answers(zahra, "I köket") == [f"{NOT_USED}:not_yours"]
    assert asked(talk, number)[3] == ""


async def test_cancel_leaves_the_question_open(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    id_ = await asks(talk, karl, number)
    await talk.forge(zahra, f"fault.answer:{id_}.write")
    await talk.type(zahra, "/cancel")
    assert (talk.step(zahra), asked(talk, number)[3]) == ("", "")


@pytest.mark.parametrize("act", ["done", "start"])
async def test_the_end_of_the_work_ends_the_question_and_its_beginning_does_not(talk: Talk, act: str) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    await talk.forge(karl, f"order.{act}:{number}")
    found = question(talk, zahra)
    assert (found is None) == (act == "done")
    assert (talk.fault(number).stopped is None) == (act == "done")
    await talk.later(4 * DAY)
    assert reminders(talk, zahra) == (0 if act == "done" else 1)


# -- What falls due -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "half", "last", "goes"),
    [
        # A Tuesday: five working days on is the next Tuesday, and half of it Friday morning.
        ("2027-02-02T11:00", "2027-02-05T09:00", "2027-02-09", "2027-02-10T07:00"),
        # The Wednesday before Easter: Thursday, then Tuesday to Friday of the next week.
        ("2027-03-24T11:00", "2027-03-31T09:00", "2027-04-02", "2027-04-05T07:00"),
        # Over new year and a weekend, with twelfth night.
        ("2026-12-29T11:00", "2027-01-05T09:00", "2027-01-08", "2027-01-11T07:00"),
    ],
)
async def test_she_is_reminded_once_half_way_and_then_the_report_goes_to_the_office_and_stays_open(
    talk: Talk, at: str, half: str, last: str, goes: str
) -> None:
    talk.clock.at = moment(at)
    zahra, karl, stina = await talk.tenant("ar"), await talk.caretaker(), await talk.staff()
    number = await taken(talk, zahra, karl)
    await talk.forge(stina, f"order.show:{number}")
    id_ = await asks(talk, karl, number)
    found = question(talk, zahra)
    assert found is not None and found["by"] == last

    await talk.later(moment(half) - talk.clock.now() - 60)
    assert reminders(talk, zahra) == 0
    for _ in range(3):
        await talk.later(60)
        assert reminders(talk, zahra) == 1
    assert zahra.sounds[-1].data == [f"fault.show:{number}"]

    # The whole last day is hers; the office hears of it when work begins again.
    await talk.later(moment(goes) - talk.clock.now() - 60)
    assert (talk.fault(number).state, pushes(talk, stina)) == ("taken", [])
    await talk.later(60)
    fault = talk.fault(number)
    assert (fault.state, fault.holder, fault.stopped) == ("returned", None, None)
    assert (pushes(talk, stina), pushes(talk, karl)) == (["unanswered"], ["unanswered"])
    found = question(talk, zahra)
    assert found is not None and found["late"] is True
    await talk.later(60 * DAY)
    assert talk.fault(number).state == "returned"
    assert reminders(talk, zahra) == 1

    # A late answer is still taken, and the office hears of it.
    before = len(pushes(talk, stina))
    await talk.forge(zahra, f"fault.answer:{id_}.write")
    await talk.type(zahra, "في المطبخ")
    assert pushes(talk, stina)[before:] == ["answered"]
    assert "في المطبخ" in shown(stina, number)


async def test_a_report_that_was_at_the_office_already_only_tells_it(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    await talk.forge(karl, f"order.return_as:{number}.other")
    await talk.later(8 * DAY)
    assert talk.fault(number).state == "returned"
    assert [what for what in pushes(talk, stina) if what == "unanswered"] == ["unanswered"]
    assert talk.count("fault_events", "act = 'unanswered'") == 0


async def test_an_answer_before_the_reminder_ends_it(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant("sv"), await talk.caretaker(), await talk.staff()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    await talk.type(zahra, "I hallen")
    async with talk.database.transaction() as db:
        for about in (asked(talk, number)[0], 9999):
            inbox.add_event(db, f"x{about}", f'{{"event":"fault.question","id":{about}}}', talk.clock.now())
    await talk.quiet()
    assert reminders(talk, zahra) == 0
    assert (talk.fault(number).state, pushes(talk, stina)) == ("taken", [])


async def test_a_question_that_comes_up_before_its_time_does_nothing(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    id_ = await asks(talk, karl, number)
    async with talk.database.transaction() as db:
        inbox.add_event(db, "x", f'{{"event":"fault.question","id":{id_}}}', talk.clock.now())
    await talk.quiet()
    assert (reminders(talk, zahra), talk.fault(number).state) == (0, "taken")


async def test_the_company_says_how_many_days_there_are_to_answer(talk: Talk) -> None:
    faults = msgspec.structs.replace(talk.company.faults, answer_days=1)
    talk.start_again(msgspec.structs.replace(talk.company, faults=faults))
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    await talk.later(moment("2027-02-04T06:00") - MORNING)
    assert talk.fault(number).state == "taken"
    await talk.later(HOUR)
    assert talk.fault(number).state == "returned"


async def test_a_proposal_of_a_visit_waits_for_no_day(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.forge(karl, f"order.ask_as:{number}.tomorrow")
    assert talk.fault(number).stopped is None
    await talk.later(30 * DAY)
    assert (talk.fault(number).state, reminders(talk, zahra)) == ("taken", 0)


async def test_one_who_asked_and_no_longer_holds_it_is_followed_by_who_does(talk: Talk) -> None:
    zahra, karl, kim = await talk.tenant("sv"), await talk.caretaker(), await talk.caretaker("Kim")
    stina = await talk.staff()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    await talk.forge(stina, f"order.give:{number}.{talk.person(kim).id}")
    before = len(pushes(talk, karl))
    await talk.type(zahra, "I hallen")
    assert pushes(talk, kim)[-1] == "answered"
    assert len(pushes(talk, karl)) == before


async def test_when_nobody_holds_it_the_office_hears_the_answer(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant("sv"), await talk.caretaker(), await talk.staff()
    number = await taken(talk, zahra, karl)
    await asks(talk, karl, number)
    await talk.forge(karl, f"order.return_as:{number}.other")
    await talk.type(zahra, "I hallen")
    assert pushes(talk, stina)[-1] == "answered"


# -- People who are not reached ---------------------------------------------------------------------------


async def not_reached(talk: Talk, phone: Phone) -> None:
    """What the courier does when Telegram says that a person has blocked the bot."""
    async with talk.database.transaction() as db:
        chats.set_reachable(db, phone.chat_id, False)
        event = f'{{"event":"chat.unreachable","id":{phone.chat_id}}}'
        inbox.add_event(db, f"chat.unreachable.{phone.chat_id}", event, talk.clock.now())
    await talk.quiet()


async def test_the_desk_is_told_once_that_a_person_with_open_reports_is_to_be_called(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant("sv"), await talk.caretaker(), await talk.staff()
    first, second = await taken(talk, zahra, karl), await talk.report(zahra, "kitchen.stove")
    for _ in range(3):
        await not_reached(talk, zahra)
    assert [each["numbers"] for each in talk.saw(stina, "access.not_reached")] == [[first, second]]
    assert stina.last.data == [f"order.show:{first}", f"order.show:{second}"]
    assert talk.saw(karl, "access.not_reached") == []
    # She came back, and is gone again another day.
    await talk.later(2 * DAY)
    await not_reached(talk, zahra)
    assert len(talk.saw(stina, "access.not_reached")) == 2


async def test_of_one_with_nothing_open_nobody_is_told(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant("sv"), await talk.caretaker(), await talk.staff()
    number = await taken(talk, zahra, karl)
    await talk.forge(karl, f"order.done:{number}")
    for phone in (zahra, karl, talk.stranger()):
        await not_reached(talk, phone)
    assert talk.saw(stina, "access.not_reached") == []


async def test_by_night_the_desk_is_told_without_a_sound(talk: Talk) -> None:
    zahra, stina = await talk.tenant("sv"), await talk.staff()
    await talk.report(zahra)
    talk.clock.at = moment("2027-02-02T23:00")
    await not_reached(talk, zahra)
    assert talk.saw(stina, "access.not_reached") and stina.last.silent


async def test_who_works_at_the_desk_and_lives_there_is_not_told_of_their_own_household(talk: Talk) -> None:
    household = await talk.household()
    zahra, stina = await talk.tenant(household=household), await talk.staff()
    await talk.type(stina, await talk.code(Invitation("household", household=household)))
    await talk.report(zahra)
    await not_reached(talk, zahra)
    assert talk.saw(stina, "access.not_reached") == []


async def test_a_neighbour_who_follows_a_report_sees_nothing_of_what_its_reporter_is_asked(
    talk: Talk,
) -> None:
    zahra, omar, karl = await talk.tenant("sv"), await talk.tenant("ar"), await talk.caretaker()
    for phone in (zahra, omar):
        await talk.type(phone, "/report")
        await talk.press(phone, "fault.place:shared", "fault.category:stairs_entry")
        await talk.press(phone, "fault.item:stairs_entry.light")
        if phone is zahra:
            await talk.press(phone, "fault.more:skip", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    await talk.press(omar, f"fault.me_too:{number}")
    await talk.press(karl, f"order.take:{number}")
    sounds = len(omar.sounds)
    id_ = await asks(talk, karl, number)
    await talk.forge(omar, f"fault.show:{number}")
    card = talk.saw(omar, "faults.card")[-1]
    assert (card["access"]["question"], card["stopped"]) == (None, False)
    assert "ask" not in [step["act"] for step in card["way"]]
    assert len(omar.sounds) == sounds
    assert await talk.forge(omar, f"fault.answer:{id_}.write") == [f"{NOT_USED}:not_yours"]
    assert await talk.answers(omar, "Där") == ["questions.unsure"]
    assert talk.saw(zahra, "faults.card")[-1]["stopped"] is True
