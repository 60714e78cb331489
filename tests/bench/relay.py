"""Counts what really travels from a server to a browser, compression included."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Relay:
    """Passes bytes on between two addresses of this machine. ``received`` counts those to the browser."""

    def __init__(self, target: str) -> None:
        self.received = 0
        self.address = ""
        self._port = urlsplit(target).port or 80

    async def serve(self, ready: threading.Event) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await self._done.wait()
        server.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._done.set)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        # Connections still open when the relay stops are cut off without a word.
        with suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._pass_on(reader, far_writer, counted=False),
                self._pass_on(far_reader, writer, counted=True),
                return_exceptions=True,
            )

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool
    ) -> None:
        try:
            while chunk := await reader.read(65536):
                self.received += len(chunk) if counted else 0
                writer.write(chunk)
                await writer.drain()
        finally:
            writer.close()


@contextmanager
def relay_to(target: str) -> Iterator[Relay]:
    """A relay in a thread of its own, until the block ends."""
    relay = Relay(target)
    ready = threading.Event()
    thread = threading.Thread(target=asyncio.run, args=[relay.serve(ready)], daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield relay
    finally:
        relay.stop()
        thread.join(10)
