"""What can be wrong in a house: the categories and items of a fault report, as data.

An item's id is `category.item`, stable for ever: it stands on buttons, in records and in exports. Its words
are elsewhere, and the company's own classes come as overrides. Urgency classes run from E0 (danger to life,
112) over E1 (phone now), E2 (urgent) and E3 (normal) to E4 (planned). Where the class depends on how bad it
is, there are two items, so that nobody but the person who sees it has to judge.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

Place = Literal["home", "shared", "both"]
Urgency = Literal["E0", "E1", "E2", "E3", "E4"]
Kind = Literal["order", "answer", "desk"]

URGENCIES: tuple[Urgency, ...] = ("E0", "E1", "E2", "E3", "E4")


class Category(msgspec.Struct, frozen=True):
    """A room or a kind of thing; `place` says where its items can be: in a flat, shared, or both."""

    id: str
    place: Place


class Item(msgspec.Struct, frozen=True):
    """One thing that can be wrong.

    `winter` is the class in winter where it differs. `own_job` means that the tenant is shown what she can do
    herself before the report goes on. `kind`: an `order` becomes a work order for caretakers, an `answer` is
    only answered (not the landlord's), a `desk` item is read by desk staff and never by a caretaker.
    """

    id: str
    urgency: Urgency
    place: Place
    winter: Urgency | None = None
    own_job: bool = False
    kind: Kind = "order"

    @property
    def category(self) -> str:
        """The id of the category it belongs to."""
        return self.id.partition(".")[0]


CATEGORIES: dict[str, Category] = {
    category.id: category
    for category in (
        Category("kitchen", "home"),
        Category("bathroom", "home"),
        Category("heating", "both"),
        Category("hotwater", "home"),
        Category("ventilation", "both"),
        Category("electricity", "both"),
        Category("waterleak", "both"),
        Category("doors_windows", "home"),
        Category("locks_keys", "both"),
        Category("laundry", "shared"),
        Category("lift", "shared"),
        Category("stairs_entry", "shared"),
        Category("waste", "shared"),
        Category("yard", "shared"),
        Category("parking", "shared"),
        Category("storage", "shared"),
        Category("pests", "both"),
        Category("appliance_own", "home"),
        Category("tv_internet", "home"),
        Category("smoke_alarm", "home"),
        Category("noise", "both"),
        Category("damage", "both"),
        Category("other", "both"),
    )
}


def _item(
    id: str,
    urgency: Urgency,
    place: Place | None = None,
    *,
    winter: Urgency | None = None,
    own_job: bool = False,
    kind: Kind = "order",
) -> Item:
    return Item(id, urgency, place or CATEGORIES[id.partition(".")[0]].place, winter, own_job, kind)


ITEMS: dict[str, Item] = {
    item.id: item
    for item in (
        _item("kitchen.stove", "E2"),
        _item("kitchen.fridge", "E2", own_job=True),
        _item("kitchen.dishwasher", "E3"),
        _item("kitchen.fan", "E3", own_job=True),
        _item("kitchen.sink_blocked", "E3", own_job=True),
        _item("kitchen.tap_drips", "E3"),
        # A rising drain and a streaming tap are both "phone now", and a screen holds eight.
        _item("kitchen.water_streams", "E1"),
        _item("kitchen.cupboard", "E4"),
        _item("bathroom.toilet_blocked", "E1"),
        _item("bathroom.toilet_running", "E3"),
        _item("bathroom.drain_slow", "E3", own_job=True),
        _item("bathroom.drain_rising", "E1"),
        _item("bathroom.shower_tap", "E3"),
        _item("bathroom.leak", "E1"),
        _item("bathroom.mirror_light", "E3", own_job=True),
        _item("bathroom.seat", "E4"),
        _item("heating.radiator_cold", "E2", "home", own_job=True),
        _item("heating.no_heat", "E2", "home", winter="E1"),
        _item("heating.no_heat_building", "E1"),
        _item("heating.too_cold", "E2", "home", own_job=True),
        _item("heating.radiator_leaks", "E1"),
        _item("heating.too_warm", "E3", "home"),
        _item("hotwater.none_flat", "E2"),
        _item("hotwater.none_building", "E2"),
        _item("hotwater.none_building_day", "E1"),
        _item("hotwater.no_water", "E1"),
        _item("hotwater.too_hot", "E2"),
        _item("ventilation.no_draught", "E3", "home", own_job=True),
        _item("ventilation.smell", "E3"),
        _item("ventilation.mould", "E2"),
        _item("ventilation.kitchen_fan", "E3", "home", own_job=True),
        _item("electricity.flat_dark", "E1", "home", own_job=True),
        _item("electricity.fuse", "E3", "home", own_job=True),
        _item("electricity.socket_switch", "E3"),
        _item("electricity.sparks", "E0"),
        _item("electricity.burnt_smell", "E1"),
        _item("electricity.fixed_lamp", "E3", "home"),
        _item("waterleak.streaming", "E1"),
        _item("waterleak.ceiling", "E1"),
        _item("waterleak.damp_spot", "E2"),
        _item("doors_windows.door_open", "E1"),
        _item("doors_windows.lock_failing", "E2"),
        _item("doors_windows.window_broken", "E1"),
        _item("doors_windows.window_cracked", "E3"),
        _item("doors_windows.sticks", "E3"),
        _item("doors_windows.letterbox", "E4"),
        _item("locks_keys.locked_out", "E1", "home"),
        _item("locks_keys.lost_key", "E2", "home"),
        _item("locks_keys.tag_code", "E2"),
        _item("locks_keys.post_box", "E3"),
        _item("laundry.washer", "E3"),
        _item("laundry.dryer", "E3"),
        _item("laundry.drying_cabinet", "E3"),
        _item("laundry.mangle", "E3"),
        _item("laundry.booking_board", "E3"),
        _item("laundry.leak", "E1"),
        _item("laundry.no_power", "E2"),
        _item("laundry.dirty", "E4"),
        _item("lift.stuck_unwell", "E0"),
        _item("lift.stuck", "E1"),
        _item("lift.stopped", "E2"),
        _item("lift.door", "E2"),
        _item("stairs_entry.light", "E3"),
        _item("stairs_entry.door", "E2"),
        _item("stairs_entry.escape_blocked", "E2"),
        _item("stairs_entry.glass_danger", "E1"),
        _item("stairs_entry.glass_cracked", "E2"),
        _item("waste.full", "E3"),
        _item("waste.hatch", "E3"),
        _item("waste.wrong_sorting", "E4"),
        _item("waste.rats", "E2"),
        _item("yard.ice", "E2"),
        _item("yard.snow", "E2"),
        _item("yard.falling_ice", "E1"),
        _item("yard.playground", "E2"),
        _item("yard.lamp", "E3"),
        _item("yard.tree", "E3"),
        _item("yard.tree_falling", "E1"),
        _item("parking.heater_outlet", "E3", winter="E2"),
        _item("parking.barrier", "E3"),
        _item("parking.wrongly_parked", "E4", kind="answer"),
        # Her own job here is the police report, which only she can make.
        _item("storage.break_in", "E2", own_job=True),
        _item("storage.water", "E1"),
        _item("storage.light", "E3"),
        _item("pests.bedbugs", "E2"),
        _item("pests.cockroaches", "E2"),
        _item("pests.rats_mice", "E2"),
        _item("pests.wasps", "E2"),
        _item("pests.ants", "E3"),
        _item("appliance_own.machine", "E4", kind="answer"),
        _item("appliance_own.tv", "E4", kind="answer"),
        _item("tv_internet.no_signal", "E4", kind="answer"),
        _item("tv_internet.fibre_socket", "E3"),
        _item("smoke_alarm.missing", "E2"),
        _item("smoke_alarm.dead", "E2"),
        # Changing the battery is all there is to do; if that does not help, `dead` is the report.
        _item("smoke_alarm.battery", "E4", kind="answer"),
        _item("noise.now", "E2", kind="desk"),
        _item("noise.repeated", "E3", kind="desk"),
        _item("damage.danger", "E1"),
        _item("damage.no_danger", "E3"),
        _item("other.home", "E3", "home"),
        _item("other.shared", "E3", "shared"),
    )
}


def categories_of(place: str) -> list[Category]:
    """The categories a person chooses from in `place` ("home" or "shared"), in the order of the screen.

    What exists only in shared places comes first there: who reports a shared place seldom means a radiator.
    """
    found = [category for category in CATEGORIES.values() if category.place in (place, "both")]
    if place == "home":
        return found
    return sorted(found, key=lambda category: category.place == "both")


def items_of(category: str, place: str) -> list[Item]:
    """The items of a category in `place` ("home" or "shared"), at most eight; empty if there are none."""
    return [item for item in ITEMS.values() if item.category == category and item.place in (place, "both")]


def urgency_of(item_id: str, winter: bool, overrides: Mapping[str, Mapping[str, str]]) -> str:
    """The class "E0" to "E4" of an item now.

    `overrides` is the company's policy of the day: item id -> {"urgency": class, "winter": class}, each key
    optional and each replacing only its own default. Raises KeyError for an item that does not exist.
    """
    item = ITEMS[item_id]
    override = overrides.get(item_id, {})
    all_year = override.get("urgency", item.urgency)
    if not winter:
        return all_year
    return override.get("winter", item.winter or all_year)
