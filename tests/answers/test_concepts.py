"""What words mean, the same in every language."""

import pytest

from bot.answers.concepts import concepts_in, read_concepts
from bot.answers.lesson import read_examples
from bot.answers.normal import normal
from bot.answers.spoken import concepts_of
from bot.catalogues import FOLDER
from bot.speech import LOCALES

KNOWN = {locale: read_concepts(FOLDER / locale / "concepts.txt") for locale in LOCALES}
LINES = [
    "# a note",
    "",
    "smoke: smoke* fumes",
    'alarm: ="smoke alarm" alarm',
    'fire: "on fire"',
    "water: ماء",
    "+: و ال وال",
]


def test_words_beginnings_and_phrases_are_found():
    concepts = concepts_in(LINES, "x")

    assert concepts.of("fumes") == ["smoke"]
    assert concepts.of("smokes") == ["smoke"]
    assert concepts.of("fumesx") == []
    assert concepts.of("the house is on fire") == ["fire"]
    assert concepts.of("fire") == []


def test_a_phrase_that_is_used_up_counts_for_nothing_else():
    assert concepts_in(LINES, "x").of("the smoke alarms") == ["alarm"]
    assert concepts_in(LINES, "x").of("the smoke alarm and smoke") == ["alarm", "smoke"]


def test_what_arabic_writes_together_with_a_word_is_no_part_of_it():
    assert concepts_in(LINES, "x").of(normal("والماء")) == ["water"]


@pytest.mark.parametrize("line", ["no colon", ": words", "two words: x"])
def test_a_line_that_is_none_is_named(line):
    with pytest.raises(ValueError, match="file:2"):
        concepts_in(["a: b", line], "file")


def test_the_same_is_understood_in_every_language():
    said = {"sv": "Vattnet rinner från taket", "en": "Water runs from the ceiling"}
    said |= {"ar": "الماء ينزل من السقف", "fa_AF": "آب از سقف می‌ریزد"}

    for locale, text in said.items():
        assert {"water", "ceiling"} <= set(concepts_of(normal(text), locale, KNOWN)), locale


def test_swedish_words_are_understood_in_other_languages():
    assert "laundry" in concepts_of(normal("كيف tvättstuga"), "ar", KNOWN)
    assert "rent" in concepts_of(normal("hyran chand ast"), "fa_AF", KNOWN)
    assert concepts_of("hyra", "xx", KNOWN) == []


def test_every_language_has_at_least_120_emergencies_and_as_many_look_alikes():
    for locale in LOCALES:
        examples = read_examples(FOLDER / locale)
        emergencies = {normal(each.text) for each in examples if each.kind}
        look_alikes = {normal(each.text) for each in examples if not each.kind}
        assert min(len(emergencies), len(look_alikes)) >= 120
        assert not emergencies & look_alikes


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("emergencies.txt", "Fire!\n", 1),
        ("emergencies.txt", "[danger - -]\nFire!\n[fun - -]\n", 3),
        ("emergencies.txt", "[danger]\n", 1),
        ("look_alikes.txt", "# a note\n[lift two]\n", 2),
    ],
)
def test_an_example_under_no_heading_is_named_with_its_line(tmp_path, name, text, line):
    (tmp_path / name).write_text(text, "utf-8")

    with pytest.raises(ValueError, match=f"{name}:{line}"):
        read_examples(tmp_path)
