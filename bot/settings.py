"""What is set from outside: the environment (how to run) and company.toml (whose houses these are).

Both are checked at start. A wrong value stops the program with one line that says what and where, because
an emergency number that is missing must be found by whoever installs the bot, not by whoever needs it.
"""

import datetime
import ipaddress
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from bot import contract_policies
from bot.company import (
    LAUNDRY_HOW,
    RENT_WAYS,
    WASTE_KINDS,
    AllocationPolicy,
    AnswerValues,
    Company,
    Desk,
    Duty,
    Emergency,
    FaultPolicy,
    Faults,
    Notices,
    Offering,
    Privacy,
    Rooms,
    Stock,
    Target,
)
from bot.contract_policies import ContractPolicy, ConversionPolicy, MovingInPolicy
from storage.fault_items import ITEMS, URGENCIES

__all__ = [
    "AllocationPolicy",
    "AnswerValues",
    "Company",
    "ContractPolicy",
    "ConversionPolicy",
    "Desk",
    "Duty",
    "Emergency",
    "FaultPolicy",
    "Faults",
    "MovingInPolicy",
    "Notices",
    "Offering",
    "Privacy",
    "Rooms",
    "Settings",
    "SettingsError",
    "Stock",
    "Target",
    "Webhook",
    "read_company",
    "read_settings",
]  # fmt: skip

TELEGRAM = "https://api.telegram.org"
RATE = 30.0
COMMON_AT_MOST = 8
# A home that is kept colder or warmer than this is a slip of the pen.
COLDEST, WARMEST = 15, 25
SEASONS = ("always", "winter", "summer")
WEBHOOK = ("HELAVAGEN_WEBHOOK_URL", "HELAVAGEN_WEBHOOK_PORT", "HELAVAGEN_WEBHOOK_SECRET")
# The ports that Telegram itself delivers to (Bot API, setWebhook).
TELEGRAM_PORTS = frozenset({443, 80, 88, 8443})

_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SITE = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_FAULT = re.compile(r"(?P<what>.*?)(?: - at `(?P<where>[^`]*)`)?", re.DOTALL)
_KINDS = {
    "str": 'text in quotes ("...")',
    "bool": "true or false",
    "int": "a whole number",
    "date": "a date such as 2026-10-01, without quotes",
    "array": "a list in [ ]",
    "object": "a section with keys of its own",
}


class SettingsError(Exception):
    """A setting is missing or wrong; the text says which, where, and what is expected."""


class Webhook(msgspec.Struct, frozen=True):
    """Telegram brings updates to `url`, with `secret`; this program listens on `port`, behind what has the
    certificate of that address.
    """

    url: str
    port: int
    secret: str

    def __repr__(self) -> str:
        return f"Webhook(url={self.url!r}, port={self.port})"


