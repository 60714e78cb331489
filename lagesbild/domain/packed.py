"""Files that are packed in others."""

from __future__ import annotations

import struct
import zipfile
import zlib

SPOILT = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError,
)  # fmt: skip
"""What it ends with to unpack a zip file that is damaged or means harm. RuntimeError, or a kind of it:
the file is locked, or packed in a way that Python cannot unpack."""
