"""What a handler can do: say, keep cards true, stand somewhere in a conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec
import pytest

from bot.engine.turn import SCREEN, Turn
from bot.sandbox.phones import Phone
from storage import cards, chats, files
from storage.outbox import ANSWER, EMERGENCY, NOTIFICATION
from tests.engine.conftest import PNG, Commands, Words, texts
from tests.engine.running import DESK, Engine, open_engine


class Draft(msgspec.Struct):
    place: str


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as opened:
        opened.start()
        yield opened


@pytest.fixture
async def anna(engine: Engine) -> Phone:
    return engine.telegram.phone()


async def does(engine: Engine, phone: Phone, act: Callable[[Turn], object]) -> None:
    """The person writes, and her turn does this."""
    engine.does["go"] = lambda turn: (act(turn), None)[1]
    phone.type("go")
    await engine.quiet()


async def presses(engine: Engine, phone: Phone, data: str, act: Callable[[Turn], object]) -> None:
    """The person presses, and her turn does this."""
    engine.presses = lambda turn: (act(turn), None)[1]
    phone.press(data)
    await engine.quiet()


async def test_what_is_said_goes_here_or_there_and_with_a_sound_or_without(
    engine: Engine, anna: Phone
) -> None:
    def act(turn: Turn) -> None:
        turn.say(Words("here"))
        turn.say(Words("there"), to=DESK, silent=True)

    await does(engine, anna, act)
    assert texts(anna) == ["here"]
    assert [(m.text, m.silent) for m in engine.desk.messages] == [("there", True)]


async def test_all_that_a_turn_says_to_one_chat_has_one_priority(engine: Engine, anna: Phone) -> None:
    seen: list[tuple[int, int]] = []

    def act(turn: Turn) -> None:
        turn.say(Words("1"))
        turn.say(Words("2"), to=DESK)
        turn.say(Words("3"), to=777)
        turn.urgent()
        turn.urgent(DESK)
        turn.say(Words("4"))
        turn.flush()
        seen.extend(turn.db.execute("SELECT chat, priority FROM outbox ORDER BY id"))
        turn._errands.clear()

    await does(engine, anna, act)
    assert seen == [
        (anna.chat_id, EMERGENCY),
        (DESK, EMERGENCY),
        (777, NOTIFICATION),
        (anna.chat_id, EMERGENCY),
    ]


async def test_an_answer_goes_before_a_notification(engine: Engine, anna: Phone) -> None:
    seen: list[int] = []

    def act(turn: Turn) -> None:
        turn.say(Words("answer"))
        turn.flush()
        seen.extend(priority for (priority,) in turn.db.execute("SELECT priority FROM outbox"))
        turn._errands.clear()

    await does(engine, anna, act)
    assert seen == [ANSWER]


async def test_a_screen_moves_to_the_bottom_and_leaves_nothing_behind(engine: Engine, anna: Phone) -> None:
    await does(engine, anna, lambda turn: turn.screen(Words("one")))
    await does(engine, anna, lambda turn: turn.screen(Words("two")))
    assert [m.text for m in anna.messages] == ["go", "go", "two"]


async def test_a_screen_that_is_edited_stays_where_it_stands(engine: Engine, anna: Phone) -> None:
    await does(engine, anna, lambda turn: turn.screen(Words("one")))
    await does(engine, anna, lambda turn: turn.edit_screen(Words("two")))
    assert [m.text for m in anna.messages] == ["go", "two", "go"]


async def test_a_press_turns_the_message_it_came_from(engine: Engine, anna: Phone) -> None:
    await does(engine, anna, lambda turn: turn.say(Words("older", buttons=("a.press:1",))))
    await does(engine, anna, lambda turn: turn.screen(Words("screen")))
    await presses(engine, anna, "a.press:1", lambda turn: turn.screen(Words("turned")))
    assert [m.text for m in anna.messages] == ["go", "turned", "go"]


async def test_a_screen_becomes_a_card_on_the_message_that_was_pressed(engine: Engine, anna: Phone) -> None:
    await does(engine, anna, lambda turn: turn.screen(Words("send?", buttons=("a.press:yes",))))
    await presses(engine, anna, "a.press:yes", lambda turn: turn.screen_becomes("fault.1", Words("sent")))
    assert texts(anna) == ["sent"]
    assert [card.key for card in cards.of_chat(engine.database.reader, anna.chat_id)] == ["fault.1"]


async def test_a_screen_elsewhere_goes_when_it_becomes_a_card(engine: Engine, anna: Phone) -> None:
    await does(engine, anna, lambda turn: turn.say(Words("old", buttons=("a.press:yes",))))
    await does(engine, anna, lambda turn: turn.screen(Words("screen")))
    await presses(engine, anna, "a.press:yes", lambda turn: turn.screen_becomes("fault.1", Words("sent")))
    assert texts(anna) == ["sent"]


async def test_a_conversation_that_ends_leaves_its_last_word_or_nothing(engine: Engine, anna: Phone) -> None:
    await does(engine, anna, lambda turn: turn.leave_screen())
    await does(engine, anna, lambda turn: turn.screen(Words("one")))
    await does(engine, anna, lambda turn: turn.leave_screen(Words("bye")))
    assert texts(anna) == ["bye"]
    await does(engine, anna, lambda turn: turn.leave_screen())
    assert texts(anna) == []


async def test_in_a_new_language_every_card_is_shown_anew_without_a_sound(
    engine: Engine, anna: Phone
) -> None:
    def enrol(turn: Turn) -> None:
        assert turn.locale is None
        turn.card("a", Words("one"))
        turn.card(SCREEN, Words("two"))

    def change(turn: Turn) -> None:
        chats.set_locale(turn.db, turn.chat, "ar")
        turn.refresh_cards()

    await does(engine, anna, enrol)
    sounds = len(anna.sounds)
    await does(engine, anna, change)
    assert sorted(texts(anna)) == ["one ar", "two ar"]
    assert len(anna.sounds) == sounds


async def test_cards_are_pinned_files_fetched_and_menus_set(engine: Engine, anna: Phone) -> None:
    anna.send_photo(PNG)
    file: list[int] = []

    def act(turn: Turn) -> None:
        file.append(files.add(turn.db, "photo", str(anna.messages[0].photo), turn.now))
        turn.card("k", Words("card"))
        turn.pin("k")
        turn.fetch(file[0])
        turn.menu(Commands("report"))

    await does(engine, anna, act)
    assert [m.text for m in anna.pinned] == ["card"]
    assert anna.commands == {"report": "?"}
    found = files.get(engine.database.reader, file[0])
    assert found is not None and found.content == b"ready:" + PNG


async def test_a_press_knows_the_buttons_beside_it(engine: Engine, anna: Phone) -> None:
    found: list[list[str]] = []

    def look(turn: Turn) -> None:
        found.extend(turn.beside(name) for name in ("a.press", "topic.of", "a"))

    await does(
        engine,
        anna,
        lambda turn: turn.say(Words("?", buttons=("a.press:yes", "a.press:no", "topic.of:rent"))),
    )
    await presses(engine, anna, "a.press:yes", look)
    await does(engine, anna, look)
    assert found == [["yes", "no"], ["rent"], [], [], [], []]


async def test_a_message_of_hers_is_taken_away(engine: Engine, anna: Phone) -> None:
    anna.type("a secret")
    await engine.quiet()
    mine = anna.messages[0].message_id
    await does(engine, anna, lambda turn: turn.delete(mine))
    assert mine not in [m.message_id for m in anna.messages]


async def test_a_conversation_stands_at_its_step_until_it_ends(engine: Engine, anna: Phone) -> None:
    await does(engine, anna, lambda turn: turn.stand("report", "place", Draft("kitchen")))
    seen: list[object] = []

    def act(turn: Turn) -> None:
        seen.append(turn.standing())
        turn.end()
        seen.append(turn.standing())

    await does(engine, anna, act)
    standing, ended = seen
    assert ended is None
    assert (getattr(standing, "name", ""), getattr(standing, "step", "")) == ("report", "place")
    assert getattr(standing, "data", "") == '{"place":"kitchen"}'


@pytest.mark.parametrize(("data", "routed"), [("a.press:x", True), ("a.press", True), ("a.pressed:x", False)])
async def test_a_press_is_routed_by_its_whole_name(
    engine: Engine, anna: Phone, data: str, routed: bool
) -> None:
    await does(engine, anna, lambda turn: turn.say(Words("press", buttons=(data,))))
    anna.press(data)
    await engine.quiet()
    await engine.until(lambda: engine.telegram.sent("answerCallbackQuery"))
    assert bool(anna.toasts) is routed
