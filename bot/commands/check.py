"""`check`: settings, company profile, catalogues and database looked over, and nothing changed."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot import catalogues
from bot.answering import Answering
from bot.answers import library
from bot.messages.company_values import unknown
from bot.settings import Company, Settings, SettingsError, read_company, read_settings
from bot.speech import LOCALES
from bot.topics import GROUP_OF
from storage import answer_texts, audit, ledger_check, vacancy_lists
from storage.database import known_migrations

COLOURS = {"ok": "green", "notice": "yellow", "error": "bold red"}
SHOWN = 10
COUNTED = ("areas", "houses", "homes", "households", "people")


class Finding(msgspec.Struct, frozen=True):
    """A line of the table. A `notice` is worth knowing; an `error` keeps the bot from doing its work."""

    what: str
    level: Literal["ok", "notice", "error"]
    text: str


def act(only_ledger: bool = False) -> int:
    """Prints what was found, or only what the ledger says. Returns 0 when nothing is an error, else 1."""
    found = list(ledger_findings() if only_ledger else findings())
    table = Table()
    for heading in ("what", "", "found"):
        table.add_column(heading, overflow="fold")
    for each in found:
        colour = COLOURS[each.level]
        table.add_row(each.what, f"[{colour}]{each.level}[/]", escape(each.text))
    errors = sum(each.level == "error" for each in found)
    notices = sum(each.level == "notice" for each in found)
    Console().print(table, f"errors: {errors}, notices: {notices}")
    return 1 if errors else 0


def findings(settings: Settings | None = None, words: Path = catalogues.FOLDER) -> Iterator[Finding]:
    """What there is to say about this installation; of the environment if no settings are given."""
    try:
        settings = settings or read_settings()
    except SettingsError as error:
        yield Finding("settings", "error", str(error))
        return
    yield from _settings(settings)
    yield from _company(settings.company)
    yield from _words(words)
    yield from _answers(settings.company)
    yield from _kept(settings.database, _profile(settings.company))


def _profile(path: Path) -> Company | None:
    try:
        return read_company(path)
    except SettingsError:
        return None  # said already


def ledger_findings(settings: Settings | None = None) -> Iterator[Finding]:
    """Every decision of the one-in-five ledger recomputed; of the environment if no settings are given."""
    try:
        settings = settings or read_settings()
        company = read_company(settings.company)
    except SettingsError as error:
        yield Finding("settings", "error", str(error))
        return
    found = list(_kept(settings.database, company))
    ours = [each for each in found if each.what in ("ledger", "audit") or each.level == "error"]
    yield from ours or found


def _kept(database: Path, company: Company | None) -> Iterator[Finding]:
    """The database, and whether the profile still has the rules that flats were decided by."""
    found = list(_database(database))
    yield from found
    if company is not None and any(each.what == "ledger" for each in found):
        yield from _rules(database, company)


def _rules(database: Path, company: Company) -> Iterator[Finding]:
    """Whether the company profile still says of each rule what flats were decided by."""
    said = {f"{policy.begins}": policy for policy in company.allocation}
    db = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        for used in ledger_check.policies(db):
            now = said.get(used.begins)
            if now is None or (*now.share, now.substitutes) != (used.part, used.whole, used.substitutes):
                yield Finding(
                    "ledger",
                    "error",
                    f"flats were decided by the rule of {used.begins}: {used.part} of {used.whole},"
                    f" {used.substitutes} made up for a year. `[[allocation]]` says otherwise: what was"
                    " decided stays, and a change needs a rule with a day of its own",
                )
    finally:
        db.close()


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.token:
        yield Finding("token", "ok", f"is set, for the bot with id {settings.bot_id}")
    else:
        yield Finding("token", "notice", "HELAVAGEN_TOKEN is not set: `run` needs it, `try` does not")
    rate = "without limits" if settings.rate is None else f"{settings.rate:g} messages a second"
    yield Finding("Telegram", "ok", f"{settings.api_url}, {rate}")
    webhook = settings.webhook
    way = f"brought to {webhook.url}, listening on port {webhook.port}" if webhook else "asked for by polling"
    yield Finding("updates", "ok", way)


def _company(path: Path) -> Iterator[Finding]:
    try:
        company = read_company(path)
    except SettingsError as error:
        yield Finding("company", "error", str(error))
        return
    yield Finding("company", "ok", f"{company.name} ({path})")
    numbers = {
        "emergency": company.emergency.phone,
        "daytime": company.emergency.day_phone,
        "disturbance": company.emergency.disturbance_phone,
        "desk": company.desk.phone,
    }
    yield Finding("phones", "ok", ", ".join(f"{name} {phone}" for name, phone in numbers.items() if phone))
    if not company.faults.common:
        yield Finding("faults", "notice", "`faults.common` is empty: no fault stands on the first screen")


def _words(folder: Path) -> Iterator[Finding]:
    problems = catalogues.problems(folder)
    yield from (Finding("words", "error", problem) for problem in problems[:SHOWN])
    if len(problems) > SHOWN:
        yield Finding("words", "error", f"and {len(problems) - SHOWN} more of this kind")
    if problems:
        return
    yield Finding("words", "ok", f"complete in {', '.join(catalogues.PLURALS)}")
    for locale in catalogues.PLURALS:
        total, unreviewed = _unreviewed(folder / locale / "messages.po")
        if unreviewed:
            text = f"{locale}: {unreviewed} of {total} texts without a named native reader"
            yield Finding("words", "notice", text)


def _unreviewed(catalogue: Path) -> tuple[int, int]:
    """How many texts there are, and how many have no comment "# reviewed: name, date" above them."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 (slow to import, and only needed here)

    with catalogue.open("rb") as file:
        texts = [message for message in read_po(file) if message.id]
    unread = [
        text for text in texts if not any(comment.startswith("reviewed: ") for comment in text.user_comments)
    ]
    return len(texts), len(unread)


