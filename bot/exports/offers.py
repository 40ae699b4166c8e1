"""The columns of the flats offered to the unit, in Swedish. Nobody's household stands in it."""

import datetime

from bot.exports.sheets import Column
from bot.messages.faults import moment
from bot.messages.offers import REASONS as WHY
from bot.messages.unit_offers import REASONS
from bot.speech import RECORD, words
from storage.offer_rows import OfferRow

SHEET = "Erbjudanden"
STATES = {
    "open": "väntar på hushåll",
    "matched": "hushåll tillfrågat",
    "let": "uthyrd",
    "declined": "återlämnad",
    "expired": "tiden slut",
    "void": "blev inte ledig",
}
_ = words(RECORD)


def _at(seconds: float | None) -> datetime.datetime | None:
    return None if seconds is None else moment(seconds).replace(tzinfo=None, microsecond=0)


def _why(row: OfferRow) -> str:
    given = sorted({each for each in row.why.split() if each in WHY})
    return ", ".join(_(WHY[each]) for each in given)


COLUMNS: list[Column[OfferRow]] = [
    Column("Nr", 6, lambda row: row.id),
    Column("Uppsägning", 12, lambda row: row.vacancy),
    Column("Objekt", 14, lambda row: row.object),
    Column("Adress", 30, lambda row: row.address),
    Column("Lägenhet", 10, lambda row: row.flat),
    Column("Rum", 6, lambda row: row.rooms),
    Column("Yta m²", 8, lambda row: f"{row.size:g}".replace(".", ",") if row.size is not None else None),
    Column("Hyra kr", 9, lambda row: row.rent),
    Column("Ledig från", 12, lambda row: datetime.date.fromisoformat(row.free_from)),
    Column("Erbjuden enheten", 18, lambda row: _at(row.offered)),
    Column("Enheten svarar senast", 20, lambda row: datetime.date.fromisoformat(row.match_by)),
    Column("Läge", 20, lambda row: STATES[row.state]),
    Column("Enhetens orsak", 28, lambda row: _(REASONS[row.reason]) if row.reason in REASONS else ""),
    Column("Avslutad", 18, lambda row: _at(row.ended)),
    Column("Tillfrågade hushåll", 18, lambda row: row.asked),
    Column("Tackade nej", 12, lambda row: row.declined),
    Column("Svarade inte i tid", 17, lambda row: row.silent),
    Column("Hushållens orsaker", 36, _why),
]
