"""`check`: looks over everything and changes nothing."""

import re
import sqlite3

import pytest

from bot import catalogues
from bot.commands import check
from bot.settings import Settings, Webhook
from storage import answer_texts, people
from tests.commands.conftest import SAMPLE


def _levels(findings) -> dict[str, set[str]]:
    levels: dict[str, set[str]] = {}
    for each in findings:
        levels.setdefault(each.what, set()).add(each.level)
    return levels


def test_check_is_clean_on_the_sample_and_changes_nothing(command, database):
    code, out, _ = command("check")

    assert code == 0
    assert "errors: 0" in out
    assert not database.exists()


@pytest.fixture
def words(tmp_path):
    """A folder of complete catalogues with two texts; in Swedish one of them has been reviewed."""
    folder = tmp_path / "locale"
    for locale, (forms, expression) in catalogues.PLURALS.items():
        (folder / locale).mkdir(parents=True)
        reviewed = "# reviewed: Anna Dahl, 2026-12-01\n" if locale == "sv" else ""
        (folder / locale / "messages.po").write_text(
            'msgid ""\nmsgstr ""\n'
            f'"Language: {locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
            f'"Plural-Forms: nplurals={forms}; plural={expression};\\n"\n\n'
            f'{reviewed}msgid "Yes"\nmsgstr "Ja"\n\n# a remark\nmsgid "No"\nmsgstr "Nej"\n'
        )
    (folder / "messages.pot").write_text('msgid "Yes"\nmsgstr ""\n\nmsgid "No"\nmsgstr ""\n')
    return folder


def test_check_counts_the_texts_that_no_named_reader_has_been_through(database, words):
    found = check.findings(Settings(database=database, company=SAMPLE), words)

    assert [(each.level, each.text) for each in found if each.what == "words"] == [
        ("ok", "complete in sv, ar, fa_AF"),
        ("notice", "sv: 1 of 2 texts without a named native reader"),
        ("notice", "ar: 2 of 2 texts without a named native reader"),
        ("notice", "fa_AF: 2 of 2 texts without a named native reader"),
    ]


def test_check_names_each_answer_that_is_withheld_with_the_key_that_is_missing(database, tmp_path):
    profile = tmp_path / "company.toml"
    text = SAMPLE.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("quiet_", "site =", "key_cost"))]
    profile.write_text("\n".join(lines).replace('"board"', '"web"'), encoding="utf-8")

    found = [
        each
        for each in check.findings(Settings(database=database, company=profile))
        if each.what == "answers"
    ]

    assert {each.level for each in found} == {"ok", "notice"}
    withheld = [each.text for each in found if "withheld" in each.text]
    assert "laundry.book is withheld (sv, ar, fa_AF, en): `answers.site` is missing" in withheld
    assert any(
        text.startswith("noise.neighbours") and "`answers.quiet_from`, `answers.quiet_until`" in text
        for text in withheld
    )
    assert any(text.startswith("keys.lost_locked_out") and "`answers.key_cost`" in text for text in withheld)
    of_sample = check.findings(Settings(database=database, company=SAMPLE))
    assert not [each for each in of_sample if "withheld" in each.text]


def test_check_says_nothing_of_answers_where_the_room_is_closed(database, tmp_path):
    profile = tmp_path / "company.toml"
    text = SAMPLE.read_text(encoding="utf-8")
    profile.write_text(text.replace("questions = true", "questions = false"), encoding="utf-8")

    found = check.findings(Settings(database=database, company=profile))

    assert not [each for each in found if each.what == "answers"]


def test_a_catalogue_that_is_all_reviewed_is_no_notice(database, words):
    for file in words.glob("*/messages.po"):
        text = file.read_text().replace("# a remark", "# reviewed: B, 2026-12-02")
        file.write_text(text.replace('msgid "Yes"', '# reviewed: B, 2026-12-02\nmsgid "Yes"'))

    found = check.findings(Settings(database=database, company=SAMPLE), words)

    assert [each.level for each in found if each.what == "words"] == ["ok"]


def test_check_says_how_updates_come(database):
    polling = Settings(database=database, company=SAMPLE)
    webhook = Settings(
        database=database, company=SAMPLE, webhook=Webhook("https://bot.example.org", 8080, "s3cret")
    )

    said = [each.text for way in (polling, webhook) for each in check.findings(way) if each.what == "updates"]

    assert said == ["asked for by polling", "brought to https://bot.example.org, listening on port 8080"]


def test_check_counts_what_the_database_holds(command, seeded):
    code, out, _ = command("check")

    assert code == 0
    assert "60 homes" in " ".join(out.replace("│", " ").split())


