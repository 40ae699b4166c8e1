"""/inbox: what waits for the office, what has no answer and is taught, and old texts."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.phones import Phone
from storage import answer_texts, phrasings, threads, unanswered
from storage.phrasings import NOT_OURS, Phrasing
from tests.asking import NEAR
from tests.talk import Talk

NOT_USED = "general.not_used"
HOUR = 3600.0


async def note(
    talk: Talk, *words: str, locale: str = "sv", topics: tuple[str, ...] = ("visitors_lodgers",)
) -> None:
    async with talk.database.transaction() as db:
        for each in words:
            unanswered.note(db, each, locale, list(topics), talk.clock.now())


async def asks(talk: Talk, phone: Phone) -> None:
    await talk.forge(phone, "answer.human:none")
    await talk.type(phone, NEAR)


async def inbox(talk: Talk, phone: Phone) -> dict[str, Any]:
    await talk.type(phone, "/inbox")
    return talk.saw(phone, "inbox.overview")[-1]


def learnt(talk: Talk) -> list[Phrasing]:
    return phrasings.everything(talk.database.reader)


async def test_an_empty_inbox_says_so(talk: Talk) -> None:
    stina = await talk.staff()
    await inbox(talk, stina)
    assert "Ingen fråga väntar på kontoret." in stina.last.text
    assert "Inget har frågats som saknar svar." in stina.last.text


async def test_what_nobody_has_stands_first_and_what_is_late_is_counted(talk: Talk) -> None:
    zahra, omar = await talk.tenant(), await talk.tenant("ar")
    stina, karin = await talk.staff(), await talk.staff("Karin")
    await asks(talk, zahra)
    await asks(talk, omar)
    await talk.press(karin, "threads.show:1", "threads.take:1")
    await talk.later(27 * HOUR)
    found = await inbox(talk, stina)
    assert (found["waiting_n"], found["free_n"], found["late_n"]) == (2, 1, 2)
    assert [(row["number"], row["owner"]) for row in found["waiting"]] == [(2, ""), (1, "Karin")]
    await talk.press(stina, "threads.show:2")
    assert talk.saw(stina, "threads.desk")[-1]["number"] == 2


async def test_questions_that_ask_the_same_stand_together_with_how_often(talk: Talk) -> None:
    stina = await talk.staff()
    await note(talk, "var finns bussen", "far jag ha katt", "far jag ha katt", "far jag ha en katt")
    await note(talk, "قطه", locale="ar")
    found = await inbox(talk, stina)
    assert found["asked_n"] == 3
    assert [(row["words"], row["times"], row["locale"]) for row in found["asked"]] == [
        ("far jag ha katt", 3, "sv"),
        ("var finns bussen", 1, "sv"),
        ("قطه", 1, "ar"),
    ]
    await talk.press(stina, f"inbox.group:{found['asked'][0]['key']}")
    group = talk.saw(stina, "inbox.group")[-1]
    assert group["questions"] == [["far jag ha katt", 2], ["far jag ha en katt", 1]]
    assert group["near"] == ["visitors_lodgers"]


async def test_a_group_is_made_ways_to_ask_for_the_nearest_answer(talk: Talk) -> None:
    stina = await talk.staff()
    await note(talk, "far jag ha katt", "far jag ha en katt", "var finns bussen")
    key = (await inbox(talk, stina))["asked"][0]["key"]
    await talk.press(stina, f"inbox.group:{key}", f"inbox.asks:{key}.visitors_lodgers")
    assert learnt(talk) == [
        Phrasing("sv", "far jag ha en katt", "visitors_lodgers"),
        Phrasing("sv", "far jag ha katt", "visitors_lodgers"),
    ]
    assert [each["learnt"] for each in talk.saw(stina, "inbox.overview")] == ["", "now", "done"]
    assert talk.learnt == 1
    after = talk.saw(stina, "inbox.overview")[-1]
    assert [row["words"] for row in after["asked"]] == ["var finns bussen"]


async def test_any_answer_can_be_chosen_and_one_question_alone(talk: Talk) -> None:
    stina = await talk.staff()
    await note(talk, "far jag ha katt", "far jag ha en katt")
    key = (await inbox(talk, stina))["asked"][0]["key"]
    await talk.press(stina, f"inbox.group:{key}")
    alone = talk.saw(stina, "inbox.group")[-1]["members"][1]
    await talk.press(stina, f"inbox.group:{alone}", f"inbox.pick:{alone}", f"inbox.pick:{alone}.shared")
    await talk.press(stina, f"inbox.asks:{alone}.stairwell_children_pets")
    assert [each.topic for each in learnt(talk)] == ["stairwell_children_pets"]
    assert len(unanswered.all_(talk.database.reader)) == 1


async def test_what_is_not_ours_is_learnt_as_that(talk: Talk) -> None:
    stina = await talk.staff()
    await note(talk, "var finns bussen")
    key = (await inbox(talk, stina))["asked"][0]["key"]
    await talk.press(stina, f"inbox.group:{key}", f"inbox.not_ours:{key}")
    assert learnt(talk) == [Phrasing("sv", "var finns bussen", NOT_OURS)]
    assert (await inbox(talk, stina))["asked_n"] == 0


@pytest.mark.parametrize(
    "data", ["group:sv.g00000000", "asks:sv.o1.deposit", "pick:", "not_ours:²", "asks:xx.g1.x"]
)
async def test_a_key_that_is_gone_or_forged_shows_the_inbox(talk: Talk, data: str) -> None:
    stina = await talk.staff()
    await note(talk, "far jag ha katt")
    assert await talk.forge(stina, f"inbox.{data}") == ["inbox.overview"]
    assert learnt(talk) == []


async def test_an_answer_that_does_not_exist_is_not_learnt(talk: Talk) -> None:
    stina = await talk.staff()
    await note(talk, "far jag ha katt")
    key = (await inbox(talk, stina))["asked"][0]["key"]
    assert await talk.forge(stina, f"inbox.asks:{key}.of.another") == ["inbox.group"]
    assert learnt(talk) == []


async def test_texts_that_have_not_followed_are_listed_until_they_have(talk: Talk) -> None:
    stina = await talk.staff()
    async with talk.database.transaction() as db:
        answer_texts.write(db, "deposit", "sv", "Nytt.", talk.person(stina), talk.clock.now())
    found = await inbox(talk, stina)
    assert [(row["topic"], row["locale"]) for row in found["old"]] == [
        ("deposit", "ar"),
        ("deposit", "fa_AF"),
        ("deposit", "en"),
    ]
    await talk.press(stina, "text.in:ar.deposit", "text.right:ar.deposit")
    assert (await inbox(talk, stina))["old_n"] == 2


async def test_the_inbox_leads_on(talk: Talk) -> None:
    stina = await talk.staff()
    await inbox(talk, stina)
    await talk.press(stina, "threads.speaks:show")
    assert talk.saw(stina, "threads.speaks")[-1]["spoken"] == []
    await inbox(talk, stina)
    await talk.press(stina, "text.groups:all", "inbox.show:now")
    assert talk.saw(stina, "texts.which")


async def test_it_is_for_the_desk_and_leaves_out_ones_own_household(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    await asks(talk, zahra)
    for phone in (zahra, karl):
        assert await talk.answers(phone, "/inbox") == [f"{NOT_USED}:not_for_you"]
        assert await talk.forge(phone, "inbox.show:now") == [f"{NOT_USED}:not_for_you"]
        assert await talk.forge(phone, "inbox.not_ours:sv.g1") == [f"{NOT_USED}:not_for_you"]
    async with talk.database.transaction() as db:
        db.execute(
            "INSERT INTO residents SELECT ?, household, 1, 1.0 FROM residents WHERE person = ?",
            (talk.person(stina).id, talk.person(zahra).id),
        )
    assert (await inbox(talk, stina))["waiting_n"] == 0
    assert len(threads.overdue(talk.database.reader, talk.clock.at + 1e6)) == 1


async def test_what_the_inbox_has_no_room_for_stands_on_pages(talk: Talk) -> None:
    stina = await talk.staff()
    names = ("hiss", "bil", "cykel", "ved", "bastu", "snickeri", "pool", "gym", "bank", "frukost", "cirkus")
    await note(talk, *(f"har ni {name}" for name in names))
    found = await inbox(talk, stina)
    assert (len(found["asked"]), found["asked_n"]) == (4, 11)
    await talk.press(stina, "inbox.page:asked.1", "inbox.page:asked.2")
    assert len(talk.saw(stina, "inbox.page")[-1]["asked"]) == 1
    await talk.press(stina, "inbox.page:asked.1", "inbox.show:now")
    assert talk.saw(stina, "inbox.overview")[-1]["asked_n"] == 11
    for what in ("threads.1", "old.1", "asked.99", "threads.²"):
        assert await talk.forge(stina, f"inbox.page:{what}") == ["inbox.page"]
    assert await talk.forge(stina, "inbox.page:rent.1") == ["inbox.overview"]
