"""Every figure of a large file as numbers: what it is about, how large it is and where it stood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.domain.observation import LONG_COLUMNS
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.ingest.bulk.content import Unfit
from lagesbild.ingest.bulk.keys import Keys
from lagesbild.ingest.bulk.texts import Rows
from lagesbild.ingest.bulk.words import AREA_WORDS, TIME_WORDS, WHAT_WORDS, File, Words
from lagesbild.ingest.long import judge_texts
from lagesbild.ingest.periods import is_preliminary
from lagesbild.ingest.resolve import PLAIN_NUMBER
from lagesbild.ingest.table import Column, ColumnRole, NumberForm
from lagesbild.store.deliveries import OBSERVATION_COLUMNS
from lagesbild.store.staging import RowNumbers

NOTHING_RAW = -1
Ints = npt.NDArray[np.integer]
BY_CODE = {code: status.value for status, code in STATUS_CODES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures row by row, and in a row from left to right; ``area`` ... index the words' tables.

    raw     index in ``raws``, NOTHING_RAW where the number says it all
    kept    whether its measure, area and time are known
    """

    area: Ints
    time: Ints
    what: Ints
    value: npt.NDArray[np.float64]
    status: npt.NDArray[np.uint8]
    raw: Ints
    raws: list[str]
    kept: npt.NDArray[np.bool_]
    words: Words
    file: File

    def __len__(self) -> int:
        return len(self.value)

    @property
    def rows(self) -> RowNumbers:
        """Where figures stood in the file."""
        found, layout = self.file.found, self.file.layout
        return RowNumbers(kept=found.kept, first=layout.first_line, width=self.file.width)

    def long(self, at: Rows) -> pd.DataFrame:
        """LONG_COLUMNS of some figures, with their numbers for an index. ``raw`` only where kept."""
        words = self.words
        parts = [
            words.area[AREA_WORDS].iloc[self.area[at]],
            words.time[TIME_WORDS].iloc[self.time[at]],
            words.what[WHAT_WORDS].iloc[self.what[at]],
        ]
        frame = pd.concat([part.set_axis(at, axis=0) for part in parts], axis=1)
        frame["value"] = self.value[at]
        frame["status"] = [BY_CODE[int(code)] for code in self.status[at]]
        frame["raw"] = [self.raws[one] if one >= 0 else "" for one in self.raw[at]]
        frame["source_sheet"] = ""
        frame["source_row"] = self.rows.of(at)
        return frame[list(LONG_COLUMNS)]

    def observations(self, at: Rows) -> pd.DataFrame:
        """OBSERVATION_COLUMNS of those that are kept."""
        at = at[self.kept[at]]
        words = self.words
        what = words.what.iloc[self.what[at]]
        time = words.time.iloc[self.time[at]]
        frame = pd.DataFrame(
            {
                "measure": what["measure_id"].to_numpy(),
                "area_code": words.area["code"].to_numpy(dtype=object)[self.area[at]],
                "period_start": time["period_start"].to_numpy(),
                "period_end": time["period_end"].to_numpy(),
                "period_label": time["period_label"].to_numpy(),
                "breakdown": what["left"].to_numpy(),
                "is_total": what["is_total"].to_numpy(dtype=bool),
                "value": self.value[at],
                "status": self.status[at],
                "raw": [self.raws[one] if one >= 0 else None for one in self.raw[at]],
                "source_sheet": "",
                "source_row": self.rows.of(at).astype("int32"),
                "source_column": what["source_column"].to_numpy(),
            },
            index=at,
        )
        texts = ["measure", "area_code", "period_label", "breakdown", "source_column"]
        return frame.astype(dict.fromkeys(texts, "str"))[list(OBSERVATION_COLUMNS)]


def find_figures(file: File, *, keys: Keys, words: Words) -> Figures:
    """Every figure of the file."""
    width = file.width
    area = np.repeat(keys.area.ids, width) if width > 1 else keys.area.ids
    time, what = _each(keys.time.ids, width=width), _each(keys.what.ids, width=width)
    value, status, raw, raws = _values(file, time=time, words=words)
    known_area = words.area["code"].notna().to_numpy()
    known_time = words.time["period_start"].notna().to_numpy()
    known_what = words.what["measure_id"].notna().to_numpy()
    return Figures(
        area=area, time=time, what=what, value=value, status=status, raw=raw, raws=raws,
        kept=known_area[area] & known_time[time] & known_what[what], words=words, file=file,
    )  # fmt: skip


