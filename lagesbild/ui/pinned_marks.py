"""Whether a pinned view's own figures have changed since it was pinned: not whether anything has come in."""

from __future__ import annotations

from dataclasses import replace

from lagesbild.analysis.pinned_views import as_audience, figures_mark
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Evidence
from lagesbild.ui import cache
from lagesbild.ui.guard import PageContext


def marked(page: PageContext, evidence: Evidence) -> Evidence:
    """The evidence with the mark of the figures that it shows now."""
    return replace(evidence, figures=_mark(page, evidence))


def has_changed(page: PageContext, evidence: Evidence) -> bool:
    """What was pinned before there were marks is said to have changed with any new figures."""
    if not 0 < evidence.data_version < page.version:
        return False
    return not evidence.figures or evidence.figures != _mark(page, evidence)


def _mark(page: PageContext, evidence: Evidence) -> str:
    """Made with the eyes of all who may read the view, so that it is the same whoever asks."""
    known = page.inquiry.catalog.indicators.get(evidence.indicator)
    audience = known.secrecy if known else Secrecy.RESTRICTED
    inquiry = as_audience(page.inquiry, audience=audience)
    return figures_mark(cache.pinned_figure(page, inquiry=inquiry, pinned=evidence))
