"""The fault taxonomy: its shape, its classes, and that every item can be said in words."""

import re
import string
from collections import Counter

import pytest

from bot.messages import fault_words
from storage.fault_items import CATEGORIES, ITEMS, URGENCIES, categories_of, items_of, urgency_of

PLACES = ("home", "shared")
SCREEN = 8
BUTTON = 40


def test_the_categories_are_the_23_of_the_company_in_their_order() -> None:
    assert list(CATEGORIES) == [
        "kitchen", "bathroom", "heating", "hotwater", "ventilation", "electricity", "waterleak",
        "doors_windows", "locks_keys", "laundry", "lift", "stairs_entry", "waste", "yard", "parking",
        "storage", "pests", "appliance_own", "tv_internet", "smoke_alarm", "noise", "damage", "other",
    ]  # fmt: skip
    assert all(key == category.id for key, category in CATEGORIES.items())


def test_an_id_is_category_dot_item_and_fits_a_button() -> None:
    for key, item in ITEMS.items():
        assert key == item.id
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*", item.id)
        assert item.category in CATEGORIES
        assert len(f"fault.item:{item.id}".encode()) <= 64


def test_every_class_is_one_of_the_five() -> None:
    for item in ITEMS.values():
        assert item.urgency in URGENCIES
        assert item.winter is None or item.winter in URGENCIES


@pytest.mark.parametrize("place", PLACES)
def test_a_category_on_the_screen_of_a_place_has_one_to_eight_items_there(place: str) -> None:
    for category in CATEGORIES.values():
        shown = category in categories_of(place)
        assert shown == (category.place in (place, "both"))
        assert (1 if shown else 0) <= len(items_of(category.id, place)) <= (SCREEN if shown else 0)


@pytest.mark.parametrize("place", PLACES)
def test_the_categories_of_a_place_fit_two_screens_and_end_with_other(place: str) -> None:
    categories = categories_of(place)
    assert len(categories) <= 2 * SCREEN
    assert categories[-1].id == "other"


def test_a_shared_place_begins_with_what_exists_only_there() -> None:
    assert [category.id for category in categories_of("shared")][:7] == [
        "laundry", "lift", "stairs_entry", "waste", "yard", "parking", "storage",
    ]  # fmt: skip


def test_a_hint_at_home_never_stands_behind_a_second_screen_of_categories() -> None:
    # The hint and the second screen cost a press each, and a report from home may take eight.
    second_screen = {category.id for category in categories_of("home")[SCREEN:]}
    late = [item for item in ITEMS.values() if item.own_job and item.place != "shared"]
    assert not [item.id for item in late if item.category in second_screen]


def test_every_category_and_item_has_a_label_that_fits_a_button() -> None:
    assert fault_words.CATEGORIES.keys() == CATEGORIES.keys()
    assert fault_words.ITEMS.keys() == ITEMS.keys()
    for label in (*fault_words.CATEGORIES.values(), *fault_words.ITEMS.values()):
        assert 0 < len(label) <= BUTTON


@pytest.mark.parametrize("place", PLACES)
def test_no_two_buttons_of_a_screen_read_the_same(place: str) -> None:
    assert (
        max(Counter(fault_words.CATEGORIES[category.id] for category in categories_of(place)).values()) == 1
    )
    for category in categories_of(place):
        labels = [fault_words.ITEMS[item.id] for item in items_of(category.id, place)]
        assert len(set(labels)) == len(labels)


def test_a_hint_is_written_for_exactly_the_items_with_an_own_job() -> None:
    assert fault_words.OWN_JOBS.keys() == {item.id for item in ITEMS.values() if item.own_job}


def test_an_answer_is_written_for_exactly_the_items_that_make_no_work_order() -> None:
    assert fault_words.ANSWERS.keys() == {item.id for item in ITEMS.values() if item.kind != "order"}


def test_an_item_that_is_only_answered_has_no_hint_before_a_report() -> None:
    assert not [item.id for item in ITEMS.values() if item.own_job and item.kind != "order"]


