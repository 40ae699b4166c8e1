"""Photos, voice notes, videos and documents: kept once, told as the Bot API does."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import RefusedError, bad_request
from bot.sandbox.fields import Upload
from bot.sandbox.world import StoredFile, World

Json = dict[str, Any]

LARGEST_DOWN = 20 * 1024 * 1024
LARGEST_UP = 50 * 1024 * 1024
LARGEST_PHOTO_UP = 10 * 1024 * 1024
_SIZES = (90, 320, 800, 1280)
_PNG = b"\x89PNG\r\n\x1a\n"
_ORDINARY = (1280, 960)
_TELEGRAMS_NAMES = {"photo": "Photo", "voice": "VoiceNote", "video": "Video", "document": "Document"}


def measures(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG, None for anything else."""
    if data.startswith(_PNG) and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if not data.startswith(b"\xff\xd8"):
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        # Frame headers are C0 to CF, without the tables that lie between them.
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height = int.from_bytes(data[place + 5 : place + 7], "big")
            return int.from_bytes(data[place + 7 : place + 9], "big"), height
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None


def photo(world: World, data: bytes, size: int | None = None) -> list[Json]:
    """Keeps a photo and returns its sizes, smallest first, as PhotoSize objects; the last is the real one."""
    width, height = measures(data) or _ORDINARY
    longest = max(width, height, 1)
    # Telegram makes a JPEG of every photo; here it stays what it was, and browsers want to know.
    mime = "image/png" if data.startswith(_PNG) else "image/jpeg"
    kept: list[StoredFile] = []
    for side in [*(s for s in _SIZES if s < longest), longest]:
        about = {"width": width * side // longest, "height": height * side // longest}
        stored = world.file("photo", data, mime, "photo.jpg", about, size)
        stored.family = kept[0].family if kept else stored.family
        kept.append(stored)
    return [told(stored) for stored in kept]


def keep(world: World, kind: str, upload: Upload, about: Json, size: int | None = None) -> Any:
    """Keeps an upload as photo, voice, video or document and returns what stands in the message for it."""
    if kind == "photo":
        return photo(world, upload.data, size)
    if kind == "document":
        about = {"file_name": upload.name, **about}
    return told(
        world.file(kind, upload.data, upload.mime, upload.name, {**about, "mime_type": upload.mime}, size)
    )


def told(stored: StoredFile) -> Json:
    """A kept file as the Bot API tells it in a message."""
    return {
        "file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size,
        **stored.about,
    }  # fmt: skip


def received(world: World, kind: str, value: Upload | str, about: Json) -> Any:
    """What the bot sends: an upload is checked and kept, a file_id looked up; may raise RefusedError."""
    if isinstance(value, Upload):
        _check_upload(kind, value)
        return keep(world, kind, value, about)
    stored = world.files.get(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        have, want = (_TELEGRAMS_NAMES.get(name, name.title()) for name in (stored.kind, kind))
        raise bad_request(f"can't use file of type {have} as {want}")
    if kind == "photo":
        return [told(file) for file in world.files.values() if file.family == stored.family]
    return told(stored)


def _check_upload(kind: str, upload: Upload) -> None:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > (LARGEST_PHOTO_UP if kind == "photo" else LARGEST_UP):
        raise RefusedError(413, "Request Entity Too Large")
    if kind == "photo" and measures(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")


def file_of(world: World, file_id: str) -> StoredFile:
    """A file to be fetched. Raises RefusedError (400) for an unknown one and one over 20 MB."""
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > LARGEST_DOWN:
        raise bad_request("file is too big")
    return stored
