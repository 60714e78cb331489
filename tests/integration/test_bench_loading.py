"""The measurement of large files runs, in small, and tells of both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import loading


def test_both_sides_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "ROWS", 3_000)
    monkeypatch.setattr(loading, "TURNS", 1)
    told = loading.measure_figures(tmp_path)
    assert len(told) == 6
    assert all(one.ours > 0 and one.stock > 0 for one in told)
    lines = (tmp_path / "stor.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3_001
    assert lines[0] == "Kommunkod;Kommun;Månad;Brottstyp;Kön;Antal;Enhet"


def test_events_come_again_in_other_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "REPEATED", 50)
    loading.write_events(tmp_path / "h.csv", rows=150)
    lines = (tmp_path / "h.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line[:4] for line in lines} == {"1990", "1991", "1992"}
    assert len(lines) == 150
