"""How often the intervals hold the truth: `python -m tests.bench.coverage`, some minutes of processor time.

Counts and shares are summed over every possible outcome, which is exact; the rest is simulated with
fixed seeds. The table goes into docs/interval-check.md. The ordinary tests run the sums on small grids.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlog1py, xlogy

from lagesbild.stats.compare import e_test, rate_difference, rate_ratio, share_difference
from lagesbild.stats.funnel import funnel_of_rates, funnel_of_shares
from lagesbild.stats.harm import HarmWeight, crime_harm_index
from lagesbild.stats.lagged import lagged_correlations
from lagesbild.stats.rates import byar_interval, exact_poisson_interval, poisson_interval
from lagesbild.stats.shares import clopper_pearson_interval, survey_share, wilson_interval
from lagesbild.stats.standardise import directly_standardised_rate, gamma_standardised_rate
from lagesbild.stats.verdict import Assessment, Verdict
from lagesbild.stats.wastewater import (
    baseline,
    censored_mean,
    change_from_baseline,
    lognormal_mean,
    weekend_ratio,
)

Floats = NDArray[np.float64]
Interval = Callable[[Floats], Floats]

DOCUMENT = Path(__file__).parents[2] / "docs" / "interval-check.md"
BLOCK = "<!-- coverage: written by tests/bench/coverage.py -->"
END = "<!-- end of coverage -->"
NOMINAL = 0.95

WHOLE = "counts are whole numbers"
"""No interval can hold the level for every mean: Brown, Cai & DasGupta (2001), Statistical Science 16:101-133."""
FEW_HEAVY = (
    "limits of a weighted count err on the safe side where the heaviest weights rest on few events"
)
CHANCE = "never narrower than chance alone"
AGREEING = "weeks that happen to agree are not believed beyond what their days allow"
DRAWN = "10 000 draws each"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One interval over a range of truths: lowest, mean and highest share that held.

    is_exact  promises never to hold less often than it says
    because   why it is off by more than a point where it is; a row without a reason shows as a fault
    """

    what: str
    truths: str
    how: str
    lowest: float
    mean: float
    highest: float
    is_exact: bool = False
    because: str = ""

    @property
    def judgement(self) -> str:
        """What a reader needs to know of it, judged by the figures as they are printed."""
        lowest, mean, highest = (round(x, 3) for x in (self.lowest, self.mean, self.highest))
        if self.is_exact and self.lowest < NOMINAL - 1e-9:
            return "BELOW NOMINAL"
        if lowest >= NOMINAL - 0.01 and highest <= NOMINAL + 0.01 and not self.is_exact:
            return "within 1 point"
        if mean < NOMINAL - 0.01:
            return "TOO NARROW"
        level = "cautious" if lowest >= NOMINAL - 0.01 else "within 1 point on average"
        if lowest >= NOMINAL:
            level = "never below"
        return f"{level}: {self.because or 'NO REASON GIVEN'}"


def poisson_coverage(interval: Interval, *, means: Sequence[float]) -> Floats:
    """Exact coverage of a mean's interval, one value a mean: the sum over all counts."""
    top = int(max(means) + 12 * np.sqrt(max(means)) + 30)
    counts = np.arange(top + 1, dtype=float)
    limits = interval(counts)
    return np.array(
        [
            _poisson(counts, mean)[(limits[:, 0] <= mean) & (mean <= limits[:, 1])].sum()
            for mean in means
        ]
    )


def binomial_coverage(
    interval: Callable[[Floats, int], Floats], *, trials: int, shares: Sequence[float]
) -> Floats:
    """Exact coverage of a share's interval, one value a share."""
    counts = np.arange(trials + 1, dtype=float)
    limits = interval(counts, trials)
    return np.array(
        [
            _binomial(trials, share)[(limits[:, 0] <= share) & (share <= limits[:, 1])].sum()
            for share in shares
        ]
    )


def pair_coverage(
    limits: Callable[[int, int], tuple[float, float]],
    *,
    first: Floats,
    second: Floats,
    truth: float,
) -> float:
    """Exact coverage over all pairs of outcomes with probabilities ``first`` and ``second``."""
    held = 0.0
    for i, p in enumerate(first):
        for j, q in enumerate(second):
            if p * q > 1e-12:
                low, high = limits(i, j)
                held += p * q * (low <= truth <= high)
    return held


def ratio_limits_of(i: int, j: int) -> tuple[float, float]:
    """Of two counts with the same exposure; none at all says nothing, which always holds."""
    found = rate_ratio(i, exposure=1, other_events=j, other_exposure=1)
    return (0.0, np.inf) if found.verdict is Verdict.CANNOT_ASSESS else (found.lower, found.upper)


