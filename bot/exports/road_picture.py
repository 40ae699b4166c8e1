"""A household's road as a picture: drawn in the worker, from the right where the language is read so.

It is sent to a phone whose owner pays by the megabyte, so it has few colours and is at most 60 kB.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from typing import TYPE_CHECKING, Any

from bot.messages.home import STATES, STEPS, WHO, RoadStep
from bot.speech import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LARGEST = 60_000
WIDTH = 640
MARGIN = 36
RAIL = 58  # of the line of the road from the edge
TEXT = 92  # of the words from the edge
TITLE, STEP, SMALL = 24, 17, 13
LINE = 1.45  # of a line's height to its size
GAP = 22
COLOURS = {"done": "#1d6b44", "now": "#0b4f8a", "next": "#6b6b6b"}
PAPER, INK = "#ffffff", "#1c1c1c"
_COLOURS_KEPT = 128
# What tells a program of direction, and no font draws.
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")


def road_picture(steps: list[RoadStep], where: str, _: Words) -> bytes:
    """The steps as PNG. `where` is the address, "" without one."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (in the worker only)
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(WIDTH / 100, 1), dpi=100, facecolor=PAPER)
    FigureCanvasAgg(figure)
    page = _Page(figure, _.rtl)
    page.write(_("My home"), TITLE, INK, MARGIN, bold=True)
    if where:
        page.write(where, SMALL, COLOURS["next"], MARGIN)
    page.down(GAP)
    places = []
    for step in steps:
        places.append((page.y, step.state))
        colour = COLOURS[step.state]
        page.write(_(STATES[step.state]), SMALL, colour, TEXT, bold=True)
        page.write(_(STEPS[step.id]), STEP, INK if step.state != "next" else colour, TEXT)
        if step.day:
            page.write(_.date(datetime.date.fromisoformat(step.day)), SMALL, colour, TEXT)
        if step.who and step.state != "done":
            page.write(_(WHO[step.who]), SMALL, colour, TEXT)
        page.down(GAP)
    return page.drawn(places)


class _Page:
    """Words from the top down, kept until it is known how long the page is."""

    def __init__(self, figure: Figure, rtl: bool) -> None:
        self._figure = figure
        self._rtl = rtl
        self._texts: list[tuple[str, float, str, float, float, bool]] = []
        self.y = float(MARGIN)

    def down(self, by: float) -> None:
        self.y += by

    def write(self, text: str, size: int, colour: str, edge: float, bold: bool = False) -> None:
        """Words in as many lines as they need, `edge` from the side on which they begin."""
        for line in self._lines(_MARKS.sub("", text), size, WIDTH - edge - MARGIN, bold):
            self._texts.append((line, size, colour, edge, self.y, bold))
            self.y += size * LINE

    def _lines(self, text: str, size: int, width: float, bold: bool) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._width(longer, size, bold) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _width(self, text: str, size: int, bold: bool) -> float:
        from matplotlib.text import Text  # noqa: PLC0415

        measured = Text(0, 0, text, **_font(size, bold))
        measured.set_figure(self._figure)
        return float(measured.get_window_extent().width)

    def drawn(self, places: list[tuple[float, str]]) -> bytes:
        """The page with the line of the road beside its steps, as PNG."""
        from matplotlib.lines import Line2D  # noqa: PLC0415
        from matplotlib.patches import Circle  # noqa: PLC0415

        height = self.y + MARGIN - GAP
        self._figure.set_size_inches(WIDTH / 100, height / 100)
        axes = self._figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        rail = self._at(RAIL)
        middles = [y + SMALL * 0.75 for y, _state in places]
        if middles:
            axes.add_line(
                Line2D([rail, rail], [middles[0], middles[-1]], color="#c9c9c9", linewidth=3, zorder=1)
            )
        for middle, (_y, state) in zip(middles, places, strict=True):
            filled = COLOURS[state] if state != "next" else PAPER
            radius = 11 if state == "now" else 8
            axes.add_patch(
                Circle(
                    (rail, middle),
                    radius,
                    facecolor=filled,
                    edgecolor=COLOURS[state],
                    linewidth=2.5,
                    zorder=2,
                )
            )
        side = "right" if self._rtl else "left"
        for text, size, colour, edge, y, bold in self._texts:
            axes.text(
                self._at(edge),
                y + size,
                text,
                color=colour,
                ha=side,
                va="baseline",
                zorder=3,
                **_font(int(size), bold),
            )
        return self._png()

    def _at(self, edge: float) -> float:
        """So far from the side on which the language begins."""
        return WIDTH - edge if self._rtl else edge

    def _png(self) -> bytes:
        from PIL import Image  # noqa: PLC0415

        raw = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a sign that the font does not have must not go out as a box
            self._figure.savefig(raw, format="png", facecolor=PAPER)
        out = io.BytesIO()
        with Image.open(raw) as full:
            few = full.convert("RGB").quantize(_COLOURS_KEPT, dither=Image.Dither.NONE)
            few.save(out, "PNG", optimize=True)
        return out.getvalue()


def _font(size: int, bold: bool) -> dict[str, Any]:
    # In points of 1/72 inch on a page of 100 dots an inch.
    return {
        "fontfamily": "DejaVu Sans",
        "fontsize": size * 0.72,
        "fontweight": "bold" if bold else "normal",
        "parse_math": False,
    }
