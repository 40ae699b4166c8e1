"""The columns of the conversions from second-hand to first-hand, in Swedish; nothing says who lives there."""

from bot.exports.sheets import Column
from bot.messages.conversions import GROUNDS, REFUSED, UNDONE
from bot.speech import RECORD, words
from storage.contract_lists import ConversionRow

SHEET = "Övergångar"
STATES = {"open": "pågår", "approved": "godkänd", "refused": "avslagen", "undone": "ångrad"}
_ = words(RECORD)


def _why(row: ConversionRow) -> str:
    reasons = {**REFUSED, **UNDONE}
    return _(reasons[row.why]) if row.why in reasons else ""


COLUMNS: list[Column[ConversionRow]] = [
    Column("Nr", 8, lambda row: row.id),
    Column("Objekt", 14, lambda row: row.object),
    Column("Läge", 12, lambda row: STATES[row.state]),
    Column("Grund", 36, lambda row: _(GROUNDS[row.ground]) if row.ground in GROUNDS else ""),
    Column("Underlagets dag", 15, lambda row: row.seen),
    Column("Sett av", 24, lambda row: row.seen_by),
    Column("Avtalsnummer", 22, lambda row: row.number),
    Column("Första hand från", 16, lambda row: row.effective),
    Column("Godkänt av", 40, lambda row: ", ".join(row.approved_by)),
    Column("Ångrat av", 40, lambda row: ", ".join(row.undone_by)),
    Column("Skäl", 28, _why),
]