def test_check_of_the_ledger_recomputes_every_decision_and_says_only_that(command, db):
    code, out, _ = command("check", "--ledger")
    assert code == 0
    assert "every decision follows from the ledger" in out
    assert "the chain is whole" in out
    assert "catalogue" not in out and "token" not in out

    db.executescript("DROP TRIGGER ledger_stays; UPDATE ledger SET goes = 'unit' WHERE number = 4;")
    code, out, _ = command("check", "--ledger")
    assert code == 1
    assert "number 4 goes to the unit, by the rule to the queue" in " ".join(out.replace("│", " ").split())
    assert command("check")[0] == 1


def test_check_finds_where_the_audit_was_changed(command, db):
    db.executescript("DROP TRIGGER audit_stays; UPDATE audit SET person = 7 WHERE line = 3;")

    code, out, _ = command("check", "--ledger")

    assert code == 1
    assert "line 3 is not as it was written" in " ".join(out.replace("│", " ").split())


def test_a_rule_that_flats_were_decided_by_cannot_be_changed_afterwards(seeded, database, tmp_path):
    profile = tmp_path / "company.toml"
    profile.write_text(SAMPLE.read_text().replace("share = [1, 5]", "share = [1, 4]"), encoding="utf-8")

    for found in (check.findings, check.ledger_findings):
        wrong = [
            each for each in found(Settings(database=database, company=profile)) if each.level == "error"
        ]
        assert [each.what for each in wrong] == ["ledger"]
        assert "decided by the rule of 2026-01-01: 1 of 5" in wrong[0].text


def test_check_of_the_ledger_without_a_database_or_a_profile_says_so(database, tmp_path):
    nothing = list(check.ledger_findings(Settings(database=database, company=SAMPLE)))
    assert [(each.what, each.level) for each in nothing] == [("database", "ok")]
    nowhere = Settings(database=database, company=tmp_path / "none.toml")
    assert [each.level for each in check.ledger_findings(nowhere)] == ["error"]


@pytest.mark.parametrize(
    ("version", "level", "said"),
    [(9999, "error", "start the newer program"), (0, "notice", "a backup first")],
)
def test_check_tells_another_schema_and_leaves_it_alone(database, tmp_path, version, level, said):
    db = sqlite3.connect(database)
    db.execute(f"PRAGMA user_version = {version}")
    db.execute("CREATE TABLE something (id)")
    db.close()

    found = [
        each
        for each in check.findings(Settings(database=database, company=SAMPLE))
        if each.what == "database"
    ]

    assert [each.level for each in found] == [level]
    assert said in found[0].text
    db = sqlite3.connect(database)
    assert db.execute("PRAGMA user_version").fetchone() == (version,)
    db.close()


def test_check_tells_a_file_that_is_no_database(database):
    database.write_bytes(b"not a database at all" * 100)

    assert _levels(check.findings(Settings(database=database, company=SAMPLE)))["database"] == {"error"}


def test_check_tells_a_damaged_database(command, seeded, database):
    with sqlite3.connect(database) as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'people'").fetchone()[0]
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    with database.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)

    found = list(check.findings(Settings(database=database, company=SAMPLE)))

    assert _levels(found)["database"] == {"error"}
    assert "is damaged" in found[-1].text


def test_check_ends_with_1_where_a_setting_or_the_profile_is_wrong(command, tmp_path, monkeypatch):
    monkeypatch.setenv("HELAVAGEN_COMPANY", str(tmp_path / "nowhere.toml"))
    assert command("check")[0] == 1
    monkeypatch.setenv("HELAVAGEN_RATE", "fast")
    code, out, _ = command("check")
    assert code == 1
    assert "HELAVAGEN_RATE" in out


def test_check_shows_the_first_faults_of_the_catalogues_and_counts_the_rest(database, words):
    (words / "messages.pot").write_text("".join(f'msgid "Text {n}"\nmsgstr ""\n\n' for n in range(20)))

    settings = Settings(database=database, company=SAMPLE, token="42:abc", rate=None)
    found = [each for each in check.findings(settings, words) if each.what == "words"]

    assert {each.level for each in found} == {"error"}
    assert len(found) == check.SHOWN + 1
    assert re.fullmatch(r"and \d+ more of this kind", found[-1].text)


def test_check_notices_a_first_screen_without_faults(database, tmp_path):
    path = tmp_path / "company.toml"
    path.write_text('name = "P"\n[emergency]\nphone = "+46980319200"\n'
                    '[desk]\nphone = "+46980319230"\naddress = "Storgatan 1"\n')  # fmt: skip

    assert _levels(check.findings(Settings(database=database, company=path)))["faults"] == {"notice"}


def test_check_names_the_answers_that_have_not_followed_a_change(database, db):
    person = people.add(db, 1, 1.0)
    people.give_work(db, person, "staff")
    stina = people.get(db, person)
    answer_texts.write(db, "deposit", "sv", "Nytt.", stina, 1.0)
    answer_texts.confirm(db, "deposit", "en", stina, 2.0)

    found = check.findings(Settings(database=database, company=SAMPLE))

    assert [each.text for each in found if "not followed" in each.text] == [
        "deposit has not followed a change in another language: ar, fa_AF"
    ]
