"""/answer: finding it, a new text, its preview, going back, confirming, and reading it out."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bot.sandbox.phones import Phone
from storage import answer_texts, recordings
from tests.asking import WHEN_DUE
from tests.messages.test_examples import without_marks
from tests.talk import Talk

NOT_USED = "general.not_used"
TOPIC = "rent.when_due"
NEW = "Hyran ska vara hos {company} senast sista vardagen. Undrar du, ring {bobutik}."


def shown(talk: Talk, phone: Phone, kind: str) -> dict[str, Any]:
    return talk.saw(phone, kind)[-1]


def text(talk: Talk, locale: str) -> str | None:
    db = talk.database.reader
    found = answer_texts.in_force(db, TOPIC, locale, answer_texts.latest(db, TOPIC))
    return found.text if found else None


async def publishes(talk: Talk, phone: Phone, new: str = NEW, locale: str = "sv") -> None:
    await talk.forge(phone, f"text.write:{locale}.{TOPIC}")
    await talk.type(phone, new)
    await talk.press(phone, f"text.publish:{locale}.{TOPIC}")


async def test_an_answer_is_shown_in_its_four_languages(talk: Talk) -> None:
    stina = await talk.staff()
    assert await talk.answers(stina, f"/answer {TOPIC}") == ["texts.sheet"]
    sheet = shown(talk, stina, "texts.sheet")
    assert [(each["locale"], each["version"]) for each in sheet["languages"]] == [
        ("sv", 0),
        ("ar", 0),
        ("fa_AF", 0),
        ("en", 0),
    ]
    assert stina.last.text.count("Ursprungstexten") == 4


async def test_it_is_found_by_a_word_or_by_its_group(talk: Talk) -> None:
    stina = await talk.staff()
    await talk.type(stina, "/answer hyran?")
    assert shown(talk, stina, "texts.which")["topics"][0] == TOPIC
    await talk.press(stina, f"text.topic:{TOPIC}")
    await talk.type(stina, "/answer")
    await talk.press(stina, "text.groups:rent", "text.topic:deposit", "text.groups:all")
    assert shown(talk, stina, "texts.which")["topics"] == []
    await talk.type(stina, "/answer Rent.When_Due")
    assert shown(talk, stina, "texts.sheet")["topic"] == TOPIC


async def test_a_new_text_is_seen_as_a_tenant_sees_it_and_read_by_all_once_published(talk: Talk) -> None:
    stina, erik = await talk.staff(), await talk.tenant("sv")
    await talk.type(stina, f"/answer {TOPIC}")
    await talk.press(stina, f"text.in:sv.{TOPIC}", f"text.write:sv.{TOPIC}")
    assert await talk.answers(stina, NEW) == ["texts.preview"]
    seen = without_marks(stina.last.text)
    assert "Hyran ska vara hos Exempelbostäder senast sista vardagen." in seen
    assert "+46 980 319 230" in seen
    assert text(talk, "sv") is None
    await talk.press(stina, f"text.publish:sv.{TOPIC}")
    assert text(talk, "sv") == NEW
    assert shown(talk, stina, "texts.in")["saved"] == "text"
    assert (shown(talk, stina, "texts.in")["language"]["version"], talk.step(stina)) == (1, "")
    await talk.type(erik, WHEN_DUE)
    assert without_marks(erik.last.text).split("\n\n")[1] in seen
    assert "Hyran ska vara hos Exempelbostäder" in without_marks(erik.last.text)


async def test_a_reader_of_another_language_sees_that_and_the_swedish_until_it_has_followed(
    talk: Talk,
) -> None:
    stina, lina = await talk.staff(), await talk.tenant("en")
    await publishes(talk, stina)
    await talk.forge(lina, f"answer.topic:{TOPIC}")
    seen = without_marks(lina.last.text)
    assert "This text was changed in another language. We are looking it over." in seen
    assert "Svenska:" in seen
    assert "Hyran ska vara hos Exempelbostäder" in seen
    await talk.press(stina, f"text.topic:{TOPIC}", f"text.in:en.{TOPIC}", f"text.right:en.{TOPIC}")
    assert shown(talk, stina, "texts.in")["saved"] == "confirmed"
    await talk.forge(lina, f"answer.topic:{TOPIC}")
    assert "changed in another language" not in lina.last.text
    await talk.forge(stina, f"text.right:en.{TOPIC}")
    assert len(talk.database.reader.execute("SELECT * FROM answer_texts").fetchall()) == 2


@pytest.mark.parametrize(
    ("written", "unknown", "braces"),
    [
        ("Ring {telefon} eller {hyra}.", ["telefon", "hyra"], False),
        ("Ring {bobutik.", [], True),
        ("Ring bobutik}.", [], True),
        ("Ring {}.", [], True),
        ("Ring { bobutik }.", [], True),
    ],
)
async def test_a_value_that_does_not_exist_is_refused_kindly(
    talk: Talk, written: str, unknown: list[str], braces: bool
) -> None:
    stina = await talk.staff()
    await talk.forge(stina, f"text.write:sv.{TOPIC}")
    assert await talk.answers(stina, written) == ["texts.write"]
    refused = shown(talk, stina, "texts.write")
    assert (refused["unknown"], refused["braces"]) == (unknown, braces)
    assert await talk.forge(stina, f"text.publish:sv.{TOPIC}") == ["texts.in"]
    assert text(talk, "sv") is None


async def test_the_step_stays_so_that_the_text_can_be_written_again(talk: Talk) -> None:
    stina = await talk.staff()
    await talk.forge(stina, f"text.write:sv.{TOPIC}")
    await talk.type(stina, "Ring {telefon}.")
    assert await talk.answers(stina, "x" * 701) == [f"{NOT_USED}:too_long"]
    assert await talk.answers(stina, "Ring {bobutik}.") == ["texts.preview"]
    assert await talk.answers(stina, "Ring {jour}.") == ["texts.preview"]
    await talk.press(stina, f"text.publish:sv.{TOPIC}")
    assert text(talk, "sv") == "Ring {jour}."


async def test_a_value_that_the_company_lacks_is_named_and_the_text_can_be_kept(talk: Talk) -> None:
    stina = await talk.staff()
    answers = msgspec.structs.replace(talk.company.answers, key_cost=None)
    talk.start_again(msgspec.structs.replace(talk.company, answers=answers))
    await talk.forge(stina, f"text.write:sv.{TOPIC}")
    await talk.type(stina, "En nyckel kostar {key_cost} kr.")
    assert shown(talk, stina, "texts.preview")["missing"] == ["answers.key_cost"]
    assert "answers.key_cost" in stina.last.text
    await talk.press(stina, f"text.publish:sv.{TOPIC}")
    assert text(talk, "sv") == "En nyckel kostar {key_cost} kr."


async def test_any_old_version_and_the_shipped_text_come_back(talk: Talk) -> None:
    stina = await talk.staff()
    await publishes(talk, stina, "Ett.")
    await publishes(talk, stina, "Två.")
    await talk.press(stina, f"text.versions:sv.{TOPIC}")
    listed = shown(talk, stina, "texts.versions")["versions"]
    assert [(each["version"], each["who"]) for each in listed] == [(2, "Stina"), (1, "Stina"), (0, "")]
    await talk.press(stina, f"text.version:sv.{TOPIC}.1")
    assert "Ett." in stina.last.text
    await talk.press(stina, f"text.restore:sv.{TOPIC}.1")
    assert text(talk, "sv") == "Ett."
    await talk.press(
        stina, f"text.versions:sv.{TOPIC}", f"text.version:sv.{TOPIC}.0", f"text.restore:sv.{TOPIC}.0"
    )
    assert text(talk, "sv") is None
    before = talk.count("answer_texts")
    await talk.forge(stina, f"text.restore:sv.{TOPIC}.0")
    assert talk.count("answer_texts") == before  # it is the text already


@pytest.mark.parametrize("version", ["7", "²", "-1", "", "1.1", "99999999999"])
async def test_a_version_that_does_not_exist_changes_nothing(talk: Talk, version: str) -> None:
    stina = await talk.staff()
    await publishes(talk, stina, "Ett.")
    for act in ("version", "restore"):
        await talk.forge(stina, f"text.{act}:sv.{TOPIC}.{version}")
    assert talk.count("answer_texts") == 1


@pytest.mark.parametrize("value", ["", "sv", "de.rent.when_due", "sv.of.another", "rent.when_due", "sv."])
async def test_what_is_forged_is_answered_kindly(talk: Talk, value: str) -> None:
    stina = await talk.staff()
    for act in (
        "in",
        "right",
        "write",
        "publish",
        "versions",
        "record",
        "listen",
        "unrecord",
        "version",
        "restore",
    ):
        assert await talk.forge(stina, f"text.{act}:{value}") == [f"{NOT_USED}:old_button"]
    assert await talk.forge(stina, "text.topic:of.another") == [f"{NOT_USED}:old_button"]


async def test_what_was_written_for_one_language_is_not_published_in_another(talk: Talk) -> None:
    stina = await talk.staff()
    await talk.forge(stina, f"text.write:sv.{TOPIC}")
    await talk.type(stina, "Ett.")
    await talk.forge(stina, f"text.publish:en.{TOPIC}", "text.publish:sv.deposit")
    assert talk.count("answer_texts") == 0


async def test_only_the_desk_changes_anything(talk: Talk) -> None:
    stina, karl, zahra = await talk.staff(), await talk.caretaker(), await talk.tenant()
    for phone in (karl, zahra):
        assert await talk.answers(phone, f"/answer {TOPIC}") == [f"{NOT_USED}:not_for_you"]
        for act in ("in", "right", "write", "publish", "record", "unrecord"):
            assert await talk.forge(phone, f"text.{act}:sv.{TOPIC}") == [f"{NOT_USED}:not_for_you"]
    await talk.forge(stina, f"text.write:sv.{TOPIC}")
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM roles WHERE person = ?", (talk.person(stina).id,))
    assert await talk.answers(stina, "Ett.") == [f"{NOT_USED}:not_for_you"]
    assert (talk.step(stina), talk.count("answer_texts")) == ("", 0)


# -- Read out ------------------------------------------------------------------------------------------


async def test_an_answer_is_read_out_and_heard_until_its_text_changes(talk: Talk) -> None:
    stina, erik = await talk.staff(), await talk.tenant("sv")
    await talk.forge(stina, f"text.record:sv.{TOPIC}")
    assert "Tala in" in stina.last.text
    stina.send_voice(b"OggS")
    assert await talk.heard(stina) == ["texts.in"]
    assert shown(talk, stina, "texts.in")["language"]["recording"] == "kept"
    await talk.press(stina, f"text.listen:sv.{TOPIC}")
    assert stina.last.voice
    await talk.forge(erik, f"answer.topic:{TOPIC}")
    await talk.press(erik, f"answer.listen:{TOPIC}")
    assert erik.last.voice
    await publishes(talk, stina)
    assert shown(talk, stina, "texts.in")["language"]["recording"] == "old"
    await talk.forge(erik, f"answer.topic:{TOPIC}")
    assert f"answer.listen:{TOPIC}" not in erik.last.data


async def test_a_newer_recording_takes_the_place_of_the_one_there_was_and_it_can_be_removed(
    talk: Talk,
) -> None:
    stina = await talk.staff()
    for _n in range(2):
        await talk.forge(stina, f"text.record:sv.{TOPIC}")
        stina.send_voice(b"OggS")
        await talk.quiet()
        assert talk.count("files") == 1
    await talk.press(stina, f"text.unrecord:sv.{TOPIC}")
    assert (talk.count("files"), talk.count("recordings")) == (0, 0)
    assert await talk.forge(stina, f"text.listen:sv.{TOPIC}") == ["texts.in"]
    says = recordings.mark_of(talk.answering.read_out(TOPIC, "sv"))
    assert recordings.of(talk.database.reader, TOPIC, "sv", says) is None


async def test_what_does_not_fit_the_step_is_answered_with_the_step(talk: Talk) -> None:
    stina = await talk.staff()
    await talk.forge(stina, f"text.record:sv.{TOPIC}")
    await talk.type(stina, "Ett.")
    assert talk.step(stina) == "text.record"
    await talk.forge(stina, f"text.write:sv.{TOPIC}")
    stina.send_voice(b"OggS")
    await talk.quiet()
    assert (talk.count("files"), talk.step(stina)) == (0, "text.write")
    await talk.press(stina, f"text.in:sv.{TOPIC}")
    assert talk.step(stina) == ""