class Settings(msgspec.Struct, frozen=True):
    """How to run: from the environment. `rate` is messages a second, None without limits; `webhook` is None
    for polling.
    """

    token: str | None = None
    api_url: str = TELEGRAM
    database: Path = Path("data/helavagen.sqlite3")
    company: Path = Path("company.toml")
    rate: float | None = RATE
    clock: Path | None = None
    webhook: Webhook | None = None

    def __repr__(self) -> str:
        # A token in a traceback or a log line is a token lost.
        return f"Settings(api_url={self.api_url!r}, database={str(self.database)!r})"

    @property
    def bot_id(self) -> str:
        """The public half of the token: Telegram's id of the bot. Raises SettingsError without a token."""
        return self.required_token().partition(":")[0]

    def required_token(self) -> str:
        """The bot's token. Raises SettingsError if there is none."""
        if self.token:
            return self.token
        raise SettingsError(
            "HELAVAGEN_TOKEN is not set: put the token from @BotFather there, "
            "or start `python -m bot try` to see the bot without one"
        )


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment. Raises SettingsError, naming the variable that is wrong."""
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    api_url = given.get("HELAVAGEN_API_URL", TELEGRAM).rstrip("/")
    if not re.match(r"https?://[^/]", api_url):
        raise SettingsError(f"HELAVAGEN_API_URL: {api_url!r} is not an http or https address")
    clock = given.get("HELAVAGEN_CLOCK")
    defaults = Settings()
    return Settings(
        token=given.get("HELAVAGEN_TOKEN"),
        api_url=api_url,
        database=Path(given.get("HELAVAGEN_DATABASE", defaults.database)),
        company=Path(given.get("HELAVAGEN_COMPANY", defaults.company)),
        rate=_rate(given.get("HELAVAGEN_RATE")),
        # Time that somebody moves is for demonstrations and tests: never against the real Telegram.
        clock=Path(clock) if clock and _is_loopback(api_url) else None,
        webhook=_webhook(given, api_url),
    )


def _rate(value: str | None) -> float | None:
    if value is None:
        return RATE
    if value == "off":
        return None
    try:
        rate = float(value)
    except ValueError:
        rate = 0.0
    if not 0 < rate < float("inf"):
        raise SettingsError(f"HELAVAGEN_RATE: {value!r} is neither a number of messages a second nor `off`")
    return rate


def _webhook(given: Mapping[str, str], api_url: str) -> Webhook | None:
    missing = [name for name in WEBHOOK if name not in given]
    if len(missing) == len(WEBHOOK):
        return None
    if missing:
        raise SettingsError(
            f"{missing[0]} is not set: a webhook needs all of {', '.join(WEBHOOK)}; "
            "without any of them the bot polls"
        )
    url, port, secret = (given[name] for name in WEBHOOK)
    _check_webhook_url(url, api_url)
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise SettingsError(f"HELAVAGEN_WEBHOOK_PORT: {port!r} is not a port from 1 to 65535")
    if not _SECRET.fullmatch(secret):
        raise SettingsError("HELAVAGEN_WEBHOOK_SECRET: 1 to 256 of the signs A-Z, a-z, 0-9, _ and -")
    return Webhook(url, int(port), secret)


def _check_webhook_url(url: str, api_url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        parts, port = urlsplit(""), 0
    own_server = api_url != TELEGRAM
    if not parts.hostname or parts.scheme not in (("https", "http") if own_server else ("https",)):
        raise SettingsError(f"HELAVAGEN_WEBHOOK_URL: {url!r} is not an https address")
    if not own_server and port not in TELEGRAM_PORTS:
        ports = ", ".join(map(str, sorted(TELEGRAM_PORTS)))
        raise SettingsError(f"HELAVAGEN_WEBHOOK_URL: port {port}: Telegram delivers to {ports} only")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_company(path: Path) -> Company:
    """The company profile. Raises SettingsError, naming the file and the key that is missing or wrong."""
    try:
        raw = msgspec.toml.decode(path.read_bytes())
    except OSError as error:
        raise SettingsError(
            f"{path}: cannot be read ({error.strerror}); HELAVAGEN_COMPANY names the company profile"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: is not TOML: {error}") from error
    emergency = raw.get("emergency", {})
    if isinstance(emergency, dict) and not emergency.get("phone"):
        raise SettingsError(
            f"{path}: `emergency.phone` is missing: "
            "the bot does not start without the number people call in an emergency"
        )
    try:
        company = msgspec.convert(raw, Company)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {_explained(str(error))}") from error
    for problem in _problems(company):
        raise SettingsError(f"{path}: {problem}")
    return company


def _explained(error: str) -> str:
    """msgspec's message in the words of somebody who edits the file."""
    match = _FAULT.fullmatch(error)
    what, where = (match["what"], match["where"]) if match else (error, None)
    path = (where or "$").removeprefix("$").removeprefix(".")
    quoted = re.findall(r"`([^`]+)`", what)
    if "missing required field" in what:
        return f"`{_joined(path, quoted[0])}` is missing"
    if "unknown field" in what:
        return f"`{_joined(path, quoted[0])}` is not a key of this file: is it misspelt?"
    if what.startswith("Expected `") and quoted[0].split(" | ")[0] in _KINDS:
        return f"`{path}` must be {_KINDS[quoted[0].split(' | ')[0]]}"
    return f"`{path}`: {what[:1].lower()}{what[1:]}"


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _problems(company: Company) -> Iterator[str]:
    """What types cannot say, one line for each fault."""
    yield from _empty({"name": company.name, "desk.address": company.desk.address})
    yield from _wrong_phones(
        {
            "emergency.phone": company.emergency.phone,
            "emergency.day_phone": company.emergency.day_phone,
            "emergency.disturbance_phone": company.emergency.disturbance_phone,
            "desk.phone": company.desk.phone,
            "answers.unit_phone": company.answers.unit_phone,
        }
    )
    yield from _wrong_times("emergency", company.emergency)
    yield from _wrong_times("desk", company.desk)
    yield from _wrong_times("notices", company.notices)
    for number, duty in enumerate(company.duty):
        yield from _empty({f"duty[{number}].name": duty.name})
        yield from _wrong_times(f"duty[{number}]", duty)
    days = {
        "desk.code_days": company.desk.code_days,
        "faults.closes_after_days": company.faults.closes_after_days,
        "faults.keeps_number_days": company.faults.keeps_number_days,
        "faults.answer_days": company.faults.answer_days,
        "answers.closes_after_days": company.answers.closes_after_days,
        "notices.remind_hours": company.notices.remind_hours,
    }
    yield from (f"`{key}` must be at least 1" for key, value in days.items() if value < 1)
    if company.answers.reply_hours <= 0:
        yield "`answers.reply_hours` must be more than 0"
    cost = company.emergency.callout_cost
    if cost is not None and cost < 0:
        yield "`emergency.callout_cost` is a sum in kronor and cannot be negative"
    yield from _wrong_faults(company.faults)
    yield from _wrong_answers(company.answers)
    yield from contract_policies.problems(company.contract, company.conversion, company.moving_in)
    yield from _wrong_offering(company.offering)
    yield from _wrong_allocation(company)


