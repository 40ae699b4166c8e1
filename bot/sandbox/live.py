"""The page of phones: its files, the events it gets over a websocket, and what people do on it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

import msgspec
from aiohttp import WSCloseCode, web

from bot.sandbox import shown
from bot.sandbox.deeds import NotDoneError, act, act_in_group, upload
from bot.sandbox.groups import Group
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from bot.sandbox.shown import Owner
from bot.sandbox.world import Event

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_PAGE = Path(__file__).parent / "page"
_REFUSALS_KEPT = 30
_LONGEST_STEP = 366 * 24 * 3600
_LOCAL = {"127.0.0.1", "localhost"}
ROLES = ("household", "helper", "caretaker", "staff", "officer", "admin")


class Theatre(Protocol):
    """Who keeps the bot's process. `restarts` counts the plugs pulled."""

    restarts: int

    @property
    def running(self) -> bool: ...

    async def code(self, role: str, language_code: str) -> str:
        """A fresh paper code for that role. Raises RuntimeError with the reason where there is none."""
        ...

    async def pull_plug(self, delay: float) -> None:
        """Kills the bot's process at once and starts it again after `delay` seconds."""
        ...


class Live:
    """The page's side of a `Telegram`, to be made before it starts."""

    def __init__(self, telegram: Telegram, theatre: Theatre | None = None) -> None:
        self._telegram = telegram
        self._world = telegram.world
        self._theatre = theatre
        self._owners: dict[int, Owner] = {}
        self._refusals: deque[Json] = deque(maxlen=_REFUSALS_KEPT)
        self._listeners: set[asyncio.Queue[Json]] = set()
        self._sockets: set[web.WebSocketResponse] = set()
        self._world.watchers.append(self._told)
        app = telegram.app
        app.middlewares.append(_guard)
        app.on_shutdown.append(self._hang_up)
        router = app.router
        router.add_get("/", self._index)
        router.add_static("/page", _PAGE)
        router.add_get("/sandbox/live", self._live)
        router.add_get("/sandbox/files/{file_id}", self._file)
        router.add_post("/sandbox/phones", self._add)
        router.add_post("/sandbox/phones/{id}/{deed}", self._do)
        router.add_post("/sandbox/groups", self._add_group)
        router.add_post("/sandbox/groups/{id}/{deed}", self._do_in_group)
        router.add_post("/sandbox/clock", self._clock)
        router.add_post("/sandbox/plug", self._plug)

    def own(self, phone: Phone, owner: Owner) -> None:
        """Says whose phone it is."""
        self._owners[phone.chat_id] = owner
        self._world.tell(Event("phone", phone.chat_id))

    # Down to the page.

    def _told(self, event: Event) -> None:
        if not self._listeners and event.kind != "refused":
            return
        told = self._event(event)
        if told is None:
            return
        if event.kind == "refused":
            self._refusals.append(told)
        for listener in self._listeners:
            listener.put_nowait(told)

    def _event(self, event: Event) -> Json | None:
        world = self._world
        if event.kind == "clock":
            return {"type": "clock", "clock": shown.clock(world)}
        if event.kind == "bot":
            return {"type": "bot", "bot": self._bot()}
        if event.kind == "refused":
            method, _, error = event.text.partition("\n")
            return {"type": "refused", "method": method, "error": error}
        chat = world.chats.get(event.chat_id)
        if chat is None or chat.kind == "channel":
            return None
        if event.kind == "phone" and chat.is_group:
            return {"type": "group", "group": shown.group(world, chat)}
        if event.kind == "phone":
            return {"type": "phone", "phone": shown.phone(world, chat, self._owners.get(chat.id))}
        about: Json = {"type": event.kind, "phone": chat.id}
        if event.kind == "toast":
            return {**about, "text": event.text, "alert": event.alert}
        if event.kind == "gone":
            return about
        if event.kind in ("answered", "deleted"):
            return {**about, "message_id": event.message_id}
        about["message"] = shown.message(world, chat.posts[event.message_id])
        return {**about, "sound": event.sound} if event.kind == "message" else about

    def _bot(self) -> Json:
        if self._theatre is None:
            return shown.bot(self._world, True, 0)
        return shown.bot(self._world, self._theatre.running, self._theatre.restarts)

    def _state(self) -> Json:
        phones, groups = [], []
        for chat in self._world.chats.values():
            messages = [shown.message(self._world, post) for post in chat.posts.values()]
            if chat.kind == "private":
                phone = shown.phone(self._world, chat, self._owners.get(chat.id))
                phones.append({**phone, "messages": messages})
            elif chat.is_group and chat.migrated_to is None:
                groups.append({**shown.group(self._world, chat), "messages": messages})
        return {
            "type": "state", "phones": phones, "groups": groups, "clock": shown.clock(self._world),
            "bot": self._bot(), "theatre": self._theatre is not None,
        }  # fmt: skip

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        events: asyncio.Queue[Json] = asyncio.Queue()
        # A page opened late still shows why the bot did not start.
        for event in (self._state(), *self._refusals):
            events.put_nowait(event)
        self._listeners.add(events)
        self._sockets.add(socket)
        sending = asyncio.create_task(_send_all(socket, events))
        try:
            async for _ in socket:
                pass  # The page says nothing here; reading tells when it leaves.
        finally:
            self._listeners.discard(events)
            self._sockets.discard(socket)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return socket

    async def _hang_up(self, _app: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def _index(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-store"})

    async def _file(self, request: web.Request) -> web.Response:
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        headers = {"X-Content-Type-Options": "nosniff"}
        if stored.kind in ("document", "sticker"):
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=stored.data, content_type=stored.mime.partition(";")[0], headers=headers)

    # Up from the page.

    async def _add(self, request: web.Request) -> web.Response:
        body = await _json(request)
        name, language, role = body.get("name"), body.get("language_code"), body.get("role", "none")
        if not isinstance(name, str) or not name.strip() or not isinstance(language, str) or not language:
            raise NotDoneError("a phone needs a name and a language")
        if role != "none" and role not in ROLES:
            raise NotDoneError(f"no role {role!r}, there are {', '.join(ROLES)} and none")
        suggestions: tuple[tuple[str, str], ...] = ()
        if role != "none":
            if self._theatre is None:
                raise NotDoneError("no bot is kept here that could give a paper code")
            suggestions = (("Paper code", f"/start {await self._theatre.code(role, language)}"),)
        phone = self._telegram.phone(language, name.strip())
        self.own(phone, Owner("Guest" if role == "none" else role.title(), suggestions))
        return web.json_response({"ok": True, "id": phone.chat_id})

    async def _do(self, request: web.Request) -> web.Response:
        number = request.match_info["id"]
        chat = self._world.chats.get(int(number)) if number.isdecimal() else None
        if chat is None:
            raise web.HTTPNotFound
        phone, deed = Phone(self._world, chat), request.match_info["deed"]
        if deed in ("photo", "voice", "video", "document"):
            await upload(phone, deed, request)
        else:
            act(phone, deed, await _json(request))
        return web.json_response({"ok": True})

    async def _add_group(self, request: web.Request) -> web.Response:
        title = (await _json(request)).get("title")
        if not isinstance(title, str) or not title.strip():
            raise NotDoneError("a group needs a title")
        return web.json_response({"ok": True, "id": self._telegram.group(title.strip()).chat_id})

    async def _do_in_group(self, request: web.Request) -> web.Response:
        number = request.match_info["id"]
        chat = self._world.chats.get(int(number)) if number.removeprefix("-").isdecimal() else None
        if chat is None or not chat.is_group:
            raise web.HTTPNotFound
        act_in_group(self._world, Group(self._world, chat), request.match_info["deed"], await _json(request))
        return web.json_response({"ok": True})

    async def _clock(self, request: web.Request) -> web.Response:
        seconds = (await _json(request)).get("seconds")
        if not isinstance(seconds, int) or not 0 < seconds <= _LONGEST_STEP:
            raise NotDoneError("time moves forward by 1 second to 1 year")
        self._telegram.forward(seconds)
        return web.json_response({"ok": True})

    async def _plug(self, request: web.Request) -> web.Response:
        delay = (await _json(request)).get("delay", 0)
        if not isinstance(delay, int | float) or not 0 <= delay <= 3600:
            raise NotDoneError("delay must be 0 to 3600 seconds")
        if self._theatre is None:
            raise NotDoneError("no bot is kept here")
        await self._theatre.pull_plug(delay)
        return web.json_response({"ok": True})


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keeps other web pages out, and turns what cannot be done into an answer."""
    if not request.path.startswith("/sandbox/"):
        return await handler(request)
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin != f"{request.scheme}://{request.host}"
    if foreign or request.host.partition(":")[0] not in _LOCAL:
        return _not_done("only this machine's own page may do that", 403)
    try:
        return await handler(request)
    except AssertionError as problem:
        # A phone that cannot do it says why in the first line and shows its chat below, for tests.
        return _not_done(str(problem).partition("\n")[0], 400)
    except (NotDoneError, RuntimeError) as problem:
        return _not_done(str(problem), 400)
    except web.HTTPNotFound:
        return _not_done("not found", 404)


def _not_done(error: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)


async def _send_all(socket: web.WebSocketResponse, events: asyncio.Queue[Json]) -> None:
    while True:
        await socket.send_str(msgspec.json.encode(await events.get()).decode())


async def _json(request: web.Request) -> Json:
    try:
        return msgspec.json.decode(await request.read(), type=Json)
    except msgspec.DecodeError:
        raise NotDoneError("a JSON object is expected") from None
