"""A message's text as Telegram keeps it: cleaned, parsed, with entities in UTF-16 units."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from bot.sandbox.errors import bad_request

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_REMOVED = re.compile("[\u2028-\u202e]")
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("url", re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,!?;:)\u2066-\u2069]")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b", re.ASCII)),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d -]{6,18}\d(?!\w)")),
)
_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "blockquote": "blockquote", "a": "text_link", "span": "spoiler",
}  # fmt: skip
_KINDS = {
    *_TAGS.values(), "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
    "expandable_blockquote", "text_mention", "custom_emoji",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([A-Za-z-]*)((?:\s[^>]*)?)>")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler", "`": "code"}
_RESERVED = set("_*[]()~`>#+-=|{}.!")


def utf16(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def cleaned(text: str) -> str:
    """Without carriage returns and the marks Telegram takes out (line separators, embeddings)."""
    return _REMOVED.sub("", text.replace("\r", "")).replace("\0", " ")


def pieces(text: str) -> list[str]:
    """A text a person types as Telegram's apps send it: cleaned, without space around it, cut where too long.
    Empty when nothing is left to send."""
    text = cleaned(text).strip()
    cut = [""]
    room = LONGEST_TEXT
    for sign in text:
        room -= 2 if sign > "\uffff" else 1
        if room < 0:
            cut.append("")
            room = LONGEST_TEXT - (2 if sign > "\uffff" else 1)
        cut[-1] += sign
    return [piece.strip() for piece in cut if piece.strip()]


def entities_of(text: str) -> list[Json]:
    """The entities Telegram finds by itself in plain text, in order, not overlapping."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in found):
                found.append((match.start(), match.end(), kind))
    return [
        {"type": kind, "offset": utf16(text[:start]), "length": utf16(text[start:end])}
        for start, end, kind in sorted(found)
    ]


def read(text: str, mode: str | None, given: list[Json] | None, longest: int) -> tuple[str, list[Json]]:
    """A text of the bot with its entities. Raises RefusedError (400) if it is too long or wrongly marked."""
    text = cleaned(text)
    if not text.strip():
        return "", []
    marked: list[Json] = []
    if mode:
        text, marked = _parsed(text, mode)
    elif given:
        marked = [_checked(entity, utf16(text)) for entity in given]
    text, marked = _stripped(text, marked)
    if utf16(text) > longest:
        raise bad_request("message is too long" if longest == LONGEST_TEXT else "message caption is too long")
    taken = [
        (e["offset"], e["offset"] + e["length"]) for e in marked if e["type"] in ("code", "pre", "text_link")
    ]
    auto = [
        e
        for e in entities_of(text)
        if all(e["offset"] + e["length"] <= start or e["offset"] >= end for start, end in taken)
    ]
    return text, sorted(marked + auto, key=lambda e: (e["offset"], -e["length"]))


def _stripped(text: str, marked: list[Json]) -> tuple[str, list[Json]]:
    lead = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    size = utf16(text)
    moved = []
    for entity in marked:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return text, moved


def _checked(entity: Json, size: int) -> Json:
    if entity["type"] not in _KINDS:
        raise bad_request(f"can't parse entities: unsupported entity type {entity['type']}")
    if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > size:
        raise bad_request("entity is out of the text")
    return entity


def _parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    if mode.lower() == "html":
        return _html(text)
    if mode.lower() == "markdownv2":
        return _markdown(text)
    raise bad_request("unsupported parse_mode")


def _html(text: str) -> tuple[str, list[Json]]:
    out, entities = "", []
    open_tags: list[tuple[str, int, str | None]] = []
    place = 0
    while place < len(text):
        if text[place] != "<":
            end = text.find("<", place)
            end = len(text) if end < 0 else end
            out += unescape(text[place:end])
            place = end
            continue
        match = _TAG.match(text, place)
        at = len(text[:place].encode())
        if match is None or not match[2]:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "" at byte offset {at}')
        tag = match[2].lower()
        if tag not in _TAGS:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {at}')
        if not match[1]:
            href = _HREF.search(match[3])
            open_tags.append((tag, utf16(out), unescape(href[1] or href[2] or "") if href else None))
        else:
            if not open_tags or open_tags[-1][0] != tag:
                raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {at}")
            _, start, url = open_tags.pop()
            entities += _entity(_TAGS[tag], start, utf16(out), url)
        place = match.end()
    if open_tags:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\""
        )
    return out, entities


def _entity(kind: str, start: int, end: int, url: str | None) -> list[Json]:
    if end <= start or (kind == "text_link" and not url):
        return []
    entity: Json = {"type": kind, "offset": start, "length": end - start}
    if kind == "text_link":
        entity["url"] = url
    return [entity]


def _markdown(text: str) -> tuple[str, list[Json]]:
    out, entities = "", []
    opened: list[tuple[str, int]] = []
    place = 0
    while place < len(text):
        sign = text[place]
        at = len(text[:place].encode())
        if sign == "\\" and place + 1 < len(text):
            out += text[place + 1]
            place += 2
            continue
        if sign == "[":
            opened.append(("[", utf16(out)))
            place += 1
            continue
        if sign == "]" and opened and opened[-1][0] == "[":
            end = text.find(")", place)
            if text[place + 1 : place + 2] != "(" or end < 0:
                raise bad_request(f"can't parse entities: Can't find end of a URL at byte offset {at}")
            entities += _entity("text_link", opened.pop()[1], utf16(out), text[place + 2 : end])
            place = end + 1
            continue
        mark = text[place : place + 2] if text[place : place + 2] in _MARKS else sign
        if mark in _MARKS:
            if opened and opened[-1][0] == mark:
                entities += _entity(_MARKS[mark], opened.pop()[1], utf16(out), None)
            else:
                opened.append((mark, utf16(out)))
            place += len(mark)
            continue
        if sign in _RESERVED:
            raise bad_request(
                f"can't parse entities: Character '{sign}' is reserved "
                "and must be escaped with the preceding '\\'"
            )
        out += sign
        place += 1
    if opened:
        raise bad_request("can't parse entities: Can't find end of the entity starting at byte offset 0")
    return out, entities
