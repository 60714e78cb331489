"""A visitor without a browser: Streamlit's own messages over its websocket, to this machine only."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

import streamlit  # noqa: F401 - its messages import each other in the wrong order without it
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

LONGEST_SMALL_MESSAGE = 400
"""Only messages up to this size can be the one that says that the script has finished."""
RUN_LIMIT_S = float(os.environ.get("BENCH_LIMIT_S", "60"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a run sent: its messages as bytes."""

    messages: tuple[bytes, ...]

    @property
    def size(self) -> int:
        return sum(len(message) for message in self.messages)

    def elements(self, kind: str) -> list[Any]:
        """Every new element of one kind (selectbox, plotly_chart ...), in order."""
        found = []
        for message in self.messages:
            parsed = ForwardMsg.FromString(message)
            if parsed.WhichOneof("type") == "delta" and parsed.delta.HasField("new_element"):
                element = parsed.delta.new_element
                if element.WhichOneof("type") == kind:
                    found.append(getattr(element, kind))
        return found


class Visitor:
    """One session. ``async with Visitor(address, page="karta") as visitor: ...``"""

    def __init__(
        self, address: str, *, page: str = "", query: dict[str, str] | None = None
    ) -> None:
        self._address = address.replace("http://", "ws://") + "/_stcore/stream"
        self._page = page
        self._query = urlencode(query or {})
        self._socket: ClientConnection | None = None
        self._values: dict[str, str] = {}

    async def __aenter__(self) -> Visitor:
        self._socket = await connect(
            self._address, subprotocols=["streamlit"], max_size=None, compression=None,
            open_timeout=RUN_LIMIT_S, ping_interval=None,
        )  # fmt: skip
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def run(self) -> Answer:
        """Run the page with the values chosen so far and collect what it sends."""
        assert self._socket is not None
        request = BackMsg()
        request.rerun_script.query_string = self._query
        request.rerun_script.page_name = self._page
        for widget, value in self._values.items():
            state = request.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = widget, value
        await self._socket.send(request.SerializeToString())
        messages: list[bytes] = []
        async with asyncio.timeout(RUN_LIMIT_S):
            while True:
                message = await self._socket.recv(decode=False)
                messages.append(message)
                if len(message) <= LONGEST_SMALL_MESSAGE and is_last(message):
                    return Answer(messages=tuple(messages))

    async def choose(self, widget: str, value: str) -> Answer:
        """Change one selection box and run."""
        self._values[widget] = value
        return await self.run()


def is_last(message: bytes) -> bool:
    """Whether the script has finished, and not only to start again at once."""
    parsed = ForwardMsg.FromString(message)
    return parsed.WhichOneof("type") == "script_finished" and parsed.script_finished in (
        ForwardMsg.FINISHED_SUCCESSFULLY,
        ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    )


def find_box(answer: Answer, label: str) -> tuple[str, list[str]]:
    """Id and options of the selection box with this label.

    raises  LookupError if the page has none
    """
    for box in answer.elements("selectbox"):
        if box.label == label:
            return box.id, list(box.options)
    labels = [box.label for box in answer.elements("selectbox")]
    raise LookupError(f"no selection box called {label}, only {labels}")


async def capture_figures(
    address: str, *, page: str, label: str, options: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """The first figure that a page draws for each option, as the page sent it."""
    figures: dict[str, dict[str, Any]] = {}
    async with Visitor(address, page=page) as visitor:
        box, _ = find_box(await visitor.run(), label)
        for option in options:
            charts = (await visitor.choose(box, option)).elements("plotly_chart")
            if charts:
                figures[option] = {
                    "spec": json.loads(charts[0].spec),
                    "config": json.loads(charts[0].config or "{}"),
                }
    return figures
