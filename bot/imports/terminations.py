"""`import terminations`: notices to quit from the company's system. Read twice they are registered once: by
the contract's number and the day of the notice. They are numbered when the desk confirms them.
"""

import datetime
import sqlite3

from bot.imports.report import Report
from bot.imports.tables import Fault, Row, identity, moment, read
from storage import homes, vacancies, vacancy_acts
from storage.vacancies import Vacancy
from storage.vacancy_acts import Known
from storage.vacancy_leases import Tied

COLUMNS: dict[str, tuple[str, ...]] = {
    "contract": ("Kontrakt", "Kontraktsnummer", "Kontraktnr", "Avtal", "Avtalsnummer", "Contract number"),
    "object": ("Objekt", "Objektnr", "Objektsnummer", "Objektnummer", "Object number"),
    "notice": ("Uppsägning inkom", "Uppsagt", "Uppsägningsdatum", "Inkom", "Notice received"),
    "last_day": ("Sista dag", "Upphör", "Avflyttning", "T.o.m.", "Last day"),
    "reason": ("Orsak", "Orsakskod", "Reason"),
    "withdrawn": ("Återtagen", "Återtaget", "Återkallad", "Withdrawn"),
}
NEEDED = ("contract", "object", "notice", "last_day")
# What the reason of the file means: "" for one that counts (domain facts 1.5).
REASONS = {
    "": "",
    "uppsägning": "",
    "avflyttning": "",
    "internflytt": "",
    "dödsbo": "",
    "vräkning": "",
    "avhysning": "",
    "byte": "exchange",
    "lägenhetsbyte": "exchange",
    "överlåtelse": "takeover",
    "övertagande": "takeover",
    "andrahand till förstahand": "conversion",
    "förstahand": "conversion",
    "block": "block_return",
    "blockförhyrning": "block_return",
    "specialbostad": "special_housing",
    "särskilt boende": "special_housing",
    "lokal": "premises",
    "bilplats": "premises",
    "garage": "premises",
    "rivning": "leaving_stock",
    "försäljning": "leaving_stock",
    "renovering": "leaving_stock",
    "nyproduktion": "new_production",
    **{reason: reason for reason in vacancy_acts.EXCLUDED},
}


def take_in(db: sqlite3.Connection, content: bytes, now: float) -> Report:
    """Registers what is new and withdraws what the file says is withdrawn. Raises TableError."""
    report = Report()
    for row in read(content, COLUMNS, NEEDED):
        try:
            _take(db, row, report, now)
        except Fault as fault:
            report.reject(row.number, str(fault))
    return report


# Why a contract on the home does not let it be, in the words of the report.
TIED = {
    "begun": "lägenheten är redan uthyrd på nytt och det kontraktet har börjat gälla",
    "changing": "kontraktet på lägenheten håller på att ändras: gör klart det först",
    "over": "kontraktets sista dag har redan varit",
}


def _take(db: sqlite3.Connection, row: Row, report: Report, now: float) -> None:
    """Takes a row whole or not at all."""
    db.execute("SAVEPOINT row")
    try:
        done = _take_row(db, row, now)
    except Tied as tied:
        db.execute("ROLLBACK TO row")
        raise Fault(TIED[tied.why]) from tied
    finally:
        db.execute("RELEASE row")
    for each in done:
        report.add(each)


def _take_row(db: sqlite3.Connection, row: Row, now: float) -> list[str]:
    """What was done, in the words of the report."""
    contract = identity(row, "contract", "Kontraktsnumret")
    number = identity(row, "object", "Objektsnumret")
    if vacancy_acts.is_persons(contract):
        raise Fault("kontraktsnumret ser ut som ett personnummer")
    home = homes.by_object(db, number)
    if home is None:
        raise Fault(f"objektet {number} finns inte")
    notice = moment(row, "notice", "Dagen då uppsägningen inkom")
    last_day = moment(row, "last_day", "Sista dagen")[:10]
    if not notice or not last_day:
        raise Fault("dagen då uppsägningen inkom eller sista dagen saknas")
    if last_day < notice[:10]:
        raise Fault(f"sista dagen {last_day} är före uppsägningen {notice[:10]}")
    withdrawn = row.is_yes("withdrawn") or bool(moment(row, "withdrawn", "Dagen för återtagandet"))
    try:
        stands = vacancy_acts.register(
            db, home, contract, notice, datetime.date.fromisoformat(last_day), _reason(row), None, now
        )
        done = ["added"]
    except Known as known:
        stands = known.vacancy
        _compare(stands, home.id, contract, notice)
        ends = datetime.date.fromisoformat(last_day)
        moves = ends != stands.last_day and (stands.state, "dated") in vacancies.TRANSITIONS
        if moves:
            vacancy_acts.set_last_day(db, stands.id, ends, None, now)
        done = ["changed" if moves else "same"]
    if (
        withdrawn
        and (stands.state, "withdrawn") in vacancies.TRANSITIONS
        and _is_same(stands, contract, notice)
    ):
        vacancy_acts.withdraw(db, stands.id, "stays", None, now)
        done.append("withdrawn")
    return done


def _is_same(stands: Vacancy, contract: str, notice: str) -> bool:
    same = stands.contract.casefold() == " ".join(contract.split()).casefold()
    return same and stands.notice[:10] == notice[:10]


def _compare(stands: Vacancy, home: int, contract: str, notice: str) -> None:
    """Raises Fault for a row that cannot be beside what is registered."""
    if not _is_same(stands, contract, notice):
        raise Fault(f"lägenheten är redan uppsagd: kontrakt {stands.contract}, inkom {stands.notice[:10]}")
    if stands.home != home:
        raise Fault(f"kontrakt {stands.contract} från samma dag gäller en annan lägenhet")


def _reason(row: Row) -> str:
    written = row.text("reason").casefold()
    if written not in REASONS:
        raise Fault(f"orsaken {row.text('reason')} är okänd")
    return REASONS[written]
