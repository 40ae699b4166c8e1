"""README.md names every command, option and variable there is, and no other."""

import re
from pathlib import Path

import typer

from bot.commands.line import app

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_and_option_is_in_the_readme():
    documented = dict(re.findall(r"^\| `(\w+)([^`]*)` \|", README.partition("## Commands")[2], re.MULTILINE))
    there = {
        name: {option for each in command.params for option in each.opts if option.startswith("--")}
        for name, command in typer.main.get_command(app).commands.items()
    }

    assert {name: set(re.findall(r"--[\w-]+", text)) for name, text in documented.items()} == {
        name: options - {"--help"} for name, options in there.items()
    }


def test_every_variable_is_in_the_readme():
    read = set(re.findall(r"HELAVAGEN_[A-Z_]+", (ROOT / "bot" / "settings.py").read_text()))

    assert set(re.findall(r"^\| `(HELAVAGEN_[A-Z_]+)` \|", README, re.MULTILINE)) == read
