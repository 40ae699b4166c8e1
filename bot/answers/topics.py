"""What the answers are about: the groups in which people look for one, and what holds for single answers.

A topic is the id of an answer, `<lang>/answers/<topic>.md`.
"""

# The groups of the browse screen and their topics, in the order in which they are shown.
GROUPS: dict[str, tuple[str, ...]] = {
    "rent": ("rent.when_due", "rent.how_to_pay", "rent.invoice_missing", "rent.cannot_pay", "deposit"),
    "contract": (
        "contract.types",
        "contract.first_hand_when",
        "contract.right_to_stay",
        "contract.no_black_market",
        "household.change",
        "visitors_lodgers",
        "sublet",
        "swap",
    ),
    "moving": (
        "queue.how",
        "offer.answer",
        "move_in.keys",
        "move_in.inspection",
        "folkbokforing",
        "move_out.notice",
        "move_out.cleaning_inspection",
    ),
    "home": (
        "electricity.contract",
        "internet_tv",
        "insurance.home",
        "mail.name_on_door",
        "appliances",
        "walls_balcony_grill",
        "water.saving",
    ),
    "repairs": (
        "repairs.report",
        "repairs.status",
        "repairs.master_key",
        "repairs.own_responsibility",
        "repairs.cost",
    ),
    "trouble": (
        "heating.cold",
        "power.fuse",
        "drain.blocked",
        "ventilation_mould",
        "keys.lost_locked_out",
        "lift",
        "pests.bedbugs",
    ),
    "shared": (
        "laundry.book",
        "waste.sorting",
        "waste.bulky",
        "stairwell_children_pets",
        "parking_heater",
        "snow_ice",
    ),
    "safety": (
        "emergency.numbers",
        "fire.what_to_do",
        "water.leak",
        "smoke_alarm",
        "noise.neighbours",
        "violence.help",
    ),
    "work": ("benefits.housing", "samhallsorientering_sfi", "internship.how"),
    "us": ("interpreter", "complain.where", "privacy.my_data", "dialogue.meeting"),
}
GROUP_OF: dict[str, str] = {topic: group for group, topics in GROUPS.items() for topic in topics}

# Violence at home has its own card, which can be hidden.
VIOLENCE = "violence.help"

# About a contract or an emergency: until a named native reader has been through such a text, the Swedish
# stands beside it, since a mistake there costs a home or more.
SHOWS_SWEDISH = frozenset(
    {
        *GROUPS["contract"],
        *("rent.when_due", "rent.cannot_pay", "deposit", "offer.answer"),
        *("move_in.keys", "move_in.inspection", "move_out.notice", "move_out.cleaning_inspection"),
        *("emergency.numbers", "fire.what_to_do", "water.leak", "violence.help", "lift"),
    }
)

# What speaks of another room of the bot is not said while that is closed.
ROOM_OF: dict[str, str] = {
    "repairs.report": "faults",
    "repairs.status": "faults",
    "repairs.master_key": "faults",
}
