"""`check`: looks over everything and changes nothing."""

import re
import sqlite3

import pytest

from bot import catalogues
from bot.commands import check
from bot.settings import Settings
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


def test_check_counts_the_texts_nobody_has_reviewed(database):
    notices = [each for each in check.findings() if each.what == "words" and each.level == "notice"]

    assert all(re.search(r"(sv|ar|fa_AF): \d+ of \d+ texts", each.text) for each in notices)


def test_a_text_with_the_name_of_its_reader_is_not_counted(tmp_path):
    file = tmp_path / "messages.po"
    file.write_text(
        '# reviewed: Zahra Example, 2026-12-01\nmsgid "Yes"\nmsgstr "Ja"\n\nmsgid "No"\nmsgstr "Nej"\n'
    )

    assert check._unreviewed(file) == (2, 1)


def test_check_counts_what_the_database_holds(command, seeded):
    code, out, _ = command("check")

    assert code == 0
    assert "60 homes" in " ".join(out.replace("│", " ").split())


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


def test_check_tells_a_damaged_database(database):
    database.write_bytes(b"not a database at all" * 100)

    assert _levels(check.findings(Settings(database=database, company=SAMPLE)))["database"] == {"error"}


def test_check_ends_with_1_where_a_setting_or_the_profile_is_wrong(command, tmp_path, monkeypatch):
    monkeypatch.setenv("HELAVAGEN_COMPANY", str(tmp_path / "nowhere.toml"))
    assert command("check")[0] == 1
    monkeypatch.setenv("HELAVAGEN_RATE", "fast")
    code, out, _ = command("check")
    assert code == 1
    assert "HELAVAGEN_RATE" in out


def test_check_shows_the_first_faults_of_the_catalogues_and_counts_the_rest(database, tmp_path):
    words = tmp_path / "locale"
    for locale in catalogues.PLURALS:
        (words / locale).mkdir(parents=True)
        (words / locale / "messages.po").write_text("")
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
