"""Every notification of the way home, in every language, for every role: who hears what, and who nothing.

What is heard is what makes a sound. Each is compared with the catalogue of its reader, and holds nothing that
another who takes the phone may not know.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from babel.messages.pofile import read_po

from bot import messages
from bot.catalogues import FOLDER
from bot.handlers import offer_news
from bot.messages.unit_offers import NEWS as OFFICER_NEWS
from bot.sandbox.phones import Phone
from bot.sandbox.seen import Msg
from bot.speech import LOCALES
from storage import chats, conversions, inbox, unit_offers, vacancy_acts
from storage.codes import Invitation
from storage.officer_tasks import KINDS
from tests.settled import Settled
from tests.talk import DAY, Talk
from tests.unit import Unit

KEYS = datetime.date(2027, 2, 1)
# Addresses, homes, the officer's word for the household, names, a rent and a contract's number.
SECRETS = (
    "Norra",
    "Södra",
    "Testby",
    "1001",
    "5001",
    "5002",
    "Blå",
    "Elin",
    "Olle",
    "Stina",
    "7200",
    "K-2027",
)
ARABIC = re.compile("[\u0600-\u06ff]")


def _english() -> list[str]:
    """Sentences of the source that no reader of another language may see."""
    with (FOLDER / "messages.pot").open("rb") as file:
        ids = [entry.id for entry in read_po(file)]
    flat = [each for found in ids for each in (found if isinstance(found, list | tuple) else [found])]
    return [each for each in flat if len(each) > 16 and " " in each and "{" not in each]


ENGLISH = _english()


class Cast(Settled):
    """Everybody there is, in one language: two adults and a helper of the household, who may be a child; its
    officer and another; the desk, a caretaker of its area and an admin; a neighbour of another household.
    """

    def __init__(self, talk: Talk, locale: str, phones: dict[str, Phone]) -> None:
        super().__init__(talk, phones["officer"], phones["desk"])
        self.locale = locale
        self.phones = phones
        self.unit = Unit(talk, phones["officer"])
        self.zahra = self.omid = phones["neighbour"]

    async def comes_in(self) -> None:
        """The household's phones, one after another."""
        for role, adult in (("adult", True), ("other", True), ("helper", False)):
            self.phones[role] = await self.adult(self.locale, adult)
        self.zahra, self.omid = self.phones["adult"], self.phones["other"]

    async def hear(self, act: Awaitable[Any], by: str = "", **expected: str) -> Any:
        """Does it; `by` is whose press it is, who sees it where she pressed. Whoever is not named hears
        nothing. Of each it is said what kind of message, and what of it.
        """
        last = {
            role: max((m.message_id for m in phone.messages), default=0)
            for role, phone in self.phones.items()
        }
        start = len(self.talk.said)
        found = await act
        for role, phone in self.phones.items():
            if role == by:
                continue
            new = [m for m in phone.sounds if m.message_id > last[role] and m.sender == "bot"]
            kinds = [self._kind(phone, message, start) for message in new]
            assert kinds == expected.get(role, "").split(), (role, kinds, [m.text for m in new])
            for message in new:
                self._is_hers(message)
        return found

    def _kind(self, phone: Phone, message: Msg, start: int) -> str:
        """Which message it is: the one that reads so in this language's catalogue."""
        for chat, said in self.talk.said[start:]:
            raw = msgspec.json.encode(said)
            texts = self.talk.answering.text
            fields, _ = messages.draw(raw, self.locale, self.talk.company, texts)
            if chat == phone.chat_id and fields.get("text") == message.text:
                of_it = said.get("what") or (said.get("day") if said["message"] == "moving.step" else None)
                return said["message"] if of_it is None else f"{said['message']}:{of_it}"
        return f"in another language: {message.text}"

    def _is_hers(self, message: Msg) -> None:
        labels = [button.text for row in message.buttons for button in row]
        said = "\n".join([message.text, *labels])
        assert not any(secret in said for secret in SECRETS), said
        if self.locale != "en":
            assert not any(sentence in said for sentence in ENGLISH), said
        if self.locale in ("ar", "fa_AF"):
            assert all(ARABIC.search(part) for part in [message.text, *labels]), said


async def _cast(talk: Talk, locale: str) -> Cast:
    phones = {"neighbour": await talk.tenant(locale)}
    for role, invitation in (
        ("officer", Invitation("officer", name="Elin")),
        ("another", Invitation("officer", name="Olle")),
        ("desk", Invitation("staff", name="Stina")),
        ("caretaker", Invitation("caretaker", areas=("norr",), name="Karl")),
        ("admin", Invitation("admin", name="Anna")),
    ):
        phones[role] = await talk.enrolled(locale, invitation)
    return Cast(talk, locale, phones)


