"""What holds for contracts, conversions and moving in: dated, and wrong ones are said with their place."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Company, SettingsError, read_company
from tests.test_settings import SMALL

Profile = Callable[[str], Company]


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    def read(text: str) -> Company:
        path = tmp_path / "company.toml"
        path.write_text(SMALL + text, encoding="utf-8")
        return read_company(path)

    return read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[contract]]\nnotice_months = 3", "`contract[0].from` is missing"),
        ('[[conversion]]\nwhose = "all"', "`conversion[0].from` is missing"),
        ("[[moving_in]]\nsmoke_alarm_months = 12", "`moving_in[0].from` is missing"),
        ("[[contract]]\nfrom = 2026-01-01\nmonths = 3", "`contract[0].months` is not a key of this file"),
        (
            "[[contract]]\nfrom = 2026-01-01\n[[contract]]\nfrom = 2026-01-01",
            "`contract`: two policies begin on the same day",
        ),
        ("[[contract]]\nfrom = 2026-01-01\nnotice_months = 0", "`contract[0].notice_months` must be between"),
        (
            "[[contract]]\nfrom = 2026-01-01\ndeath_notice_months = 25",
            "`contract[0].death_notice_months` must be between",
        ),
        ('[[contract]]\nfrom = 2026-01-01\nkeys_from = "12"', "`contract[0].keys_from`: '12' is not a time"),
        ("[[contract]]\nfrom = 2026-01-01\nalarm_months = [0]", "`contract[0].alarm_months` must be"),
        ('[[conversion]]\nfrom = 2026-01-01\nwhose = "some"', "`conversion[0].whose`: invalid enum value"),
        (
            "[[conversion]]\nfrom = 2026-01-01\ncheck_days = 0",
            "`conversion[0].check_days` must be at least 1",
        ),
        (
            '[[conversion]]\nfrom = 2026-01-01\nrequired = ["income"]',
            "`conversion[0].required`: 'income' is none of identity",
        ),
        (
            "[[moving_in]]\nfrom = 2026-01-01\nsmoke_alarm_months = 0",
            "`moving_in[0].smoke_alarm_months` must be at least 1",
        ),
        (
            '[[moving_in]]\nfrom = 2026-01-01\nsteps = [{ day = 1, topics = ["x"] }]',
            "`moving_in[0].steps`: there is no answer 'x'",
        ),
        (
            "[[moving_in]]\nfrom = 2026-01-01\nsteps = [{ day = -1, topics = [] }]",
            "`moving_in[0].steps`: -1 is before the keys",
        ),
        (
            "[[moving_in]]\nfrom = 2026-01-01\nsteps = [{ day = 1, topics = [] }, { day = 1, topics = [] }]",
            "`moving_in[0].steps`: two steps are on the same day",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(profile: Profile, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        profile(text)
    assert f"company.toml: {said}" in str(error.value)


def test_the_newest_whose_day_has_come_holds(profile: Profile) -> None:
    company = profile(
        "[[contract]]\nfrom = 2027-01-01\nnotice_months = 1\n[[contract]]\nfrom = 2026-01-01\n"
        '[[conversion]]\nfrom = 2027-01-01\nwhose = "all"\n'
        "[[moving_in]]\nfrom = 2027-01-01\nsteps = [{ day = 2, topics = ['folkbokforing'] }]\n"
    )
    before, after = datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)
    assert [company.contract_on(day).notice_months for day in (before, after)] == [3, 1]
    assert [company.conversion_on(day).whose for day in (before, after)] == ["one", "all"]
    assert company.moving_in_on(after).topics(2) == ("folkbokforing",)
    assert company.moving_in_on(before).topics(2) == ()
    assert company.moving_in_on(before).topics(14) == ("smoke_alarm",)


def test_a_company_that_says_nothing_has_the_usual_and_the_room_is_closed(profile: Profile) -> None:
    company = profile("")
    assert company.contract_on(datetime.date(2027, 1, 1)).alarm_months == (18, 23)
    assert "registration" in company.conversion_on(datetime.date(2027, 1, 1)).required
    assert not company.rooms.home
