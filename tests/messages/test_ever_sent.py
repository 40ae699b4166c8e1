"""Messages in the outbox outlive releases: what any release has kept is still read and said."""

from typing import Any

import msgspec
import pytest

from bot import messages
from bot.answering import Answering
from bot.settings import Company
from bot.speech import LOCALES
from tests.messages.ever_sent import ever_sent

released = pytest.mark.parametrize("entry", [each for entries in ever_sent().values() for each in entries])


@released
def test_what_was_ever_sent_can_still_be_said(entry: dict[str, Any], company: Company) -> None:
    for locale in LOCALES:
        fields, _ = messages.draw(msgspec.json.encode(entry), locale, company, Answering(company).text)
        assert fields.get("text") or fields.get("caption") or fields["commands"]


def test_every_kind_of_message_stands_in_the_list() -> None:
    kinds = {kind.__struct_config__.tag for kind in messages.KINDS}
    assert set(ever_sent()) >= kinds, "run python -m tests.messages.ever_sent"


def test_every_form_of_a_message_stands_in_the_list() -> None:
    for kind in messages.KINDS:
        fields = {"message", *kind.__struct_encode_fields__}
        entries = ever_sent()[str(kind.__struct_config__.tag)]
        assert fields in [set(each) for each in entries], "run python -m tests.messages.ever_sent"


@released
def test_what_a_later_release_adds_is_passed_over(entry: dict[str, Any]) -> None:
    later = {**entry, "of_a_later_release": [1, {"more": None}]}
    assert messages.read(msgspec.json.encode(later)) == messages.read(msgspec.json.encode(entry))


def test_a_field_that_a_message_did_not_have_has_its_default() -> None:
    for kind in messages.KINDS:
        needed = {field.name for field in msgspec.structs.fields(kind) if field.required}
        for entry in ever_sent()[str(kind.__struct_config__.tag)]:
            least = {name: value for name, value in entry.items() if name in needed or name == "message"}
            assert isinstance(messages.read(msgspec.json.encode(least)), kind)


@pytest.mark.parametrize(
    "raw",
    ['{"message": "rent.of_a_later_release"}', "{}", '{"message": "faults.news"}', "not JSON", "[]"],
)
def test_a_message_that_no_release_has_sent_is_refused(raw: str, company: Company) -> None:
    with pytest.raises(msgspec.MsgspecError):
        messages.draw(raw.encode(), "sv", company)
