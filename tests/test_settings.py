"""Settings from the environment and the company profile: what is wrong is said with its name and place."""

import datetime
from pathlib import Path

import msgspec
import pytest

from bot.settings import Company, FaultPolicy, SettingsError, Webhook, read_company, read_settings

SAMPLE = Path(__file__).parent.parent / "company.toml"
SMALL = """
name = "Provbostäder"
[emergency]
phone = "+46980319200"
[desk]
phone = "+46980319230"
address = "Storgatan 1"
"""


@pytest.fixture
def profile(tmp_path):
    """Writes a profile and reads it."""

    def read(text: str) -> Company:
        path = tmp_path / "company.toml"
        path.write_text(text, encoding="utf-8")
        return read_company(path)

    return read


def test_an_empty_environment_has_the_documented_defaults():
    settings = read_settings({})

    assert settings.token is None
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database == Path("data/helavagen.sqlite3")
    assert settings.company == Path("company.toml")
    assert settings.rate == 30
    assert settings.clock is None


def test_every_variable_is_read():
    settings = read_settings(
        {
            "HELAVAGEN_TOKEN": "42:abc",
            "HELAVAGEN_API_URL": "http://127.0.0.1:8081/",
            "HELAVAGEN_DATABASE": "/srv/bot.sqlite3",
            "HELAVAGEN_COMPANY": "/etc/company.toml",
            "HELAVAGEN_RATE": "12.5",
            "HELAVAGEN_CLOCK": "/srv/clock",
        }
    )

    assert (settings.token, settings.bot_id) == ("42:abc", "42")
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.database == Path("/srv/bot.sqlite3")
    assert settings.company == Path("/etc/company.toml")
    assert settings.rate == 12.5
    assert settings.clock == Path("/srv/clock")


def test_a_rate_that_is_off_has_no_limit():
    assert read_settings({"HELAVAGEN_RATE": "off"}).rate is None


@pytest.mark.parametrize("rate", ["fast", "0", "-1", "inf", "nan"])
def test_a_wrong_rate_is_named(rate):
    with pytest.raises(SettingsError, match="HELAVAGEN_RATE"):
        read_settings({"HELAVAGEN_RATE": rate})


def test_a_wrong_address_is_named():
    with pytest.raises(SettingsError, match="HELAVAGEN_API_URL"):
        read_settings({"HELAVAGEN_API_URL": "api.telegram.org"})


@pytest.mark.parametrize(
    ("api_url", "honoured"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://localhost:8081", True),
        ("http://[::1]:8081", True),
        ("https://api.telegram.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://192.168.0.1", False),
    ],
)
def test_a_moved_clock_is_honoured_on_loopback_only(api_url, honoured):
    settings = read_settings({"HELAVAGEN_API_URL": api_url, "HELAVAGEN_CLOCK": "clock"})

    assert (settings.clock is not None) == honoured


HOOKED = {
    "HELAVAGEN_WEBHOOK_URL": "https://bot.example.org:8443/updates",
    "HELAVAGEN_WEBHOOK_PORT": "8080",
    "HELAVAGEN_WEBHOOK_SECRET": "s3cret_of-ours",
}
OWN_SERVER = {"HELAVAGEN_API_URL": "http://127.0.0.1:8081"}


def test_a_webhook_is_read_and_without_one_the_bot_polls():
    assert read_settings({}).webhook is None
    webhook = read_settings(HOOKED).webhook

    assert webhook == Webhook("https://bot.example.org:8443/updates", 8080, "s3cret_of-ours")
    assert "s3cret" not in f"{webhook!r} {webhook}"


