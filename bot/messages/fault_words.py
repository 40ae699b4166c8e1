"""The words of the fault taxonomy: labels, hints and answers by id, as msgids for gettext.

A label stands on a phone button: at most 40 characters in every language. The Swedish of a label is what the
caretaker reads on the order, so it carries the trade term.
"""

from bot.speech import N_

CATEGORIES: dict[str, str] = {
    "kitchen": N_("Kitchen"),
    "bathroom": N_("Bathroom and toilet"),
    "heating": N_("Heating"),
    "hotwater": N_("No hot water or no water"),
    "ventilation": N_("Air, damp and mould"),
    "electricity": N_("Electricity"),
    "waterleak": N_("Water is leaking"),
    "doors_windows": N_("Doors and windows"),
    "locks_keys": N_("Locks and keys"),
    "laundry": N_("Laundry room"),
    "lift": N_("Lift"),
    "stairs_entry": N_("Stairwell and entrance"),
    "waste": N_("Rubbish room"),
    "yard": N_("Yard and playground"),
    "parking": N_("Parking and garage"),
    "storage": N_("Storage, basement and attic"),
    "pests": N_("Insects, rats and mice"),
    "appliance_own": N_("A machine of my own"),
    "tv_internet": N_("TV and internet"),
    "smoke_alarm": N_("Smoke alarm"),
    "noise": N_("Noise and disturbance"),
    "damage": N_("Something was damaged on purpose"),
    "other": N_("A fault of another kind"),
}

