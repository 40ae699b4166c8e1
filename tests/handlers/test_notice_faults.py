"""What goes wrong, or is done, while a notice is on its way: each chat gets it once, as things are then."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM
from storage import chats, inbox, notice_runs, outbox, people
from tests.handlers.test_notices import HOUR, IN_FOUR, four, free, notice, water_off
from tests.talk import DAY, Talk, picture


async def turns(talk: Talk, *events: tuple[str, int]) -> None:
    """Runs what has come in, and these events of the clock; nothing is carried out."""
    async with talk.database.transaction() as db:
        for name, number in events:
            event = msgspec.json.encode({"event": name, "id": number}).decode()
            inbox.add_event(db, f"{name}.{number}", event, talk.clock.now())
    await talk._take_in()
    while await talk.turns._batch(1):
        pass


async def carry_out(talk: Talk, count: int) -> None:
    """Carries out so many errands, and no more."""
    async with talk.database.transaction() as db:
        first = "(SELECT id FROM outbox ORDER BY id LIMIT ?)"
        db.execute(f"UPDATE outbox SET priority = 9 WHERE id NOT IN {first}", (count,))
    await talk._carry_out()
    async with talk.database.transaction() as db:
        db.execute("UPDATE outbox SET priority = ? WHERE priority = 9", (outbox.NOTICE,))


def got(talk: Talk, phones: dict[str, Phone]) -> list[int]:
    """How often the notice stands in each chat."""
    return [sum("notice.mute:on" in m.data for m in phone.messages) for phone in phones.values()]


async def written(talk: Talk) -> tuple[Phone, dict[str, Phone]]:
    """Free words to four phones, recorded and due."""
    staff, phones = await talk.staff(), await four(talk)
    await free(talk, staff, IN_FOUR)
    await talk.press(staff, "notice.send:draft")
    return staff, phones


async def half_sent(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> tuple[Phone, dict[str, Phone]]:
    """A notice that is queued in chunks of two, of which the first has arrived."""
    monkeypatch.setattr(notice_runs.chunk, "__defaults__", (2,))
    staff, phones = await written(talk)
    await turns(talk, ("notice.begin", 1))
    await carry_out(talk, 2)
    return staff, phones


async def test_stop_pressed_while_it_is_sent_leaves_out_whom_it_has_not_reached(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff, phones = await half_sent(talk, monkeypatch)
    staff.press("notice.stop:1", forge=True)
    await turns(talk)
    await talk.later(6)
    await talk.later(6)

    assert notice(talk).state == "stopped"
    assert sum(got(talk, phones)) == 2
    report = talk.saw(staff, "notice_desk.report")[-1]
    assert (report["state"], report["sent"], report["left"]) == ("stopped", 2, 0)
    assert report["sent"] + report["left_out"] == report["queued"]
    assert talk.count("notice_runs", "NOT done") == 0
    await talk.later(DAY)
    assert sum(got(talk, phones)) == 2
    assert await talk.forge(staff, "notice.stop:1") == ["notice_desk.refused:not_now"]


async def test_what_was_stopped_is_corrected_only_where_it_stands(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_runs.chunk, "__defaults__", (2,))
    staff, phones = await written(talk)
    await turns(talk, ("notice.begin", 1))
    staff.press("notice.stop:1", forge=True)
    await turns(talk)
    await talk.quiet()
    assert got(talk, phones) == [0, 0, 0, 0]
    await talk.forge(staff, "notice.correct:1")
    await talk.press(staff, "notice.write:sv")
    await talk.type(staff, "Vi målar på lördag.")
    await talk.press(staff, "notice.send:draft")
    await talk.later(6)
    assert got(talk, phones) == [0, 0, 0, 0]
    assert all(talk.saw(phone, "notices.news") == [] for phone in phones.values())


async def test_the_language_is_that_of_the_moment_of_sending_not_of_queueing(talk: Talk) -> None:
    _, phones = await written(talk)
    await turns(talk, ("notice.begin", 1))
    assert talk.count("deliveries", "state = 'queued'") == 4
    phones["sv"].press("language.set:ar", forge=True)
    await turns(talk)
    await talk.quiet()
    assert IN_FOUR["ar"] in "".join(m.text for m in phones["sv"].messages)
    assert IN_FOUR["sv"] not in "".join(m.text for m in phones["sv"].messages)
    assert got(talk, phones) == [1, 1, 1, 1]


async def test_who_moves_while_it_is_queued_gets_it_where_she_lived_when_her_turn_came(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_runs.chunk, "__defaults__", (1,))
    staff, phones = await talk.staff(), await four(talk)
    away = await talk.household(area="soder")
    in_house = await talk.tenant("en", area="soder")
    await water_off(talk, staff)
    async with talk.database.transaction() as db:
        inbox.add_event(db, "notice.begin.1", '{"event":"notice.begin","id":1}', talk.clock.now())
    await talk.turns._batch(1)  # begun, and the first is queued
    assert talk.count("deliveries") == 1
    async with talk.database.transaction() as db:
        home = db.execute("SELECT home FROM households WHERE id = ?", (away,)).fetchone()[0]
        for locale in ("sv", "en"):  # the first has it, the last has not
            household = talk.person(phones[locale]).household
            assert household is not None
            people.move(db, household, home)
    await talk.later(1)
    counts = {locale: len(talk.saw(phone, "notices.notice")) for locale, phone in phones.items()}
    assert counts == {"sv": 1, "ar": 1, "fa_AF": 1, "en": 0}
    assert talk.saw(in_house, "notices.notice") == []


async def test_an_audience_that_is_empty_when_its_time_comes_ends_at_once(talk: Talk) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    await talk.press(staff, "notice.when:choose")
    await talk.type(staff, "3/2 14:30")
    await talk.press(staff, "notice.send:draft")
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM residents")
    await talk.later(2 * DAY)
    await talk.later(6)
    assert talk.saw(tenant, "notices.notice") == []
    assert notice(talk).state == "sent"
    assert talk.saw(staff, "notice_desk.report")[-1]["queued"] == 0
    assert talk.saw(staff, "notice_desk.news")[-1]["what"] == "finished"


async def test_a_time_that_passes_while_it_is_written_is_refused_when_it_is_sent(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    await talk.press(staff, "notice.when:choose")
    await talk.type(staff, "2/2 12:30")
    await talk.later(2 * HOUR)
    await talk.press(staff, "notice.send:draft")
    assert talk.saw(staff, "notice_desk.draft")[-1]["wrong"] == "past"
    assert talk.count("notices") == 0


@pytest.mark.parametrize("template", ["meeting", "new_bins", "free.planned"])
async def test_nothing_is_sent_without_the_day_that_it_must_tell(talk: Talk, template: str) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, f"notice.new:{template}")
    await talk.forge(staff, "notice.audience:all", "notice.send:draft")
    assert talk.count("notices") == 0
    assert talk.count("conversations") == 1


async def test_an_emergency_needs_an_end_that_is_to_come(talk: Talk) -> None:
    staff = await talk.staff()
    await talk.tenant("sv")
    await talk.type(staff, "/notice")
    await talk.press(staff, "notice.new:emergency", "notice.new:emergency.water", "notice.audience:house.1")
    for forged in ("notice.send:draft", f"notice.end:{int(talk.clock.now()) - 60}", "notice.end:x"):
        await talk.forge(staff, forged)
        assert talk.count("notices") == 0


@pytest.mark.parametrize(
    ("at", "comes"),
    [
        ("06:59", "07:00"),
        ("07:00", "07:00"),
        ("20:59", "20:59"),
        ("21:00", "07:00"),
        ("23:59", "07:00"),
        ("00:01", "07:00"),
    ],
)
@pytest.mark.parametrize("kind", ["information", "planned"])
async def test_it_is_quiet_from_21_to_07_for_information_and_for_nothing_else(
    talk: Talk, at: str, comes: str, kind: str
) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    now = datetime.datetime.fromtimestamp(talk.clock.now(), STOCKHOLM)
    hour, minute = map(int, at.split(":"))
    then = now.replace(hour=hour, minute=minute, second=0) + datetime.timedelta(days=1)
    await talk.later((then - now).total_seconds())
    await talk.type(staff, "/notice")
    if kind == "information":
        await talk.press(staff, "notice.new:works_again", "notice.audience:house.1")
    else:
        await talk.press(staff, "notice.new:water_off", "notice.day:20270205", "notice.hours:08-12")
        await talk.press(staff, "notice.audience:house.1")
    await talk.press(staff, "notice.send:draft")
    due = datetime.datetime.fromtimestamp(notice(talk).send_at, STOCKHOLM)
    assert f"{due:%H:%M}" == (comes if kind == "information" else at)
    await talk.later(1)
    reached = len(talk.saw(tenant, "notices.notice"))
    assert reached == (1 if kind == "planned" or comes == at else 0)


async def test_two_notices_whose_chunks_take_turns_reach_everybody_once(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_runs.chunk, "__defaults__", (1,))
    staff, other, phones = await talk.staff(), await talk.staff("Olle"), await four(talk)
    await water_off(talk, staff)
    await free(talk, other, IN_FOUR)
    await talk.press(other, "notice.send:draft")
    await turns(talk, ("notice.begin", 1), ("notice.begin", 2))
    queued = "SELECT json_extract(errand, '$.sending') FROM outbox WHERE errand LIKE '%deliver%' ORDER BY id"
    order = talk.database.reader.execute(queued).fetchall()
    assert order == [(1,), (2,)] * 4
    await talk.later(6)
    await talk.later(6)
    for phone in phones.values():
        assert [m["notice"] for m in talk.saw(phone, "notices.notice")] == [1, 2]
    assert talk.count("notices", "state = 'sent'") == 2


async def test_whoever_blocks_the_bot_meanwhile_is_counted_and_gets_nothing_later(talk: Talk) -> None:
    staff, phones = await written(talk)
    await turns(talk, ("notice.begin", 1))
    phones["ar"].block()
    await talk.later(6)
    phones["ar"].unblock()
    await talk.later(6)
    assert got(talk, phones) == [1, 0, 1, 1]
    report = talk.saw(staff, "notice_desk.report")[-1]
    assert (report["sent"], report["blocked"], report["left"]) == (3, 1, 0)


@pytest.mark.parametrize("photo", [True, False])
async def test_what_telegram_refuses_for_good_is_listed_for_the_desk(talk: Talk, photo: bool) -> None:
    staff, tenant = await talk.staff(), await talk.tenant("sv")
    await talk.tenant("ar")
    await free(talk, staff, {"sv": "Gårdsfest på lördag."})
    if photo:
        staff.send_photo(picture())
        await talk.quiet()
        async with talk.database.transaction() as db:
            db.execute("UPDATE files SET content = ?", (b"no picture at all",))
    await talk.press(staff, "notice.send:draft")
    tenant.chat.started = False  # chat not found
    await talk.later(1)
    await talk.later(6)
    report = talk.saw(staff, "notice_desk.report")[-1]
    assert (report["sent"], report["failed"] + report["blocked"], report["plain"]) == (1, 1, int(photo))
    await talk.press(staff, "notice.failed:1")
    assert len(talk.saw(staff, "notice_desk.homes")[-1]["rows"]) == 1


async def test_withdrawing_while_it_is_sent_leaves_nobody_with_it(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff, phones = await half_sent(talk, monkeypatch)
    assert sum(got(talk, phones)) == 2
    staff.press("notice.withdraw:1.sure", forge=True)
    await turns(talk)
    await talk.later(6)
    assert got(talk, phones) == [0, 0, 0, 0]


async def _correct(talk: Talk, staff: Phone) -> None:
    """Corrects the first notice in English, and puts nothing of it into the outbox."""
    for press, words in (("correct:1", ""), ("write:en", "We paint on Saturday."), ("send:draft", "")):
        staff.press(f"notice.{press}", forge=True)
        await turns(talk)
        if words:
            staff.type(words)
            await turns(talk)


def _texts(phone: Phone) -> str:
    return "\n".join(message.text for message in phone.messages)


async def test_stop_after_a_correction_leaves_no_wrong_text_where_it_stands(talk: Talk) -> None:
    staff, phones = await written(talk)
    await talk.later(1)
    assert notice(talk).state == "sending"
    await _correct(talk, staff)
    staff.press("notice.stop:1", forge=True)
    await turns(talk)
    await talk.later(6)
    await talk.later(6)

    assert notice(talk).state == "stopped"
    assert IN_FOUR["en"] not in _texts(phones["en"])
    assert "We paint on Saturday." in _texts(phones["en"])
    assert [each["what"] for each in talk.saw(phones["en"], "notices.news")] == ["corrected"]


async def test_of_two_who_correct_it_the_later_reads_the_other_first_and_loses_nothing(talk: Talk) -> None:
    staff, phones = await written(talk)
    other = await talk.staff("Olle")
    await talk.later(1)
    await talk.later(6)
    await talk.forge(other, "notice.correct:1")
    await _correct(talk, staff)
    await talk.later(6)
    await talk.press(other, "notice.write:sv")
    await talk.type(other, "Vi målar på söndag.")
    heard = await talk.forge(other, "notice.send:draft")
    assert "notice_desk.refused:changed" in heard
    assert notice(talk).version == 2
    assert "We paint on Saturday." in _texts(phones["en"])
    # What it says now, and her own words as she has left them.
    assert talk.saw(other, "notices.notice")[-1]["content"]["texts"]["en"] == "We paint on Saturday."
    assert talk.draft(other)["texts"]["sv"] == "Vi målar på söndag."

    await talk.press(other, "notice.send:draft")
    assert notice(talk).version == 3


async def test_what_is_withdrawn_is_no_longer_pointed_at(talk: Talk) -> None:
    staff, phones = await written(talk)
    await talk.later(1)
    await talk.later(6)
    await _correct(talk, staff)
    follows = [(run, "notice.run") for run in notice_runs.open_ones(talk.database.reader)]
    await turns(talk, *[(name, run) for run, name in follows])
    assert talk.count("deliveries", "state = 'queued'") == 4
    staff.press("notice.withdraw:1.sure", forge=True)
    await turns(talk)
    await talk.later(6)
    assert got(talk, phones) == [0, 0, 0, 0]
    assert all(talk.saw(phone, "notices.news") == [] for phone in phones.values())


async def test_information_that_is_interrupted_until_night_makes_no_sound_and_goes_on_in_the_morning(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_runs.chunk, "__defaults__", (2,))
    _, phones = await written(talk)
    async with talk.database.transaction() as db:
        inbox.add_event(db, "notice.begin.1", '{"event":"notice.begin","id":1}', talk.clock.now())
    await talk.turns._batch(1)  # begun, and two are queued
    assert talk.count("deliveries") == 2
    now = datetime.datetime.fromtimestamp(talk.clock.at, STOCKHOLM)
    await talk.later((now.replace(hour=23, minute=30) - now).total_seconds())
    await talk.later(HOUR)
    assert sum(got(talk, phones)) == 2
    stands = [m for phone in phones.values() for m in phone.messages if "notice.mute:on" in m.data]
    assert all(message.silent for message in stands)

    await talk.later(7 * HOUR)
    assert got(talk, phones) == [1, 1, 1, 1]
    heard = [m.silent for phone in phones.values() for m in phone.messages if "notice.mute:on" in m.data]
    assert sorted(heard) == [False, False, True, True]


async def test_who_has_blocked_the_bot_is_told_of_no_correction_later(talk: Talk) -> None:
    staff, phones = await written(talk)
    await talk.later(1)
    await talk.later(6)
    phones["en"].block()
    async with talk.database.transaction() as db:
        chats.set_reachable(db, phones["en"].chat_id, False)
    await _correct(talk, staff)
    await talk.later(6)
    assert talk.count("outbox") == 0
    assert len(talk.saw(phones["ar"], "notices.news")) == 1
    phones["en"].unblock()
    await talk.type(phones["en"], "/start")
    await talk.later(6)
    assert talk.saw(phones["en"], "notices.news") == []


async def test_a_correction_is_heard_where_the_old_words_were_just_arriving(talk: Talk) -> None:
    staff, phones = await written(talk)
    await turns(talk, ("notice.begin", 1))
    rows = outbox.page(talk.database.reader, outbox.NOTICE, 0, 50)
    row = next(row for row in rows if row.chat == phones["en"].chat_id)
    outcome = await talk._calls.read(row).make()  # it stands there, which is not committed yet
    await _correct(talk, staff)
    await turns(talk, *[("notice.run", run) for run in notice_runs.open_ones(talk.database.reader)])
    async with talk.database.transaction() as db:
        outcome.keep(db, talk.clock.now())
        outbox.done(db, row.id)
    await talk.later(6)
    await talk.later(6)

    assert "We paint on Saturday." in _texts(phones["en"])
    counts = {locale: len(talk.saw(phone, "notices.news")) for locale, phone in phones.items()}
    assert counts == {"sv": 0, "ar": 0, "fa_AF": 0, "en": 1}
    # Who has heard of a correction hears of it once.
    await _correct(talk, staff)
    await talk.later(6)
    counts = {locale: len(talk.saw(phone, "notices.news")) for locale, phone in phones.items()}
    assert counts == {"sv": 1, "ar": 1, "fa_AF": 1, "en": 2}
