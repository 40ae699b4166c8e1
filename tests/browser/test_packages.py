"""What `make setup` does about a browser, and what the tests do without one."""

import os
from pathlib import Path

import pytest

from tests.browser import packages
from tests.browser.conftest import demand

ALL = ["chromium", "fontconfig", "fonts-noto-core", "fonts-noto-color-emoji"]


class Machine:
    """The programs that can be found, and what was run of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "log"
        self.has("env", "shift; exec $@")

    def has(self, program: str, does: str = "") -> None:
        path = self._folder / program
        path.write_text(f"#!/bin/sh\necho {program} $@ >> {self._log}\n{does}\n")
        path.chmod(0o755)

    def ran(self) -> list[str]:
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return [line for line in lines if line.startswith(("apt-get", "sudo"))]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return Machine(tmp_path)


def test_nothing_is_said_or_done_where_all_is_there(machine, capsys) -> None:
    machine.has("chromium")
    machine.has("fc-list", "echo Noto Sans Arabic; echo Noto Color Emoji")
    packages.main()
    assert packages.missing() == []
    assert machine.ran() == []
    assert capsys.readouterr().out == ""


def test_root_has_what_is_missing_installed(machine, capsys) -> None:
    machine.has("apt-get")
    machine.has("fc-list", "echo Noto Color Emoji")
    packages.main()
    assert machine.ran() == [
        "apt-get -q -y update",
        "apt-get -q -y install --no-install-recommends chromium fonts-noto-core",
    ]
    assert capsys.readouterr().out == ""


def test_who_needs_no_password_has_it_installed_too(machine, monkeypatch, capsys) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine.has("apt-get")
    machine.has("true")
    machine.has("sudo", "shift; exec $@")
    packages.main()
    assert [line for line in machine.ran() if line.startswith("apt-get")][1].endswith(" ".join(ALL))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("user", "programs", "why"),
    [
        (0, {}, "there is no apt here"),
        (1000, {"apt-get": ""}, "apt needs a password here"),
        (1000, {"apt-get": "", "sudo": "exit 1"}, "apt needs a password here"),
        (0, {"apt-get": "echo no such package >&2; exit 100"}, "no such package"),
        (0, {"apt-get": "exit 100"}, "update failed"),
    ],
)
def test_where_apt_may_not_one_line_says_what_to_install(
    machine, monkeypatch, capsys, user, programs, why
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    for program, does in programs.items():
        machine.has(program, does)
    packages.main()
    said = capsys.readouterr().out
    assert said == f"The page will not be tested in a browser ({why}): sudo apt install {' '.join(ALL)}\n"


def test_without_a_browser_a_laptop_says_that_it_did_not_test_and_ci_fails(monkeypatch) -> None:
    demand([])
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"NOT RUN: .* chromium and fontconfig"):
        demand(ALL[:2])
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="NOT RUN"):
        demand(ALL)
