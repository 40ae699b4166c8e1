"""Notices from the first press to the report: templates, the missing language, emergencies, correcting."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from bot.handlers import notice_sending
from bot.sandbox.phones import Phone
from bot.settings import Company, Notices
from storage import audiences, contracts, homes, notice_runs, notices, people, sendings, stock
from storage.audiences import Audience
from storage.codes import Invitation
from tests.talk import DAY, Talk, picture
from tests.test_authority import names_of_presses

HOUR = 3600.0
NORR, SODER = "house.1", "house.2"
IN_FOUR = {
    "sv": "Vi målar trapphuset på fredag.",
    "ar": "سندهن الدرج يوم الجمعة.",
    "fa_AF": "روز جمعه راه‌زینه را رنگ می‌کنیم.",
    "en": "We paint the stairwell on Friday.",
}


async def four(talk: Talk) -> dict[str, Phone]:
    """A tenant of each language in the house of norr."""
    return {locale: await talk.tenant(locale) for locale in ("sv", "ar", "fa_AF", "en")}


async def water_off(talk: Talk, staff: Phone, place: str = NORR) -> int:
    """Announces that the water will be off tomorrow. Returns the presses that it took."""
    presses = (
        "notice.new:water_off",
        "notice.day:20270203",
        "notice.hours:08-12",
        f"notice.audience:{place}",
    )
    await talk.type(staff, "/notice")
    await talk.press(staff, *presses, "notice.send:draft")
    return len(presses) + 1


async def free(talk: Talk, staff: Phone, texts: dict[str, str], kind: str = "information") -> None:
    """Writes a notice up to its last screen."""
    await talk.type(staff, "/notice")
    await talk.press(staff, f"notice.new:free.{kind}")
    if kind == "planned":
        await talk.press(staff, "notice.day:20270203", "notice.hours:08-12")
    await talk.type(staff, texts["sv"])
    await talk.press(staff, f"notice.audience:{NORR}")
    for locale in texts.keys() - {"sv"}:
        await talk.press(staff, f"notice.write:{locale}")
        await talk.type(staff, texts[locale])


async def emergency(talk: Talk, staff: Phone, words: str = "") -> int:
    """Sends one. Returns the presses that it took."""
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:emergency", "notice.new:emergency.water", f"notice.audience:{NORR}")
    if words:
        await talk.type(staff, words)
    await talk.press(staff, next(data for data in staff.messages[-1].data if data.startswith("notice.end:")))
    await talk.later(1)
    return 4


def notice(talk: Talk, number: int = 1) -> notices.Notice:
    found = notices.get(talk.database.reader, number)
    assert found is not None
    return found


def said(phone: Phone) -> str:
    return phone.messages[-1].text.translate(dict.fromkeys([0x200F, *range(0x2066, 0x206A)]))


async def test_a_notice_from_a_template_takes_at_most_eight_presses_and_is_right_in_every_language(
    talk: Talk,
) -> None:
    staff, phones = await talk.staff(), await four(talk)
    far = await talk.tenant("sv", area="soder")
    before = len(far.messages)

    assert await water_off(talk, staff) <= 8
    await talk.later(1)

    for locale, first in {
        "sv": "Vattnet stängs av",
        "ar": "سيُقطع الماء",
        "fa_AF": "آب قطع می‌شود",
        "en": "The water will be off",
    }.items():
        assert said(phones[locale]).startswith(first)
        assert "08:00–12:00" in said(phones[locale])
        assert "Norra vägen 1, Testby" in said(phones[locale])
    assert len(far.messages) == before


async def test_a_free_notice_reaches_everybody_in_the_language_at_the_moment_of_sending(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await free(talk, staff, IN_FOUR)
    await talk.press(staff, "notice.send:draft")
    await talk.type(phones["sv"], "/language")
    await talk.press(phones["sv"], "language.set:ar")

    await talk.later(1)

    assert said(phones["sv"]) == IN_FOUR["ar"]
    for locale in ("ar", "fa_AF", "en"):
        assert said(phones[locale]) == IN_FOUR[locale]


async def test_the_preview_shows_all_four_as_they_will_look_and_its_buttons_do_nothing(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await free(talk, staff, IN_FOUR)
    await talk.press(staff, "notice.set:asks", "notice.preview:now")

    shown = [message.text for message in staff.messages[-5:-1]]
    for text, locale in zip(shown, ("sv", "ar", "fa_AF", "en"), strict=True):
        assert IN_FOUR[locale] in text
    heard = await talk.forge(staff, "notice.understood:0", "meeting.come:0")
    assert heard == ["notice_desk.refused:sample"]


async def test_information_falls_back_to_swedish_with_a_line_in_the_readers_language(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await free(talk, staff, {"sv": IN_FOUR["sv"], "en": IN_FOUR["en"]})
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)

    assert said(phones["en"]) == IN_FOUR["en"]
    assert IN_FOUR["sv"] in said(phones["ar"])
    assert "ليس لدينا هذا بلغتك بعد" in said(phones["ar"])
    assert "این را هنوز به زبان شما نداریم" in said(phones["fa_AF"])
    assert "+46 980 319 230" in said(phones["fa_AF"])


async def test_planned_work_waits_until_it_is_there_in_all_four_languages(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await free(talk, staff, {"sv": IN_FOUR["sv"], "en": IN_FOUR["en"]}, "planned")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert notice(talk).state == "waits_texts"
    assert talk.saw(phones["sv"], "notices.notice") == []

    await talk.press(staff, "notice.correct:1", "notice.write:ar")
    await talk.type(staff, IN_FOUR["ar"])
    await talk.press(staff, "notice.write:fa_AF")
    await talk.type(staff, IN_FOUR["fa_AF"])
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)

    assert said(phones["fa_AF"]).startswith(IN_FOUR["fa_AF"])
    assert notice(talk).sending is not None


async def test_an_emergency_goes_at_once_in_four_presses_with_a_frame_in_the_readers_language(
    talk: Talk,
) -> None:
    staff, phones = await talk.staff(), await four(talk)

    assert await emergency(talk, staff, "Hämta vatten i tanken på gården.") <= 4

    for locale, frame in {"ar": "طوارئ: لا يوجد ماء", "fa_AF": "حالت عاجل: آب نیست"}.items():
        text = said(phones[locale])
        assert text.startswith(frame)
        assert "Hämta vatten i tanken på gården." in text
        assert "+46 980 319 200" in text
        assert "Norra vägen 1, Testby" in text
        assert {"notice.understood:1", "notice.question:1", "notice.call:1"} <= set(
            phones[locale].messages[-1].data
        )


async def test_words_of_an_emergency_in_a_notice_are_for_others(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    cards = len(talk.saw(staff, "emergency.card"))
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:free.information")
    assert "emergency.card" not in await talk.answers(staff, "Det brinner inte, men det luktar rök.")
    assert len(talk.saw(staff, "emergency.card")) == cards


async def test_the_draft_counts_by_language_who_is_reached_and_who_is_not_and_why(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await talk.household()  # nobody there has Telegram
    phones["en"].block()
    await talk.quiet()
    async with talk.database.transaction() as db:
        db.execute("UPDATE chats SET reachable = 0 WHERE id = ?", (phones["en"].chat_id,))
        household = talk.person(phones["ar"]).household
        assert household is not None
        audiences.mute(db, household, True, 1.0)
    await free(talk, staff, {"sv": IN_FOUR["sv"]})

    reach = talk.saw(staff, "notice_desk.draft")[-1]["reach"]
    assert reach == {"languages": {"sv": 1, "fa_AF": 1}, "blocked": 1, "muted": 1, "homes_without": 2}


async def test_a_household_that_has_muted_information_gets_planned_work_and_emergencies(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await talk.tenant("sv")
    assert await talk.forge(tenant, "notice.mute:on") == ["notices.muted"]

    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert talk.saw(tenant, "notices.notice") == []

    await water_off(talk, staff)
    await talk.later(1)
    await emergency(talk, staff)
    assert len(talk.saw(tenant, "notices.notice")) == 2


async def test_only_an_adult_mutes_for_the_household(talk: Talk) -> None:
    household = await talk.household()
    helper = await talk.helper("sv", household)
    assert await talk.forge(helper, "notice.mute:on") == ["general.not_used:helper"]
    assert not audiences.is_muted(talk.database.reader, household)


async def test_information_does_not_come_at_night(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await talk.later(11 * HOUR)  # ten in the evening
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    assert "Information väntar till morgonen" in said(staff)
    await talk.press(staff, "notice.send:draft")
    await talk.later(8 * HOUR)
    assert talk.saw(tenant, "notices.notice") == []

    await talk.later(1 * HOUR)
    assert len(talk.saw(tenant, "notices.notice")) == 1


async def test_an_emergency_comes_at_night_too(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await talk.later(14 * HOUR)
    await emergency(talk, staff)
    assert len(talk.saw(tenant, "notices.notice")) == 1


async def test_a_notice_is_sent_at_its_time(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    await talk.press(staff, "notice.when:choose")
    await talk.type(staff, "3/2 14:30")
    await talk.press(staff, "notice.send:draft")
    await talk.later(DAY)
    assert talk.saw(tenant, "notices.notice") == []
    await talk.later(4 * HOUR)
    assert len(talk.saw(tenant, "notices.notice")) == 1


@pytest.mark.parametrize("typed", ["1/2/2027 14:00", "2027-02-02 08:00"])
async def test_a_time_that_has_passed_is_refused_kindly(talk: Talk, typed: str) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    await talk.press(staff, "notice.when:choose")
    await talk.type(staff, typed)
    assert talk.saw(staff, "notice_desk.when")[-1]["wrong"] == "past"


async def test_hours_that_have_passed_are_refused_kindly(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:water_off", "notice.day:20270202")
    await talk.type(staff, "7-9")
    assert talk.saw(staff, "notice_desk.hours")[-1]["wrong"] == "past"
    await talk.type(staff, "25-99")
    assert talk.saw(staff, "notice_desk.hours")[-1]["wrong"] == "no_time"


async def test_a_template_without_its_day_is_not_sent(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:water_off")
    await talk.forge(staff, "notice.audience:all", "notice.send:draft")
    assert talk.saw(staff, "notice_desk.draft")[-1]["wrong"] == "no_day"
    assert talk.count("notices") == 0


async def test_a_notice_that_nobody_would_get_is_not_sent(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.household()
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM households")
        db.execute("UPDATE homes SET letting = 'empty'")
    await water_off(talk, staff)
    assert talk.saw(staff, "notice_desk.draft")[-1]["wrong"] == "no_audience"
    assert talk.count("notices") == 0


async def test_where_nobody_has_telegram_the_notice_is_recorded_for_paper_and_known(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.household()
    await water_off(talk, staff)
    await talk.later(1)
    await talk.later(6)
    assert notice(talk).state == "sent"
    report = talk.saw(staff, "notice_desk.report")[-1]
    assert (report.get("queued", 0), report.get("sent", 0)) == (0, 0)
    await talk.press(staff, "notice.paper:1")
    printed = staff.messages[-1].document
    assert printed is not None
    assert "<td>1001</td>" in talk.telegram.world.files[printed].data.decode()
    await talk.later(DAY - HOUR)
    home = stock.homes_of(talk.database.reader, 1)[0].id
    by = talk.person(staff).id  # who reports for a household that has no phone
    assert notices.known(talk.database.reader, home, "hotwater.no_water", by, talk.clock.now()) is not None


async def test_a_text_that_telegram_would_refuse_is_refused_while_it_is_written(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:free.information")
    await talk.type(staff, "å" * 4096)
    assert talk.saw(staff, "notice_desk.write")[-1]["wrong"] == "too_long"


async def test_a_text_that_is_too_long_under_a_picture_says_so(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest. " * 120})
    staff.send_photo(picture())
    await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    draft = talk.saw(staff, "notice_desk.draft")[-1]
    assert (draft["wrong"], draft["most"]) == ("too_long", 1024)
    await talk.press(staff, "notice.set:file", "notice.send:draft")
    assert notice(talk).state == "due"


async def test_a_picture_goes_with_the_notice(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    staff.send_photo(picture())
    await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert tenant.messages[-1].photo
    assert "Gårdsfest" in said(tenant)


async def test_stopping_sends_nothing_more(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await free(talk, staff, IN_FOUR)
    await talk.press(staff, "notice.send:draft")
    async with talk.database.transaction() as db:  # as far as the queue, while nothing is carried out
        for due in notices.to_begin(db, talk.clock.now()):
            notices.move(db, due, "begin", None)
        sending = sendings.add(db, '{"message":"notices.notice","notice":1,"version":1}')
        notices.has_sending(db, 1, sending, talk.clock.now())
        run = notice_runs.get(db, notice_runs.start(db, 1, "send", sending))
        assert run is not None
        notice_runs.chunk(db, run, talk.clock.now())
        sendings.stop(db, sending)
    await talk.quiet()
    assert all(talk.saw(phone, "notices.notice") == [] for phone in phones.values())
    assert talk.count("deliveries", "state = 'left_out'") == 4


async def test_a_correction_edits_what_stands_and_sends_a_short_message_that_points_at_it(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await free(talk, staff, IN_FOUR)
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    await talk.later(6)

    await talk.press(staff, "notice.correct:1", "notice.write:en")
    await talk.type(staff, "We paint the stairwell on Saturday.")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)

    edited, below = phones["en"].messages[-2:]
    assert "Saturday" in edited.text
    assert "correction" in below.text
    assert below.reply_to == edited.message_id
    assert notice(talk).version == 2
    assert talk.saw(phones["sv"], "notices.news")[-1]["what"] == "corrected"


async def test_withdrawing_deletes_the_notice_in_every_chat(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await water_off(talk, staff)
    await talk.later(1)
    await talk.later(6)
    shown = tenant.messages[-1].message_id
    await talk.press(staff, "notice.withdraw:1", "notice.withdraw:1.sure")
    await talk.later(1)
    assert shown not in [message.message_id for message in tenant.messages]
    assert talk.saw(tenant, "notices.news") == []
    assert await talk.forge(tenant, "notice.understood:1") == ["notice_desk.refused:over"]


async def test_what_is_too_old_to_be_deleted_is_edited_with_a_message_below(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await water_off(talk, staff)
    await talk.later(1)
    await talk.later(3 * DAY)
    await talk.press(staff, "notice.withdraw:1", "notice.withdraw:1.sure")
    await talk.later(1)
    old, below = tenant.messages[-2:]
    assert "gäller inte längre" in old.text
    assert below.reply_to == old.message_id


async def test_a_second_person_confirms_what_goes_to_everybody_where_the_company_wants_it(
    talk: Talk, company: Company
) -> None:
    talk.start_again(msgspec.structs.replace(talk.company, notices=Notices(second_person=True)))
    staff, other, tenant = await talk.staff(), await talk.staff("Olle"), await talk.tenant("sv")
    await water_off(talk, staff, "all")
    await talk.later(1)
    assert notice(talk).state == "waits_second"
    assert await talk.forge(staff, "notice.confirm:1") == ["notice_desk.refused:own"]

    assert talk.saw(other, "notice_desk.news")[-1]["what"] == "to_confirm"
    await talk.press(other, "notice.show:1", "notice.confirm:1.1")
    await talk.later(1)

    assert len(talk.saw(tenant, "notices.notice")) == 1
    assert notice(talk).confirmer == talk.person(other).id


async def test_a_notice_to_everybody_needs_no_second_person_unless_the_company_wants_it(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await water_off(talk, staff, "all")
    await talk.later(1)
    assert len(talk.saw(tenant, "notices.notice")) == 1


async def test_the_card_tells_how_far_it_has_come_and_a_silent_push_that_it_is_finished(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    phones["en"].block()
    await water_off(talk, staff)
    await talk.later(1)
    await talk.later(6)
    report = talk.saw(staff, "notice_desk.report")[-1]
    assert (report["state"], report["queued"], report["sent"], report["blocked"]) == ("sent", 4, 3, 1)
    assert talk.saw(staff, "notice_desk.news")[-1]["what"] == "finished"
    await talk.press(staff, "notice.failed:1")
    assert [row[1] for row in talk.saw(staff, "notice_desk.homes")[-1]["rows"]] == ["blocked"]


async def test_a_colleague_whom_it_did_not_reach_is_listed_by_name(talk: Talk) -> None:
    staff, other = await talk.staff(), await talk.staff("Olle")
    other.block()
    await free(talk, staff, {"sv": IN_FOUR["sv"]})
    await talk.forge(staff, "notice.audience:role.staff")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    await talk.later(6)
    await talk.press(staff, "notice.failed:1")
    assert talk.saw(staff, "notice_desk.homes")[-1]["rows"] == [["Olle", "blocked"]]
    await talk.press(staff, "notice.paper:1.failed")
    printed = staff.messages[-1].document
    assert printed is not None
    assert "<td>Olle</td>" in talk.telegram.world.files[printed].data.decode()


async def test_whom_it_did_not_reach_and_who_has_left_since_is_listed_too(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    for locale in ("ar", "en"):
        phones[locale].block()
    await water_off(talk, staff)
    await talk.later(1)
    await talk.later(6)
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM residents WHERE person = ?", (talk.person(phones["ar"]).id,))
    await talk.press(staff, "notice.failed:1")
    rows = talk.saw(staff, "notice_desk.homes")[-1]["rows"]
    assert rows == [["Norra vägen 1, Testby, 1004", "blocked"], ["", "blocked"]]
    assert any("Någon som inte bor hos oss längre · " in message.text for message in staff.messages)


async def test_homes_without_telegram_are_printed_with_the_notice_in_four_languages(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.household()
    await water_off(talk, staff)
    await talk.press(staff, "notice.paper:1")
    sent = staff.messages[-1]
    assert sent.document is not None
    page = talk.telegram.world.files[sent.document].data.decode()
    assert "<td>1002</td>" in page
    assert "<td>1001</td>" not in page
    assert "آب قطع می‌شود" in page


async def test_who_has_not_understood_is_listed_reminded_once_and_then_left_in_peace(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await emergency(talk, staff)
    await talk.later(6)
    await talk.press(phones["ar"], "notice.understood:1")
    assert "notice.understood:1" not in phones["ar"].messages[-1].data
    await talk.press(staff, "notice.silent:1")
    assert talk.saw(staff, "notice_desk.homes")[-1]["n"] == 3

    ends = notice(talk).ends
    assert ends is not None
    async with talk.database.transaction() as db:
        db.execute("UPDATE notices SET ends = ends + 86400")
    await talk.later(2 * HOUR)
    await talk.later(2 * HOUR)
    for locale, phone in phones.items():
        reminded = [each for each in talk.saw(phone, "notices.news") if each["what"] == "remind"]
        assert len(reminded) == (0 if locale == "ar" else 1), locale


async def test_the_household_has_understood_when_one_of_it_has(talk: Talk) -> None:
    staff, household = await talk.staff(), await talk.household()
    mother, son = await talk.tenant("ar", household=household), await talk.helper("sv", household)
    await emergency(talk, staff)
    await talk.press(son, "notice.understood:1")
    await talk.press(staff, "notice.silent:1")
    assert talk.saw(staff, "notice_desk.homes")[-1]["n"] == 0
    await talk.later(2 * HOUR)
    assert talk.saw(mother, "notices.news") == []


async def test_a_question_about_a_notice_comes_to_the_desk_once(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    await emergency(talk, staff)
    await talk.press(tenant, "notice.call:1")
    news = talk.saw(staff, "notice_desk.news")[-1]
    assert (news["what"], news["where"]) == ("call", "Norra vägen 1, Testby, 1001")
    before = len(talk.saw(staff, "notice_desk.news"))
    await talk.forge(tenant, "notice.question:1")
    assert len(talk.saw(staff, "notice_desk.news")) == before


async def test_nobody_answers_a_notice_that_was_not_for_her(talk: Talk) -> None:
    staff, far = await talk.staff(), await talk.tenant("sv", area="soder")
    await talk.tenant("sv")
    await emergency(talk, staff)
    assert await talk.forge(far, "notice.understood:1") == ["notice_desk.refused:not_yours"]


async def test_announced_work_is_known_in_its_house_during_its_hours(talk: Talk) -> None:
    staff, tenant, far = await talk.staff(), await talk.tenant("sv"), await talk.tenant("sv", area="soder")
    await water_off(talk, staff)
    await talk.later(1)
    for when, shown in ((0.0, False), (DAY - 2 * HOUR, True), (2 * HOUR, True), (2 * HOUR, False)):
        await talk.later(when)
        await talk.type(tenant, "/report")
        await talk.press(tenant, "fault.item:hotwater.none_flat")
        assert tenant.shown("fault.known:other") == shown, when
        await talk.type(tenant, "/cancel")
    await talk.type(far, "/report")
    await talk.press(far, "fault.item:hotwater.none_flat")
    assert not far.shown("fault.known:other")


async def test_it_is_something_else_than_the_announced_work(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await water_off(talk, staff)
    await talk.later(1)
    await talk.later(DAY - 1 * HOUR)
    await talk.type(tenant, "/report")
    await talk.press(tenant, "fault.item:hotwater.none_flat", "fault.known:other")
    assert talk.step(tenant) == "fault.more"


async def test_a_stair_a_home_a_language_and_a_role_narrow_it(talk: Talk) -> None:
    phones = await four(talk)
    household = talk.person(phones["sv"]).household
    assert household is not None
    helper = await talk.helper("sv", household)
    officer = talk.person(await talk.enrolled("sv", Invitation("officer", name="Elin")))
    async with talk.database.transaction() as db:
        lives = people.household(db, household)
        assert lives is not None and lives.home is not None
        home = homes.get(db, lives.home)
        assert home is not None
        stock.put(db, msgspec.structs.replace(stock.facts_of(home), stair="B"))
        today, now = datetime.date(2027, 2, 2), talk.clock.now()
        contract = contracts.sign_second_hand(db, household, home.id, today, None, officer, now)
        contracts.move(db, contract, "access", None, now, today)
    reader = talk.database.reader

    def who(**audience: str) -> set[int]:
        found = audiences.next_ones(reader, Audience(**audience), False, 0, 100)
        return {each.chat for each in found}

    second = reader.execute("SELECT id FROM homes WHERE flat = '1002'").fetchone()[0]
    assert who(place="stair.1.B") == {phones["sv"].chat_id, helper.chat_id}
    assert who(place=f"home.{second}") == {phones["ar"].chat_id}
    assert who(place="area.norr", language="en") == {phones["en"].chat_id}
    assert who(place="all", role="helper") == {helper.chat_id}
    assert who(place="all", contract="second") == {phones["sv"].chat_id, helper.chat_id}
    assert who(place="all", contract="first") == {phones[each].chat_id for each in ("ar", "fa_AF", "en")}
    assert who(place="house.99") == set()
    assert who(place="nonsense") == set()


async def test_those_who_work_here_can_be_written_to(talk: Talk) -> None:
    staff, caretaker = await talk.staff(), await talk.caretaker()
    await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:free.information")
    await talk.type(staff, "Nycklarna byts på måndag.")
    await talk.press(staff, "notice.audience:all", "notice.audience:narrow", "notice.audience:role.caretaker")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert "Nycklarna" in said(caretaker)
    assert notice(talk).audience.role == "caretaker"


async def test_a_written_address_is_understood(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:works_again")
    await talk.type(staff, "Ingenstans 5")
    assert talk.saw(staff, "notice_desk.to_whom")[-1]["wrong"] == "no_place"
    await talk.type(staff, "norra vägen 1 1001")
    assert talk.saw(staff, "notice_desk.draft")[-1]["where"] == "Norra vägen 1, Testby, 1001"


async def test_a_draft_that_is_given_up_leaves_no_file(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    staff.send_photo(picture())
    await talk.quiet()
    assert talk.count("files") == 1
    await talk.press(staff, "notice.go:cancel")
    assert talk.count("files") == 0
    assert talk.step(staff) == ""


async def test_a_voice_comes_under_the_text_in_its_language_and_can_be_replaced(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await free(talk, staff, IN_FOUR)
    await talk.press(staff, "notice.voice:choose", "notice.voice:ar")
    staff.send_voice(b"OggS made up")
    await talk.quiet()
    await talk.press(staff, "notice.voice:choose", "notice.voice:ar")
    staff.send_voice(b"OggS made up anew")
    await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)

    text, voice = phones["ar"].messages[-2:]
    assert IN_FOUR["ar"] in text.text
    assert voice.voice is not None
    file = talk.telegram.world.files[voice.voice]
    assert file.data == b"OggS made up anew"
    assert talk.count("files") == 1
    assert phones["sv"].messages[-1].voice is None


async def test_two_notices_at_once_are_both_sent_each_once(talk: Talk) -> None:
    staff, other, phones = await talk.staff(), await talk.staff("Olle"), await four(talk)
    await water_off(talk, staff)
    await water_off(talk, other)
    await talk.later(1)
    await talk.later(6)
    for phone in phones.values():
        assert [m["notice"] for m in talk.saw(phone, "notices.notice")] == [1, 2]
    assert talk.count("notices", "state = 'sent'") == 2


async def test_only_the_desk_writes_notices(talk: Talk) -> None:
    for phone in (await talk.tenant("sv"), await talk.caretaker()):
        assert await talk.answers(phone, "/notice") == ["general.not_used:not_for_you"]


async def test_one_chunk_leads_to_the_next_without_the_clock(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff, phones = await talk.staff(), await four(talk)
    monkeypatch.setattr(notice_runs.chunk, "__defaults__", (1,))
    await water_off(talk, staff)
    await talk.later(1)
    assert all(len(talk.saw(phone, "notices.notice")) == 1 for phone in phones.values())
    assert talk.count("notice_runs", "NOT done") == 0


async def test_what_is_confirmed_at_night_waits_for_the_morning(talk: Talk) -> None:
    talk.start_again(msgspec.structs.replace(talk.company, notices=Notices(second_person=True)))
    staff, other, tenant = await talk.staff(), await talk.staff("Olle"), await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:works_again", "notice.audience:all", "notice.send:draft")
    await talk.later(11 * HOUR)
    await talk.press(other, "notice.show:1", "notice.confirm:1.1")
    await talk.later(1)
    assert talk.saw(tenant, "notices.notice") == []
    await talk.later(9 * HOUR)
    assert len(talk.saw(tenant, "notices.notice")) == 1


async def test_planned_work_to_everybody_waits_for_its_languages_and_then_for_a_second_person(
    talk: Talk,
) -> None:
    talk.start_again(msgspec.structs.replace(talk.company, notices=Notices(second_person=True)))
    staff, other = await talk.staff(), await talk.staff("Olle")
    await talk.tenant("sv")
    await free(talk, staff, {"sv": IN_FOUR["sv"], "en": IN_FOUR["en"], "ar": IN_FOUR["ar"]}, "planned")
    await talk.press(staff, "notice.audience:choose", "notice.audience:all", "notice.send:draft")
    assert notice(talk).state == "waits_texts"
    await talk.press(staff, "notice.correct:1", "notice.write:fa_AF")
    await talk.type(staff, IN_FOUR["fa_AF"])
    await talk.press(staff, "notice.send:draft")
    assert notice(talk).state == "waits_second"
    assert talk.saw(other, "notice_desk.news")[-1]["what"] == "to_confirm"


async def test_a_corrected_emergency_keeps_when_it_began(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await emergency(talk, staff)
    before = notice(talk)
    await talk.later(HOUR / 2)
    await talk.press(staff, "notice.correct:1", "notice.send:draft")
    assert notice(talk).version == 2
    assert (notice(talk).starts, notice(talk).ends) == (before.starts, before.ends)


async def test_back_goes_one_question_back(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:water_off", "notice.day:20270203", "notice.hours:08-12")
    for step in ("hours", "day", "choose"):
        await talk.press(staff, "notice.go:back")
        assert talk.step(staff) == f"notice.{step}"


FORGED = (
    *(
        "",
        ".",
        "..",
        "0",
        "-1",
        "1",
        "1.",
        "1.sure",
        "1.x.y",
        "99999999999999999999",
        "²",
        "x" * 40,
        "house.x",
    ),
    *(
        "house.99999999999999999999",
        "stair.1",
        "stair.x.y",
        "home.0",
        "language.xx",
        "20279999",
        "20270203.99",
    ),
    *("25-99", "8-8", "choose", "now", "all", "1.adults.more.x", "1.adults.many", "none", "ar"),
)


@pytest.mark.parametrize("opened", ["nothing", "a template", "an emergency", "free words", "sent"])
async def test_no_forged_press_is_an_error(talk: Talk, company: Company, opened: str) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    if opened == "sent":
        await water_off(talk, staff)
        await talk.later(1)
    elif opened != "nothing":
        await talk.type(staff, "/notice")
        template = {"a template": "water_off", "an emergency": "emergency.water"}.get(opened, "free.planned")
        await talk.forge(staff, f"notice.new:{template}")
    names = [name for name in names_of_presses(company) if name.startswith(("notice.", "meeting."))]
    for name in names:
        for value in FORGED:
            if len(f"{name}:{value}".encode()) <= 64:
                for phone in (staff, tenant):
                    answered = len(talk.courier.answered)
                    await talk.forge(phone, f"{name}:{value}")
                    assert len(talk.courier.answered) == answered + 1
                    assert talk.count("set_aside") == 0, (name, value)


async def test_information_that_would_not_be_through_before_it_is_quiet_waits_for_the_morning(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    monkeypatch.setattr(notice_sending, "USUAL_PACE", 1 / HOUR)  # an hour for each
    await talk.later(9.5 * HOUR)  # half past eight in the evening
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert talk.saw(tenant, "notices.notice") == []
    await talk.later(11 * HOUR)
    assert len(talk.saw(tenant, "notices.notice")) == 1
