"""Measures and indicators that deliveries brought, and that data/catalog therefore does not hold."""

from __future__ import annotations

import json
from dataclasses import asdict

import duckdb

from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Measure, Polarity, Theme
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.secrecy import Secrecy
from lagesbild.store.connection import Store, sql


def save_definitions_within(
    cursor: duckdb.DuckDBPyConnection, *, measures: tuple[Measure, ...],
    indicators: tuple[Indicator, ...], delivery_id: int, saved_by: str,
) -> None:  # fmt: skip
    """Keep definitions beside the delivery that needs them."""
    rows = [("measure", m.id, m) for m in measures] + [("indicator", i.id, i) for i in indicators]
    for kind, name, value in rows:
        body = json.dumps(asdict(value), ensure_ascii=False, default=str)  # type: ignore[call-overload]
        cursor.execute(
            "INSERT INTO definition VALUES (?, ?, ?, ?, now()::TIMESTAMP, ?)",
            [kind, name, body, delivery_id, saved_by],
        )


ANYONES = "*"
"""Instead of a kommun: what everybody has defined."""


def list_measures(store: Store, *, kommun_code: str | None = ANYONES) -> list[Measure]:
    """Measures that deliveries brought, the newest wording of each.

    kommun_code  whose own definitions there are beside the shared ones
    """
    return [
        Measure(
            id=b["id"], name=b["name"], unit=b["unit"], source=b["source"],
            aliases=tuple(b["aliases"]), select=tuple((k, v) for k, v in b["select"]),
        )
        for b in _bodies(store, "measure", kommun_code)
    ]  # fmt: skip


def list_indicators(store: Store, *, kommun_code: str | None = ANYONES) -> list[Indicator]:
    """Indicators that deliveries brought, the newest wording of each; kommun_code as list_measures."""
    return [_indicator(b) for b in _bodies(store, "indicator", kommun_code)]


def _bodies(store: Store, kind: str, kommun_code: str | None) -> list[dict[str, object]]:
    asked = [kind, kommun_code == ANYONES, kommun_code]
    rows = store.cursor().execute(sql("list_definitions"), asked).fetchall()
    return [json.loads(row[0]) for row in rows]


def _indicator(body: dict) -> Indicator:  # type: ignore[type-arg]
    enums = {
        "theme": Theme, "kind": Kind, "polarity": Polarity, "frequency": PeriodKind,
        "secrecy": Secrecy,
    }  # fmt: skip
    values = {**body, **{name: enum(body[name]) for name, enum in enums.items()}}
    values["levels"] = tuple(AreaLevel(level) for level in body["levels"])
    values["caveats"] = tuple(body["caveats"])
    values["breaks"] = ()
    return Indicator(**values)