def difference_limits_of(i: int, j: int) -> tuple[float, float]:
    """As ratio_limits_of, for the difference."""
    found = rate_difference(i, exposure=1, other_events=j, other_exposure=1)
    if found.verdict is Verdict.CANNOT_ASSESS:
        return -np.inf, np.inf
    return found.lower, found.upper


def e_test_size(mean: float) -> float:
    """Exact share of false calls at 5 per cent for two equal means."""
    p = _poisson(np.arange(int(mean + 8 * np.sqrt(mean) + 12), dtype=float), mean)
    return sum(
        float(p[i] * p[j])
        for i in range(len(p))
        for j in range(len(p))
        if p[i] * p[j] > 1e-9 and i + j and e_test(i, other_events=j) <= 1 - NOMINAL
    )


def newcombe_coverage(*, trials: tuple[int, int], shares: tuple[float, float]) -> float:
    """Exact coverage of the difference of two shares."""

    def limits(i: int, j: int) -> tuple[float, float]:
        found = share_difference(i, trials=trials[0], other_successes=j, other_trials=trials[1])
        return found.lower, found.upper

    return pair_coverage(
        limits, first=_binomial(trials[0], shares[0]), second=_binomial(trials[1], shares[1]),
        truth=shares[0] - shares[1],
    )  # fmt: skip


def simulated(
    draw: Callable[[np.random.Generator], Assessment], *, truth: float, turns: int, seed: int
) -> float:
    """Share of simulated intervals that hold the truth, those that gave none left out."""
    generator = np.random.default_rng(seed)
    held = [
        found.lower <= truth <= found.upper
        for found in (draw(generator) for _ in range(turns))
        if not np.isnan(found.lower)
    ]
    return float(np.mean(held))


def _poisson(counts: Floats, mean: float) -> Floats:
    return np.exp(xlogy(counts, mean) - mean - gammaln(counts + 1))


def _binomial(trials: int, share: float) -> Floats:
    x = np.arange(trials + 1, dtype=float)
    log_p = gammaln(trials + 1) - gammaln(x + 1) - gammaln(trials - x + 1)
    return np.exp(log_p + xlogy(x, share) + xlog1py(trials - x, -share))


def row(
    what: str, truths: str, how: str, held: Sequence[float] | Floats, *, is_exact: bool = False,
    because: str = "",
) -> Coverage:  # fmt: skip
    """One line of the table, from the share that held for each truth."""
    found = np.asarray(held, dtype=float)
    return Coverage(
        what=what, truths=truths, how=how, lowest=float(found.min()), mean=float(found.mean()),
        highest=float(found.max()), is_exact=is_exact, because=because,
    )  # fmt: skip


def counted() -> list[Coverage]:
    """Intervals whose coverage is a sum."""
    low, high = np.arange(0.25, 5, 0.05), np.arange(5, 60, 0.1)
    far = np.arange(60, 400, 1.7)
    rows = [
        row("Rate, exact Poisson (Garwood)", "expected 0.25-60", "sum",
             poisson_coverage(exact_poisson_interval, means=[*low, *high]), is_exact=True,
             because=WHOLE),
        row("Rate, exact below 10 and Byar from 10", "expected 0.25-5", "sum",
             poisson_coverage(poisson_interval, means=low), because=WHOLE),
        row("Rate, exact below 10 and Byar from 10", "expected 5-20", "sum",
             poisson_coverage(poisson_interval, means=high[high < 20]), because=WHOLE),
        row("Rate, exact below 10 and Byar from 10", "expected 20-60", "sum",
             poisson_coverage(poisson_interval, means=high[high >= 20]), because=WHOLE),
        row("Rate, Byar", "expected 60-400", "sum", poisson_coverage(byar_interval, means=far),
             because=WHOLE),
    ]  # fmt: skip
    for trials in (20, 100, 1000):
        inside = [s for s in np.arange(0.005, 0.5, 0.005) if s * trials >= 5]
        exact = binomial_coverage(
            lambda x, n: clopper_pearson_interval(x, trials=n), trials=trials, shares=inside
        )
        wilson = binomial_coverage(
            lambda x, n: wilson_interval(x, trials=n), trials=trials, shares=inside
        )
        truths = f"{trials} asked, 5 or more expected"
        rows += [
            row(
                "Share, exact (Clopper-Pearson)", truths, "sum", exact, is_exact=True, because=WHOLE
            ),
            row("Share, Wilson", truths, "sum", wilson, because=WHOLE),
        ]
    return rows