async def _waiting(talk: Talk, locale: str) -> Cast:
    """A household that waits, with its phones."""
    cast = await _cast(talk, locale)
    cast.household = await cast.unit.household("Blå dörren")
    await cast.comes_in()
    return cast


async def _offered(talk: Talk, locale: str) -> tuple[Cast, int]:
    cast = await _waiting(talk, locale)
    return cast, await cast.unit.offered(await cast.unit.flat(), cast.household)


async def _lives_there(talk: Talk, locale: str, start: datetime.date = KEYS) -> Cast:
    """A household with a second-hand contract, which has had all that is said after the keys."""
    cast = await _cast(talk, locale)
    await cast.sign(start)
    async with talk.database.transaction() as db:
        db.execute("UPDATE cases SET label = 'Blå dörren'")
    await cast.comes_in()
    return cast


# -- Offers ------------------------------------------------------------------------------------------


async def offers_are_named_reminded_of_and_missed(talk: Talk, locale: str) -> None:
    cast = await _waiting(talk, locale)
    unit = cast.unit
    flat = await cast.hear(unit.flat(), officer="unit.news:flat", another="unit.news:flat")
    new = "offer.news:new"
    number = await cast.hear(
        unit.offered(flat, cast.household), by="officer", adult=new, other=new, helper=new
    )
    await cast.hear(talk.later(1.3 * DAY), adult="offer.news:half", other="offer.news:half")
    await cast.hear(talk.later(0.9 * DAY), adult="offer.news:last", other="offer.news:last")
    await cast.hear(talk.later(1.5 * DAY))  # at night: the task is there, without a sound
    assert unit.tasks() == ["silent"]
    await cast.hear(talk.later(2.4 * DAY), officer="unit.news:morning")
    more = "offer.news:more"
    await cast.hear(talk.forge(cast.elin, f"unit.more:{number}"), by="officer", adult=more, other=more)


async def the_adults_answer(talk: Talk, locale: str) -> None:
    cast, number = await _offered(talk, locale)
    yes, no, sure = (f"offer.{what}:{number}" for what in ("accept", "decline", "sure"))
    news = "offer.news:news"
    await cast.hear(talk.forge(cast.omid, yes, sure), by="other", adult=news, officer="unit.news:accepted")
    await cast.hear(talk.forge(cast.omid, no, sure), by="other", adult=news, officer="unit.news:declined")
    await cast.hear(talk.forge(cast.zahra, yes, sure), by="adult", officer="unit.news:differ")
    await cast.hear(talk.forge(cast.zahra, f"offer.call:{number}"), by="adult", officer="unit.news:call")
    said = talk.forge(cast.elin, f"unit.said:{number}.yes")
    await cast.hear(said, by="officer", adult=news, other=news)
    signed = talk.forge(cast.elin, f"unit.confirm:{number}.sure")
    await cast.hear(signed, by="officer", adult=news, other=news)


async def an_offer_is_taken_back_and_is_void(talk: Talk, locale: str) -> None:
    cast, number = await _offered(talk, locale)
    news = "offer.news:news"
    back = talk.forge(cast.elin, f"unit.withdraw:{number}.sure")
    await cast.hear(back, by="officer", adult=news, other=news)
    (found,) = unit_offers.live(talk.database.reader)
    await cast.unit.offered(found, cast.household)
    void = "unit.news:flat_void"
    await cast.hear(
        cast.unit.withdraw(found), adult=news, other=news, officer=f"unit.news:void {void}", another=void
    )


async def a_flat_is_free_on_another_day(talk: Talk, locale: str) -> None:
    cast, _ = await _offered(talk, locale)
    (flat,) = unit_offers.live(talk.database.reader)
    async with talk.database.transaction() as db:
        day = datetime.date(2027, 4, 30)
        vacancy_acts.set_last_day(db, flat.vacancy, day, None, talk.clock.now())
    await cast.hear(talk.later(1), adult="offer.news:news", other="offer.news:news")


async def an_offer_runs_out(talk: Talk, locale: str) -> None:
    cast, _ = await _offered(talk, locale)
    await talk.later(3.7 * DAY)
    assert cast.unit.tasks() == ["silent"]
    while talk.count("unit_offers", "state = 'expired'") == 0:
        await talk.later(DAY)
    kinds = [each["what"] for each in talk.saw(cast.zahra, "offer.news")]
    assert kinds[-1] == "news"
    assert [each["what"] for each in talk.saw(cast.phones["another"], "unit.news")][-1] == "flat_over"


async def a_flat_waits_and_goes_back(talk: Talk, locale: str) -> None:
    cast = await _waiting(talk, locale)
    flat = await cast.unit.flat()
    half, last = ("unit.news:flat_half", "unit.news:flat_last")
    await cast.hear(_at(talk, flat.half), officer=half, another=half)
    await cast.hear(_at(talk, flat.last), officer=last, another=last)
    await cast.hear(talk.later(2.5 * DAY))
    assert cast.unit.told()[-1] == "flat_over"  # at night, without a sound