def test_noise_goes_to_the_desk_and_nothing_else_does() -> None:
    assert {item.id for item in ITEMS.values() if item.kind == "desk"} == {
        item.id for item in ITEMS.values() if item.category == "noise"
    }


def test_the_texts_name_no_value_but_the_disturbance_number() -> None:
    texts = (*fault_words.OWN_JOBS.values(), *fault_words.ANSWERS.values())
    fields = {field for text in texts for _, field, _, _ in string.Formatter().parse(text) if field}
    assert fields == {"disturbance_phone"}


def test_each_class_has_a_name_for_the_tenant_and_one_for_the_record() -> None:
    assert tuple(fault_words.URGENCIES) == URGENCIES
    assert tuple(fault_words.URGENCIES_RECORD) == URGENCIES


@pytest.mark.parametrize(
    ("milder", "worse"),
    [
        ("kitchen.sink_blocked", "kitchen.water_streams"),
        ("kitchen.tap_drips", "kitchen.water_streams"),
        ("bathroom.drain_slow", "bathroom.drain_rising"),
        ("hotwater.none_building", "hotwater.none_building_day"),
        ("electricity.burnt_smell", "electricity.sparks"),
        ("doors_windows.lock_failing", "doors_windows.door_open"),
        ("doors_windows.window_cracked", "doors_windows.window_broken"),
        ("lift.stuck", "lift.stuck_unwell"),
        ("stairs_entry.glass_cracked", "stairs_entry.glass_danger"),
        ("yard.tree", "yard.tree_falling"),
        ("damage.no_danger", "damage.danger"),
    ],
)
def test_two_classes_of_one_fault_are_two_items_told_apart_in_words(milder: str, worse: str) -> None:
    assert urgency_of(worse, False, {}) < urgency_of(milder, False, {})
    assert urgency_of(worse, False, {}) in ("E0", "E1")
    assert fault_words.ITEMS[milder] != fault_words.ITEMS[worse]


def test_a_cold_radiator_is_urgent_and_has_a_hint() -> None:
    item = ITEMS["heating.radiator_cold"]
    assert (item.urgency, item.own_job, item.kind) == ("E2", True, "order")


@pytest.mark.parametrize(
    ("item_id", "summer", "winter"),
    [
        ("heating.no_heat", "E2", "E1"),
        ("parking.heater_outlet", "E3", "E2"),
        ("kitchen.stove", "E2", "E2"),
    ],
)
def test_winter_changes_the_class_only_where_it_says_so(item_id: str, summer: str, winter: str) -> None:
    assert urgency_of(item_id, False, {}) == summer
    assert urgency_of(item_id, True, {}) == winter


def test_winter_is_never_milder_than_the_rest_of_the_year() -> None:
    for item in ITEMS.values():
        assert urgency_of(item.id, True, {}) <= urgency_of(item.id, False, {})


@pytest.mark.parametrize(
    ("override", "summer", "winter"),
    [
        ({"urgency": "E1"}, "E1", "E1"),
        ({"winter": "E0"}, "E2", "E0"),
        ({"urgency": "E4", "winter": "E3"}, "E4", "E3"),
        ({}, "E2", "E2"),
    ],
)
def test_the_company_policy_wins_over_the_default(override: dict[str, str], summer: str, winter: str) -> None:
    overrides = {"kitchen.stove": override, "kitchen.fan": {"urgency": "E0"}}
    assert urgency_of("kitchen.stove", False, overrides) == summer
    assert urgency_of("kitchen.stove", True, overrides) == winter


def test_a_policy_for_the_year_leaves_the_winter_class_alone() -> None:
    overrides = {"heating.no_heat": {"urgency": "E3"}}
    assert urgency_of("heating.no_heat", False, overrides) == "E3"
    assert urgency_of("heating.no_heat", True, overrides) == "E1"


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(KeyError):
        urgency_of("kitchen.nothing", False, {})
