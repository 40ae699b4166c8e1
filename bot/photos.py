"""Readies what was fetched for keeping: a photo is drawn anew, so that nothing but the picture is left.

Pillow runs in a worker process: a picture from outside must neither hold up the turns nor bring them down.
"""

import io

from bot.engine.transport import ApiError
from bot.workers import in_worker

LONGEST_SIDE = 1280
QUALITY = 82


async def prepare(kind: str, content: bytes) -> bytes:
    """A fetched file as it is kept: a photo re-encoded, a voice note as it is.

    Raises ApiError(400) for bytes that are no picture: trying again would not help.
    """
    if kind != "photo":
        return content
    try:
        return await in_worker(redrawn, content)
    except (OSError, ValueError, SyntaxError) as error:
        raise ApiError(400, "this is no picture") from error


def redrawn(content: bytes) -> bytes:
    """The picture as JPEG, at most 1 280 pixels a side, without metadata (place, time, camera).

    Raises OSError or ValueError for bytes that are no picture.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  (in the worker process only)

    Image.MAX_IMAGE_PIXELS = 50_000_000
    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new image, since a copy would bring what stands beside the pixels.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
