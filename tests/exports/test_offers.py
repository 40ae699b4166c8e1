"""The flats offered to the unit as a table: what came of each, and nobody's household."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest_asyncio

from bot.exports import documents
from bot.settings import Company
from tests.talk import Talk, open_talk
from tests.unit import unit_of


@pytest_asyncio.fixture
async def talk(tmp_path: Path, company: Company) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path, company) as opened:
        yield opened


async def test_each_flat_is_a_row_and_no_household_stands_in_it(talk: Talk) -> None:
    unit = await unit_of(talk)
    household = await unit.household("Blå dörren")
    zahra = await unit.adult(household)
    flat = await unit.flat()
    number = await unit.offered(flat, household)
    await talk.forge(zahra, f"offer.decline:{number}", f"offer.sure:{number}", f"offer.why:{number}.rent")
    await talk.forge(unit.elin, f"unit.decline_as:{flat.id}.nobody_waits")
    await unit.flat()
    content = documents.offers(talk.database.reader, "csv").decode("utf-8-sig")
    assert "Blå" not in content
    first, second = csv.DictReader(io.StringIO(content, newline=""), delimiter=";")
    assert (first["Läge"], first["Tillfrågade hushåll"], first["Tackade nej"]) == ("återlämnad", "1", "1")
    assert (first["Hushållens orsaker"], first["Enhetens orsak"]) == ("Hyran", "Ingen väntar på ett hem nu")
    assert (first["Objekt"], first["Hyra kr"], first["Ledig från"]) == ("05001-07", "7200", "2027-04-01")
    assert (second["Läge"], second["Avslutad"]) == ("väntar på hushåll", "")
    book = openpyxl.load_workbook(io.BytesIO(documents.offers(talk.database.reader, "xlsx")))
    assert book["Erbjudanden"]["A2"].value == 1
