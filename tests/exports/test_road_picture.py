"""The road as a picture: small, since it is paid by the megabyte, and from the right where it is read so."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.exports.road_picture import COLOURS, LARGEST, RAIL, WIDTH, road_picture
from bot.messages.examples_home import BECOMES, WAITS
from bot.messages.home import STEPS, RoadStep
from bot.speech import LOCALES, RTL, words

ADDRESS = "Gamla Stationssamhällets Väg 128 C, uppgång Norra gården, 1203"
EVERYTHING = [RoadStep(step, "now", "2027-03-01", "both") for step in STEPS]


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def _is_like(pixel: tuple[int, ...], colour: str) -> bool:
    wanted = tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return all(abs(a - b) < 24 for a, b in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("steps", [WAITS, BECOMES, EVERYTHING], ids=["waits", "becomes", "everything"])
def test_it_is_small_and_stands_on_the_side_of_the_language(locale: str, steps: list[RoadStep]) -> None:
    content = road_picture(steps, ADDRESS, words(locale))
    assert len(content) <= LARGEST
    picture = _opened(content)
    assert picture.width == WIDTH
    here, there = (WIDTH - RAIL, RAIL) if locale in RTL else (RAIL, WIDTH - RAIL)
    column = [picture.getpixel((here, y)) for y in range(picture.height)]
    for state in {step.state for step in steps}:
        assert any(_is_like(pixel, COLOURS[state]) for pixel in column if isinstance(pixel, tuple)), state
    # Between the words nothing is drawn on the other side but words themselves: no line from top to bottom.
    other = [picture.getpixel((there, y)) for y in range(picture.height)]
    assert sum(pixel != (255, 255, 255) for pixel in other) < picture.height / 3


def test_without_an_address_and_with_one_step_it_is_drawn_too() -> None:
    picture = _opened(road_picture([RoadStep("arrived", "done")], "", words("sv")))
    assert picture.height < WIDTH


def test_a_longer_road_is_a_longer_picture() -> None:
    short, long = (_opened(road_picture(steps, "", words("ar"))) for steps in (WAITS[:3], WAITS))
    assert short.height < long.height