def paired() -> list[Coverage]:
    """Comparisons of two, summed over all pairs of outcomes."""
    means = [(5.0, 5.0), (5.0, 10.0), (10.0, 20.0), (20.0, 20.0), (30.0, 45.0)]
    counts = np.arange(110, dtype=float)
    both = [(_poisson(counts, a), _poisson(counts, b), a, b) for a, b in means]
    ratio = [pair_coverage(ratio_limits_of, first=p, second=q, truth=a / b) for p, q, a, b in both]
    difference = [
        pair_coverage(difference_limits_of, first=p, second=q, truth=a - b) for p, q, a, b in both
    ]
    sizes = [1 - e_test_size(mean) for mean in (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0)]
    shares = [
        newcombe_coverage(trials=trials, shares=shares)
        for trials, shares in (
            ((50, 50), (0.1, 0.1)), ((50, 50), (0.1, 0.3)), ((100, 60), (0.2, 0.25)),
            ((40, 120), (0.5, 0.45)), ((100, 100), (0.05, 0.06)),
        )
    ]  # fmt: skip
    return [
        row(
            "Ratio of two rates, exact conditional",
            "expected 5-45",
            "sum",
            ratio,
            is_exact=True,
            because=WHOLE,
        ),
        row("Difference of two rates, MOVER", "expected 5-45", "sum", difference, because=WHOLE),
        row(
            "Two rates, e-test (1 - false calls)",
            "expected 1-3 in each",
            "sum",
            sizes[:3],
            because=WHOLE,
        ),
        row("Two rates, e-test (1 - false calls)", "expected 5-20 in each", "sum", sizes[3:]),
        row(
            "Difference of two shares, Newcombe", "5 or more expected", "sum", shares, because=WHOLE
        ),
    ]


AGES = np.array([1200.0, 2500.0, 2600.0, 1900.0, 800.0])
STANDARD = np.array([110.0, 290.0, 270.0, 200.0, 130.0])
AGE_RATES = np.array([0.5, 2.4, 1.4, 0.6, 0.3])


def standardised(method: Callable[..., Assessment], *, events: float) -> float:
    """Coverage of a standardised rate in a kommun of 9 000 with ``events`` expected."""
    rates = AGE_RATES * events / (AGE_RATES * AGES).sum()
    truth = float((rates * STANDARD).sum() / STANDARD.sum())
    return simulated(
        lambda g: method(g.poisson(rates * AGES), population=AGES, standard=STANDARD, per=1),
        truth=truth, turns=10_000, seed=11,
    )  # fmt: skip


def weighted_answers(generator: np.random.Generator) -> Assessment:
    """400 answers where those with a heavy weight say yes more seldom."""
    heavy = generator.random(400) < 0.3
    yes = generator.random(400) < np.where(heavy, 0.2, 0.35)
    return survey_share(yes, weights=np.where(heavy, 2.0, 0.6))


