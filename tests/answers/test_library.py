"""The answers of a folder: read whole, or refused with file and line."""

import pytest

from bot.answers.library import LibraryError, problems, read_library
from tests.answers.conftest import write


def test_a_good_library_is_read_and_has_no_problems(answers):
    library = read_library(answers)
    page = library.pages["en"]["lift"]

    assert problems(library) == []
    assert set(library.pages) == {"ar", "en"}
    assert (page.answer.title, page.answer.text, page.answer.next) == ("lift", "An answer.", "call:desk")
    assert page.asked[0] == "The lift is broken"
    assert page.file.read_text("utf-8").splitlines()[page.lines[0] - 1].strip() == '- "The lift is broken"'
    assert library.not_ours["en"][1] == "Hello there"


def test_further_phrasings_are_added_where_there_is_such_an_answer(answers):
    asked = read_library(answers).asked({"en": {"lift": ["hiss"], "no.such": ["x"]}, "sv": {"lift": ["x"]}})

    assert asked["en"]["lift"][-1] == "hiss"
    assert "no.such" not in asked["en"]
    assert "sv" not in asked
    assert asked["en"][""][0] == "Hello there"


def test_wordings_by_contract_and_placeholders_are_read(tmp_path):
    file = write(tmp_path, "en", "rent", ["rent"], text="Pay at {site}. {rent_ways}")
    wordings = 'first_hand: "To {company}."\nsecond_hand: "To the {unit}."\nreviewed: ""'
    file.write_text(file.read_text("utf-8").replace('reviewed: ""', wordings), "utf-8")
    answer = read_library(tmp_path).pages["en"]["rent"].answer

    assert (answer.first_hand, answer.second_hand) == ("To {company}.", "To the {unit}.")
    assert answer.placeholders == {"site", "rent_ways", "company", "unit"}


def test_a_folder_without_answers_is_refused(tmp_path):
    with pytest.raises(LibraryError, match="no answers"):
        read_library(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("---\ntitle", "title", 1, "front matter"),
        ('reviewed: ""\n---', 'reviewed: ""', 1, "front matter"),
        ('title: "lift"', 'title: "lift', 4, "YAML"),
        ("related: []", "realted: []", 10, "misspelt"),
        ("related: []", "related: no", 10, "list"),
        ("related: []", "related: [[a]]", 10, "a text"),
        ('title: "lift"', "title: [lift]", 2, "a text"),
        ("next: call:desk\n", "", 1, "`next` is missing"),
        ('reviewed: ""', 'reviewed: ""\nnext: home', 12, "twice"),
        ('  - "lift noise"', '  - "lift noise: what"\n  - a: b', 9, "a text"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_line(answers, old, new, line, says):
    file = answers / "en" / "answers" / "lift.md"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(LibraryError, match=says) as error:
        read_library(answers)

    named, number, _ = str(error.value).split(":", 2)
    assert named == str(file)
    # A quote that is not closed is noticed where the next one opens.
    assert abs(int(number) - line) <= 1


def test_bytes_that_are_no_text_are_named(answers):
    (answers / "en" / "answers" / "lift.md").write_bytes(b"---\n\xff\xfe")

    with pytest.raises(LibraryError, match=r"lift\.md: cannot be read"):
        read_library(answers)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": "x" * 41}, "`title` must have 1 to 40"),
        ({"title": ""}, "`title` must have 1 to 40"),
        ({"text": ""}, "has no text"),
        ({"text": "Call {phone}."}, "no placeholder {phone}"),
        ({"text": "Call {}."}, "no placeholder {}"),
        ({"next": "dance"}, "`next: dance` is none of"),
        ({"next": "report:moon"}, "`next: report:moon` is none of"),
        ({"related": "moon"}, "there is no answer moon"),
        ({"related": "lift"}, "names the answer itself"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(answers, fields, says):
    file = write(answers, "en", "lift", ["The lift is broken"], **fields)

    found = problems(read_library(answers))

    assert len(found) == 1
    assert found[0].startswith(f"{file}:")
    assert says in found[0]


def test_one_wording_by_contract_without_the_other_is_said(answers):
    file = answers / "en" / "answers" / "lift.md"
    file.write_text(file.read_text("utf-8").replace("reviewed:", "first_hand: x\nreviewed:"), "utf-8")

    assert ["both or none" in each for each in problems(read_library(answers))] == [True]


def test_a_phrasing_without_words_and_an_answer_nobody_asks_for_are_said(answers):
    write(answers, "en", "lift", ["🛗"])
    file = write(answers, "ar", "lift", ["x"])
    file.write_text(file.read_text("utf-8").replace('asked:\n  - "x"', "asked: []"), "utf-8")
    found = problems(read_library(answers))

    assert [each.rsplit("/", 1)[1] for each in found] == [
        "lift.md:1: `asked` is empty",
        "lift.md:4: has no word",
    ]


def test_phrasings_that_are_alike_are_said_within_an_answer_between_answers_and_with_what_is_not_ours(
    answers,
):
    write(answers, "en", "lift", ["lift", "LIFT!", "rubbish", "Hello there!", "food  waste bag"])
    found = problems(read_library(answers))

    # The second place is named, in the order of the files.
    assert sorted(each.split(": is like ")[0].rsplit("/", 1)[1] for each in found) == [
        "lift.md:5", "not_ours.txt:1", "waste.sorting.md:7",
    ]  # fmt: skip


def test_what_one_language_lacks_is_said(answers):
    (answers / "ar" / "answers" / "lift.md").unlink()
    (answers / "ar" / "answers" / "not_ours.txt").unlink()

    found = problems(read_library(answers))

    assert [each.rsplit("/", 1)[1].split(":")[0] for each in found] == ["lift.md", "not_ours.txt"]
    assert all("is missing" in each for each in found)
