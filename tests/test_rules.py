"""The rules of the house: who may import whom, what a turn may not do, what is listed and what is routed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from telegram import Update, User
from telegram.ext import BaseHandler, CommandHandler

from bot import app
from bot.engine.turn import Event
from bot.engine.turns import build_application
from bot.messages.menu import COMMANDS
from bot.settings import Company

ROOT = Path(__file__).parent.parent
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

# Floor -> what of ours it may import. `bot/app.py`, `bot/contents.py` and the command line know all.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "storage": ("storage",),
    "bot/engine": (
        "bot.engine",
        *(f"storage.{name}" for name in ("database", "inbox", "outbox", "conversations", "cards", "chats")),
        # Two tables of the engine's own kind: bytes that were fetched, and what is kept by name.
        *("storage.files", "storage.facts"),
        # What is sent to many, whoever they are.
        "storage.sendings",
    ),
    "bot/handlers": (
        *("bot.handlers", "bot.messages", "bot.answers", "storage"),
        *("bot.engine.turn", "bot.engine.transport.LARGEST_FILE"),
        *("bot.speech", "bot.hours", "bot.settings", "bot.typed", "bot.days", "bot.topics", "bot.road"),
    ),
    # Of the settings a message knows the company's values, by their types; and no message shows a number that
    # is too small.
    "bot/messages": (
        *("bot.messages", "bot.speech", "bot.spelling", "bot.settings"),
        "storage.small_numbers",
    ),
    # What is learnt knows of the house only which faults there are, and where its words lie.
    "bot/answers": ("bot.answers", "bot.catalogues", "storage.fault_items"),
    "bot/topics.py": (),
    "bot/shipped.py": ("bot.answers.answer", "bot.catalogues"),
    "bot/learner.py": ("bot.answers",),
    "bot/understanding.py": ("bot.answers", "bot.catalogues", "bot.shipped", "bot.speech"),
    "bot/answering.py": (
        *("bot.answers", "bot.topics", "bot.understanding", "storage.fault_items"),
        *("bot.messages.base", "bot.messages.company_values", "bot.settings", "bot.speech"),
    ),
    "bot/from_memory.py": ("bot.answers", "bot.messages", "bot.settings", "bot.speech"),
    "bot/exports": (
        *("bot.exports", "bot.messages", "bot.speech", "bot.workers", "bot.road", "storage"),
        *("bot.engine.transport.ApiError", "bot.settings.Company"),
    ),
    "bot/imports": ("bot.imports", "storage"),
    "bot/sandbox": ("bot.sandbox",),
    "bot/speech.py": ("bot.catalogues",),
    "bot/spelling.py": (),
    "bot/typed.py": ("bot.speech",),
    "bot/days.py": ("bot.speech", "bot.typed"),
    "bot/catalogues.py": (),
    "bot/contract_policies.py": ("bot.topics", "storage.conversions"),
    "bot/company.py": ("bot.contract_policies", "storage.fault_items"),
    "bot/settings.py": (*("bot.company", "bot.contract_policies", "storage.fault_items"),),
    "bot/road.py": ("bot.hours", "bot.messages.home", "storage"),
    "bot/hours.py": ("bot.settings", "bot.speech"),
    "bot/photos.py": ("bot.engine.transport", "bot.workers"),
    "bot/workers.py": ("bot.engine.transport.ApiError",),
}
NOT_IN_A_TURN = {
    *("asyncio", "aiohttp", "time", "threading", "concurrent", "multiprocessing", "subprocess"),
    *("socket", "http", "urllib", "requests", "httpx", "os", "io", "pathlib", "aiosqlite"),
}


def sources(*floors: str) -> list[Path]:
    found = [ROOT / floor for floor in floors]
    return sorted(file for each in found for file in (each.rglob("*.py") if each.is_dir() else [each]))


def imported(file: Path) -> Iterator[str]:
    """Every module or name that a file imports, wherever in it, as a dotted path."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def nodes(*floors: str) -> Iterator[tuple[str, ast.AST]]:
    for file in sources(*floors):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            yield f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node


@pytest.mark.parametrize("floor", MAY_IMPORT)
def test_a_floor_imports_only_what_it_may_know(floor: str) -> None:
    allowed = MAY_IMPORT[floor]
    for file in sources(floor):
        for name in imported(file):
            if name.split(".")[0] not in ("bot", "storage", "tests"):
                continue
            known = any(name == each or name.startswith(f"{each}.") for each in allowed)
            assert known, f"{file.relative_to(ROOT)} imports {name}"


def test_every_file_of_the_house_stands_on_a_floor() -> None:
    knows_all = {
        "bot/__init__.py",
        "bot/__main__.py",
        "bot/app.py",
        "bot/contents.py",
        "bot/demo.py",
        "bot/demo_families.py",
    }
    for file in sources("bot", "storage"):
        name = file.relative_to(ROOT).as_posix()
        stands = any(name == floor or name.startswith(f"{floor}/") for floor in MAY_IMPORT)
        assert stands or name in knows_all or name.startswith("bot/commands/"), name


def test_a_turn_waits_for_nothing_but_another_handler() -> None:
    for where, node in nodes("bot/handlers"):
        assert not isinstance(node, ast.AsyncFor | ast.AsyncWith), where
        if isinstance(node, ast.Await):
            given = node.value.args[-2:] if isinstance(node.value, ast.Call) else []
            assert [ast.unparse(each) for each in given] in (["update", "turn"], ["event", "turn"]), where


