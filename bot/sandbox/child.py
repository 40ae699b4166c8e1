"""The bot as a child process: started, watched, killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence

_TAIL = 4000
_LINES = 12
_PATIENCE = 12.0


class Child:
    """A process and all that it starts.

    `changed` is called when it starts, and with its last lines of output when it ends without being told to.
    """

    def __init__(
        self, command: Sequence[str], env: dict[str, str], changed: Callable[[str | None], None]
    ) -> None:
        self._command = command
        self._env = env
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._told_to_end = False

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Starts it if it is not running, in a process group of its own, so that a kill takes its workers."""
        if self.running:
            return
        self._told_to_end = False
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            env=self._env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        self._watching = asyncio.create_task(self._watch(self._process))
        self._changed(None)

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        tail = b""
        while chunk := await process.stdout.read(65536):
            tail = (tail + chunk)[-_TAIL:]
        code = await process.wait()
        lines = tail.decode(errors="replace").strip().splitlines()[-_LINES:]
        told = self._told_to_end
        self._changed(None if told else "\n".join([*lines, f"the bot's process ended with {code}"]))

    async def kill(self) -> None:
        """SIGKILL, as when the plug is pulled. Returns when it is gone."""
        self._told_to_end = True
        self._signal(signal.SIGKILL)
        await self._gone()

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL when it has not ended after 12 seconds. Returns when it is gone."""
        self._told_to_end = True
        if self.running and self._process is not None:
            # Only the bot itself: its workers are its own to end.
            self._process.terminate()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await self._process.wait()
        self._signal(signal.SIGKILL)
        await self._gone()

    def _signal(self, number: int) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    async def _gone(self) -> None:
        if self._watching is not None:
            await self._watching