async def _at(talk: Talk, moment: float | None) -> None:
    """A minute after a moment."""
    assert moment is not None
    await talk.later(moment - talk.clock.now() + 60)


async def a_flat_is_given_back_after_a_no(talk: Talk, locale: str) -> None:
    cast, number = await _offered(talk, locale)
    (flat,) = unit_offers.live(talk.database.reader)
    await talk.forge(cast.omid, f"offer.decline:{number}", f"offer.sure:{number}")
    # They have said no themselves: that it is over stands on the offer, and nobody hears a sound.
    await cast.hear(talk.forge(cast.elin, f"unit.decline_as:{flat.id}.too_small"), by="officer")


async def who_had_answered_leaves(talk: Talk, locale: str) -> None:
    cast, number = await _offered(talk, locale)
    await talk.forge(cast.omid, f"offer.accept:{number}", f"offer.sure:{number}")
    leaver = talk.person(cast.omid).id
    out = talk.forge(cast.elin, f"people.separate:{cast.household}.{leaver}.sure")
    await cast.hear(out, by="officer", other="offer.left_household")
    assert cast.unit.tasks() == ["left"]


async def nobody_reads_a_reminder(talk: Talk, locale: str) -> None:
    cast, number = await _offered(talk, locale)
    async with talk.database.transaction() as db:
        for phone in (cast.zahra, cast.omid):
            chats.set_reachable(db, phone.chat_id, False)
    await cast.hear(_at(talk, cast.unit.offer(number).half), officer="unit.news:unreached")


async def the_officer_leaves(talk: Talk, locale: str) -> None:
    cast = await _waiting(talk, locale)
    leaver = talk.person(cast.elin).id
    left = talk.forge(cast.stina, f"triage.left:{leaver}.sure")
    await cast.hear(left, by="desk", officer="triage.work_ended", another="unit.news:free")


# -- The contract ------------------------------------------------------------------------------------


async def a_conversion_from_her_word_to_undone(talk: Talk, locale: str) -> None:
    cast = await _lives_there(talk, locale)
    await talk.later(1)
    contract, news = cast.contract, "conversion.news"
    said = talk.forge(cast.zahra, "home.registered:yes")
    await cast.hear(said, by="adult", officer="unit.news:registered")
    not_yet = talk.forge(cast.elin, f"conversion.not_yet:{contract}")
    await cast.hear(not_yet, by="officer", adult="home.push")
    await cast.hear(cast.open(), by="officer", desk=news)
    await cast.tick_all("20270301")
    await cast.hear(talk.forge(cast.elin, f"conversion.approve:{contract}"), by="officer", desk=news)
    push = "home.push"
    good = talk.forge(cast.stina, f"conversion.approve:{contract}")
    await cast.hear(good, by="desk", adult=push, other=push)
    found = conversions.of_contract(talk.database.reader, contract)
    assert found is not None
    await cast.hear(talk.forge(cast.zahra, f"home.news:{found.id}"), by="adult")
    await cast.hear(
        talk.forge(cast.zahra, f"home.call:{found.id}"), by="adult", officer="unit.news:conversion_call"
    )
    await cast.hear(talk.forge(cast.omid, f"home.understood:{found.id}"), by="other")
    undo = f"conversion.undo_as:{contract}.wrong_day"
    await cast.hear(talk.forge(cast.stina, undo), by="desk", officer=news)
    await cast.hear(talk.forge(cast.elin, undo), by="officer", adult=push, other=push)


async def a_conversion_is_refused(talk: Talk, locale: str) -> None:
    cast = await _lives_there(talk, locale)
    await talk.later(1)
    await cast.open()
    refused = talk.forge(cast.elin, f"conversion.refuse_as:{cast.contract}.size")
    await cast.hear(refused, by="officer", adult="home.push", other="home.push")


async def nobody_reads_the_good_news(talk: Talk, locale: str) -> None:
    cast = await _lives_there(talk, locale)
    await talk.later(1)
    await cast.open()
    await cast.tick_all("20270301")
    await talk.forge(cast.elin, f"conversion.approve:{cast.contract}")
    for phone in (cast.zahra, cast.omid):
        phone.block()
        async with talk.database.transaction() as db:
            chats.set_reachable(db, phone.chat_id, False)
    good = talk.forge(cast.stina, f"conversion.approve:{cast.contract}")
    await cast.hear(good, by="desk", officer="unit.news:unreached")
    async with talk.database.transaction() as db:
        event = f'{{"event":"chat.unreachable","id":{cast.zahra.chat_id}}}'
        inbox.add_event(db, "chat.unreachable", event, talk.clock.now())
    await cast.hear(talk.quiet())