@pytest.mark.parametrize("missing", HOOKED)
def test_half_a_webhook_is_said_with_what_is_missing(missing):
    given = {name: value for name, value in HOOKED.items() if name != missing}

    with pytest.raises(SettingsError, match=f"^{missing} is not set: a webhook needs all of"):
        read_settings(given)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"HELAVAGEN_WEBHOOK_URL": "http://bot.example.org"}, "is not an https address"),
        ({"HELAVAGEN_WEBHOOK_URL": "bot.example.org"}, "is not an https address"),
        ({"HELAVAGEN_WEBHOOK_URL": "https://"}, "is not an https address"),
        ({"HELAVAGEN_WEBHOOK_URL": "https://bot.example.org:x"}, "is not an https address"),
        (OWN_SERVER | {"HELAVAGEN_WEBHOOK_URL": "ftp://127.0.0.1"}, "is not an https address"),
        ({"HELAVAGEN_WEBHOOK_URL": "https://bot.example.org:9000"}, "port 9000: Telegram delivers to 80, 88"),
        ({"HELAVAGEN_WEBHOOK_PORT": "0"}, "'0' is not a port"),
        ({"HELAVAGEN_WEBHOOK_PORT": "65536"}, "'65536' is not a port"),
        ({"HELAVAGEN_WEBHOOK_PORT": "٨٠"}, "is not a port"),
        ({"HELAVAGEN_WEBHOOK_PORT": "https"}, "is not a port"),
        ({"HELAVAGEN_WEBHOOK_SECRET": "with space"}, "of the signs A-Z"),
        ({"HELAVAGEN_WEBHOOK_SECRET": "x" * 257}, "of the signs A-Z"),
    ],
)
def test_a_wrong_webhook_is_said_with_the_variable(changed, said):
    with pytest.raises(SettingsError) as error:
        read_settings(HOOKED | changed)

    assert next(name for name in changed if "WEBHOOK" in name) in str(error.value)
    assert said in str(error.value)
    assert "with space" not in str(error.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/x", "https://bot.example.org:9000", "http://hook:80"])
def test_a_server_of_ones_own_delivers_anywhere(url):
    webhook = read_settings(HOOKED | OWN_SERVER | {"HELAVAGEN_WEBHOOK_URL": url}).webhook

    assert webhook is not None and webhook.url == url


def test_a_missing_token_is_said_with_the_way_to_see_the_bot_without_one():
    with pytest.raises(SettingsError, match=r"HELAVAGEN_TOKEN.*`python -m bot try`"):
        read_settings({"HELAVAGEN_TOKEN": " "}).required_token()


def test_the_token_does_not_show_where_settings_are_printed():
    settings = read_settings({"HELAVAGEN_TOKEN": "42:secret"})

    assert "secret" not in f"{settings!r} {settings}"


def test_the_sample_profile_is_right_and_full():
    company = read_company(SAMPLE)

    assert company.name == "Exempelbostäder"
    assert company.emergency.phone.startswith("+46980319")
    assert len(company.faults.common) == 8
    assert company.rooms.faults
    assert company.rooms.questions
    assert company.rooms.notices
    assert company.duty
    # Every value of the answers is there, so that none of the sample's is withheld.
    assert all(value not in (None, []) for value in msgspec.structs.astuple(company.answers))


def test_what_a_small_profile_leaves_out_has_a_default(profile):
    company = profile(SMALL)

    assert company.rooms.faults
    assert company.desk.code_days == 14
    assert (company.faults.closes_after_days, company.faults.keeps_number_days) == (7, 30)
    assert company.faults.answer_days == 5
    assert (company.answers.reply_hours, company.answers.closes_after_days) == (8, 7)
    assert (company.notices.quiet_from, company.notices.quiet_until) == ("21:00", "07:00")
    assert not company.notices.second_person
    assert not company.privacy.never_affects_you
    assert company.emergency.callout_cost is None


@pytest.mark.parametrize(
    "text",
    [
        'name = "Provbostäder"',
        SMALL.replace('phone = "+46980319200"', ""),
        SMALL.replace("+46980319200", ""),
    ],
    ids=["no section", "no key", "empty"],
)
def test_a_missing_emergency_number_is_named_with_the_reason(profile, text):
    with pytest.raises(SettingsError) as error:
        profile(text)

    assert str(error.value).endswith(
        "company.toml: `emergency.phone` is missing: "
        "the bot does not start without the number people call in an emergency"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (SMALL.replace('address = "Storgatan 1"', ""), "`desk.address` is missing"),
        (SMALL.replace("Storgatan 1", " "), "`desk.address` is empty"),
        (SMALL.replace("name =", "nme ="), "`nme` is not a key of this file: is it misspelt?"),
        (SMALL + 'open_form = "09:00"', "`desk.open_form` is not a key of this file: is it misspelt?"),
        (SMALL + "open_from = 9", '`desk.open_from` must be text in quotes ("...")'),
        (SMALL + 'code_days = "14"', "`desk.code_days` must be a whole number"),
        (SMALL + "code_days = 0", "`desk.code_days` must be at least 1"),
        (SMALL + 'open_from = "9.00"', "`desk.open_from`: '9.00' is not a time such as \"07:00\""),
        (SMALL + 'open_until = "24:00"', "`desk.open_until`: '24:00' is not a time"),
        (SMALL.replace("+46980319200", "0980-319200"), "`emergency.phone`: '0980-319200' is not a number"),
        (SMALL.replace("+46980319230", "+4698"), "`desk.phone`: '+4698' is not a number"),
        (SMALL + "[rooms]\nfaults = 1", "`rooms.faults` must be true or false"),
        (SMALL + '[notices]\nquiet_from = "21"', "`notices.quiet_from`: '21' is not a time"),
        (SMALL + "[notices]\nremind_hours = 0", "`notices.remind_hours` must be at least 1"),
        (SMALL + '[faults]\ncommon = "x"', "`faults.common` must be a list in [ ]"),
        (SMALL + '[faults]\ncommon = ["kitchen.spoon"]', "`faults.common`: there is no item 'kitchen.spoon'"),
        (SMALL + '[faults]\ncommon = ["pests.ants", "pests.ants"]', "`faults.common` names an item twice"),
        (SMALL + "[faults]\ncommon = [" + '"pests.ants",' * 9 + "]", "`faults.common` has 9 items"),
        (SMALL + "[faults]\nkeeps_number_days = 0", "`faults.keeps_number_days` must be at least 1"),
        (SMALL + "[faults]\nanswer_days = 0", "`faults.answer_days` must be at least 1"),
        (SMALL + "[[allocation]]\nshare = [1, 5]", "`allocation[0].from` is missing"),
        (SMALL + "[[offering]]\nunit_days = 3", "`offering[0].from` is missing"),
        (
            SMALL + "[[offering]]\nfrom = 2026-01-01\ncall_days = 0",
            "`offering[0].call_days` must be at least 1",
        ),
        (SMALL + "[[offering]]\nfrom = 2026-01-01\nhold_days = 2", "`offering[0].hold_days` is not shorter"),
        (
            SMALL + "[[offering]]\nfrom = 2026-01-01\n[[offering]]\nfrom = 2026-01-01",
            "`offering`: two policies begin on the same day",
        ),
        (SMALL + "[rooms]\nallocation = true", "`rooms.allocation` is on: `[[allocation]]` must say"),
        (
            SMALL + "[[allocation]]\nfrom = 2026-01-01\nshare = [0, 5]",
            "`allocation[0].share` must be such as",
        ),
        (
            SMALL + "[[allocation]]\nfrom = 2026-01-01\nshare = [6, 5]",
            "`allocation[0].share` must be such as",
        ),
        (SMALL + "[[allocation]]\nfrom = 2026-01-01\nshare = [1]", "`allocation[0].share` must be a list"),
        (
            SMALL + "[[allocation]]\nfrom = 2026-01-01\nsubstitutes_a_year = 0",
            "`allocation[0].substitutes_a_year` must be at least 1",
        ),
        (
            SMALL + "[[allocation]]\nfrom = 2026-01-01\n[[allocation]]\nfrom = 2026-01-01",
            "`allocation`: two policies begin on the same day",
        ),
        (SMALL + '[[faults.policy]]\nfrom = "2026-13-01"', "`faults.policy[0].from`: "),
        (SMALL + "[[faults.policy]]\nfrom = 1", "`faults.policy[0].from` must be a date such as 2026-10-01"),
        (
            SMALL + "[[faults.policy]]\nfrom = 2026-01-01\n[[faults.policy]]\nfrom = 2026-01-01",
            "`faults.policy`: two policies begin on the same day",
        ),
        (
            SMALL + '[[faults.policy]]\nwinter = ["10-01", "04-31"]',
            "`faults.policy[0].winter`: '04-31' is not a day of the year",
        ),
        (SMALL + '[[faults.policy]]\nwinter = ["oct", "04-30"]', "`faults.policy[0].winter`: 'oct' is not"),
        (
            SMALL + '[[faults.policy]]\n[faults.policy.urgency]\n"kitchen.spoon" = { always = "E2" }',
            "`faults.policy[0].urgency.kitchen.spoon`: there is no such item",
        ),
        (
            SMALL + '[[faults.policy]]\n[faults.policy.urgency]\n"yard.snow" = { always = "E9" }',
            "`faults.policy[0].urgency.yard.snow`: 'E9' is none of E0, E1, E2, E3, E4",
        ),
        (
            SMALL + '[[faults.policy]]\n[faults.policy.urgency]\n"yard.snow" = { spring = "E2" }',
            "`faults.policy[0].urgency.yard.snow`: 'spring' is none of always, winter, summer",
        ),
        (SMALL.replace("[desk]", "callout_cost = -1\n[desk]"), "`emergency.callout_cost` is a sum"),
        (SMALL + '[answers]\nunit_phone = "0640-1"', "`answers.unit_phone`: '0640-1' is not a number"),
        (SMALL + '[answers]\nsite = "www"', "`answers.site`: 'www' is not an address"),
        (SMALL + '[answers]\nunit = " "', "`answers.unit` is empty"),
        (SMALL + '[answers]\nquiet_from = "22"', "`answers.quiet_from`: '22' is not a time"),
        (
            SMALL + '[answers]\nquiet_from = "22:00"',
            "`answers.quiet_from` and `answers.quiet_until` belong together",
        ),
        (SMALL + "[answers]\nmin_temperature = 2", "`answers.min_temperature` must be between 15 and 25"),
        (SMALL + "[answers]\nkey_cost = -1", "`answers.key_cost` is a sum in kronor"),
        (SMALL + "[answers]\nreply_hours = 0", "`answers.reply_hours` must be more than 0"),
        (SMALL + "[answers]\ncloses_after_days = 0", "`answers.closes_after_days` must be at least 1"),
        (SMALL + "[answers]\ndeposit = -1", "`answers.deposit` is a sum in kronor"),
        (SMALL + '[answers]\nrent_ways = ["cash"]', "`answers.rent_ways`: 'cash' is none of ocr, e_invoice"),
        (SMALL + '[answers]\nrent_ways = ["ocr", "ocr"]', "`answers.rent_ways` names something twice"),
        (SMALL + '[answers]\nlaundry_how = "fax"', "`answers.laundry_how`: 'fax' is none of board, app"),
        (SMALL + '[answers]\nwaste_kinds = ["gold"]', "`answers.waste_kinds`: 'gold' is none of residual"),
        (
            SMALL + '[[duty]]\nname = ""\nfrom = "16:00"\nuntil = "07:00"',
            "`duty[0].name` is empty",
        ),
        (
            SMALL + '[[duty]]\nname = "A"\nfrom = "16"\nuntil = "07:00"',
            "`duty[0].from`: '16' is not a time",
        ),
        (
            SMALL + '[[duty]]\nname = "A"\nfrom = "16:00"\nuntil = "07:00"\ndays = ["måndag"]',
            "`duty[0].days[0]`: invalid enum value 'måndag'",
        ),
        ("rooms = 1\n" + SMALL, "`rooms` must be a section with keys of its own"),
        ("name = \n", "is not TOML: "),
    ],
)
def test_what_is_wrong_in_a_profile_is_said_with_its_place(profile, changed, said):
    with pytest.raises(SettingsError) as error:
        profile(changed)

    assert f"company.toml: {said}" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_profile_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read.*HELAVAGEN_COMPANY"):
        read_company(tmp_path / "nowhere.toml")


