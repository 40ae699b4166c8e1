"""Writing a notice: what comes with it, also where no faults can be reported."""

from __future__ import annotations

import msgspec
import pytest

from bot.settings import Rooms
from tests.handlers.test_notices import IN_FOUR, free
from tests.talk import Talk, picture


def close_faults(talk: Talk, *, questions: bool) -> None:
    rooms = Rooms(faults=False, questions=questions, allocation=False, offers=False, home=False, notices=True)
    talk.start_again(msgspec.structs.replace(talk.company, rooms=rooms))


@pytest.mark.parametrize("questions", [True, False])
@pytest.mark.parametrize("sent", ["photo", "document"])
async def test_a_picture_or_a_document_comes_with_a_notice_where_faults_are_closed(
    talk: Talk, sent: str, questions: bool
) -> None:
    close_faults(talk, questions=questions)
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    if sent == "photo":
        staff.send_photo(picture())
    else:
        staff.send_document(b"%PDF-1.7 made up")
    await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert tenant.messages[-1].photo if sent == "photo" else tenant.messages[-1].document
    assert talk.count("faults") == 0


@pytest.mark.parametrize("questions", [True, False])
async def test_a_voice_comes_with_a_notice_where_faults_are_closed(talk: Talk, questions: bool) -> None:
    close_faults(talk, questions=questions)
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    await free(talk, staff, IN_FOUR)
    await talk.press(staff, "notice.voice:choose", "notice.voice:ar")
    staff.send_voice(b"OggS made up")
    await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert tenant.messages[-1].voice is not None


async def test_with_nothing_open_and_faults_closed_no_report_begins_with_a_picture_or_a_voice(
    talk: Talk,
) -> None:
    close_faults(talk, questions=False)
    for phone in (await talk.tenant("sv"), await talk.staff(), talk.stranger()):
        for send in (
            lambda p=phone: p.send_photo(picture(), caption="212"),
            lambda p=phone: p.send_voice(b"OggS"),
        ):
            send()
            heard = await talk.heard(phone)
            assert heard in (["general.not_used:other"], ["start.language"]), heard
    assert talk.count("files") == 0
    assert talk.count("conversations", "name = 'fault'") == 0


async def test_where_faults_are_closed_a_question_may_have_a_picture_and_a_voice(talk: Talk) -> None:
    close_faults(talk, questions=True)
    await talk.staff()
    tenant = await talk.tenant("sv")
    await talk.forge(tenant, "answer.human:none")
    assert talk.step(tenant) == "asking.what"
    tenant.send_photo(picture(), caption="Vad är det här för papper?")
    await talk.quiet()
    assert talk.count("threads") == 1
    assert talk.count("files") == 1
    await talk.type(tenant, "/cancel")
    tenant.send_voice(b"OggS made up")
    assert await talk.heard(tenant) == ["general.voice_offered"]
    assert not tenant.shown("voice.use:fault")


@pytest.mark.parametrize(
    "presses",
    [
        ("notice.day:choose",),
        ("notice.day:choose", "notice.day:20270204"),
        ("notice.day:choose", "notice.day:20270204", "notice.hours:10-12", "notice.write:ar"),
    ],
)
async def test_back_in_a_correction_goes_to_its_summary_and_keeps_what_it_corrects(
    talk: Talk, presses: tuple[str, ...]
) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await free(talk, staff, IN_FOUR, "planned")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    await talk.forge(staff, "notice.correct:1")
    await talk.forge(staff, *presses, "notice.go:back")
    for _ in range(2):
        draft = talk.draft(staff)
        moved = "notice.hours:10-12" in presses
        assert (draft["number"], draft["template"]) == (1, "free.planned")
        assert draft["day"] == ("2027-02-04" if moved else "2027-02-03")
        assert draft["hours"] == ("10:00-12:00" if moved else "08:00-12:00")
        assert "notice.send:draft" in staff.messages[-1].data
        await talk.forge(staff, "notice.go:back")

    await talk.press(staff, "notice.send:draft")
    assert talk.count("notices") == 1
