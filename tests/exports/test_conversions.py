"""`export conversions`: every conversion in Swedish, and nobody who lives there."""

from __future__ import annotations

import datetime
from pathlib import Path

from bot.exports.conversions import COLUMNS
from bot.exports.documents import conversions as exported
from bot.exports.sheets import as_csv
from bot.settings import Company
from storage.contract_lists import ConversionRow
from tests.settled import settled
from tests.talk import open_talk

ROW = ConversionRow(
    3, "0312-07", "undone", "registered", datetime.date(2027, 2, 1), "Elin Sjöberg", "K-2027-118",
    datetime.date(2027, 3, 1), ("Elin Sjöberg", "Karin Åström"), ("Karin Åström",), "wrong_day",
)  # fmt: skip


def test_a_row_is_said_in_swedish() -> None:
    heading, row = as_csv(COLUMNS, [ROW]).decode("utf-8-sig").split("\r\n")[:2]
    assert heading.startswith('"Nr";"Objekt";"Läge"')
    assert row == (
        '3;"0312-07";"ångrad";"Inskriven hos Arbetsförmedlingen";2027-02-01;"Elin Sjöberg";"K-2027-118";'
        '2027-03-01;"Elin Sjöberg, Karin Åström";"Karin Åström";"Dagen var fel"'
    )


def test_one_that_is_open_leaves_its_cells_empty() -> None:
    row = ConversionRow(4, "0312-08", "open", "", None, "", "", None, (), (), "")
    assert as_csv(COLUMNS, [row]).decode("utf-8-sig").split("\r\n")[1] == '4;"0312-08";"pågår";;;;;;;;'


async def test_what_was_decided_stands_in_the_file(tmp_path: Path, company: Company) -> None:
    async with open_talk(tmp_path, company) as talk:
        home = await settled(talk)
        zahra = await home.adult("sv")
        await home.open()
        await home.tick_all("20270301")
        await home.approve()
        text = exported(talk.database.reader, "csv").decode("utf-8-sig")
        assert '"godkänd";"Inskriven hos Arbetsförmedlingen";2027-02-02;"Elin"' in text
        assert '"Stina"' not in text.split("\r\n")[0] and "Elin, Stina" in text
        assert str(zahra.chat_id) not in text and '"Ån"' not in text
        assert exported(talk.database.reader, "xlsx")[:2] == b"PK"