def test_a_turn_has_no_way_to_the_network_the_disk_or_the_time() -> None:
    for file in sources("bot/handlers"):
        assert not {name.split(".")[0] for name in imported(file)} & NOT_IN_A_TURN, file
    for where, node in nodes("bot/handlers"):
        assert not (isinstance(node, ast.Call) and ast.unparse(node.func) in ("open", "turn.bot")), where
        assert not (isinstance(node, ast.Attribute) and node.attr in ("bot", "get_bot")), where


def test_nothing_lives_outside_the_turn() -> None:
    for where, node in nodes("bot"):
        if isinstance(node, ast.keyword) and node.arg == "block":
            raise AssertionError(f"{where}: block=")
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("user_data", "chat_data", "bot_data", "add_error_handler"), where


def test_a_storage_file_can_be_read_whole() -> None:
    for file in sources("storage"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 400, file


def test_there_is_no_room_for_odds_and_ends() -> None:
    names = {file.stem for file in sources("bot", "storage")}
    assert not names & {"utils", "util", "helpers", "common", "misc"}


# -- What is written down ------------------------------------------------------------------------


def callback_names() -> set[str]:
    """The part before the colon of all callback data that messages carry and `contents.py` routes."""
    found = set()
    for _, node in nodes("bot/messages", "bot/contents.py"):
        if isinstance(node, ast.keyword) and node.arg == "data":
            found.add(ast.unparse(node.value).removeprefix("f").strip("'\"").partition(":")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "press":
            found.add(str(ast.literal_eval(node.args[0])))
    return found


def test_the_list_of_callback_data_names_what_there_is_and_no_other() -> None:
    section = ARCHITECTURE.partition("## Callback data")[2].partition("\n## ")[0]
    listed = {name for name, value in re.findall(r"`([a-z]+\.[a-z_]+):([^`]+)`", section) if value}
    assert listed - {"conversation.step"} == callback_names()


def test_every_command_is_in_the_menus(company: Company) -> None:
    # The START button of every bot sends /start; nobody needs it in a menu.
    assert commands(company) - {"start"} == set(COMMANDS)


# -- What is routed ------------------------------------------------------------------------------

Handlers = list[BaseHandler[Any, Any, Any]]


def commands(company: Company) -> set[str]:
    found = [each for each in app.handlers(company) if isinstance(each, CommandHandler)]
    return {name for each in found for name in each.commands}


def matching(handlers: Handlers, kind: str, text: str, chat: str = "private") -> Handlers:
    """The handlers that would take an update of this kind, in order."""
    me = User(42, "Bot", True, username="sample_bot")
    person = {"id": 7, "is_bot": False, "first_name": "A"}
    message: dict[str, Any] = {"message_id": 1, "date": 1, "text": text, "from": person}
    message["chat"] = {"id": 7 if chat == "private" else -7, "type": chat}
    length = len(text.split(maxsplit=1)[0])
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    update = Update.de_json({"update_id": 1, kind: message}, build_application([], me).bot)
    return [each for each in handlers if each.check_update(update) not in (None, False)]


def test_a_command_is_run_as_it_was_written(company: Company) -> None:
    handlers = app.handlers(company)
    for name in commands(company):
        first = matching(handlers, "message", f"/{name}")[0]
        assert isinstance(first, CommandHandler)
        assert first.commands == {name}


@pytest.mark.parametrize(
    ("kind", "chat"),
    [
        ("edited_message", "private"),
        ("edited_message", "group"),
        ("channel_post", "channel"),
        ("edited_channel_post", "channel"),
        ("message", "group"),
        ("message", "supergroup"),
    ],
)
def test_a_command_runs_only_as_a_new_message_in_a_private_chat(
    kind: str, chat: str, company: Company
) -> None:
    handlers = app.handlers(company)
    texts = [f"/{name}" for name in commands(company)] + ["Nödläge", "ABCDEFGHJK"]
    private = matching(handlers, "message", "Nödläge")[:-1]
    for text in texts:
        taken_by = matching(handlers, kind, text, chat)
        allowed = {"team"} if kind == "message" else set()  # the one that is meant for a group
        run = {name for each in taken_by if isinstance(each, CommandHandler) for name in each.commands}
        assert run <= allowed
        assert not any(each in private for each in taken_by), text


def test_the_last_handler_takes_everything(company: Company) -> None:
    for switched_on in (True, False):
        rooms = msgspec.structs.replace(company.rooms, faults=switched_on)
        last = app.handlers(msgspec.structs.replace(company, rooms=rooms))[-1]
        for update in (Update(1), Event("of.another.release", 1), object()):
            assert last.check_update(update)


def test_a_room_that_is_switched_off_has_no_command(company: Company) -> None:
    rooms = msgspec.structs.replace(company.rooms, faults=False)
    assert not commands(msgspec.structs.replace(company, rooms=rooms)) & {"report", "orders", "team"}
    assert not commands(msgspec.structs.replace(company, rooms=rooms)) & {
        *("report", "orders", "today", "away")
    }
    rooms = msgspec.structs.replace(company.rooms, notices=False)
    closed = msgspec.structs.replace(company, rooms=rooms)
    assert not commands(closed) & {"notice", "meetings"}
    assert not [each for each in app.alarms(closed) if each.name.startswith(("notice.", "meeting."))]
