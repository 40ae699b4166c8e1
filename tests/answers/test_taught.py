"""What the office teaches is learnt beside what was shipped."""

from bot.answers.taught import with_taught

SHIPPED = {"sv": {"deposit": ["Deposition?"], "": ["Hej"]}, "ar": {"deposit": ["تأمين؟"]}}


def spelt(words: str) -> str:
    return words.casefold().strip("?")


def test_what_is_taught_is_added_to_its_topic_in_its_language() -> None:
    taught = [("sv", "pant", "deposit"), ("sv", "katt", ""), ("en", "cat", "swap")]
    assert with_taught(SHIPPED, taught, spelt) == {
        "sv": {"deposit": ["Deposition?", "pant"], "": ["Hej", "katt"]},
        "ar": {"deposit": ["تأمين؟"]},
        "en": {"swap": ["cat"]},
    }


def test_words_belong_to_the_topic_they_were_given_last_and_to_no_other() -> None:
    found = with_taught(SHIPPED, [("sv", "deposition", "swap"), ("sv", "hej", "deposit")], spelt)
    assert found["sv"] == {"deposit": ["hej"], "": [], "swap": ["deposition"]}


def test_what_was_shipped_is_left_as_it_was() -> None:
    with_taught(SHIPPED, [("sv", "deposition", "swap")], spelt)
    assert SHIPPED["sv"]["deposit"] == ["Deposition?"]


def test_what_is_there_already_is_not_there_twice() -> None:
    assert with_taught(SHIPPED, [("sv", "deposition", "deposit")], spelt)["sv"]["deposit"] == ["Deposition?"]
