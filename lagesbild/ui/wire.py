"""What goes to a browser is compressed against what went to it before.

A change of a choice sends much that the last one sent: the menu, the settings, lists of kommuner. uvicorn
lets the compression look back 4 kB, less than one run sends, and has no setting for it: the two numbers
stand in its code. They are put in here, at the only place where it asks for them; should that place move,
what is sent is compressed as uvicorn would, and a test says so.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.websockets import websockets_sansio_impl as used

WINDOW_BITS = 15
"""The most that the protocol has: 32 kB back."""

MEMORY_LEVEL = 7
"""With the window some 200 kB for each open page, of the server's memory."""

FACTORY = "ServerPerMessageDeflateFactory"


def look_further_back() -> bool:
    """Let compression see a whole run back; says whether it could be arranged. Once is enough."""
    narrow = getattr(used, FACTORY, None)
    if narrow is None or getattr(narrow, "is_wide", False):
        return narrow is not None

    def wide(**given: Any) -> Any:
        settings = {**given.pop("compress_settings", {}), "memLevel": MEMORY_LEVEL}
        return narrow(
            **{**given, "server_max_window_bits": WINDOW_BITS}, compress_settings=settings
        )

    wide.is_wide = True  # type: ignore[attr-defined]
    setattr(used, FACTORY, wide)
    return True