def censored_week(
    generator: np.random.Generator, *, days: int, share: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Lognormal loads (log sd 0.5) with the given share below one limit."""
    from statistics import NormalDist

    load = np.exp(generator.normal(0, 0.5, days))
    limit = float(np.exp(0.5 * NormalDist().inv_cdf(share))) if share else 0.0
    return np.maximum(load, limit), load < limit


def campaigns(
    generator: np.random.Generator, *, weeks: int, spread: float = 0.2, days_sd: float = 0.25
) -> Floats:
    """Weeks of an unchanged place: 20 % between weeks, 25 % between days, twice as much at weekends."""
    level = np.exp(generator.normal(0, spread, (weeks, 1)))
    pattern = np.array([1, 1, 1, 1, 2, 2, 2.0])
    return 50 * level * pattern * np.exp(generator.normal(0, days_sd, (weeks, 7)))


def drawn() -> list[Coverage]:
    """Intervals that are simulated."""
    mean_load = float(np.exp(0.125))
    held = {
        (name, e): standardised(method, events=e)
        for name, method in (("D", directly_standardised_rate), ("G", gamma_standardised_rate))
        for e in (15, 40, 150)
    }
    kaplan = {
        (n, share): simulated(
            lambda g, n=n, share=share: _censored(censored_mean, g, n, share), truth=mean_load,
            turns=10_000, seed=13,
        )
        for n, share in ((28, 0.0), (84, 0.0), (28, 0.2), (28, 0.5), (84, 0.3))
    }  # fmt: skip
    lognormal = [
        simulated(lambda g, n=n, s=s: _censored(lognormal_mean, g, n, s), truth=mean_load,
                  turns=2000, seed=14)
        for n, s in ((28, 0.0), (28, 0.2), (28, 0.5), (84, 0.3))
    ]  # fmt: skip
    return [
        row("Standardised rate, Dobson with Byar", "15 events in 5 groups", DRAWN,
            [held["D", 15]], because=FEW_HEAVY),
        row("Standardised rate, Dobson with Byar", "40 and 150 events", DRAWN,
            [held["D", 40], held["D", 150]], because=WHOLE),
        row("Standardised rate, gamma (Fay-Feuer)", "15 events in 5 groups", DRAWN,
            [held["G", 15]], because=FEW_HEAVY),
        row("Standardised rate, gamma (Fay-Feuer)", "40 and 150 events", DRAWN,
            [held["G", 40], held["G", 150]], because=FEW_HEAVY),
        row("Weighted share, logit", "400 answers", DRAWN,
            [simulated(weighted_answers, turns=10_000, seed=12,
                       truth=(0.3 * 2 * 0.2 + 0.7 * 0.6 * 0.35) / (0.3 * 2 + 0.7 * 0.6))]),
        row("Mean of skewed loads, Kaplan-Meier", "28 and 84 days, nothing below the limit", DRAWN,
            [kaplan[28, 0.0], kaplan[84, 0.0]]),
        row("Mean with values below the limit, Kaplan-Meier", "28-84 days, 20-50 % below", DRAWN,
            [kaplan[28, 0.2], kaplan[28, 0.5], kaplan[84, 0.3]],
            because="what lies below the limit may be anything down to nothing"),
        row("Mean with values below the limit, lognormal", "28-84 days, 0-50 % below",
            "2 000 draws each", lognormal, because="Student's t of the values above the limit alone"),
        row("Lagged correlation (1 - false calls at any of 7 lags)", "60 months, memory 0-0.8",
            "2 000 draws each", [1 - _false_lags(memory) for memory in (0.0, 0.5, 0.8)],
            because="seven lags are corrected for as if they did not follow each other"),
        row("Crime harm", "12 and 60 events in 4 categories", "4 000 draws each",
            [_harm(events) for events in (12, 60)], because=FEW_HEAVY),
        row("Crime harm", "300 events in 4 categories", "4 000 draws each", [_harm(300)]),
        row("Funnel of rates (1 - share called)", "290 kommuner, spread 0-50 %", "20 draws each",
            [1 - _called(spread) for spread in (0.0, 0.1, 0.3, 0.5)]),
        row("Funnel of shares (1 - share called)", "290 schools or kommuner, spread 0-8 points",
            "20 draws each", [1 - _called_shares(spread) for spread in (0.0, 0.03, 0.08)]),
    ]  # fmt: skip


def of_campaigns() -> list[Coverage]:
    """Wastewater's weeks: those that differ as weeks do, and those that differ by their days alone."""
    weeks = (3, 5, 8)

    def level(k: int, *, spread: float) -> float:
        truth = float(np.mean(campaigns(np.random.default_rng(5), weeks=400_000, spread=spread)))
        return simulated(
            lambda g: baseline(campaigns(g, weeks=k, spread=spread), calendar_weeks=[11] * k).assessment,
            truth=truth, turns=10_000, seed=16,
        )  # fmt: skip

    def change(k: int, *, spread: float) -> float:
        return simulated(
            lambda g: _next_campaign(g, k, spread=spread), truth=1.0, turns=10_000, seed=17
        )

    told, alone = "3, 5 and 8 campaigns", "3, 5 and 8 campaigns that differ by their days alone"
    return [
        row("Weekend over weekday", told, DRAWN,
            [simulated(lambda g, k=k: weekend_ratio(campaigns(g, weeks=k)), truth=_typical_ratio(),
                       turns=10_000, seed=15) for k in weeks]),
        row("Level before (baseline)", told, DRAWN, [level(k, spread=0.2) for k in weeks]),
        row("Level before (baseline)", alone, DRAWN, [level(k, spread=0.0) for k in weeks],
            because=AGREEING),
        row("New campaign against earlier ones", f"{told}, no change", DRAWN,
            [change(k, spread=0.2) for k in weeks]),
        row("New campaign against earlier ones", f"{alone}, no change", DRAWN,
            [change(k, spread=0.0) for k in weeks], because=AGREEING),
    ]  # fmt: skip


def _censored(
    method: Callable[..., Assessment], generator: np.random.Generator, days: int, share: float
) -> Assessment:
    load, below = censored_week(generator, days=days, share=share)
    return method(load, is_below=below)


def _typical_ratio() -> float:
    """The geometric mean that the campaigns are made with, from many of them."""
    week = campaigns(np.random.default_rng(4), weeks=400_000)
    logs = np.log(week[:, [4, 5, 6, 0]].mean(axis=1) / week[:, 1:4].mean(axis=1))
    return float(np.exp(logs.mean()))


def _next_campaign(generator: np.random.Generator, weeks: int, *, spread: float) -> Assessment:
    week = campaigns(generator, weeks=weeks + 1, spread=spread)
    return change_from_baseline(week[-1], weeks=week[:-1])


def _false_lags(memory: float, *, turns: int = 2000) -> float:
    generator = np.random.default_rng(18)
    called = 0
    for _ in range(turns):
        first, second = (_remembering(generator, memory) for _ in range(2))
        found = lagged_correlations(first, second=second, lags=range(7))
        called += any(one.assessment.verdict in {Verdict.HIGHER, Verdict.LOWER} for one in found)
    return called / turns


def _remembering(generator: np.random.Generator, memory: float, *, months: int = 60) -> Floats:
    shocks = generator.normal(size=months + 50)
    for month in range(1, len(shocks)):
        shocks[month] += memory * shocks[month - 1]
    return shocks[50:]


def _harm(events: float) -> float:
    days = {"a": 10.0, "b": 60.0, "c": 300.0, "d": 30.0}
    expected = {"a": 0.5 * events, "b": 0.3 * events, "c": 0.05 * events, "d": 0.15 * events}
    weights = [HarmWeight(category=k, days=v, source="simulation") for k, v in days.items()]
    truth = sum(days[k] * expected[k] for k in days)
    return simulated(
        lambda g: crime_harm_index(
            {k: float(g.poisson(mean)) for k, mean in expected.items()}, weights=weights,
            population=1000,
        ),
        truth=truth, turns=4000, seed=19,
    )  # fmt: skip


def _called(spread: float, *, turns: int = 20) -> float:
    generator = np.random.default_rng(20)
    called = []
    for _ in range(turns):
        people = generator.lognormal(9.7, 1, 290)
        rates = 0.01 * generator.lognormal(-(spread**2) / 2, spread, 290)
        found = funnel_of_rates(generator.poisson(people * rates), population=people)
        called.append(np.mean([p.verdict in {Verdict.HIGHER, Verdict.LOWER} for p in found.places]))
    return float(np.mean(called))


def _called_shares(spread: float, *, turns: int = 20) -> float:
    generator = np.random.default_rng(21)
    called = []
    for _ in range(turns):
        asked = np.round(generator.lognormal(5, 0.7, 290)) + 30
        shares = np.clip(generator.normal(0.3, spread, 290), 0.02, 0.98)
        found = funnel_of_shares(generator.binomial(asked.astype(int), shares), trials=asked)
        called.append(np.mean([p.verdict in {Verdict.HIGHER, Verdict.LOWER} for p in found.places]))
    return float(np.mean(called))


def foreseen() -> list[Coverage]:
    """What comes next, dates and correlations."""
    from tests.bench.prediction_coverage import predicted

    return predicted()


def table(rows: Sequence[Coverage]) -> str:
    """The rows as Markdown."""
    lines = [
        "| Interval or test, 95 % | Truths | How | Lowest | Mean | Highest | Judgement |",
        "|---|---|---|---:|---:|---:|---|",
    ]
    lines += [
        f"| {r.what} | {r.truths} | {r.how} | {100 * r.lowest:.1f} | {100 * r.mean:.1f} "
        f"| {100 * r.highest:.1f} | {r.judgement} |"
        for r in rows
    ]
    return "\n".join(lines)


def write(text: str, *, document: Path = DOCUMENT) -> None:
    """Put the table between its marks, at the end of the document the first time."""
    before = document.read_text(encoding="utf-8") if document.exists() else "# Interval check\n"
    block = f"{BLOCK}\n{text}\n{END}"
    if BLOCK in before:
        after = re.sub(
            re.escape(BLOCK) + ".*?" + re.escape(END), lambda _: block, before, flags=re.S
        )
    else:
        after = f"{before.rstrip()}\n\n## How often the intervals hold the truth\n\n{block}\n"
    document.write_text(after, encoding="utf-8")


def main() -> int:
    """All of it; 1 when an exact interval falls below its level."""
    rows = [*counted(), *paired(), *drawn(), *of_campaigns(), *foreseen()]
    text = table(rows)
    print(text)
    write(text)
    return int(any(row.judgement == "BELOW NOMINAL" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