def _empty(texts: dict[str, str]) -> Iterator[str]:
    yield from (f"`{key}` is empty" for key, value in texts.items() if not value.strip())


def _wrong_phones(phones: dict[str, str | None]) -> Iterator[str]:
    for key, value in phones.items():
        if value is not None and not _PHONE.fullmatch(value):
            yield (
                f"`{key}`: {value!r} is not a number that every phone can call: "
                'write it as "+46" and the number without its first 0, no spaces'
            )


def _wrong_times(section: str, struct: msgspec.Struct) -> Iterator[str]:
    for key, value in msgspec.to_builtins(struct).items():
        if key.endswith(("from", "until")) and value is not None and not _TIME.fullmatch(value):
            yield f'`{section}.{key}`: {value!r} is not a time such as "07:00"'


def _wrong_faults(faults: Faults) -> Iterator[str]:
    if len(faults.common) > COMMON_AT_MOST:
        yield f"`faults.common` has {len(faults.common)} items; a screen holds {COMMON_AT_MOST}"
    if len(set(faults.common)) < len(faults.common):
        yield "`faults.common` names an item twice"
    yield from (f"`faults.common`: there is no item {each!r}" for each in faults.common if each not in ITEMS)
    if len({policy.begins for policy in faults.policy}) < len(faults.policy):
        yield "`faults.policy`: two policies begin on the same day"
    for number, policy in enumerate(faults.policy):
        key = f"faults.policy[{number}]"
        for day in policy.winter:
            if not _is_month_day(day):
                yield f'`{key}.winter`: {day!r} is not a day of the year such as "10-01" (month-day)'
        yield from (f"`{key}.target.{wrong}" for wrong in _wrong_targets(policy.target))
        for item, classes in policy.urgency.items():
            yield from (f"`{key}.urgency.{fault}" for fault in _wrong_classes(item, classes))


