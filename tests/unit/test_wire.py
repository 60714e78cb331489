"""What is sent again is compressed against what was sent before, a whole run back."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
from uvicorn import Config
from uvicorn.protocols.websockets import websockets_sansio_impl as used
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from lagesbild.ui.wire import WINDOW_BITS, look_further_back

RUN = np.random.default_rng(1).bytes(20_000)
"""As much as a run sends, and nothing that repeats itself."""


async def _nothing(scope: Any, receive: Any, send: Any) -> None: ...


def _connection() -> Any:
    """What uvicorn makes for a browser that asks for compression."""
    config = Config(_nothing, ws="websockets-sansio", lifespan="off", log_config=None)
    config.load()
    loop = asyncio.new_event_loop()
    try:
        made = used.WebSocketsSansIOProtocol(config, ServerState(), {}, _loop=loop)
    finally:
        loop.close()
    asked = [("client_max_window_bits", None)]
    return made.conn.available_extensions[0].process_request_params(asked, [])  # type: ignore[index]


def _sent(connection: Any) -> int:
    return len(connection.encode(Frame(Opcode.BINARY, RUN)).data)


def test_the_second_run_is_hardly_sent_again() -> None:
    assert look_further_back()
    answered, connection = _connection()
    assert ("server_max_window_bits", str(WINDOW_BITS)) in answered
    assert _sent(connection) >= len(RUN)
    assert _sent(connection) < len(RUN) / 50


def test_asked_twice_it_is_done_once(monkeypatch: Any) -> None:
    assert look_further_back()
    once = used.ServerPerMessageDeflateFactory
    assert look_further_back()
    assert used.ServerPerMessageDeflateFactory is once
    monkeypatch.delattr(used, "ServerPerMessageDeflateFactory")
    assert not look_further_back()