async def second_hand_for_18_and_for_23_months(talk: Talk, locale: str) -> None:
    cast = await _lives_there(talk, locale, datetime.date(2027, 1, 1))
    await cast.until(datetime.date(2028, 6, 30), 10)
    await talk.later(60)  # the smoke alarm, which is a year later each
    both = {"officer": "conversion.news", "desk": "conversion.news"}
    await cast.hear(cast.until(datetime.date(2028, 7, 3), 10), **both)
    await cast.hear(cast.until(datetime.date(2028, 7, 4), 10))
    await cast.until(datetime.date(2028, 11, 30), 10)
    await cast.hear(cast.until(datetime.date(2028, 12, 1), 10), **both)


async def what_is_said_after_the_keys(talk: Talk, locale: str) -> None:
    keys = datetime.date(2027, 3, 1)
    cast = await _lives_there(talk, locale, keys)
    for day in range(16):
        steps = {role: f"moving.step:{day}" for role in ("adult", "other") if day in (0, 3, 7, 14)}
        await cast.hear(_a_day(cast, keys + datetime.timedelta(days=day)), **steps)


async def _a_day(cast: Cast, day: datetime.date) -> None:
    """The keys first, then what is said after them."""
    await cast.until(day)
    await cast.talk.later(60)


async def the_smoke_alarm_is_tried(talk: Talk, locale: str) -> None:
    cast = await _lives_there(talk, locale)
    await talk.later(364 * DAY)
    at_home = dict.fromkeys(("adult", "other", "helper", "neighbour"), "moving.smoke")
    await cast.hear(talk.later(3 * DAY), **at_home)
    await cast.hear(talk.forge(cast.zahra, "moving.smoke:sounds"), by="adult")


async def notice_is_given_and_withdrawn(talk: Talk, locale: str) -> None:
    """No legal notice goes by the bot: they hear that there is news, and it stands on their road."""
    cast = await _lives_there(talk, locale)
    await _a_day(cast, KEYS + datetime.timedelta(days=1))
    heard = {"adult": "home.push", "other": "home.push", "officer": "conversion.news"}
    for act in (f"contract.notice_as:{cast.contract}.20270201.usual", f"contract.withdraw:{cast.contract}"):
        await cast.hear(talk.forge(cast.stina, act), by="desk")
        await cast.hear(talk.later(60), **heard)


async def nobody_reads_of_the_notice(talk: Talk, locale: str) -> None:
    cast = await _lives_there(talk, locale)
    await talk.later(1)
    async with talk.database.transaction() as db:
        for phone in (cast.zahra, cast.omid):
            chats.set_reachable(db, phone.chat_id, False)
    await talk.forge(cast.stina, f"contract.notice_as:{cast.contract}.20270201.usual")
    await cast.hear(talk.later(60), officer="unit.news:unreached conversion.news")


async def a_contract_is_over_and_no_other_is_known(talk: Talk, locale: str) -> None:
    cast = await _lives_there(talk, locale)
    await talk.later(1)
    await talk.forge(cast.stina, f"contract.notice_as:{cast.contract}.20270201.usual")
    await cast.until(datetime.date(2027, 5, 31), 10)
    await cast.hear(cast.until(datetime.date(2027, 6, 1), 10), officer="unit.news:ended")


SCENES: list[Callable[[Talk, str], Awaitable[None]]] = [
    offers_are_named_reminded_of_and_missed,
    the_adults_answer,
    an_offer_is_taken_back_and_is_void,
    a_flat_is_free_on_another_day,
    an_offer_runs_out,
    a_flat_waits_and_goes_back,
    a_flat_is_given_back_after_a_no,
    who_had_answered_leaves,
    nobody_reads_a_reminder,
    the_officer_leaves,
    a_conversion_from_her_word_to_undone,
    a_conversion_is_refused,
    nobody_reads_the_good_news,
    second_hand_for_18_and_for_23_months,
    what_is_said_after_the_keys,
    the_smoke_alarm_is_tried,
    notice_is_given_and_withdrawn,
    nobody_reads_of_the_notice,
    a_contract_is_over_and_no_other_is_known,
]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_each_hears_what_is_hers_in_her_language_and_nobody_else_does(
    talk: Talk, scene: Callable[[Talk, str], Awaitable[None]], locale: str
) -> None:
    await scene(talk, locale)


def test_no_happening_is_left_out() -> None:
    scenes = Path(__file__).read_text(encoding="utf-8")
    pushes = {push for adults, _, push in offer_news.TELLING.values() if adults == "push"}
    for what in sorted(pushes | set(OFFICER_NEWS) | set(KINDS)):
        assert f":{what}" in scenes or f'"{what}"' in scenes, what