def _wrong_offering(policies: list[Offering]) -> Iterator[str]:
    if len({policy.begins for policy in policies}) < len(policies):
        yield "`offering`: two policies begin on the same day"
    for number, policy in enumerate(policies):
        for key, value in msgspec.structs.asdict(policy).items():
            if key != "begins" and value < 1:
                yield f"`offering[{number}].{key}` must be at least 1"
        if policy.hold_days < policy.unit_days:
            yield f"`offering[{number}].hold_days` is not shorter than `unit_days`"


def _wrong_targets(targets: dict[str, Target]) -> Iterator[str]:
    for urgency, target in targets.items():
        given = [each for each in (target.hours, target.days) if each is not None]
        if urgency not in URGENCIES:
            yield f"{urgency}`: there is no such class; there are {', '.join(URGENCIES)}"
        elif len(given) != 1 or given[0] <= 0:
            yield f"{urgency}` needs either hours or days, more than 0"


def _wrong_classes(item: str, classes: dict[str, str]) -> Iterator[str]:
    if item not in ITEMS:
        yield f"{item}`: there is no such item"
    for season, urgency in classes.items():
        if season not in SEASONS:
            yield f"{item}`: {season!r} is none of {', '.join(SEASONS)}"
        elif urgency not in URGENCIES:
            yield f"{item}`: {urgency!r} is none of {', '.join(URGENCIES)}"


def _wrong_answers(values: AnswerValues) -> Iterator[str]:
    texts = {"unit": values.unit, "recycling_centre": values.recycling_centre, "network": values.network}
    yield from _empty({f"answers.{key}": text for key, text in texts.items() if text is not None})
    if values.site is not None and not _SITE.fullmatch(values.site):
        yield f'`answers.site`: {values.site!r} is not an address such as "https://www.example.com"'
    yield from _wrong_times("answers", values)
    if (values.quiet_from is None) != (values.quiet_until is None):
        yield "`answers.quiet_from` and `answers.quiet_until` belong together"
    if values.min_temperature is not None and not COLDEST <= values.min_temperature <= WARMEST:
        yield f"`answers.min_temperature` must be between {COLDEST} and {WARMEST} degrees"
    costs = {"key_cost": values.key_cost, "unlock_cost": values.unlock_cost, "deposit": values.deposit}
    for key, kronor in costs.items():
        if kronor is not None and kronor < 0:
            yield f"`answers.{key}` is a sum in kronor and cannot be negative"
    chosen = {
        "rent_ways": (values.rent_ways, RENT_WAYS),
        "laundry_how": ([values.laundry_how] if values.laundry_how is not None else [], LAUNDRY_HOW),
        "waste_kinds": (values.waste_kinds, WASTE_KINDS),
    }
    for key, (given, known) in chosen.items():
        for each in given:
            if each not in known:
                yield f"`answers.{key}`: {each!r} is none of {', '.join(known)}"
        if len(set(given)) < len(given):
            yield f"`answers.{key}` names something twice"


def _wrong_allocation(company: Company) -> Iterator[str]:
    policies = company.allocation
    if company.rooms.allocation and not policies:
        yield "`rooms.allocation` is on: `[[allocation]]` must say which flats are offered, and from when"
    if len({policy.begins for policy in policies}) < len(policies):
        yield "`allocation`: two policies begin on the same day"
    for number, policy in enumerate(policies):
        part, whole = policy.share
        if not 0 < part <= whole:
            yield f"`allocation[{number}].share` must be such as [1, 5]: one of every five"
        if policy.substitutes_a_year < 1:
            yield f"`allocation[{number}].substitutes_a_year` must be at least 1"


def _is_month_day(text: str) -> bool:
    if not re.fullmatch(r"\d\d-\d\d", text):
        return False
    try:
        # A leap year, so that 02-29 is a day.
        datetime.date(2024, int(text[:2]), int(text[3:]))
    except ValueError:
        return False
    return True
