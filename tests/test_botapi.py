"""The check of requests against the published Bot API finds what is wrong with one."""

import pytest

from bot.sandbox.fields import Upload
from tests.botapi import Api, Field, Shape

API = Api(
    methods={
        "sendPhoto": Shape(
            "sendPhoto",
            [
                Field("chat_id", ["Integer", "String"], True),
                Field("photo", ["InputFile", "String"], True),
                Field("silent", ["Boolean"], False),
                Field("markup", ["Markup", "Remove"], False),
                Field("scope", ["Scope"], False),
            ],
        )
    },
    types={
        "Markup": Shape("Markup", [Field("rows", ["Array of Array of Button"], True)]),
        "Button": Shape("Button", [Field("text", ["String"], True), Field("data", ["String"], False)]),
        "Remove": Shape("Remove", [Field("remove", ["Boolean"], True)]),
        "Scope": Shape("Scope", subtypes=["Remove", "Markup"]),
    },
)
GOOD = {"chat_id": 7, "photo": Upload("a.jpg", "image/jpeg", b"")}


@pytest.mark.parametrize(
    "more",
    [
        {"chat_id": "@name", "photo": "file-id"},
        {"silent": True, "markup": {"rows": [[{"text": "a", "data": "b"}], []]}},
        {"markup": {"remove": True}, "scope": {"rows": []}},
    ],
)
def test_a_request_as_published_has_no_faults(more: dict[str, object]) -> None:
    assert API.faults("sendPhoto", {**GOOD, **more}) == []


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"chatid": 1}, "sendPhoto.chatid: no such field"),
        ({"chat_id": True}, "sendPhoto.chat_id: not Integer"),
        ({"silent": 1}, "sendPhoto.silent: not Boolean"),
        ({"photo": 5}, "sendPhoto.photo: not InputFile"),
        ({"markup": {"rows": [[{"data": "b"}]]}}, "sendPhoto.markup.rows[0][0].text: missing"),
        (
            {"markup": {"rows": [[{"text": "a", "url_": "b"}]]}},
            "sendPhoto.markup.rows[0][0].url_: no such field",
        ),
        ({"markup": {"rows": {}}}, "sendPhoto.markup.rows: not Array of Array of Button"),
        ({"scope": 3}, "sendPhoto.scope: not Remove"),
    ],
)
def test_a_fault_is_named_with_its_place(more: dict[str, object], fault: str) -> None:
    assert API.faults("sendPhoto", {**GOOD, **more}) == [fault]


def test_a_missing_field_and_an_unknown_method_are_faults() -> None:
    assert API.faults("sendPhoto", {"chat_id": 1}) == ["sendPhoto.photo: missing"]
    assert API.faults("sendFoto", {}) == ["sendFoto: no such method"]
