"""A fault told in one's own words."""

import pytest

from bot.answers.concepts import read_concepts
from bot.answers.fault_words import ITEMS, OFFERED, faults_in
from bot.catalogues import FOLDER
from bot.speech import LOCALES
from storage import fault_items

KNOWN = {locale: read_concepts(FOLDER / locale / "concepts.txt") for locale in LOCALES}
CONCEPTS = {
    locale: {
        concept
        for table in (each.words, each.beginnings, each.phrases, each.taken)
        for concepts in table.values()
        for concept in concepts
    }
    for locale, each in KNOWN.items()
}


def test_every_item_of_a_report_but_the_others_can_be_told():
    assert set(ITEMS) == {item for item in fault_items.ITEMS if not item.startswith("other.")}


def test_every_concept_that_is_asked_for_has_words_in_every_language():
    asked = {
        word for ways in ITEMS.values() for way in ways for group in way.split() for word in group.split("|")
    }

    for locale in LOCALES:
        assert not asked - CONCEPTS[locale], locale


@pytest.mark.parametrize(
    ("text", "locale", "item"),
    [
        ("Kranen i köket droppar", "sv", "kitchen.tap_drips"),
        ("Tvättmaskinen i tvättstugan är trasig", "sv", "laundry.washer"),
        ("Det är mögel i badrummet", "sv", "ventilation.mould"),
        ("vi har vägglöss", "sv", "pests.bedbugs"),
        ("elementet är kallt", "sv", "heating.radiator_cold"),
        ("Lampan i trapphuset är trasig", "sv", "stairs_entry.light"),
        ("The fridge is not cold", "en", "kitchen.fridge"),
        ("toilet is blocked", "en", "bathroom.toilet_blocked"),
        ("my stove does not work", "en", "kitchen.stove"),
        ("there are mice in the kitchen", "en", "pests.rats_mice"),
        ("smoke alarm beeps", "en", "smoke_alarm.battery"),
        ("حنفية المطبخ عم تنقط", "ar", "kitchen.tap_drips"),
        ("المصعد معطل", "ar", "lift.stopped"),
        ("في صراصير بالمطبخ", "ar", "pests.cockroaches"),
        ("الغسالة بغرفة الغسيل خربانة", "ar", "laundry.washer"),
        ("نل آشپزخانه قطره می‌چکد", "fa_AF", "kitchen.tap_drips"),
        ("لفت خراب است", "fa_AF", "lift.stopped"),
        ("یخچال کار نمی‌کند", "fa_AF", "kitchen.fridge"),
        ("در خانه خسک است", "fa_AF", "pests.bedbugs"),
        # In another language than hers.
        ("الحنفية بالمطبخ عم تنقط", "sv", "kitchen.tap_drips"),
        ("kranen i köket droppar", "ar", "kitchen.tap_drips"),
    ],
)
def test_a_fault_is_among_the_three_that_are_offered(text, locale, item):
    found = faults_in(text, locale, KNOWN)

    assert item in found
    assert 1 <= len(found) <= OFFERED
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "text",
    ["", "hej", "När ska hyran betalas?", "I want to move out", "شكرا", "کرایه چند است", "🔥", "12345"],
)
def test_what_tells_of_no_fault_offers_none(text):
    assert faults_in(text, "sv", KNOWN) == []
