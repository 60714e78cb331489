"""Running a command as a user does, in a data folder of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lagesbild.commands import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document: the whole of stdout, or the test fails."""
        return json.loads(self.out)


class CommandLine:
    """Commands against one installation below ``folder``."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Outcome:
        self._capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = self._capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Outcome(code=code, out=said.out, err=said.err)

    def write(self, name: str, content: str | bytes) -> Path:
        """A file to deliver."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def deliver(
        self, name: str, content: str | bytes, *, source: str = "kommun", **more: Path
    ) -> Any:
        """The receipt of a file with this content, its exit code checked against its status."""
        options = [part for key, value in more.items() for part in (f"--{key}", value)]
        outcome = self("deliver", self.write(name, content), "--source", source, "--json", *options)
        receipt = outcome.document
        assert outcome.code == (1 if receipt["status"] == "refused" else 0), outcome
        return receipt


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line of an empty installation, on the day 2026-11-21."""
    monkeypatch.setenv("LAGESBILD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LAGESBILD_IDAG", "2026-11-21")
    return CommandLine(tmp_path, capsys)


def codes(faults: list[dict[str, Any]]) -> set[str]:
    """The codes of a receipt's faults or warnings."""
    return {fault["code"] for fault in faults}
