"""A call or notes as PDF: tagged, in Swedish, and refused by the writer itself when it is not accessible."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from lagesbild.domain.meeting_paper import MeetingPaper

TEMPLATE = Path(__file__).with_name("meeting.typ")


def meeting_pdf(paper: MeetingPaper) -> bytes:
    """The paper as a PDF/UA-1 document."""
    import typst

    document = typst.compile(
        str(TEMPLATE), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
        sys_inputs={"meeting": json.dumps(asdict(paper), ensure_ascii=False)},
    )  # fmt: skip
    return bytes(document)