ITEMS: dict[str, str] = {
    "kitchen.stove": N_("The stove or oven does not work"),
    "kitchen.fridge": N_("Fridge or freezer is not cold"),
    "kitchen.dishwasher": N_("The dishwasher does not work"),
    "kitchen.fan": N_("The kitchen fan does not work"),
    "kitchen.sink_blocked": N_("Kitchen sink is slow or blocked"),
    "kitchen.tap_drips": N_("The kitchen tap drips"),
    "kitchen.water_streams": N_("Kitchen: water streams or rises"),
    "kitchen.cupboard": N_("A cupboard or drawer is broken"),
    "bathroom.toilet_blocked": N_("My only toilet is blocked"),
    "bathroom.toilet_running": N_("The toilet keeps running"),
    "bathroom.drain_slow": N_("Shower or basin drains slowly"),
    "bathroom.drain_rising": N_("Water comes up from the drain"),
    "bathroom.shower_tap": N_("The shower or a tap is broken"),
    "bathroom.leak": N_("Water leaks from wall or floor"),
    "bathroom.mirror_light": N_("The mirror light does not work"),
    "bathroom.seat": N_("The toilet seat is broken"),
    "heating.radiator_cold": N_("A radiator is cold"),
    "heating.no_heat": N_("No heating in the whole flat"),
    "heating.no_heat_building": N_("No heating in the whole building"),
    "heating.too_cold": N_("Too cold for more than one day"),
    "heating.radiator_leaks": N_("A radiator leaks water"),
    "heating.too_warm": N_("It is too warm in the flat"),
    "hotwater.none_flat": N_("My flat has no hot water"),
    "hotwater.none_building": N_("The building has no hot water"),
    "hotwater.none_building_day": N_("Building: no hot water, over a day"),
    "hotwater.no_water": N_("No water at all from the taps"),
    "hotwater.too_hot": N_("The water is burning hot"),
    "ventilation.no_draught": N_("The air vent does not draw"),
    "ventilation.smell": N_("Bad smell (not smoke or gas)"),
    "ventilation.mould": N_("Mould or damp"),
    "ventilation.kitchen_fan": N_("The kitchen fan does not work"),
    "electricity.flat_dark": N_("No electricity in the whole flat"),
    "electricity.fuse": N_("A fuse has blown or trips"),
    "electricity.socket_switch": N_("A socket or switch is broken"),
    "electricity.sparks": N_("Sparks or smoke right now"),
    "electricity.burnt_smell": N_("Burnt smell or a hot socket"),
    "electricity.fixed_lamp": N_("A built-in lamp does not work"),
    "waterleak.streaming": N_("Water is streaming out"),
    "waterleak.ceiling": N_("Water comes from the ceiling"),
    "waterleak.damp_spot": N_("A damp spot is growing"),
    "doors_windows.door_open": N_("My door cannot be locked at all"),
    "doors_windows.lock_failing": N_("The door lock is hard to turn"),
    "doors_windows.window_broken": N_("A window is broken (danger)"),
    "doors_windows.window_cracked": N_("A window is only cracked"),
    "doors_windows.sticks": N_("Door or window sticks or is draughty"),
    "doors_windows.letterbox": N_("The letter slot is broken"),
    "locks_keys.locked_out": N_("I am locked out (can cost money)"),
    "locks_keys.lost_key": N_("I lost a key (can cost money)"),
    "locks_keys.tag_code": N_("The fob or door code fails"),
    "locks_keys.post_box": N_("The post box is broken"),
    "laundry.washer": N_("A washing machine is broken"),
    "laundry.dryer": N_("A tumble dryer is broken"),
    "laundry.drying_cabinet": N_("A drying cabinet is broken"),
    "laundry.mangle": N_("The mangle for sheets is broken"),
    "laundry.booking_board": N_("The booking board is broken"),
    "laundry.leak": N_("Water leaks in the laundry room"),
    "laundry.no_power": N_("Laundry room has no electricity"),
    "laundry.dirty": N_("The laundry room is dirty"),
    "lift.stuck_unwell": N_("Someone stuck in the lift feels ill"),
    "lift.stuck": N_("Someone stuck in the lift feels fine"),
    "lift.stopped": N_("The lift does not run"),
    "lift.door": N_("The lift door is broken"),
    "stairs_entry.light": N_("No light in the stairwell"),
    "stairs_entry.door": N_("The entrance door does not close"),
    "stairs_entry.escape_blocked": N_("Something blocks the way out"),
    "stairs_entry.glass_danger": N_("Broken glass that can injure"),
    "stairs_entry.glass_cracked": N_("Cracked glass, no danger"),
    "waste.full": N_("The rubbish bins are full"),
    "waste.hatch": N_("The rubbish hatch is blocked"),
    "waste.wrong_sorting": N_("Rubbish in the wrong place"),
    "waste.rats": N_("Rats at the rubbish"),
    "yard.ice": N_("The ground is icy and slippery"),
    "yard.snow": N_("The snow is not cleared"),
    "yard.falling_ice": N_("Ice or snow may fall from the roof"),
    "yard.playground": N_("Something dangerous for children"),
    "yard.lamp": N_("An outdoor lamp does not work"),
    "yard.tree": N_("A tree or branch is in the way"),
    "yard.tree_falling": N_("A tree or branch may fall"),
    "parking.heater_outlet": N_("The engine heater socket is dead"),
    "parking.barrier": N_("Barrier or garage door is broken"),
    "parking.wrongly_parked": N_("Somebody has parked wrongly"),
    "storage.break_in": N_("Break-in in a storage room"),
    "storage.water": N_("Water in the basement or storage"),
    "storage.light": N_("No light in basement or storage"),
    "pests.bedbugs": N_("Bedbugs"),
    "pests.cockroaches": N_("Cockroaches"),
    "pests.rats_mice": N_("Rats or mice"),
    "pests.wasps": N_("Wasps or a wasps' nest"),
    "pests.ants": N_("Ants"),
    "appliance_own.machine": N_("My own washer or other machine"),
    "appliance_own.tv": N_("My own TV"),
    "tv_internet.no_signal": N_("TV or internet does not work"),
    "tv_internet.fibre_socket": N_("The internet socket is broken"),
    "smoke_alarm.missing": N_("There is no smoke alarm"),
    "smoke_alarm.dead": N_("Alarm silent with a new battery"),
    "smoke_alarm.battery": N_("Smoke alarm beeps (old battery)"),
    "noise.now": N_("Disturbing noise right now"),
    "noise.repeated": N_("Noise that comes back often"),
    "damage.danger": N_("Damaged on purpose, dangerous"),
    "damage.no_danger": N_("Damaged on purpose, no danger"),
    "other.home": N_("Another fault in my flat"),
    "other.shared": N_("Another fault in a shared place"),
}

_FAN = N_(
    "Grease often stops the fan. Take out the filter under the fan, wash it in hot water with dish"
    " soap and let it dry. Then try again."
)

