"""An attacker with everything that a role is given of the example data narrows no hidden count."""

from __future__ import annotations

import os

import pytest

from lagesbild.analysis.protection import Protector
from lagesbild.domain.person import PUBLIC, Person, Role
from tests.integration.gate_frames import (
    attacker_of,
    attacker_of_two,
    publish,
    wanted_of,
    wanted_of_two,
)

MEMBER = Person(id="l", name="L", role=Role.LEDAMOT, kommun_code="2260")
WORKER = Person(id="s", name="S", role=Role.SAMORDNARE, kommun_code="2260")

WHOLE = bool(os.environ.get("ANFALL_ALLT"))
SAMPLE = (
    ("bra.bilstold", (2022, 2026)),
    ("skola.ogiltig_franvaro_over_20", (2020, 2026)),
    ("skolverket.behorighet_yrkesprogram", (2023, 2026)),
    ("can.provat_narkotika_ak9", (2025, 2026)),
    ("bra.rattfylleri", (2025, 2026)),
)
"""Sub-areas and schools; zeros; shares and their complements; breakdowns; a source that hides some
itself; months, years, rolling sums, kommuner, counties and the country."""

TWO_YEARS = ("bra.narkotikabrott", (2024, 2027))
"""Sums of twelve months go from one year into the next."""


def by_measure(inquiry):
    found = {}
    for one in inquiry.catalog.indicators.values():
        found.setdefault(one.leading_measure, []).append(one)
    return found


def cases(inquiry):
    if not WHOLE:
        return SAMPLE
    return [(m, (y, y + 2)) for m in sorted(by_measure(inquiry)) for y in range(2015, 2026)]


def attack(inquiry, measure, years, *, with_pattern=True):
    indicators = by_measure(inquiry)[measure]
    found = publish(
        inquiry, indicators, with_pattern=with_pattern, area_codes=places(inquiry, measure)
    )
    return narrowed(found, indicators, years)


def places(inquiry, measure):
    """Everywhere; in the ordinary run one county for what comes by month."""
    if WHOLE or measure not in {"bra.rattfylleri", TWO_YEARS[0]}:
        return None
    return one_county(inquiry)


def one_county(inquiry):
    return ["0000", *(a.code for a in inquiry.areas.values() if a.code[:2] == "22")]


def narrowed(found, indicators, years):
    attacker = attacker_of(found, years=years)
    return attacker.pinned(wanted_of(found, attacker, indicators=indicators))


@pytest.fixture(scope="module")
def asked(example_context):
    return example_context.inquiry(person=WORKER)


def test_nothing_that_is_hidden_can_be_narrowed(asked):
    found, published = {}, {}
    for measure, years in cases(asked):
        indicators = by_measure(asked)[measure]
        if measure not in published:
            codes = places(asked, measure)
            published = {measure: publish(asked, indicators, area_codes=codes)}
        pinned = narrowed(published[measure], indicators, years)
        if pinned:
            found[measure, years] = pinned[:3]
            print(measure, years, len(pinned), pinned[:3], flush=True)
    assert not found


def test_neither_with_sums_over_the_turn_of_the_year(asked):
    assert not attack(asked, *TWO_YEARS)


def test_the_same_attacker_breaks_the_rule_without_company(asked):
    for measure, years in SAMPLE[:2]:
        assert attack(asked, measure, years, with_pattern=False), measure


PAIR, PAIR_YEARS = "socialtjanst.orosanmalningar_polis", (2024, 2026)


def test_neither_with_a_measure_that_counts_all_of_it_and_more(asked):
    """Theft of cars is never more than theft: what is shown of the one limits the other."""
    narrow = {}
    for part, years in pairs(asked):
        pinned = attack_two(asked, part, years)
        if pinned:
            narrow[part, years] = pinned[:3]
            print(part, years, len(pinned), pinned[:3], flush=True)
    assert not narrow


def test_the_wider_attacker_breaks_the_rule_without_company(asked):
    assert attack_two(asked, PAIR, PAIR_YEARS, with_pattern=False)


def pairs(inquiry):
    if not WHOLE:
        return [(PAIR, PAIR_YEARS)]
    known = by_measure(inquiry)
    parts = [
        one.id for one in inquiry.catalog.measures.values()
        if one.part_of and one.id in known and one.part_of in known
    ]  # fmt: skip
    return [(part, (y, y + 1)) for part in sorted(parts) for y in range(2015, 2027)]


def attack_two(inquiry, part, years, *, with_pattern=True):
    whole = inquiry.catalog.measures[part].part_of
    wholes, parts = by_measure(inquiry)[whole], by_measure(inquiry)[part]
    first, second = (
        given(inquiry, name, with_pattern=with_pattern) for name in (whole, part)
    )  # fmt: skip
    goals = wanted_of_two(first, second, years=years, wholes=wholes, parts=parts)
    return attacker_of_two(first, second, years=years).pinned(goals)


GIVEN = {}


def given(inquiry, measure, *, with_pattern):
    """What is given out of a measure; the last two are remembered."""
    key = (measure, with_pattern)
    if key not in GIVEN:
        while len(GIVEN) > 1:
            GIVEN.pop(next(iter(GIVEN)))
        codes = None if WHOLE else one_county(inquiry)
        GIVEN[key] = publish(
            inquiry, by_measure(inquiry)[measure], with_pattern=with_pattern, area_codes=codes
        )
    return GIVEN[key]


@pytest.mark.parametrize("person", [PUBLIC, MEMBER], ids=["public", "ledamot"])
def test_no_role_is_given_a_number_that_the_pattern_hides(example_context, person):
    mine = example_context.inquiry(person=person)
    protector = Protector(store=mine.store, catalog=mine.catalog, owner=person.kommun_code)
    for measure, _ in SAMPLE[:2]:
        found = publish(mine, by_measure(mine)[measure])
        pattern = protector.pattern(measure, is_example=True)
        assert pattern is not None
        assert len(pattern.keys)
        assert set(found.shown) <= set(found.true)
