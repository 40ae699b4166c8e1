import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import texts
from bot.sandbox.errors import RefusedError


def kinds(text: str) -> list[tuple[str, str]]:
    units = text.encode("utf-16-le")
    return [
        (e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in texts.entities_of(text)
    ]


def test_telegram_finds_commands_addresses_and_numbers_by_itself() -> None:
    assert kinds("👍 /start@hela_vagen_bot x") == [("bot_command", "/start@hela_vagen_bot")]
    assert kinds("see https://a.se/x/help. Write a@b.se, @zahra_k or #trapp1") == [
        ("url", "https://a.se/x/help"), ("email", "a@b.se"), ("mention", "@zahra_k"), ("hashtag", "#trapp1"),
    ]  # fmt: skip
    assert kinds("ring +46 640-123 45") == [("phone_number", "+46 640-123 45")]
    assert kinds("and/or 5/6 /hjälp a/b") == []


def test_marks_that_telegram_takes_out_are_taken_out_and_isolates_stay() -> None:
    assert texts.cleaned("a\u202bb\u202c\r\nc\u2067d\u2069") == "ab\nc\u2067d\u2069"


def test_a_long_text_is_cut_into_messages_and_nothing_is_not_sent() -> None:
    assert texts.pieces(" \r\n\u202a ") == []
    assert [texts.utf16(piece) for piece in texts.pieces("x" + "😀" * 3000)] == [4095, 1906]
    assert texts.pieces(" " + "x" * 4096 + " ") == ["x" * 4096]


@given(st.text())
def test_any_text_is_kept_with_entities_that_lie_in_it(text: str) -> None:
    for piece in texts.pieces(text):
        kept, entities = texts.read(piece, None, None, texts.LONGEST_TEXT)
        assert kept == piece
        assert all(e["offset"] + e["length"] <= texts.utf16(kept) for e in entities)


def test_entities_move_with_the_text_when_space_around_it_goes() -> None:
    given = [{"type": "bold", "offset": 0, "length": 9}, {"type": "italic", "offset": 0, "length": 1}]
    assert texts.read("  bold  x", None, given, 4096) == (
        "bold  x",
        [{"type": "bold", "offset": 0, "length": 7}],
    )
    assert texts.read("   ", "HTML", None, 4096) == ("", [])


@pytest.mark.parametrize(
    ("entity", "error"),
    [
        ({"type": "big", "offset": 0, "length": 1}, "unsupported entity type big"),
        ({"type": "bold", "offset": 0, "length": 5}, "out of the text"),
        ({"type": "bold", "offset": -1, "length": 1}, "out of the text"),
        ({"type": "bold", "offset": 0, "length": 0}, "out of the text"),
    ],
)
def test_a_wrong_entity_is_refused(entity: dict[str, object], error: str) -> None:
    with pytest.raises(RefusedError, match=error):
        texts.read("four", None, [entity], 4096)


def test_html_becomes_text_and_entities() -> None:
    text, entities = texts.read(
        "<b>A &amp; <i>👍</i></b> <a href='https://a.se?x=1&amp;y=2'>here</a> <a>no</a>"
        "<u></u> <code>/start</code>",
        "HTML", None, 4096,
    )  # fmt: skip
    assert text == "A & 👍 here no /start"
    assert entities == [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "italic", "offset": 4, "length": 2},
        {"type": "text_link", "offset": 7, "length": 4, "url": "https://a.se?x=1&y=2"},
        {"type": "code", "offset": 15, "length": 6},
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("å<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>x</i>", "Unexpected end tag at byte offset 4"),
        ("x</b>", "Unexpected end tag"),
        ("<b>x", 'end tag corresponding to start tag "b"'),
    ],
)
def test_wrong_html_is_refused(text: str, error: str) -> None:
    with pytest.raises(RefusedError, match=f"can't parse entities: .*{error}"):
        texts.read(text, "HTML", None, 4096)


def test_markdown_becomes_text_and_entities() -> None:
    text, entities = texts.read("*b* __u__ ||s|| \\*x\\* [here](https://a.se) `c`", "MarkdownV2", None, 4096)
    assert text == "b u s *x* here c"
    assert [(e["type"], e["offset"]) for e in entities] == [
        ("bold", 0), ("underline", 2), ("spoiler", 4), ("text_link", 10), ("code", 15),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1.", "Character '.' is reserved"),
        ("a] b", "Character ']' is reserved"),
        ("*x", "Can't find end of the entity"),
        ("[x] y", "Can't find end of a URL"),
        ("[x](y", "Can't find end of a URL"),
    ],
)
def test_wrong_markdown_is_refused(text: str, error: str) -> None:
    with pytest.raises(RefusedError, match=error):
        texts.read(text, "MarkdownV2", None, 4096)


def test_a_caption_may_be_shorter_than_a_text() -> None:
    with pytest.raises(RefusedError, match="message caption is too long"):
        texts.read("x" * 1025, None, None, texts.LONGEST_CAPTION)
