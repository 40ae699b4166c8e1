"""A fault told in one's own words: which items of a fault report it may be, in any of the languages."""

from collections.abc import Iterator, Mapping

from bot.answers.concepts import Concepts
from bot.answers.normal import is_arabic_script, normal
from bot.answers.spoken import concepts_of

OFFERED = 3
_SCRIPTS = {True: ("ar", "fa_AF"), False: ("sv", "en")}
# What tells a question about a thing from a fault of it, unless something is said to be wrong as well.
_ASKED = {"asks", "what_if"}
_WRONG = frozenset(
    (
        *("repair", "leak", "drip", "stream", "flood", "drain", "smell", "spark", "burnt", "shock", "dark"),
        *("cold", "mould", "damp", "broken_glass", "crack", "stuck", "locked", "lost", "running", "dead"),
        *("full", "beep", "draught", "bedbug", "cockroach", "mouse", "ant", "noise"),
    )
)

# Item -> the ways to speak of it, each a row of groups: of each group one concept must be there.
ITEMS: dict[str, tuple[str, ...]] = {
    "kitchen.stove": ("stove repair|dead|cold|slow", "stove"),
    "kitchen.fridge": ("fridge repair|hot|warm|cold|dead|leak", "fridge"),
    "kitchen.dishwasher": ("dishwasher repair|leak|dead|stream", "dishwasher"),
    "kitchen.fan": ("fan kitchen", "fan repair|dead|filter"),
    "kitchen.sink_blocked": ("drain kitchen", "drain slow kitchen", "kitchen drain smell"),
    "kitchen.tap_drips": ("tap drip kitchen", "tap drip", "tap leak kitchen", "tap repair kitchen"),
    "kitchen.water_streams": ("kitchen water|leak|tap stream|flood|stop_water",),
    "kitchen.cupboard": ("cupboard repair|crack", "cupboard kitchen"),
    "bathroom.toilet_blocked": ("toilet drain", "toilet full", "toilet flood"),
    "bathroom.toilet_running": (
        "toilet running",
        "running_toilet toilet",
        "toilet drip",
        "toilet stop_water",
    ),
    "bathroom.drain_slow": ("shower drain", "shower slow water", "shower drain slow", "drain smell shower"),
    "bathroom.drain_rising": ("drain stream|flood", "drain floor stream|flood", "drain water stream"),
    "bathroom.shower_tap": ("shower repair|drip|leak", "shower tap repair|drip"),
    "bathroom.leak": ("shower leak wall|floor", "shower water|leak stream", "shower flood"),
    "bathroom.mirror_light": ("mirror bulb", "shower bulb"),
    "bathroom.seat": ("toilet seat",),
    "heating.radiator_cold": ("radiator cold", "radiator repair|slow|dead"),
    "heating.no_heat": ("heating no", "heating no flat", "heating repair|dead"),
    "heating.no_heat_building": (
        "heating no whole_building",
        "cold whole_building",
        "heating whole_building",
    ),
    "heating.too_cold": ("cold flat", "cold bigger", "cold heating"),
    "heating.radiator_leaks": ("radiator leak|drip|stream|flood water|leak", "radiator leak|drip|stream"),
    "heating.too_warm": ("warm flat", "warm"),
    "hotwater.none_flat": ("hot_water no", "hot_water cold", "hot_water repair", "shower cold water"),
    "hotwater.none_building": ("hot_water no whole_building",),
    "hotwater.none_building_day": ("hot_water no whole_building past|long_ago|status",),
    "hotwater.no_water": ("no_water", "water no tap", "no_water whole_building"),
    "hotwater.too_hot": ("hot tap|shower water", "hot_water hot"),
    "ventilation.no_draught": ("vent repair|dead|no", "vent"),
    "ventilation.smell": ("smell", "smell drain", "smell shower"),
    "ventilation.mould": ("mould", "mould wall|shower|ceiling", "damp wall|window"),
    "ventilation.kitchen_fan": ("fan", "fan kitchen repair"),
    "electricity.flat_dark": ("dark", "dark flat", "electricity no flat", "electricity no"),
    "electricity.fuse": ("fuse", "fuse repair"),
    "electricity.socket_switch": ("socket repair|dead|no", "socket"),
    "electricity.sparks": ("spark", "spark socket|wire|fuse", "shock"),
    "electricity.burnt_smell": ("burnt smell", "burnt socket|fuse|wall|wire"),
    "electricity.fixed_lamp": ("bulb repair|dead|no", "bulb"),
    "waterleak.streaming": (
        "water|leak stream|flood",
        "water|leak stream pipe|wall|floor",
        "water stop_water",
    ),
    "waterleak.ceiling": ("ceiling water|leak|drip|damp|stream", "ceiling leak|drip water"),
    "waterleak.damp_spot": ("damp scratch", "damp wall|ceiling|floor", "ceiling scratch damp"),
    "doors_windows.door_open": ("door lock no", "door repair lock no"),
    "doors_windows.lock_failing": ("lock repair|slow", "door lock", "lock stuck", "key stuck lock"),
    "doors_windows.window_broken": ("window broken_glass", "broken_glass"),
    "doors_windows.window_cracked": ("window crack",),
    "doors_windows.sticks": ("window|door draught", "window repair", "door repair", "window|door stuck"),
    "doors_windows.letterbox": ("letterbox door", "letterbox repair door"),
    "locks_keys.locked_out": ("locked key", "locked", "locked door alone|yard"),
    "locks_keys.lost_key": ("key lost", "key lost cost"),
    "locks_keys.tag_code": ("tag repair|dead|no", "tag door", "tag lost"),
    "locks_keys.post_box": ("letterbox repair|lock", "letterbox"),
    "laundry.washer": ("laundry washer repair|dead|stuck", "laundry washer", "washer repair"),
    "laundry.dryer": ("laundry dryer", "dryer repair", "dryer"),
    "laundry.drying_cabinet": ("dryer cupboard", "laundry dryer cupboard"),
    "laundry.mangle": ("mangle",),
    "laundry.booking_board": ("laundry board repair", "board book repair"),
    "laundry.leak": ("laundry leak|stream|flood water|leak|floor", "laundry washer leak"),
    "laundry.no_power": ("laundry dark", "laundry electricity no"),
    "laundry.dirty": ("laundry clean", "laundry waste"),
    "lift.stuck_unwell": ("lift stuck hurt|afraid|born",),
    "lift.stuck": ("lift stuck", "lift stuck child|alone|help"),
    "lift.stopped": ("lift repair|dead|no", "lift"),
    "lift.door": ("lift door", "lift door repair|stuck"),
    "stairs_entry.light": ("stairs bulb|dark", "stairs bulb repair"),
    "stairs_entry.door": ("stairs door repair", "door whole_building repair", "stairs door no"),
    "stairs_entry.escape_blocked": ("stairs pram|bulky|waste", "stairs drain pram"),
    "stairs_entry.glass_danger": ("stairs broken_glass",),
    "stairs_entry.glass_cracked": ("stairs crack",),
    "waste.full": ("waste full", "waste full no"),
    "waste.hatch": ("hatch", "hatch drain|stuck|repair"),
    "waste.wrong_sorting": ("waste wrong", "waste stairs|yard", "sort wrong"),
    "waste.rats": ("waste mouse",),
    "yard.ice": ("ice yard", "ice path", "ice"),
    "yard.snow": ("snow", "snow yard|path|parking"),
    "yard.falling_ice": ("falling ice|snow", "ice ceiling falling"),
    "yard.playground": ("playground repair|broken_glass|crack", "playground"),
    "yard.lamp": ("yard bulb|dark", "path bulb"),
    "yard.tree": ("tree", "tree path|window"),
    "yard.tree_falling": ("tree falling",),
    "parking.heater_outlet": ("heater", "heater repair|no|dead", "parking socket"),
    "parking.barrier": ("barrier", "barrier repair|stuck"),
    "parking.wrongly_parked": ("parked", "parked car parking"),
    "storage.break_in": ("storage burglary", "storage lost burglary"),
    "storage.water": ("storage water|leak", "storage water|leak stream|flood"),
    "storage.light": ("storage bulb|dark",),
    "pests.bedbugs": ("bedbug",),
    "pests.cockroaches": ("cockroach",),
    "pests.rats_mice": ("mouse", "mouse kitchen|storage"),
    "pests.wasps": ("ant insect_nest",),
    "pests.ants": ("ant", "ant kitchen"),
    "appliance_own.machine": ("washer owner|own_job", "owner_machine washer"),
    "appliance_own.tv": ("tv owner|own_job repair",),
    "tv_internet.no_signal": ("internet repair|no|slow|dead", "tv repair|no", "internet"),
    "tv_internet.fibre_socket": ("internet socket", "internet socket repair"),
    "smoke_alarm.missing": ("alarm missing", "alarm no flat"),
    "smoke_alarm.dead": ("alarm dead", "alarm repair", "alarm battery dead"),
    "smoke_alarm.battery": ("alarm beep", "alarm battery", "alarm battery beep"),
    "noise.now": ("noise neighbour now", "noise neighbour", "noise now"),
    "noise.repeated": ("noise neighbour", "noise"),
    "damage.danger": ("vandal broken_glass|afraid",),
    "damage.no_danger": ("vandal", "vandal wall|door|lift"),
}

