"""Fifty visitors who change a choice as fast as they get an answer: reruns a second."""

from __future__ import annotations

import asyncio
import time
from itertools import cycle

from tests.bench.session import Visitor, find_box

VISITORS = 50
WARM_UP_S = 4.0
MEASURED_S = 8.0
START_AT_ONCE = 5
"""Sessions opened at the same time; the first runs are not measured."""


async def reruns_per_second(address: str, *, page: str, label: str, options: list[str]) -> float:
    """Finished script runs a second over all visitors, after a warm-up."""
    gate = asyncio.Semaphore(START_AT_ONCE)
    ready = asyncio.Event()
    finished: list[float] = []
    waiting = VISITORS

    async def visit(number: int) -> None:
        nonlocal waiting
        async with Visitor(address, page=page) as visitor:
            async with gate:
                box, _ = find_box(await visitor.run(), label)
            waiting -= 1
            if waiting == 0:
                ready.set()
            await ready.wait()
            turns = cycle(options[number % len(options) :] + options[: number % len(options)])
            end = time.perf_counter() + WARM_UP_S + MEASURED_S
            while time.perf_counter() < end:
                await visitor.choose(box, next(turns))
                finished.append(time.perf_counter())

    await asyncio.gather(*(visit(number) for number in range(VISITORS)))
    last = max(finished)
    start = last - MEASURED_S
    return sum(1 for moment in finished if moment > start) / MEASURED_S