def _answers(path: Path) -> Iterator[Finding]:
    """What there is to say about the answers; nothing where the profile cannot be read, or has none."""
    try:
        company = read_company(path)
        if not company.rooms.questions:
            return
        answers = Answering(company)
        yield from _shipped(answers)
    except SettingsError:
        return
    except (library.LibraryError, ValueError) as error:
        yield Finding("answers", "error", str(error))
        return
    for topic in GROUP_OF:
        lacks = {locale: answers.lacks(topic, locale) for locale in LOCALES}
        keys = list(dict.fromkeys(key for found in lacks.values() for key in found))
        if keys:
            readers = ", ".join(locale for locale, found in lacks.items() if found)
            text = f"{topic} is withheld ({readers}): {', '.join(f'`{key}`' for key in keys)} is missing"
            yield Finding("answers", "notice", text)


def _shipped(answers: Answering) -> Iterator[Finding]:
    wrong = [f"{locale}: {fault}" for locale in LOCALES for fault in _faults(answers, locale)]
    wrong += library.problems(library.read_library(catalogues.FOLDER))
    yield from (Finding("answers", "error", text) for text in wrong[:SHOWN])
    if len(wrong) > SHOWN:
        yield Finding("answers", "error", f"and {len(wrong) - SHOWN} more of this kind")
    if not wrong:
        yield Finding("answers", "ok", f"{len(GROUP_OF)} topics in {', '.join(LOCALES)}")
    for locale in LOCALES:
        texts = [answers.text(topic, 0, locale) for topic in GROUP_OF]
        unreviewed = sum(text is not None and not text.reviewed for text in texts)
        if unreviewed:
            counted = f"{locale}: {unreviewed} of {len(texts)} answers without a named native reader"
            yield Finding("answers", "notice", counted)


def _faults(answers: Answering, locale: str) -> Iterator[str]:
    for topic in GROUP_OF:
        found = answers.text(topic, 0, locale)
        if found is None:
            yield f"there is no answer {topic}"
        else:
            yield from (f"nobody fills {{{name}}} in {topic}" for name in unknown(found.text))


def _database(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding("database", "ok", f"{path} does not exist yet: the first `run` makes it")
        return
    # Read-only: to look must neither bring the schema up nor make a file.
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        db = sqlite3.connect(uri, uri=True)
        try:
            yield from _content(db, path)
        finally:
            db.close()
    except sqlite3.Error as error:
        yield Finding("database", "error", f"{path}: {error}")


def _content(db: sqlite3.Connection, path: Path) -> Iterator[Finding]:
    def one(statement: str) -> str:
        return str(db.execute(statement).fetchone()[0])

    have, newest = int(one("PRAGMA user_version")), known_migrations()[-1][0]
    if have > newest:
        text = f"{path} has schema {have}, this program knows up to {newest}: start the newer program"
        yield Finding("database", "error", text)
        return
    health = one("PRAGMA quick_check(1)")
    if health != "ok":
        yield Finding("database", "error", f"{path} is damaged: {health}")
        return
    if have < newest:
        text = f"{path} has schema {have}: the next start brings it to {newest}; make a backup first"
        yield Finding("database", "notice", text)
        return
    yield Finding("database", "ok", f"{path}, schema {have}, {_counts(one)}")
    yield from _changed(db)
    yield from _ledger(db)
    broken = audit.broken(db)
    if broken is not None:
        yield Finding("audit", "error", f"line {broken} is not as it was written: the chain is broken there")
    else:
        yield Finding("audit", "ok", f"{audit.count(db)} lines, and the chain is whole")


def _changed(db: sqlite3.Connection) -> Iterator[Finding]:
    """Answers that the desk has changed in one language, and that have not followed in another."""
    for topic in answer_texts.touched(db):
        version = answer_texts.latest(db, topic)
        old = [locale for locale in LOCALES if answer_texts.is_old(db, topic, locale, version)]
        if old:
            text = f"{topic} has not followed a change in another language: {', '.join(old)}"
            yield Finding("answers", "notice", text)


def _ledger(db: sqlite3.Connection) -> Iterator[Finding]:
    wrong = list(ledger_check.problems(db))
    yield from (Finding("ledger", "error", text) for text in wrong[:SHOWN])
    if len(wrong) > SHOWN:
        yield Finding("ledger", "error", f"and {len(wrong) - SHOWN} more of this kind")
    if not wrong:
        n = vacancy_lists.count(db)
        yield Finding("ledger", "ok", f"{n} flats settled, and every decision follows from the ledger")


def _counts(one: Callable[[str], str]) -> str:
    return ", ".join(f"{one(f'SELECT count(*) FROM {table}')} {table}" for table in COUNTED)
