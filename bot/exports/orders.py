"""The columns of the work orders, in Swedish (domain facts 5.1)."""

import datetime

from bot.exports.sheets import Column
from bot.messages.fault_report import TIMES
from bot.messages.fault_words import CATEGORIES, ITEMS
from bot.messages.faults import moment
from bot.messages.work_orders import STATES
from bot.speech import RECORD, words
from storage.order_rows import OrderRow

SHEET = "Arbetsordrar"
# Where a fault in a shared place is, by its category (the spaces of a municipal company, domain facts 2.1).
SPACES = {
    "laundry": "Tvättstuga",
    "stairs_entry": "Uppgång",
    "waste": "Miljöbod",
    "yard": "Gården/Utomhus",
    "parking": "Bilplats",
    "storage": "Källare",
    "lift": "Hiss",
}
_ = words(RECORD)


def space(row: OrderRow) -> str:
    """The space (utrymme): the flat, or the kind of shared place."""
    category = row.fault.item.partition(".")[0]
    return "Lägenhet" if row.fault.place == "home" else SPACES.get(category, "Byggnad")


def category_of(row: OrderRow) -> str:
    return _(CATEGORIES[row.fault.item.partition(".")[0]])


def described(row: OrderRow) -> str:
    """The order in Swedish words, as a caretaker reads them: from the buttons that were pressed."""
    return f"{category_of(row)}: {_(ITEMS[row.fault.item])}"


def reachable(row: OrderRow) -> str:
    """When somebody is at home, and whether to call first; empty for a shared place."""
    if row.fault.place != "home":
        return ""
    return ", ".join([_(TIMES[row.fault.time]), *(["ring först"] if row.fault.call_first else [])])


def linked(row: OrderRow) -> str:
    """The numbers it hangs together with: the one it continues, the one it has become part of."""
    return ", ".join(str(number) for number in (row.fault.earlier, row.fault.merged) if number is not None)


def _yes(row: OrderRow, value: bool) -> str:
    return "" if row.fault.place != "home" else "ja" if value else "nej"


def _at(seconds: float | None) -> datetime.datetime | None:
    return None if seconds is None else moment(seconds).replace(tzinfo=None, microsecond=0)


def _day(iso: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None


COLUMNS: list[Column[OrderRow]] = [
    Column("Nr", 8, lambda row: row.fault.id),
    Column("Skapad", 18, lambda row: _at(row.fault.at)),
    Column("Objekt", 14, lambda row: row.object),
    Column("Adress", 30, lambda row: row.address),
    Column("Lägenhet", 10, lambda row: row.flat),
    Column("Utrymme", 16, space),
    Column("Kategori", 22, category_of),
    Column("Fel", 32, lambda row: _(ITEMS[row.fault.item])),
    Column("Klass", 7, lambda row: row.fault.urgency),
    Column("Huvudnyckel", 14, lambda row: _yes(row, row.fault.master_key)),
    Column("Husdjur", 9, lambda row: _yes(row, row.fault.pet)),
    Column("Nås", 24, reachable),
    Column("Svensk text", 44, described),
    Column("Hyresgästens ord", 50, lambda row: row.fault.words),
    Column("Status", 26, lambda row: _(STATES[row.fault.state])),
    Column("Lovad till", 17, lambda row: _at(row.fault.due)),
    Column("Planerad", 12, lambda row: _day(row.fault.planned)),
    Column("Utförd", 17, lambda row: _at(row.performed)),
    Column("Avslutad", 17, lambda row: _at(row.closed)),
    Column("Firma", 24, lambda row: row.fault.firm),
    Column("Firmans nr", 16, lambda row: row.fault.firm_reference),
    Column("Hör ihop med", 14, linked),
]
