"""What the answers say of this company: the values of their {placeholders}, a word or a sentence each."""

from collections.abc import Collection

from bot.messages.base import phone_shown
from bot.settings import Company
from bot.speech import N_, Copied, Words, left_to_right, placeholders

RENT_WAYS: dict[str, str] = {
    "ocr": N_("with the OCR number on the rent notice"),
    "e_invoice": N_("by e-invoice (e-faktura)"),
    "autogiro": N_("by direct debit (autogiro)"),
    "swish": N_("with Swish"),
    "office": N_("at our office"),
}
LAUNDRY_HOW: dict[str, str] = {
    "board": N_("You book a time on the board (bokningstavla) in the laundry room (tvättstuga)."),
    "app": N_("You book the laundry room (tvättstuga) in the app on your phone."),
    "phone": N_("You book the laundry room (tvättstuga) by phone: {phone}."),
    "web": N_("You book the laundry room (tvättstuga) on {site}."),
    "none": N_("You do not need to book the laundry room (tvättstuga): come when a machine is free."),
}
WASTE_KINDS: dict[str, str] = {
    "residual": N_("other rubbish (restavfall)"),
    "food": N_("food waste (matavfall)"),
    "paper": N_("paper packaging"),
    "plastic": N_("plastic packaging"),
    "metal": N_("metal packaging"),
    "clear_glass": N_("clear glass"),
    "coloured_glass": N_("coloured glass"),
    "newspapers": N_("newspapers"),
    "batteries": N_("batteries"),
    "light_bulbs": N_("light bulbs"),
    "electronics": N_("electrical things"),
}
# Placeholder -> the key of company.toml that it needs, where that may be left out.
NEEDS: dict[str, str] = {
    name: f"answers.{name}"
    for name in (
        *("unit", "unit_phone", "site", "quiet_from", "quiet_until", "min_temperature", "recycling_centre"),
        *("key_cost", "unlock_cost", "network", "rent_ways", "deposit", "laundry_how", "waste_kinds"),
    )
}
KNOWN = frozenset({"company", "jour", "bobutik", "desk_address", "desk_hours", *NEEDS})


def values(_: Words, company: Company) -> dict[str, object]:
    """The values that there are, by placeholder, in the reader's language."""
    desk = company.desk
    found: dict[str, object] = {
        "company": company.name,
        "jour": phone_shown(company.emergency.phone),
        "bobutik": phone_shown(desk.phone),
        "desk_address": desk.address,
        "desk_hours": hours(company),
        **_single(company),
        **_sentences(_, company),
    }
    return {name: value for name, value in found.items() if value is not None}


def missing(text: str, there: Collection[str], company: Company) -> list[str]:
    """The keys of company.toml that a text needs and that are not filled in; `there` are the placeholders
    that have a value.
    """
    lacking = [name for name in placeholders(text) if name not in there]
    # Laundry booked on the company's site needs to say where that is.
    web = company.answers.laundry_how == "web"
    needs = ["answers.site" if name == "laundry_how" and web else NEEDS[name] for name in lacking]
    return list(dict.fromkeys(needs))


def unknown(text: str) -> list[str]:
    """Placeholders of a text that nobody fills."""
    return [name for name in placeholders(text) if name not in KNOWN]


def hours(company: Company) -> Copied:
    """When the office is open: 09:00–15:00."""
    return left_to_right(f"{company.desk.open_from}–{company.desk.open_until}")


def _single(company: Company) -> dict[str, object]:
    given = company.answers
    return {
        "unit": given.unit,
        "unit_phone": None if given.unit_phone is None else phone_shown(given.unit_phone),
        "site": None if given.site is None else left_to_right(given.site),
        "quiet_from": given.quiet_from,
        "quiet_until": given.quiet_until,
        "min_temperature": given.min_temperature,
        "recycling_centre": given.recycling_centre,
        "key_cost": given.key_cost,
        "unlock_cost": given.unlock_cost,
        "network": given.network,
    }


def _sentences(_: Words, company: Company) -> dict[str, object]:
    """The values that are sentences of their own, in the reader's language, so they need no isolation."""
    given = company.answers
    said: dict[str, str | None] = {
        "rent_ways": None,
        "deposit": None,
        "laundry_how": None,
        "waste_kinds": None,
    }
    if given.rent_ways:
        ways = _listed(_, [RENT_WAYS[way] for way in given.rent_ways])
        said["rent_ways"] = _("You can pay {ways}.", ways=ways)
    if given.deposit is not None:
        said["deposit"] = (
            _("The deposit is {kronor} kronor.", kronor=given.deposit)
            if given.deposit
            else _("We take no deposit.")
        )
    if given.laundry_how is not None and not (given.laundry_how == "web" and given.site is None):
        said["laundry_how"] = _(
            LAUNDRY_HOW[given.laundry_how],
            phone=phone_shown(company.desk.phone),
            site=left_to_right(given.site or ""),
        )
    if given.waste_kinds:
        kinds = _listed(_, [WASTE_KINDS[kind] for kind in given.waste_kinds])
        said["waste_kinds"] = _("There are containers for {kinds}.", kinds=kinds)
    return {name: None if text is None else Copied(text) for name, text in said.items()}


def _listed(_: Words, names: list[str]) -> Copied:
    return Copied(_.list([_(name) for name in names]))