OWN_JOBS: dict[str, str] = {
    "kitchen.fridge": N_(
        "Please see that the plug is in and the knob is not at 0. Thick ice? Switch off and let it melt,"
        " never use a knife. Water at the bottom? Clean the small hole at the back."
    ),
    "kitchen.fan": _FAN,
    "kitchen.sink_blocked": N_(
        "Put a bucket under the sink. Unscrew the bend of the pipe (vattenlås) by hand, clean it and"
        " screw it back. Please use no strong drain chemicals."
    ),
    "bathroom.drain_slow": N_(
        "Hair and soap often stop the water. Put on gloves, lift the grate of the floor drain"
        " (golvbrunn), take out the dirt and rinse with warm water. Under the basin, clean the bend of the"
        " pipe (vattenlås)."
    ),
    "bathroom.mirror_light": N_(
        "Often it is only the lamp. Switch off the light, let it cool and put in a new lamp of the same"
        " kind. The lamp is yours to buy."
    ),
    "heating.radiator_cold": N_(
        "Turn the knob on the radiator (termostat) to the highest number. Move sofas and curtains away"
        " from it and feel it again after some hours. A radiator may be cold when the room is warm enough."
    ),
    "heating.too_cold": N_(
        "Move furniture and curtains away from the radiators and turn the knobs (termostat) up. Measure"
        " in the middle of the room, for some days if you can. Write the degrees when you report."
    ),
    "ventilation.no_draught": N_(
        "Dust often stops the air. Wipe the vent (ventil) with a damp cloth, and do not turn it, so that"
        " the setting stays. The air vent must be open and not covered."
    ),
    "ventilation.kitchen_fan": _FAN,
    "electricity.flat_dark": N_(
        "If the neighbours are dark too, the power may be out outside the building. If not, open your"
        " fuse box (elcentral) and switch on the breaker with a T button (jordfelsbrytare) once. If it"
        " falls again, leave it off."
    ),
    "electricity.fuse": N_(
        "Pull out the plugs of the machines that were on. Put in a new fuse (propp) with the same number"
        " of amperes (A), or switch the fuse on again once. If it goes again, leave it off and report."
    ),
    "storage.break_in": N_(
        "Please report the theft to the police too, phone 114 14. Touch as little as you can. Is somebody"
        " breaking in right now? Call 112."
    ),
}

ANSWERS: dict[str, str] = {
    "parking.wrongly_parked": N_(
        "We cannot move cars. The phone number of the parking company stands on the sign at the parking"
        " place. If there is no sign, talk to our office."
    ),
    "appliance_own.machine": N_(
        "A machine that you bought is yours, so the shop or a repair firm helps you. If it leaks,"
        " close the tap on the wall. If water has come onto the floor, report a water leak here."
    ),
    "appliance_own.tv": N_(
        "A TV that you bought is yours, so the shop or a repair firm helps you. If only the picture or"
        " the channels are gone, call your operator (operatör)."
    ),
    "tv_internet.no_signal": N_(
        "Switch the box off, wait a minute and switch it on. If that does not help, call your operator"
        " (operatör), whom you pay for TV or internet. If they say that the socket in the wall is broken,"
        " come back and report the socket here."
    ),
    "smoke_alarm.battery": N_(
        "A short beep now and then means that the battery is old. Put in a new one and press the button:"
        " it must sound loud. If it stays silent, come back and report it here."
    ),
    "noise.now": N_(
        "Is somebody in danger? Call 112. Otherwise call the disturbance line (störningsjour):"
        " {disturbance_phone}. Do not wait for an answer here."
    ),
    "noise.repeated": N_(
        "Thank you for telling us. Only our office reads this, no caretaker. Write what you hear and at"
        " what times, but no names. When it happens, call {disturbance_phone}."
    ),
}

URGENCIES: dict[str, str] = {
    "E0": N_("Danger to life: call 112"),
    "E1": N_("Very urgent: call us first"),
    "E2": N_("Urgent"),
    "E3": N_("In the usual order"),
    "E4": N_("Can be planned"),
}

URGENCIES_RECORD: dict[str, str] = {
    "E0": N_("Danger to life – 112"),
    "E1": N_("Acute – phone first"),
    "E2": N_("Urgent order"),
    "E3": N_("Normal order"),
    "E4": N_("Planned order"),
}
