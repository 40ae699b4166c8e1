"""A database of its own for each test of a command, and the command line to work on it."""

import re
import sqlite3
from pathlib import Path

import msgspec
import pytest

from bot.__main__ import main
from storage import codes

SAMPLE = Path(__file__).parent.parent.parent / "company.toml"
CODE = re.compile(rf"[{codes.ALPHABET}]{{{codes.LENGTH}}}")


@pytest.fixture
def database(tmp_path, monkeypatch):
    """The path of the database that the commands of a test work on; there is none yet."""
    path = tmp_path / "test.sqlite3"
    for name in ("TOKEN", "API_URL", "RATE", "CLOCK"):
        monkeypatch.delenv(f"HELAVAGEN_{name}", raising=False)
    monkeypatch.setenv("HELAVAGEN_DATABASE", str(path))
    monkeypatch.setenv("HELAVAGEN_COMPANY", str(SAMPLE))
    return path


@pytest.fixture
def command(database, capsys):
    """Runs a command; returns its exit code, what it printed, and its errors."""

    def call(*arguments: str):
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def seeded(command):
    """The codes of a database with the made-up company."""
    return msgspec.json.decode(command("seed", "--json")[1])


@pytest.fixture
def db(seeded, database):
    connection = sqlite3.connect(database, isolation_level=None)
    yield connection
    connection.close()
