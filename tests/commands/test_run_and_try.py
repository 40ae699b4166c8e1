"""`run` and `try`: what they hand on, and one line where something is wrong."""

import os
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.commands import run as running
from bot.commands import theatre as trying
from bot.commands.line import app
from bot.engine.transport import TokenRefused
from bot.engine.webhook import CannotListen
from tests.commands.conftest import SAMPLE


def test_a_run_without_a_token_names_it_and_the_way_without(command):
    code, _, err = command("run")

    assert code == 2
    assert err.count("\n") == 1
    assert "HELAVAGEN_TOKEN" in err
    assert "python -m bot try" in err


@pytest.mark.parametrize("name", ["run", "try", "seed", "invite staff", "gallery x.html"])
def test_nothing_starts_without_the_emergency_number(command, tmp_path, monkeypatch, name):
    path = tmp_path / "company.toml"
    path.write_text(re.sub(r'(?m)^phone = "\+46980319200".*$', "", SAMPLE.read_text()))
    monkeypatch.setenv("HELAVAGEN_COMPANY", str(path))
    monkeypatch.setenv("HELAVAGEN_TOKEN", "42:abc")

    code, _, err = command(*name.split())

    assert code == 2
    assert f"{path}: `emergency.phone` is missing" in err
    assert err.count("\n") == 1


def test_a_database_of_a_newer_program_is_refused_in_one_line(command, seeded, db):
    db.execute("PRAGMA user_version = 9999")

    code, _, err = command("invite", "staff")

    assert code == 2
    assert "has schema 9999" in err
    assert err.count("\n") == 1


def test_a_fault_of_the_database_is_one_line(command, seeded, db):
    db.execute("DROP TABLE codes")

    code, _, err = command("invite", "staff")

    assert code == 2
    assert err == "error: the database: no such table: codes\n"


def test_an_unknown_command_and_help_end_as_they_should(command):
    assert command("dance")[0] == 2
    code, out, _ = command("--help")
    assert code == 0
    assert all(name in out for name in ("run", "try", "seed", "invite", "gallery", "check"))


def test_run_hands_settings_and_company_to_the_bot(command, monkeypatch):
    handed = []

    async def bot(settings, company):
        handed.append((settings.token, company.name))

    monkeypatch.setenv("HELAVAGEN_TOKEN", "42:abc")
    monkeypatch.setattr(running.app, "run", bot)

    assert command("run")[0] == 0
    assert CliRunner().invoke(app, ["run"]).exit_code == 0
    assert handed == [("42:abc", "Exempelbostäder")] * 2


def test_run_does_not_load_what_only_prints_tables(database):
    environment = os.environ | {"PYTHONPATH": str(SAMPLE.parent)}
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "run"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith("error: HELAVAGEN_TOKEN is not set")
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert "bot.app" in loaded
    assert not loaded & {"typer", "rich", "babel.messages", "bot.sandbox", "holidays", "PIL.Image"}


def test_a_token_that_telegram_refuses_is_one_line_without_the_token(command, monkeypatch):
    async def bot(settings, company):
        raise TokenRefused("Telegram does not know this token")

    monkeypatch.setenv("HELAVAGEN_TOKEN", "42:secret")
    monkeypatch.setattr(running.app, "run", bot)

    code, _, err = command("run")

    assert code == 2
    assert "HELAVAGEN_TOKEN" in err
    assert "secret" not in err


def test_a_webhook_port_that_is_taken_is_one_line_with_its_variable(command, monkeypatch):
    async def bot(settings, company):
        raise CannotListen(f"{settings.webhook.port}: Address already in use")

    monkeypatch.setenv("HELAVAGEN_TOKEN", "42:abc")
    monkeypatch.setenv("HELAVAGEN_WEBHOOK_URL", "https://bot.example.org")
    monkeypatch.setenv("HELAVAGEN_WEBHOOK_PORT", "8080")
    monkeypatch.setenv("HELAVAGEN_WEBHOOK_SECRET", "s3cret")
    monkeypatch.setattr(running.app, "run", bot)

    code, _, err = command("run")

    assert code == 2
    assert err == "error: HELAVAGEN_WEBHOOK_PORT: 8080: Address already in use\n"


def test_try_prints_the_address_of_the_page(command, tmp_path, monkeypatch):
    asked = []

    async def serve(port, company, folder, *, announce, ahead):
        asked.append((port, company, folder))
        announce("http://127.0.0.1:8099/")

    monkeypatch.setattr(trying.theatre, "serve", serve)

    code, out, _ = command("try", "--port", "8099", "--folder", str(tmp_path))

    assert code == 0
    assert "http://127.0.0.1:8099/" in out
    assert asked == [(8099, SAMPLE, tmp_path)]


def test_a_taken_port_is_said_with_the_way_out(command, monkeypatch):
    async def serve(port, company, folder, *, announce, ahead):
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(trying.theatre, "serve", serve)

    code, _, err = command("try")

    assert code == 2
    assert err == "error: port 8088: Address already in use; `try --port 0` takes any free one\n"
