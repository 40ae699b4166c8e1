"""The columns of the one-in-five ledger, in Swedish (domain facts 5.1)."""

import datetime

from bot.exports.sheets import Column
from bot.messages.faults import moment
from bot.messages.vacancies import EXCLUDED, PUT_ASIDE, REASONS, STATES
from bot.speech import RECORD, words
from storage.vacancy_lists import Entry

SHEET = "Uppsagda lägenheter"
_ = words(RECORD)


def _rule(entry: Entry) -> str:
    policy = entry.vacancy.policy
    return f"{policy.part} av {policy.whole} från {policy.begins}" if policy is not None else ""


def _why(entry: Entry) -> str:
    """How it was decided, before anybody went against the rule."""
    if entry.vacancy.number is None:
        return ""
    if entry.vacancy.settles is not None:
        return "ersätter en annan"
    return "enhetens tur" if entry.vacancy.goes == "unit" else "kön"


def _reason(entry: Entry) -> str:
    known = PUT_ASIDE if entry.vacancy.state == "void" else REASONS
    return _(known[entry.vacancy.reason]) if entry.vacancy.reason else ""


def _arrived(entry: Entry) -> datetime.date | datetime.datetime:
    if len(entry.vacancy.notice) > 10:
        return datetime.datetime.fromisoformat(entry.vacancy.notice)
    return entry.vacancy.arrived


def _settled(entry: Entry) -> datetime.datetime | None:
    return None if entry.confirmed is None else moment(entry.confirmed).replace(tzinfo=None, microsecond=0)


COLUMNS: list[Column[Entry]] = [
    Column("Nr", 8, lambda entry: entry.vacancy.number),
    Column("Id", 8, lambda entry: entry.vacancy.id),
    Column("Objekt", 14, lambda entry: entry.object),
    Column("Område", 16, lambda entry: entry.area),
    Column("Adress", 30, lambda entry: entry.address),
    Column("Lägenhet", 10, lambda entry: entry.flat),
    Column("Rum", 6, lambda entry: entry.rooms),
    Column("Kontrakt", 16, lambda entry: entry.vacancy.contract),
    Column("Uppsägning inkom", 18, _arrived),
    Column("Sista dag", 12, lambda entry: entry.vacancy.last_day),
    Column("Bekräftad", 18, _settled),
    Column("Räknas", 9, lambda entry: "nej" if entry.vacancy.excluded else "ja"),
    Column(
        "Räknas inte för",
        30,
        lambda entry: _(EXCLUDED[entry.vacancy.excluded]) if entry.vacancy.excluded else "",
    ),
    Column("Regel", 22, _rule),
    Column("Plats i regeln", 14, lambda entry: entry.vacancy.place or None),
    Column("Enligt regeln", 18, _why),
    Column("Ersätter id", 12, lambda entry: entry.vacancy.settles),
    Column("Läge", 30, lambda entry: _(STATES[entry.vacancy.state])),
    Column("Skäl", 34, _reason),
    Column("Mot regeln", 12, lambda entry: "ja" if _overridden(entry) else ""),
    Column("Mot regeln för", 44, lambda entry: entry.vacancy.why if _overridden(entry) else ""),
]


def _overridden(entry: Entry) -> bool:
    """Whether two people have sent it elsewhere than the rule says."""
    return bool(entry.vacancy.override) and entry.vacancy.asked is None
