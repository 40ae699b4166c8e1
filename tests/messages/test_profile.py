"""What the bot says about itself at Telegram, in every language."""

import msgspec
import pytest

from bot import app
from bot.messages.menu import COMMANDS, about, commands
from bot.settings import Company
from bot.speech import LOCALES, words

LIMITS = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_name_and_descriptions_fit_in_every_language(locale: str, company: Company) -> None:
    texts = about(words(locale), company)
    assert 1 <= len(texts.name) <= 64
    assert 1 <= len(texts.description) <= 512
    assert 1 <= len(texts.short) <= 120


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_commands_do_fits_in_every_language(locale: str) -> None:
    for command in commands(list(COMMANDS), words(locale)):
        assert 1 <= len(command["description"]) <= 256


def test_the_profile_is_set_for_every_language_and_for_all_others(company: Company) -> None:
    wanted = app.profile(company)
    codes = {None, "sv", "ar", "fa", "en"}
    for what in ("Name", "Description", "ShortDescription", "Commands"):
        assert {each.scope.get("language_code") for each in wanted if each.what == what} == codes
    for each in wanted:
        if each.what in LIMITS:
            field, limit = LIMITS[each.what]
            assert 1 <= len(each.value[field]) <= limit


def test_a_long_company_name_still_fits(company: Company) -> None:
    long = msgspec.structs.replace(
        company, name="Stiftelsen Övre Exempelbygdens Allmännyttiga Hyresbostäder AB med Dotterbolag"
    )
    for locale in LOCALES:
        texts = about(words(locale), long)
        assert len(texts.name) <= 64
        assert len(texts.description) <= 512
        assert len(texts.short) <= 120
