"""Meetings with sign-up, polls with a picture, and the one-in-five rule for everybody."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM
from storage import chats, meetings, notice_answers
from tests.handlers.test_notice_faults import carry_out, turns
from tests.handlers.test_notices import notice
from tests.talk import DAY, Talk

HOUR = 3600.0


async def meeting(talk: Talk, staff: Phone, places: int = 0) -> None:
    """Invites everybody in norr to a meeting the day after tomorrow at six in the evening."""
    await _invite(talk, staff, places)
    await talk.later(1)


async def _invite(talk: Talk, staff: Phone, places: int = 0) -> None:
    """The same, recorded and due."""
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:meeting")
    await talk.type(staff, "4/2")
    await talk.type(staff, "18")
    await talk.type(staff, "Storgatan 14, samlingslokalen")
    await talk.press(staff, "notice.audience:area.norr")
    if places:
        async with talk.database.transaction() as db:
            db.execute("UPDATE conversations SET data = json_set(data, '$.places', ?)", (places,))
    await talk.press(staff, "notice.send:draft")


async def poll(talk: Talk, staff: Phone) -> None:
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:poll")
    await talk.type(staff, "Vad vill ni ha på gården?\nBänkar\nOdlingslådor")
    await talk.press(staff, "notice.audience:area.norr", "notice.write:ar")
    await talk.type(staff, "ماذا تريدون في الفناء؟\nمقاعد\nأحواض زراعة")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)


async def test_an_invitation_tells_when_and_where_and_can_be_answered(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("fa_AF")
    await meeting(talk, staff)
    invited = tenant.messages[-1]
    assert "به جلسه خوش آمدید" in invited.text
    assert "18:00" in invited.text
    assert "Storgatan 14, samlingslokalen" in invited.text

    await talk.press(tenant, "meeting.come:1", "meeting.set:1.adults.more", "meeting.set:1.children.more")
    await talk.press(tenant, "meeting.set:1.fa_af")
    guest = meetings.guest(talk.database.reader, 1, talk.person(tenant).id)
    assert guest == meetings.Guest(1, talk.person(tenant).id, 2, 1, "fa_AF")
    assert tenant.shown("meeting.come:1")  # the invitation stands where it stood


async def test_the_organiser_sees_who_comes_and_which_interpreters_are_needed(talk: Talk) -> None:
    staff, first, second = await talk.staff(), await talk.tenant("fa_AF"), await talk.tenant("sv")
    await meeting(talk, staff)
    await talk.press(first, "meeting.come:1", "meeting.set:1.fa_af")
    await talk.press(second, "meeting.come:1", "meeting.set:1.children.more")
    await talk.press(second, "meeting.ask:1")
    await talk.type(second, "Blir det en lekplats?")
    await talk.later(6)

    await talk.press(staff, "meeting.list:1")
    listed = talk.saw(staff, "meetings.guests")[-1]
    assert (listed["adults"], listed["children"], listed["interpreters"]) == (2, 1, {"fa_AF": 1})
    assert listed["questions"] == [["Blir det en lekplats?", "sv"]]
    assert listed["homes"] == [["Norra vägen 1, Testby, 1001", 1], ["Norra vägen 1, Testby, 1002", 2]]

    for page in ("7", "-1", "x", "99999"):
        assert set(await talk.forge(staff, f"meeting.list:1.{page}")) <= {"meetings.guests"}
        assert staff.shown("meeting.off:1")


async def test_where_places_were_cut_whoever_comes_can_still_change_her_sign_up_but_not_add_to_it(
    talk: Talk,
) -> None:
    staff, tenant, other = await talk.staff(), await talk.tenant("sv"), await talk.tenant("ar")
    await meeting(talk, staff, places=10)
    for phone in (tenant, other):
        await talk.press(phone, "meeting.come:1")
        for _ in range(3):
            await talk.press(phone, "meeting.set:1.adults.more")
    async with talk.database.transaction() as db:
        db.execute("UPDATE meetings SET places = 5")
    for press, then in (
        ("adults.more", (4, 0, "", True)),
        ("adults.less", (3, 0, "", False)),
        ("children.more", (3, 0, "", True)),
        ("ar", (3, 0, "ar", False)),
    ):
        await talk.press(tenant, f"meeting.set:1.{press}")
        said = talk.saw(tenant, "meetings.coming")[-1]
        assert (said["adults"], said["children"], said["interpreter"], said["full"]) == then, press


async def test_who_has_moved_can_still_say_that_she_does_not_come(talk: Talk) -> None:
    staff, tenant, late = await talk.staff(), await talk.tenant("sv"), await talk.tenant("sv")
    await talk.tenant("sv", area="soder")
    await meeting(talk, staff)
    async with talk.database.transaction() as db:
        # One signed up from the list of meetings, and never had the invitation.
        db.execute("DELETE FROM deliveries WHERE chat = ?", (late.chat_id,))
    for phone in (tenant, late):
        await talk.forge(phone, "meeting.come:1")
    async with talk.database.transaction() as db:
        db.execute("UPDATE households SET home = (SELECT max(id) FROM homes)")
    for phone in (tenant, late):
        assert await talk.forge(phone, "meeting.cancel:1") == ["meetings.not_coming:"]
    assert talk.count("meeting_guests") == 0
    assert await talk.forge(late, "meeting.come:1") == ["notice_desk.refused:not_yours"]


async def test_a_question_for_the_meeting_is_kept_without_who_asked(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await meeting(talk, staff)
    await talk.press(tenant, "meeting.ask:1")
    assert await talk.answers(tenant, "Får vi odla?") == ["meetings.ask"]
    assert talk.facts()["meeting_questions"] == [(1, 1, "Får vi odla?", "sv")]
    assert talk.standing(tenant) is None


async def test_nobody_is_signed_up_beyond_the_places(talk: Talk) -> None:
    staff, first, second = await talk.staff(), await talk.tenant("sv"), await talk.tenant("sv")
    await meeting(talk, staff, places=2)
    await talk.press(first, "meeting.come:1", "meeting.set:1.adults.more", "meeting.set:1.adults.more")
    assert talk.saw(first, "meetings.coming")[-1]["full"]
    assert await talk.forge(second, "meeting.come:1") == ["meetings.not_coming:full"]
    await talk.press(first, "meeting.cancel:1")
    assert await talk.forge(second, "meeting.come:1") == ["meetings.coming"]


async def test_whoever_comes_is_reminded_the_day_before_and_nobody_else(talk: Talk) -> None:
    staff, first, second = await talk.staff(), await talk.tenant("ar"), await talk.tenant("sv")
    await meeting(talk, staff)
    await talk.press(first, "meeting.come:1")
    await talk.later(20 * HOUR)
    assert talk.saw(first, "meetings.reminder") == []
    await talk.later(3 * HOUR)
    await talk.later(3 * HOUR)
    assert len(talk.saw(first, "meetings.reminder")) == 1
    assert talk.saw(second, "meetings.reminder") == []


async def test_who_signs_up_when_the_others_were_reminded_is_reminded_on_the_day(talk: Talk) -> None:
    staff, first, late = await talk.staff(), await talk.tenant("ar"), await talk.tenant("sv")
    today = await talk.tenant("en")
    await meeting(talk, staff)
    await talk.press(first, "meeting.come:1")
    await talk.later(24 * HOUR)
    reminded = [len(talk.saw(phone, "meetings.reminder")) for phone in (first, late)]
    assert reminded == [1, 0]
    await talk.press(late, "meeting.come:1")
    for _ in range(18):
        await talk.later(HOUR)
        if datetime.datetime.fromtimestamp(talk.clock.now(), STOCKHOLM).hour < 8:
            assert talk.saw(late, "meetings.reminder") == []  # not at night
    await talk.press(today, "meeting.come:1")
    for _ in range(14):
        await talk.later(HOUR)
    reminded = [len(talk.saw(phone, "meetings.reminder")) for phone in (first, late, today)]
    assert reminded == [1, 1, 0]


async def test_the_day_after_nothing_is_kept_of_who_came(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    await meeting(talk, staff)
    await talk.press(tenant, "meeting.come:1", "meeting.ask:1")
    await talk.type(tenant, "سؤال")
    await talk.forge(staff, "meeting.list:1")
    lists = "wanted LIKE '%meetings.guests%' OR key = 'meeting.1'"
    assert talk.count("cards", lists) == 2
    await talk.later(2 * DAY + 8 * HOUR)
    assert talk.count("meeting_guests") == 1
    await talk.later(6 * HOUR)
    assert talk.count("meeting_guests") + talk.count("meeting_questions") == 0
    assert talk.count("cards", lists) == 0
    assert await talk.forge(tenant, "meeting.come:1") == ["meetings.not_coming:over"]


async def test_a_cancelled_meeting_is_told_to_whoever_has_signed_up(talk: Talk) -> None:
    staff, first, second = await talk.staff(), await talk.tenant("ar"), await talk.tenant("sv")
    await meeting(talk, staff)
    await talk.press(first, "meeting.come:1")
    await talk.later(6)
    await talk.press(staff, "meeting.list:1", "meeting.off:1", "meeting.off:1.sure")
    assert [m["what"] for m in talk.saw(first, "notices.news")] == ["cancelled"]
    assert talk.saw(second, "notices.news") == []
    assert await talk.forge(second, "meeting.come:1") == ["meetings.not_coming:over"]


async def test_withdrawing_the_invitation_cancels_the_meeting(talk: Talk) -> None:
    staff, first, second = await talk.staff(), await talk.tenant("ar"), await talk.tenant("sv")
    await meeting(talk, staff)
    await talk.press(first, "meeting.come:1", "meeting.ask:1")
    await talk.type(first, "سؤال")
    await talk.later(6)
    await talk.press(staff, "notice.withdraw:1")
    assert any("Mötet ställs in samtidigt" in message.text for message in staff.messages)
    await talk.press(staff, "notice.withdraw:1.sure")
    await talk.later(1)

    kept = meetings.get(talk.database.reader, 1)
    assert kept is not None
    assert (kept.cancelled, kept.erased) == (True, True)
    assert [m["what"] for m in talk.saw(first, "notices.news")] == ["cancelled"]
    assert talk.saw(second, "notices.news") == []
    assert not first.shown("meeting.set:1.adults.more")
    assert await talk.forge(first, "meeting.come:1") == ["meetings.not_coming:over"]
    await talk.later(30 * HOUR)
    assert talk.saw(first, "meetings.reminder") == []


async def test_withdrawing_tells_nobody_again_that_a_meeting_is_cancelled(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    await meeting(talk, staff)
    await talk.press(tenant, "meeting.come:1")
    await talk.later(6)
    await talk.forge(staff, "meeting.off:1.sure", "notice.withdraw:1.sure")
    assert [m["what"] for m in talk.saw(tenant, "notices.news")] == ["cancelled"]


async def test_of_a_cancelled_meeting_nothing_is_kept_of_who_would_have_come(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    await meeting(talk, staff)
    await talk.press(tenant, "meeting.come:1", "meeting.ask:1")
    await talk.type(tenant, "سؤال")
    await talk.later(6)
    await talk.press(staff, "meeting.list:1")
    await talk.forge(staff, "meeting.off:1.sure")
    assert talk.count("meeting_guests") + talk.count("meeting_questions") == 0
    assert talk.count("cards", "wanted LIKE '%meetings.guests%' OR wanted LIKE '%meetings.coming%'") == 0


async def test_a_meeting_that_was_is_not_cancelled(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    await meeting(talk, staff)
    await talk.press(tenant, "meeting.come:1")
    await talk.later(2 * DAY + 8 * HOUR)
    assert await talk.forge(staff, "meeting.off:1.sure") == ["notice_desk.refused:not_now"]
    await talk.forge(staff, "notice.withdraw:1.sure")
    assert "cancelled" not in [m["what"] for m in talk.saw(tenant, "notices.news")]


async def test_nobody_signs_up_for_a_meeting_whose_invitation_has_not_gone_out(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await meeting(talk, staff)
    async with talk.database.transaction() as db:
        db.execute("UPDATE notices SET state = 'dropped', sending = NULL")
    assert await talk.forge(tenant, "meeting.come:1") == ["meetings.not_coming:over"]


async def test_a_meeting_is_listed_for_those_who_are_invited(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("en")
    far = await talk.tenant("en", area="soder")
    await meeting(talk, staff)
    await talk.type(tenant, "/meetings")
    assert len(talk.saw(tenant, "meetings.list")[-1]["meetings"]) == 1
    await talk.type(far, "/meetings")
    assert talk.saw(far, "meetings.list")[-1]["meetings"] == []
    assert await talk.forge(far, "meeting.come:1") == ["notice_desk.refused:not_yours"]


@pytest.mark.parametrize("locale", ["sv", "ar", "fa_AF", "en"])
async def test_the_one_in_five_rule_is_open_to_every_tenant(talk: Talk, locale: str) -> None:
    tenant = await talk.tenant(locale)
    await talk.type(tenant, "/meetings")
    await talk.press(tenant, "meeting.rule:show")
    text = tenant.messages[-1].text
    assert "Testby" not in text
    assert "Norr" not in text


@pytest.mark.parametrize("share", [(1, 4), (2, 9)])
async def test_the_rule_that_is_explained_is_the_one_in_force(talk: Talk, share: tuple[int, int]) -> None:
    rule = msgspec.structs.replace(talk.company.allocation[-1], share=share)
    talk.start_again(msgspec.structs.replace(talk.company, allocation=[rule]))
    tenant = await talk.tenant("en")
    await talk.type(tenant, "/meetings")
    await talk.press(tenant, "meeting.rule:show")
    text = tenant.messages[-1].text.translate(dict.fromkeys([0x2068, 0x2069]))
    assert (f"One of every {share[1]} flats" if share[0] == 1 else "2/9 are offered") in text
    assert "five" not in text


async def _answered(talk: Talk, phones: list[Phone], choices: str) -> None:
    for phone, choice in zip(phones, choices, strict=True):
        await talk.press(phone, f"notice.choose:1.{choice}")


async def test_the_result_of_a_poll_is_one_picture_in_the_readers_language(talk: Talk) -> None:
    staff = await talk.staff()
    phones = [await talk.tenant("ar" if each else "sv") for each in range(7)]
    await poll(talk, staff)
    await _answered(talk, phones, "1111112")

    await talk.press(phones[1], "notice.result:1")
    sent = phones[1].messages[-1]
    assert sent.photo is not None
    assert "مقاعد" in sent.text
    assert talk.saw(phones[1], "notices.result")[-1]["votes"] == [5, None]
    assert talk.telegram.world.files[sent.photo].data.startswith(b"\x89PNG")


async def test_no_number_of_people_under_five_is_shown(talk: Talk) -> None:
    staff = await talk.staff()
    phones = [await talk.tenant("sv") for _ in range(6)]
    await poll(talk, staff)
    await _answered(talk, phones[:4], "1111")
    assert await talk.forge(phones[0], "notice.result:1") == ["notice_desk.refused:few"]
    await _answered(talk, phones[4:], "22")
    assert await talk.forge(phones[0], "notice.result:1") == ["notice_desk.refused:few"]


async def test_who_has_changed_her_language_still_sees_the_poll_that_she_got(talk: Talk) -> None:
    staff, other = await talk.staff(), await talk.tenant("sv")
    phones = [await talk.tenant("ar") for _ in range(5)]
    await poll(talk, staff)
    async with talk.database.transaction() as db:
        db.execute("UPDATE notices SET audience = json_set(audience, '$.language', 'ar')")
        db.execute("DELETE FROM deliveries WHERE chat = ?", (other.chat_id,))
    await _answered(talk, phones, "11111")
    await talk.forge(phones[0], "language.set:en")
    await talk.forge(phones[0], "notice.result:1")
    assert "Bänkar" in phones[0].messages[-1].text
    assert phones[0].messages[-1].photo is not None
    assert await talk.forge(other, "notice.result:1") == ["notice_desk.refused:not_yours"]


async def test_a_vote_is_the_only_answer_to_a_poll(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.forge(staff, "notice.new:poll", "notice.set:asks")
    await poll(talk, staff)
    await talk.press(tenant, "notice.choose:1.2")
    assert not tenant.shown("notice.understood:1")
    assert await talk.forge(tenant, "notice.understood:1") == ["notice_desk.refused:not_yours"]
    assert notice_answers.of(talk.database.reader, 1, talk.person(tenant).id) == "2"


async def test_an_answer_to_a_poll_can_be_changed_and_counts_once(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await poll(talk, staff)
    await talk.press(tenant, "notice.choose:1.1", "notice.choose:1.2")
    assert [row[2] for row in talk.facts()["notice_answers"]] == ["2"]
    assert await talk.forge(tenant, "notice.choose:1.9") == ["general.not_used:old_button"]


@pytest.mark.parametrize("written", ["Bara en fråga?", "Fråga?\nEtt", "Fråga?\n1\n2\n3\n4\n5\n6\n7"])
async def test_a_poll_needs_its_choices(talk: Talk, written: str) -> None:
    staff = await talk.staff()
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:poll")
    await talk.type(staff, written)
    assert talk.saw(staff, "notice_desk.write")[-1]["wrong"] == "choices"


async def test_the_choices_are_as_many_in_every_language(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:poll")
    await talk.type(staff, "Vad?\nEtt\nTvå")
    await talk.press(staff, "notice.audience:area.norr", "notice.write:en")
    await talk.type(staff, "What?\nOne\nTwo\nThree")
    assert talk.saw(staff, "notice_desk.write")[-1]["wrong"] == "choices"


async def test_a_correction_moves_the_meeting(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await meeting(talk, staff)
    await talk.later(6)
    await talk.press(staff, "notice.correct:1", "notice.day:choose")
    await talk.type(staff, "5/2")
    await talk.type(staff, "19:30")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    kept = meetings.get(talk.database.reader, 1)
    assert kept is not None
    assert kept.starts == pytest.approx(talk.clock.now() + 3 * DAY + 8.5 * HOUR, abs=60)
    assert "19:30" in tenant.messages[-2].text
    assert chats.get(talk.database.reader, tenant.chat_id).locale == "sv"


async def test_who_comes_sees_the_new_time_on_her_card_and_hears_of_it_once(talk: Talk) -> None:
    staff, invited = await talk.staff(), await talk.tenant("sv")
    await meeting(talk, staff)
    late = await talk.tenant("en")  # moved in after the invitation
    await talk.press(invited, "meeting.come:1")
    await talk.forge(late, "meeting.come:1")
    await talk.later(6)
    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.day:choose")
    await talk.type(staff, "5/2")
    await talk.type(staff, "19:30")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    for phone, news in ((invited, "corrected"), (late, "moved")):
        assert [m["what"] for m in talk.saw(phone, "notices.news")] == [news]
        card = next(message for message in phone.messages if "meeting.cancel:1" in message.data)
        assert "19:30" in card.text
    below = late.messages[-1]
    assert below.reply_to == next(m for m in late.messages if "meeting.cancel:1" in m.data).message_id


async def test_a_correction_of_the_words_alone_does_not_remind_again(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    await meeting(talk, staff)
    await talk.press(tenant, "meeting.come:1")
    await talk.later(23 * HOUR)
    await talk.later(3 * HOUR)
    assert len(talk.saw(tenant, "meetings.reminder")) == 1
    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.set:places", "notice.send:draft")
    await talk.later(HOUR)
    await talk.later(HOUR)
    assert len(talk.saw(tenant, "meetings.reminder")) == 1
    kept = meetings.get(talk.database.reader, 1)
    assert kept is not None
    assert kept.places == 10


async def test_nobody_is_invited_any_more_to_a_meeting_that_is_cancelled(talk: Talk) -> None:
    staff, first, second = await talk.staff(), await talk.tenant("sv"), await talk.tenant("en")
    await _invite(talk, staff)
    await turns(talk, ("notice.begin", 1))
    await carry_out(talk, 1)
    staff.press("meeting.off:1.sure", forge=True)
    await turns(talk)
    await talk.later(6)
    await talk.later(6)

    assert notice(talk).state == "stopped"
    assert "Mötet blir inte av" in first.messages[-1].text
    assert first.messages[-1].data == []
    assert talk.saw(second, "notices.notice") == []
    assert await talk.forge(staff, "notice.correct:1") == ["notice_desk.refused:not_now"]
    assert "correct" not in talk.saw(staff, "notice_desk.report")[-1]["may"]


async def test_an_invitation_that_has_not_begun_is_not_sent_once_the_meeting_is_cancelled(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await _invite(talk, staff)
    staff.press("meeting.off:1.sure", forge=True)
    await turns(talk)
    await talk.later(6)
    assert notice(talk).state == "dropped"
    assert talk.saw(tenant, "notices.notice") == []
