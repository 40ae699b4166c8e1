"""The result of a poll as one picture: bars with words, in the reader's language and direction."""

import io
import textwrap

LONGEST_LINE = 34
DPI = 110
INK, QUIET, BAR = "#16242c", "#5d6f79", "#1f6f8b"


def drawn(title: str, votes: list[tuple[str, int | None]], too_few: str, rtl: bool) -> bytes:
    """PNG of the choices with their votes; None stands there as `too_few`, with no bar."""
    # Slow to import, and only needed here, in the worker.

    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(7, 1.6 + 0.8 * len(votes)), dpi=DPI, facecolor="white")
    axes = figure.add_axes((0.05, 0.04, 0.9, 0.96 - 0.7 / figure.get_figheight()))
    most = max((n for _, n in votes if n is not None), default=1)
    side, edge = ("right", most) if rtl else ("left", 0)
    for place, (label, n) in enumerate(votes):
        y = -place
        wrapped = textwrap.shorten(label, 2 * LONGEST_LINE, placeholder="…")
        axes.text(edge, y + 0.3, wrapped, ha=side, va="bottom", fontsize=13, color=INK)
        length = n or 0
        axes.barh(y, length, left=most - length if rtl else 0, height=0.42, color=BAR)
        said = too_few if n is None else str(n)
        inside = length > most * 0.12
        at = edge - (length - most * 0.01) if rtl else length - most * 0.01
        if inside:
            axes.text(at, y, said, ha="left" if rtl else "right", va="center", fontsize=13, color="white")
        else:
            at = edge - length - most * 0.01 if rtl else length + most * 0.01
            axes.text(at, y, said, ha=side, va="center", fontsize=13, color=QUIET)
    axes.set_xlim(0, most)
    axes.set_ylim(-len(votes) + 0.5, 0.75)
    axes.axis("off")
    heading = "\n".join(textwrap.wrap(title, 60)[:2])
    figure.text(
        0.95 if rtl else 0.05, 0.97, heading, ha=side, va="top", fontsize=15, weight="bold", color=INK
    )
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()