def test_a_profile_in_another_encoding_is_not_toml(tmp_path):
    path = tmp_path / "company.toml"
    path.write_bytes('name = "Exempelbostäder"'.encode("latin-1"))

    with pytest.raises(SettingsError, match="is not TOML"):
        read_company(path)


def test_the_newest_policy_whose_day_has_come_is_in_force(profile):
    company = profile(
        SMALL
        + '[[faults.policy]]\nfrom = 2026-10-01\n[faults.policy.urgency]\n"yard.snow" = { always = "E3" }\n'
        + '[[faults.policy]]\nfrom = 2026-01-01\n[faults.policy.urgency]\n"yard.snow" = { always = "E4" }\n'
    )

    def on(*day: int) -> str:
        date = datetime.date(*day)
        return company.policy(date).urgency_of("yard.snow", date)

    assert on(2025, 12, 31) == "E2"
    assert on(2026, 1, 1) == on(2026, 9, 30) == "E4"
    assert on(2026, 10, 1) == "E3"


def test_a_season_of_the_policy_replaces_only_its_own_class():
    winter, summer = datetime.date(2026, 1, 15), datetime.date(2026, 7, 15)
    policy = FaultPolicy(
        urgency={
            "parking.heater_outlet": {"summer": "E4"},
            "heating.no_heat": {"always": "E3", "winter": "E0"},
            "yard.lamp": {"winter": "E2"},
        }
    )

    assert policy.urgency_of("parking.heater_outlet", winter) == "E2"
    assert policy.urgency_of("parking.heater_outlet", summer) == "E4"
    assert policy.urgency_of("heating.no_heat", winter) == "E0"
    assert policy.urgency_of("heating.no_heat", summer) == "E3"
    assert policy.urgency_of("yard.lamp", winter) == "E2"
    assert policy.urgency_of("yard.lamp", summer) == "E3"
    with pytest.raises(KeyError):
        policy.urgency_of("kitchen.spoon", winter)


