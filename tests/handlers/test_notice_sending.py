"""How a notice goes on once it is recorded: corrected, confirmed by another, reminded of, too late."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from bot.handlers.notice_draft import Draft, covered
from bot.sandbox.phones import Phone
from bot.settings import Notices
from bot.speech import STOCKHOLM
from storage import notice_answers, notice_runs, sendings
from storage.audiences import Audience
from tests.handlers.test_notices import HOUR, IN_FOUR, emergency, four, free, notice, said, water_off
from tests.talk import DAY, Talk, picture

MINUTE = 60.0


async def lasting(talk: Talk, staff: Phone) -> None:
    """An emergency that holds for two days."""
    await emergency(talk, staff)
    await talk.later(6)
    async with talk.database.transaction() as db:
        db.execute("UPDATE notices SET ends = ends + 2 * 86400")
        db.execute("UPDATE notice_texts SET content = json_set(content, '$.ends', ends) FROM notices")


async def correct(talk: Talk, staff: Phone, words: str, *presses: str) -> None:
    """Corrects the first notice: other words of the Swedish addition."""
    await talk.forge(staff, "notice.correct:1")
    await talk.type(staff, words)
    await talk.press(staff, *presses, "notice.send:draft")
    await talk.later(1)


def reminded(talk: Talk, phone: Phone) -> int:
    return sum(1 for each in talk.saw(phone, "notices.news") if each["what"] == "remind")


async def test_the_reminder_counts_from_the_correction(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.press(phones["ar"], "notice.understood:1")
    await talk.later(110 * MINUTE)
    await correct(talk, staff, "Hämta vatten på torget.")

    await talk.press(phones["sv"], "notice.understood:1")  # the corrected text
    await talk.later(100 * MINUTE)
    await talk.later(1)
    assert [reminded(talk, phone) for phone in phones.values()] == [0, 0, 0, 0]
    for _ in range(3):
        await talk.later(HOUR)
    # Who had understood only what it said before is asked about what it says now.
    assert {locale: reminded(talk, phone) for locale, phone in phones.items()} == {
        "sv": 0,
        "ar": 1,
        "fa_AF": 1,
        "en": 1,
    }


async def test_after_the_reminder_a_correction_asks_once_more(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.later(2 * HOUR)
    await talk.later(1)
    assert reminded(talk, phones["sv"]) == 1
    await correct(talk, staff, "Hämta vatten på torget.")
    for _ in range(4):
        await talk.later(HOUR)
    assert reminded(talk, phones["sv"]) == 2


async def test_a_correction_that_does_not_ask_leaves_everybody_in_peace(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.press(phones["ar"], "notice.understood:1")
    await correct(talk, staff, "Hämta vatten på torget.", "notice.set:asks")
    assert not notice(talk).asks
    assert "notice.understood:1" not in phones["sv"].messages[-2].data
    await talk.later(DAY)
    assert [reminded(talk, phone) for phone in phones.values()] == [0, 0, 0, 0]
    assert [row[2] for row in talk.facts()["notice_answers"]] == ["understood"]


async def test_a_reminder_that_is_on_its_way_ends_with_a_correction(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.press(phones["ar"], "notice.understood:1")
    await talk.forge(staff, "notice.correct:1")
    await talk.type(staff, "Hämta vatten på torget.")
    async with talk.database.transaction() as db:  # queued, while nothing is carried out
        talk.clock.at += 2 * HOUR
        sending = sendings.add(db, '{"message":"notices.news","notice":1,"what":"remind"}', reply_to=1)
        run = notice_runs.get(db, notice_runs.start(db, 1, "remind", sending))
        assert run is not None
        notice_runs.chunk(db, run, talk.clock.now(), 2)
        notice_answers.was_reminded(db, 1)
    staff.press("notice.send:draft")
    await talk._take_in()
    while await talk.turns._batch(100):
        pass
    await talk.later(1)
    assert [reminded(talk, phone) for phone in phones.values()] == [0, 0, 0, 0]


async def test_whoever_says_that_she_understands_is_not_reminded_though_it_is_queued(talk: Talk) -> None:
    staff, household = await talk.staff(), await talk.household()
    mother, son = await talk.tenant("ar", household=household), await talk.helper("sv", household)
    await lasting(talk, staff)
    async with talk.database.transaction() as db:
        sending = sendings.add(db, '{"message":"notices.news","notice":1,"what":"remind"}', reply_to=1)
        run = notice_runs.get(db, notice_runs.start(db, 1, "remind", sending))
        assert run is not None
        notice_runs.chunk(db, run, talk.clock.now())
    son.press("notice.understood:1")
    await talk._take_in()
    while await talk.turns._batch(100):
        pass
    await talk.quiet()
    assert (reminded(talk, mother), reminded(talk, son)) == (0, 0)


async def test_a_press_under_what_it_said_before_shows_the_correction_and_does_not_count(
    talk: Talk,
) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.forge(staff, "notice.correct:1")
    await talk.type(staff, "Hämta vatten på torget.")
    staff.press("notice.send:draft")
    await talk._take_in()
    while await talk.turns._batch(1):  # recorded, not edited yet
        pass
    phones["sv"].press("notice.understood:1")
    await talk.later(1)
    assert talk.count("notice_answers") == 0
    shown = next(each for each in phones["sv"].messages if "notice.understood:1" in each.data)
    assert "torget" in shown.text
    await talk.press(phones["sv"], "notice.understood:1")
    assert talk.count("notice_answers") == 1


async def test_the_swedish_words_and_the_end_of_an_emergency_can_be_corrected(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await emergency(talk, staff, "Hämta vatten i tanken på gården.")
    await talk.later(6)
    await talk.press(staff, "notice.show:1", "notice.correct:1")
    await talk.type(staff, "Hämta vatten på torget.")
    assert "torget" in staff.messages[-1].text
    await talk.press(staff, "notice.end:choose")
    ends = talk.clock.now() // 60 * 60 + 3600
    await talk.type(staff, f"{datetime.datetime.fromtimestamp(ends, STOCKHOLM):%d/%m %H:%M}")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    edited = phones["ar"].messages[-2].text
    assert "torget" in edited
    assert "gården" not in edited
    assert notice(talk).ends == ends
    assert notice(talk).starts == pytest.approx(talk.clock.now(), abs=60)


async def information(talk: Talk, staff: Phone, texts: dict[str, str]) -> None:
    """Sends a free notice, with a voice in Arabic if there is Arabic."""
    await free(talk, staff, texts)
    if "ar" in texts:
        await talk.press(staff, "notice.voice:choose", "notice.voice:ar")
        staff.send_voice(b"OggS first")
        await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    await talk.later(6)


async def test_a_correction_keeps_the_voices_and_says_that_they_read_what_it_said_before(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await information(talk, staff, IN_FOUR)
    voice = phones["ar"].messages[-1]
    assert voice.voice is not None
    await talk.forge(staff, "notice.correct:1")
    assert talk.saw(staff, "notice_desk.draft")[-1]["voices_before"] == ["ar"]
    await talk.press(staff, "notice.write:en")
    await talk.type(staff, "We paint the stairwell on Saturday.")
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert voice.message_id in [message.message_id for message in phones["ar"].messages]
    assert talk.count("deliveries", "under_id IS NOT NULL") == 1


async def test_a_voice_is_replaced_and_taken_away_by_corrections(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await information(talk, staff, IN_FOUR)
    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.voice:choose", "notice.voice:ar")
    staff.send_voice(b"OggS second")
    await talk.quiet()
    assert talk.saw(staff, "notice_desk.draft")[-1]["voices_before"] == []
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    await talk.quiet()
    voices = [message.voice for message in phones["ar"].messages if message.voice]
    assert [talk.telegram.world.files[voice].data for voice in voices] == [b"OggS second"]

    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.voice:choose", "notice.voice:ar.drop")
    assert talk.saw(staff, "notice_desk.draft")[-1]["content"]["voices"] == {}
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert not [message for message in phones["ar"].messages if message.voice]


async def test_a_voice_that_is_taken_away_before_it_is_sent_is_not_kept(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("ar")
    await free(talk, staff, IN_FOUR)
    await talk.press(staff, "notice.voice:choose", "notice.voice:ar")
    staff.send_voice(b"OggS made up")
    await talk.quiet()
    await talk.press(staff, "notice.voice:choose", "notice.voice:ar.drop")
    assert talk.count("files") == 0
    assert await talk.forge(staff, "notice.voice:ar.drop") == ["notice_desk.voice"]


async def test_a_correction_swaps_the_picture_or_takes_it_away(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    staff.send_photo(picture())
    await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    first = tenant.messages[-1]

    await talk.forge(staff, "notice.correct:1")
    staff.send_photo(picture(16))
    await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    second = tenant.messages[-2]
    assert (second.message_id, second.photo == first.photo) == (first.message_id, False)

    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.set:file", "notice.write:sv")
    await talk.type(staff, "Gårdsfest på söndag. " * 100)  # more than goes under a picture
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    shown = [message for message in tenant.messages if "söndag" in message.text]
    assert [message.photo for message in shown] == [None]
    assert first.message_id not in [message.message_id for message in tenant.messages]
    assert tenant.messages[-1].reply_to == shown[0].message_id


async def test_an_answer_stands_under_a_notice_whose_picture_telegram_did_not_take(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    staff.send_photo(picture())
    await talk.quiet()
    await talk.press(staff, "notice.set:asks", "notice.send:draft")
    async with talk.database.transaction() as db:
        db.execute("UPDATE files SET content = ?", (b"no picture",))
    await talk.later(1)
    assert tenant.messages[-1].photo is None
    await talk.later(6)
    assert talk.saw(staff, "notice_desk.report")[-1]["plain"] == 1
    stands = tenant.messages[-1].message_id
    await talk.press(tenant, "notice.understood:1")
    assert tenant.messages[-1].message_id == stands
    assert "Tack. Du har" in tenant.messages[-1].text


async def test_a_picture_that_makes_the_text_too_long_is_told_of_at_once(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest. " * 120})
    staff.send_photo(picture())
    await talk.quiet()
    draft = talk.saw(staff, "notice_desk.draft")[-1]
    assert (draft["wrong"], draft["most"]) == ("too_long", 1024)


@pytest.mark.parametrize("kind", ["information", "planned"])
async def test_the_longest_text_that_is_taken_fits_with_every_answer(talk: Talk, kind: str) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    long = "å" * 4096
    await free(talk, staff, {"sv": "å"}, kind)
    await talk.press(staff, "notice.set:asks")
    for less in range(0, 1000, 10):
        await talk.forge(staff, "notice.write:sv")
        await talk.type(staff, long[less:])
        if talk.step(staff) == "notice.summary":
            break
        assert talk.saw(staff, "notice_desk.write")[-1]["wrong"] == "too_long"
    assert 0 < less < 900
    for locale in ("ar", "fa_AF", "en"):
        await talk.press(staff, f"notice.write:{locale}")
        await talk.type(staff, long[less:])
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    for answer in ("understood", "question"):
        await talk.forge(tenant, f"notice.{answer}:1")
    assert talk.count("undelivered") == 0
    assert talk.count("deliveries", "state = 'sent'") == 1


async def _is_known(talk: Talk, tenant: Phone, item: str) -> bool:
    await talk.type(tenant, "/report")
    await talk.forge(tenant, f"fault.item:{item}")
    known = tenant.shown("fault.known:other")
    await talk.type(tenant, "/cancel")
    return known


async def test_planned_work_in_free_words_is_known_in_its_house_during_its_hours(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    far = await talk.tenant("sv", area="soder")
    texts = {**IN_FOUR, "sv": "Vi stänger av varmvattnet och hissen."}
    await free(talk, staff, texts, "planned")
    assert talk.saw(staff, "notice_desk.draft")[-1]["content"]["covers"] == ["hot_water_off", "lift_stopped"]
    await talk.press(staff, "notice.send:draft")
    await talk.later(1)
    assert not await _is_known(talk, tenant, "hotwater.none_flat")
    await talk.later(DAY - HOUR)
    assert await _is_known(talk, tenant, "hotwater.none_flat")
    assert not await _is_known(talk, tenant, "kitchen.tap_drips")
    assert not await _is_known(talk, far, "hotwater.none_flat")
    await talk.later(4 * HOUR)
    assert not await _is_known(talk, tenant, "hotwater.none_flat")


@pytest.mark.parametrize(
    ("audience", "known"),
    [
        (Audience("stair.1.B"), [False, True]),
        (Audience("house.2"), [False, False]),
        (Audience("all", language="ar"), [True, False]),
        (Audience("all", role="adult"), [True, True]),
        (Audience("all", role="helper"), [False, False]),
        (Audience("all", role="staff"), [False, False]),
    ],
)
async def test_announced_work_is_known_only_to_whom_it_is_announced(
    talk: Talk, audience: Audience, known: list[bool]
) -> None:
    staff, tenants = await talk.staff(), [await talk.tenant("ar"), await talk.tenant("sv")]
    await water_off(talk, staff)
    async with talk.database.transaction() as db:
        db.execute("UPDATE homes SET stair = iif(flat = '1001', 'A', 'B')")
        db.execute("UPDATE notices SET audience = ?", (msgspec.json.encode(audience).decode(),))
    await talk.later(1)
    await talk.later(DAY - HOUR)
    assert [await _is_known(talk, tenant, "hotwater.no_water") for tenant in tenants] == known


async def test_what_does_not_work_is_pressed_where_the_words_do_not_say_it(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await free(talk, staff, IN_FOUR, "planned")
    await talk.press(staff, "notice.covers:choose", "notice.covers:water_off", "notice.covers:heat_down")
    await talk.press(staff, "notice.covers:heat_down", "notice.go:back", "notice.send:draft")
    assert notice(talk).covers == ["water_off"]
    await talk.later(1)
    await talk.later(DAY - HOUR)
    assert await _is_known(talk, tenant, "hotwater.no_water")

    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.covers:choose", "notice.covers:water_off", "notice.go:back")
    await talk.press(staff, "notice.send:draft")
    assert not await _is_known(talk, tenant, "hotwater.no_water")


@pytest.mark.parametrize(
    ("said", "stops"),
    [
        ("Vattnet stängs av", ["water_off"]),
        ("Inget varmt vatten på fredag", ["hot_water_off"]),
        ("Både vattnet och varmvattnet", ["water_off", "hot_water_off"]),
        ("Vi stänger av elen. Värmen är också borta.", ["power_off", "heat_down"]),
        ("Strömavbrott, tvättstugan är stängd", ["power_off", "laundry_closed"]),
        ("Elsa målar trapphuset", []),
    ],
)
def test_free_words_say_what_does_not_work(said: str, stops: list[str]) -> None:
    assert covered(Draft(template="free.planned", texts={"sv": said})) == stops
    assert covered(Draft(template="free.information", texts={"sv": said})) == []


async def test_a_burst_pipe_is_an_emergency_known_in_its_house_in_at_most_eight_presses(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("ar")
    await talk.later(14 * HOUR)  # at night
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:burst_pipe", "notice.audience:house.1")
    await talk.press(staff, next(data for data in staff.messages[-1].data if data.startswith("notice.end:")))
    await talk.later(1)
    assert (notice(talk).kind, notice(talk).asks) == ("emergency", True)
    assert "notice.call:1" in tenant.messages[-1].data
    assert await _is_known(talk, tenant, "hotwater.no_water")
    assert not await _is_known(talk, tenant, "waterleak.streaming")


async def _by_two(talk: Talk) -> tuple[Phone, Phone, Phone]:
    """Where what goes to everybody needs a second person: two of the desk and a tenant."""
    talk.start_again(msgspec.structs.replace(talk.company, notices=Notices(second_person=True)))
    return await talk.staff(), await talk.staff("Olle"), await talk.tenant("sv")


async def _confirm(talk: Talk, second: Phone) -> None:
    """Opens its card and presses what confirms the words as they are."""
    await talk.forge(second, "notice.show:1")
    shown = [each for message in second.messages for each in message.data]
    await talk.press(second, [each for each in shown if each.startswith("notice.confirm:1.")][-1])


async def _rewrite(talk: Talk, staff: Phone, words: str) -> None:
    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.write:sv")
    await talk.type(staff, words)
    await talk.press(staff, "notice.send:draft")


async def _to_all(talk: Talk, staff: Phone, at: str = "3/2 14:30") -> None:
    """Information to everybody, to be sent tomorrow."""
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    await talk.press(staff, "notice.audience:choose", "notice.audience:all")
    if at:
        await talk.press(staff, "notice.when:choose")
        await talk.type(staff, at)
    await talk.press(staff, "notice.send:draft")


async def test_a_rewrite_takes_the_confirmation_away(talk: Talk) -> None:
    staff, other, tenant = await _by_two(talk)
    await _to_all(talk, staff)
    await _confirm(talk, other)
    assert notice(talk).state == "due"

    await _rewrite(talk, staff, "Något helt annat.")
    assert (notice(talk).state, notice(talk).confirmer) == ("waits_second", None)
    assert [each["what"] for each in talk.saw(other, "notice_desk.news")] == ["to_confirm", "to_confirm"]
    await talk.later(2 * DAY)
    assert talk.saw(tenant, "notices.notice") == []
    assert await talk.forge(staff, "notice.confirm:1") == ["notice_desk.refused:own"]
    await _confirm(talk, other)
    await talk.later(1)
    assert len(talk.saw(tenant, "notices.notice")) == 1


async def test_whoever_rewrote_it_last_does_not_confirm_it(talk: Talk) -> None:
    staff, other, _ = await _by_two(talk)
    await _to_all(talk, staff)
    await _rewrite(talk, other, "Något helt annat.")
    assert notice(talk).state == "waits_second"
    assert await talk.forge(other, "notice.confirm:1") == ["notice_desk.refused:own"]
    assert "confirm" not in talk.saw(other, "notice_desk.report")[-1]["may"]
    await _confirm(talk, staff)
    assert (notice(talk).state, notice(talk).confirmer) == ("due", talk.person(staff).id)


async def test_the_second_person_reads_it_in_all_four_languages(talk: Talk) -> None:
    staff, other, _ = await _by_two(talk)
    await _to_all(talk, staff)
    await talk.press(other, "notice.show:1", "notice.read:1")
    shown = [each for each in talk.saw(other, "notices.notice") if each["notice"] == 0]
    assert [each["locale"] for each in shown] == ["sv", "ar", "fa_AF", "en"]
    assert {each["content"]["texts"]["sv"] for each in shown} == {"Gårdsfest på lördag."}
    assert other.shown("notice.confirm:1.1")


async def _corrected_after_it_was_sent(talk: Talk) -> tuple[Phone, Phone, Phone]:
    """A notice to everybody, confirmed by a second person and sent, which its writer then words otherwise."""
    staff, other, tenant = await _by_two(talk)
    await _to_all(talk, staff, at="")
    await _confirm(talk, other)
    await talk.later(1)
    await talk.later(6)
    await _rewrite(talk, staff, "Något helt annat.")
    return staff, other, tenant


async def test_a_correction_of_what_a_second_person_confirmed_needs_one_again(talk: Talk) -> None:
    staff, other, tenant = await _corrected_after_it_was_sent(talk)
    await talk.later(6)
    assert "Gårdsfest" in said(tenant)
    assert notice(talk).version == 1
    assert talk.saw(other, "notice_desk.news")[-1]["what"] == "correction"
    assert await talk.forge(staff, "notice.confirm:1") == ["notice_desk.refused:own"]

    await talk.press(other, "notice.show:1", "notice.read:1")
    assert talk.saw(other, "notices.notice")[-1]["content"]["texts"]["sv"] == "Något helt annat."
    await _confirm(talk, other)
    await talk.later(1)
    assert any("Något helt annat." in message.text for message in tenant.messages)
    assert (notice(talk).version, notice(talk).confirmer) == (2, talk.person(other).id)
    assert talk.saw(staff, "notice_desk.news")[-1]["what"] == "confirmed"
    assert await talk.forge(other, "notice.confirm:1") == ["notice_desk.refused:not_now"]


async def test_a_correction_that_is_not_confirmed_changes_nothing(talk: Talk) -> None:
    staff, other, tenant = await _corrected_after_it_was_sent(talk)
    await talk.press(other, "notice.show:1", "notice.drop:1")
    await talk.later(6)
    assert talk.saw(staff, "notice_desk.news")[-1]["what"] == "not_corrected"
    assert "Gårdsfest" in said(tenant)
    assert (notice(talk).state, notice(talk).proposal) == ("sent", None)
    assert await talk.forge(other, "notice.confirm:1") == ["notice_desk.refused:not_now"]


async def test_a_correction_that_is_refused_leaves_no_file_and_the_notice_keeps_its_own(talk: Talk) -> None:
    staff, other, _ = await _by_two(talk)
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    staff.send_photo(picture())
    await talk.quiet()
    await talk.press(staff, "notice.audience:choose", "notice.audience:all", "notice.send:draft")
    await _confirm(talk, other)
    await talk.later(1)
    await talk.later(6)
    await talk.forge(staff, "notice.correct:1")
    staff.send_photo(picture(16))
    await talk.quiet()
    await talk.press(staff, "notice.send:draft")
    assert talk.count("files") == 2
    await talk.forge(other, "notice.drop:1")
    assert [row[0] for row in talk.facts()["files"]] == [1]


async def test_nobody_confirms_words_that_were_changed_since_she_saw_them(talk: Talk) -> None:
    staff, other, tenant = await _by_two(talk)
    await _to_all(talk, staff, at="")
    await talk.press(other, "notice.show:1", "notice.read:1")
    await _rewrite(talk, staff, "Något helt annat.")
    assert await talk.forge(other, "notice.confirm:1.1") == [
        "notice_desk.report",
        "notice_desk.refused:changed",
    ]
    assert (await talk.forge(other, "notice.confirm:1"))[-1] == "notice_desk.refused:changed"
    assert notice(talk).state == "waits_second"
    await talk.press(other, "notice.confirm:1.2")
    await talk.later(1)
    await talk.later(6)
    assert "Något helt annat." in said(tenant)

    # Of a correction that waits, and is corrected while it waits.
    await _rewrite(talk, staff, "Gårdsfest på söndag.")
    first = notice(talk).wording
    await _rewrite(talk, staff, "Gårdsfest på måndag.")
    assert (await talk.forge(other, f"notice.confirm:1.{first}"))[-1] == "notice_desk.refused:changed"
    assert notice(talk).version == 2
    await _confirm(talk, other)
    assert notice(talk).version == 3


async def test_what_is_over_is_not_confirmed_and_its_writer_is_told(talk: Talk) -> None:
    staff, other, tenant = await _by_two(talk)
    await water_off(talk, staff, "all")
    await talk.later(DAY + 3 * HOUR)
    assert await talk.forge(other, "notice.confirm:1.1") == ["notice_desk.refused:past"]
    assert talk.saw(staff, "notice_desk.news")[-1]["what"] == "past"
    assert notice(talk).state == "waits_second"
    await talk.later(1)
    assert talk.saw(tenant, "notices.notice") == []

    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.day:choose")
    await talk.type(staff, "5/2")
    await talk.press(staff, "notice.hours:08-12", "notice.send:draft")
    await _confirm(talk, other)
    await talk.later(1)
    assert len(talk.saw(tenant, "notices.notice")) == 1


@pytest.mark.parametrize("template", ["water_off", "new_bins", "meeting"])
async def test_what_is_over_when_its_time_comes_is_not_sent_and_the_desk_is_told(
    talk: Talk, template: str
) -> None:
    staff, other, tenant = await talk.staff(), await talk.staff("Olle"), await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, f"notice.new:{template}", "notice.day:20270203")
    if template != "new_bins":
        await talk.type(staff, "18" if template == "meeting" else "8-12")
    if template == "meeting":
        await talk.type(staff, "Storgatan 14")
    await talk.press(staff, "notice.audience:house.1", "notice.when:choose", "notice.when:20270203.08")
    await talk.press(staff, "notice.send:draft")
    assert notice(talk).state == "due"
    await talk.later(3 * DAY)  # the program was down
    await talk.later(1)
    assert talk.saw(tenant, "notices.notice") == []
    assert notice(talk).state == "dropped"
    for phone in (staff, other):
        assert [each["what"] for each in talk.saw(phone, "notice_desk.news")] == ["too_late"]
    assert talk.saw(staff, "notice_desk.report")[-1]["state"] == "dropped"


async def test_what_would_be_over_in_the_morning_is_not_held_for_it(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.later(11.5 * HOUR)  # half past ten in the evening
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:bulky_waste", "notice.day:20270202")
    await talk.type(staff, "22-23")
    await talk.press(staff, "notice.audience:house.1", "notice.send:draft")
    assert talk.saw(staff, "notice_desk.draft")[-1]["wrong"] == "morning"
    assert talk.count("notices") == 0


async def test_what_would_be_over_before_the_morning_is_told_at_once_when_it_is_confirmed_at_night(
    talk: Talk,
) -> None:
    staff, other, tenant = await _by_two(talk)
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:bulky_waste", "notice.day:20270202")
    await talk.type(staff, "22-23")
    await talk.press(staff, "notice.audience:all", "notice.send:draft")
    await talk.later(11.5 * HOUR)
    await _confirm(talk, other)
    await talk.later(1)
    assert notice(talk).state == "dropped"
    assert talk.saw(staff, "notice_desk.news")[-1]["what"] == "too_late"
    assert talk.saw(tenant, "notices.notice") == []


@pytest.mark.parametrize(("hours", "silent"), [(1, False), (12, True)])
async def test_a_correction_of_information_makes_no_sound_while_it_is_quiet(
    talk: Talk, hours: int, silent: bool
) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await information(talk, staff, {"sv": "Gårdsfest på lördag."})
    await talk.later(hours * HOUR)
    await _rewrite(talk, staff, "Gårdsfest på söndag.")
    await talk.later(1)
    edited, below = tenant.messages[-2:]
    assert "söndag" in edited.text
    assert (below.reply_to, below.silent) == (edited.message_id, silent)


async def test_a_correction_of_an_emergency_is_heard_at_night_too(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.later(12 * HOUR)
    await correct(talk, staff, "Hämta vatten på torget.")
    assert not phones["sv"].messages[-1].silent