_WAYS: list[tuple[str, tuple[frozenset[str], ...]]] = [
    (item, tuple(frozenset(group.split("|")) for group in way.split()))
    for item, ways in ITEMS.items()
    for way in ways
]


def faults_in(text: str, locale: str, known: Mapping[str, Concepts]) -> list[str]:
    """Up to three items that a text of somebody whose language is `locale` may be about, likeliest first.

    Empty when it speaks of no fault: that is honest, and a person or the buttons help better.
    """
    spelt = normal(text)
    for language in sorted(_SCRIPTS[is_arabic_script(spelt)], key=lambda each: each != locale):
        concepts = set(concepts_of(spelt, language, known))
        found = list(_ranked(concepts))
        if found:
            return found[:OFFERED]
    return []


def _ranked(concepts: set[str]) -> Iterator[str]:
    """The items that these concepts may speak of: first what more of them fit."""
    if concepts & _ASKED and not concepts & _WRONG:
        return
    fit: dict[str, tuple[int, int]] = {}
    for item, way in _WAYS:
        if all(group & concepts for group in way):
            groups = len(way)
            covered = len(frozenset().union(*way) & concepts)
            fit[item] = max(fit.get(item, (0, 0)), (groups, covered))
    # A thing that is only named, with nothing wrong with it, is no fault told.
    if concepts & _WRONG or any(groups > 1 for groups, _ in fit.values()):
        yield from sorted(fit, key=lambda item: (-fit[item][0], -fit[item][1]))
