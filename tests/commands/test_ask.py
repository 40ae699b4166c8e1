"""`ask`: a line a question, as documented."""

import io
import sys

import msgspec
import pytest

from tests.answers.conftest import ASKED, write_answers


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Other people's answers, and beside them what is learnt of them."""
    answers = tmp_path_factory.mktemp("ask") / "answers"
    for locale in ASKED:
        write_answers(answers, locale)
    return answers


@pytest.fixture
def ask(command, folder, monkeypatch):
    """Asks of the small library, learnt once for all these tests; returns code, lines and errors."""
    monkeypatch.setenv("HELAVAGEN_DATABASE", str(folder.parent / "house.sqlite3"))

    def call(*arguments: str):
        code, out, err = command("ask", "--answers", str(folder), *arguments)
        return code, out.splitlines(), err

    return call


def test_it_prints_one_object_a_line_for_each_question(ask):
    code, lines, _ = ask("--locale", "en", "--json", "When is the rent due?", "a fire in my kitchen", "🔥")
    first, second, third = (msgspec.json.decode(line) for line in lines)

    assert code == 0
    assert list(first) == ["question", "topic", "score", "emergency", "alternatives"]
    assert (first["question"], first["topic"], first["emergency"]) == (
        "When is the rent due?", "rent.when_due", False,
    )  # fmt: skip
    assert len(first["alternatives"]) >= 4
    assert second["emergency"] is True
    assert (third["topic"], third["emergency"]) == (None, False)
    assert len(third["alternatives"]) >= 4


def test_questions_come_from_standard_input_when_none_are_given(ask, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("متى أدفع الإيجار؟\n\n  lift broken \n"))
    _, lines, _ = ask("--locale", "fa", "--json")

    assert [msgspec.json.decode(line)["question"] for line in lines] == ["متى أدفع الإيجار؟", "lift broken"]
    assert msgspec.json.decode(lines[0])["alternatives"][0] == "rent.when_due"


def test_people_are_shown_the_same(ask):
    _, lines, _ = ask("When is the rent due?", "a fire in my kitchen")

    assert lines[0] == "When is the rent due?"
    assert lines[1].strip().startswith("rent.when_due ")
    assert lines[3].strip().startswith("EMERGENCY ")


def test_what_is_learnt_is_learnt_once_and_never_takes_the_bots_own_place(ask, folder):
    ask("lift")
    own = folder.parent / "house.answers-1.bin"
    own.write_bytes(b"the bot's own")
    _, _, err = ask("lift")

    assert "learning" not in err
    assert own.exists()
    assert len(list(folder.parent.glob("other.answers-*.bin"))) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--locale", "xx", "hej"), "--locale xx: is none of sv, ar, fa_AF, en"),
        (("--answers", "/no/such/folder", "hej"), "there is no such folder"),
    ],
)
def test_a_wrong_option_is_one_line(command, arguments, says):
    code, _, err = command("ask", *arguments)

    assert code == 2
    assert says in err
    assert err.count("\n") == 1


def test_answers_that_cannot_be_read_are_named(command, tmp_path):
    file = tmp_path / "en" / "answers" / "lift.md"
    file.parent.mkdir(parents=True)
    file.write_text("no front matter", "utf-8")
    code, _, err = command("ask", "--answers", str(tmp_path), "hej")

    assert code == 2
    assert f"{file}:1: " in err
