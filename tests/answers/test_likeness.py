"""Questions that ask the same stand together, and others do not."""

from bot.answers.likeness import groups, likeness, pieces

ASKED = [
    "nar ska jag betala hyran",
    "far jag ha katt",
    "nar betalar man hyra",
    "far jag ha hund",
    "var finns bussen",
    "katt",
    "var finns busen",
    "هل يمكنني تربيه قطه",
    "هل يمكن تربيه قطه",
    "ميتوانم سگ داشته باشم",
]


def test_what_asks_the_same_stands_together_behind_the_first_of_it() -> None:
    assert groups(ASKED) == [[0, 2], [1, 5], [3], [4, 6], [7, 8], [9]]


def test_short_words_that_every_question_has_say_little() -> None:
    assert groups(["far jag ha katt hemma", "far jag ha grill hemma"]) == [[0], [1]]


def test_each_question_is_in_one_group_and_nothing_is_lost() -> None:
    found = groups(ASKED)
    assert sorted(place for members in found for place in members) == list(range(len(ASKED)))
    assert groups([]) == []
    assert groups(["", "a", ""]) == [[0], [1], [2]]


def test_likeness_goes_from_nothing_to_the_same() -> None:
    katt = pieces("far jag ha katt")
    assert likeness(katt, katt) == 1
    assert likeness(katt, pieces("bil")) == 0
    assert likeness(pieces(""), katt) == 0