def _each(ids: Ints, *, width: int) -> Ints:
    """A number for each figure of each row."""
    if width == 1:
        return ids
    spread = np.repeat(ids.astype(np.int32), width)
    spread *= np.int32(width)
    spread += np.tile(np.arange(width, dtype=np.int32), len(ids))
    return spread


Read = tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8], Ints, list[str]]


def _values(file: File, *, time: Ints, words: Words) -> Read:
    """Values, statuses and raw texts of all figures."""
    if file.found.times is not None:
        count = file.found.entries
        code = STATUS_CODES[Status.VALUE]
        return (
            file.found.times.astype(float), np.full(count, code, dtype=np.uint8),
            np.zeros(count, dtype=np.int32), [""],
        )  # fmt: skip
    labels = words.time["period_label"].astype(str)
    early = np.array([is_preliminary(label) for label in labels], dtype=bool)
    early |= file.table.is_preliminary
    columns = file.table.with_role(ColumnRole.VALUE)
    width = len(columns)
    count = file.found.entries * width
    value, status = np.empty(count), np.empty(count, dtype=np.uint8)
    raw: Ints = np.empty(count, dtype=np.int32)
    raws: list[str] = []
    for place, column in enumerate(columns):
        is_early = early[time[place::width]] if early.any() else None
        value[place::width], status[place::width], codes, texts = _column_values(
            file, column=column, is_early=is_early
        )
        if not raws and width == 1:
            raw = codes
        else:
            raw[place::width] = np.where(codes >= 0, codes + len(raws), NOTHING_RAW)
        raws += texts
    return value, status, raw, raws


def _column_values(file: File, *, column: Column, is_early: npt.NDArray[np.bool_] | None) -> Read:
    """One column of figures. Preliminary ones keep their text."""
    found = file.found
    if column.index >= file.layout.width:
        raise Unfit("en kolumn med tal utan celler")
    if column.index in found.dense:
        if is_early is not None:
            raise Unfit("preliminära tal i en bred kolumn")
        return _dense_values(file, column=column)
    codes = found.codes[column.index]
    texts = found.texts[column.index].texts
    values, statuses, plain = _judge(texts, column=column, file=file)
    status = statuses[codes]
    raw = np.where(plain, NOTHING_RAW, np.arange(len(texts), dtype=np.int32))[codes]
    if is_early is not None:
        early = is_early & (status == STATUS_CODES[Status.VALUE])
        status[early] = STATUS_CODES[Status.PRELIMINARY]
        raw[early] = codes[early]
    return values[codes], status, raw, texts


def _dense_values(file: File, *, column: Column) -> Read:
    dense = file.found.dense[column.index]
    value = np.concatenate(dense.values)
    dense.values.clear()
    status = np.full(len(value), STATUS_CODES[Status.VALUE], dtype=np.uint8)
    raw = np.full(len(value), NOTHING_RAW, dtype=np.int32)
    texts = dense.odd.texts
    if texts:
        rows, codes = np.concatenate(dense.odd_rows), np.concatenate(dense.odd_codes)
        values, statuses, plain = _judge(texts, column=column, file=file)
        value[rows], status[rows] = values[codes], statuses[codes]
        raw[rows] = np.where(plain[codes], NOTHING_RAW, codes)
    return value, status, raw, texts


def _judge(
    texts: list[str], *, column: Column, file: File
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Value, status code and whether the number says it all, of each distinct text."""
    values, statuses = judge_texts(
        texts, form=column.number or NumberForm(), source=file.source, told=file.table.marks
    )
    by_word = {status.value: code for status, code in STATUS_CODES.items()}
    codes = np.array([by_word[str(one)] for one in statuses], dtype=np.uint8)
    plain = pd.Series(texts, dtype="str").str.match(PLAIN_NUMBER).to_numpy(dtype=bool)
    return values, codes, plain & (codes == STATUS_CODES[Status.VALUE])
