"""Tables as Swedish Excel takes them: CSV with semicolons and a byte order mark, and xlsx.

What a person wrote can look like a formula, which whoever opens the file would run: such a text gets an
apostrophe before it, in both (OWASP, CSV injection).
"""

import datetime
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")
Value = str | int | datetime.date | datetime.datetime | None

_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@]")
# What XML, and so xlsx, cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_767
_FORMATS = {str: "@", int: "0", datetime.datetime: "yyyy-mm-dd hh:mm", datetime.date: "yyyy-mm-dd"}


class Column(msgspec.Struct, Generic[T], frozen=True):
    """A column: its heading, how wide it is in characters, and what stands in it for a row. Text stays text,
    so that leading zeros stay; a moment is without its zone, in Sweden.
    """

    heading: str
    width: int
    value: Callable[[T], Value]


def as_csv(columns: list[Column[T]], rows: Iterable[T]) -> bytes:
    """Semicolon, UTF-8 with a byte order mark, CRLF, dates as YYYY-MM-DD and HH:MM. Texts stand in quotes and
    nothing else does, so that a program can tell 0904 from a number.
    """
    headings: list[Value] = [column.heading for column in columns]
    table = itertools.chain([headings], _values(columns, rows))
    lines = (";".join(_written(value) for value in row) for row in table)
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _values(columns: list[Column[T]], rows: Iterable[T]) -> Iterator[list[Value]]:
    yield from ([column.value(row) for column in columns] for row in rows)


def _written(value: Value) -> str:
    match value:
        case None | "":
            return ""
        case str():
            return '"' + harmless(value).replace('"', '""') + '"'
        case datetime.datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case datetime.date():
            return f"{value:%Y-%m-%d}"
        case _:
            return str(value)


def as_xlsx(title: str, columns: list[Column[T]], rows: Iterable[T]) -> bytes:
    """One sheet with a frozen heading; written row by row, so that a large one needs little memory."""
    # Slow to import, and only needed here.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import Cell, WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    # On paper: across, the whole width on a page, the heading on each.
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width

    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def cell(value: Value) -> Cell:
        made: Cell = WriteOnlyCell(sheet)
        made.value = harmless(value) or None if isinstance(value, str) else value
        made.number_format = _FORMATS.get(type(value), "General")
        if isinstance(made.value, str):
            made.data_type = "s"  # never a formula
        made.alignment = wrapped
        return made

    headings = [cell(column.heading) for column in columns]
    for heading in headings:
        heading.font = bold
    sheet.append(headings)
    written = 1
    for values in _values(columns, rows):
        sheet.append([cell(value) for value in values])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{written}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """The text as a cell holds it: no formula, nothing that cannot be written, no longer than Excel takes."""
    kept = _CONTROL.sub("", text)
    guarded = f"'{kept}" if _FORMULA.match(kept) else kept
    return guarded.replace("\r\n", "\n").replace("\r", "\n")[:_LONGEST_CELL]
