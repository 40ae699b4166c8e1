"""A table as Swedish systems and Excel write it: CSV or xlsx, read into rows of text by what its columns
mean.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterator

import msgspec

NOTHING = frozenset({"", "null", "-"})
# What Excel makes of a long number: the digits are lost.
RUINED = re.compile(r"\d+([.,]\d+)?E[+]?\d+", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
_SHORT = re.compile(r"(\d{2})(\d{2})(\d{2})")
YES = frozenset({"ja", "j", "yes", "y", "true", "1", "x", "sant"})


class TableError(Exception):
    """The file cannot be read as the table that it should be; the text says why."""


class Row(msgspec.Struct, frozen=True):
    """`number` is its row in the file, the heading being 1. `cells` has what stands in it by column, "" for
    nothing; a column that the file does not have is not there.
    """

    number: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def is_yes(self, column: str) -> bool:
        return self.text(column).casefold() in YES


class Fault(Exception):
    """A row cannot be taken; the text says why, in Swedish."""


def read(content: bytes, columns: dict[str, tuple[str, ...]], needed: tuple[str, ...]) -> list[Row]:
    """The rows of a table. `columns` is what each may be called, by its name here; empty rows and a last row
    of sums are left out. Raises TableError, also where a needed column is not there or two are the same.
    """
    table = list(_xlsx(content) if content[:2] == b"PK" else _csv(content))
    if not table:
        raise TableError("the file is empty")
    headings = [_plain(heading) for heading in table[0]]
    called = {_plain(name): column for column, names in columns.items() for name in (column, *names)}
    at = [called.get(heading, "") for heading in headings]
    doubled = {column for column in at if column and at.count(column) > 1}
    if doubled:
        raise TableError(f"two columns mean the same: {', '.join(sorted(doubled))}")
    missing = [columns[column][0] for column in needed if column not in at]
    if missing:
        raise TableError(f"no column {', '.join(missing)}; there are: {', '.join(filter(None, table[0]))}")
    rows = []
    for number, values in enumerate(table[1:], 2):
        cells = {column: value for column, value in zip(at, values, strict=False) if column}
        if any(cells.values()) and not _is_sum(values):
            rows.append(Row(number, {column: cells.get(column, "") for column in at if column}))
    return rows


def _plain(heading: str) -> str:
    return re.sub(r"[\s._\-]+", "", heading.casefold())


def _is_sum(values: list[str]) -> bool:
    first = next((value for value in values if value), "")
    return _plain(first).rstrip(":") in ("summa", "totalt", "total", "antal")


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    mark = max(";\t,", key=first.count)
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
        yield [_value(cell) for cell in line]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise TableError("the file is neither UTF-8 nor Windows-1252 text, nor xlsx") from error


def _xlsx(content: bytes) -> Iterator[list[str]]:
    # Slow to import, and only needed here.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except Exception as error:  # a zip of anything: openpyxl raises what it stumbles over
        raise TableError("the file is no xlsx that can be read") from error
    yield from ([_value(cell) for cell in row] for row in rows)


def _value(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nej"
        case datetime.datetime():
            return cell.isoformat(" ", "minutes") if cell.time() != datetime.time() else f"{cell:%Y-%m-%d}"
        case datetime.date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            text = " ".join(str(cell).removeprefix("'").split())
            return "" if text.casefold() in NOTHING else text


# -- What stands in a cell ---------------------------------------------------------------------------


def identity(row: Row, column: str, called: str) -> str:
    """A number that is a name: an object's, a contract's. Raises Fault where it is missing or Excel ruined
    it.
    """
    text = row.text(column)
    if not text:
        raise Fault(f"{called} saknas")
    if RUINED.fullmatch(text):
        raise Fault(f"{called} {text} är förstört av Excel: formatera kolumnen som text")
    return text


def moment(row: Row, column: str, called: str) -> str:
    """A day, or a day and a time, ISO; "" for nothing. Raises Fault for what is none."""
    text = row.text(column)
    if not text:
        return ""
    try:
        if match := _ISO.fullmatch(text):
            year, month, day = (int(match[i]) for i in (1, 2, 3))
            found = datetime.date(year, month, day).isoformat()
            clock = f"{match[4]}:{match[5]}" if match[4] else "00:00"
            datetime.time.fromisoformat(clock)
            return found if clock == "00:00" else f"{found}T{clock}"
        if match := _SHORT.fullmatch(text):
            return datetime.date(2000 + int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        pass
    raise Fault(f"{called} {text} är inget datum")


def whole(row: Row, column: str, called: str) -> int | None:
    """A whole number, None for nothing. Raises Fault for what is none."""
    found = decimal(row, column, called)
    if found is not None and not found.is_integer():
        raise Fault(f"{called} {row.text(column)} är inget heltal")
    return None if found is None else int(found)


def decimal(row: Row, column: str, called: str) -> float | None:
    """A number with a decimal comma or point, None for nothing. Raises Fault for what is none."""
    text = row.text(column).replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,4})?", text):
        raise Fault(f"{called} {row.text(column)} är inget tal")
    return float(text)