@pytest.mark.parametrize(
    ("winter", "day", "expected"),
    [
        (("10-01", "04-30"), (2026, 9, 30), False),
        (("10-01", "04-30"), (2026, 10, 1), True),
        (("10-01", "04-30"), (2026, 12, 31), True),
        (("10-01", "04-30"), (2026, 4, 30), True),
        (("10-01", "04-30"), (2026, 5, 1), False),
        (("01-01", "02-29"), (2027, 3, 1), False),
        (("01-01", "02-29"), (2028, 2, 29), True),
    ],
)
def test_winter_holds_its_first_and_last_day(winter, day, expected):
    assert FaultPolicy(winter=winter).is_winter(datetime.date(*day)) == expected


DUTY = """
[[duty]]
name = "Night"
from = "16:00"
until = "07:00"
days = ["friday"]
[[duty]]
name = "Round the clock"
from = "07:00"
until = "07:00"
days = ["saturday"]
[[duty]]
name = "Lunch"
from = "12:00"
until = "13:00"
"""


@pytest.mark.parametrize(
    ("day", "hour", "names"),
    [
        (27, 15, []),  # Friday
        (27, 16, ["Night"]),
        (28, 6, ["Night"]),  # Saturday morning still is Friday's night
        (28, 7, ["Round the clock"]),
        (28, 12, ["Round the clock", "Lunch"]),
        (29, 6, ["Round the clock"]),
        (29, 7, []),
        (29, 16, []),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_began(profile, day, hour, names):
    moment = datetime.datetime(2026, 11, day, hour)

    assert profile(SMALL + DUTY).on_duty(moment) == names


def test_the_newest_rule_whose_day_has_come_is_in_force(profile):
    company = profile(
        SMALL + "[[allocation]]\nfrom = 2027-01-01\nshare = [1, 4]\nsubstitute_on_unsuitable = true\n"
        "[[allocation]]\nfrom = 2026-01-01\n"
    )

    def rule(year, month, day):
        return company.allocation_rule(datetime.date(year, month, day))

    assert rule(2025, 12, 31) is None
    assert (rule(2026, 12, 31).share, rule(2026, 12, 31).substitutes) == ((1, 5), 0)
    assert (rule(2027, 1, 1).share, rule(2027, 1, 1).substitutes) == ((1, 4), 2)


def test_an_offer_is_made_as_the_newest_policy_says(profile):
    company = profile(
        SMALL + "[[offering]]\nfrom = 2027-01-01\nhousehold_days = 5\n[[offering]]\nfrom = 2026-01-01\n"
    )

    assert company.offering_on(datetime.date(2025, 12, 31)).household_days == 3  # the program's own
    assert company.offering_on(datetime.date(2026, 12, 31)).household_days == 3
    assert company.offering_on(datetime.date(2027, 1, 1)).household_days == 5
