"""Swedish for the methods of lagesbild/stats and for the conditions that do not hold.

One table each, so that a footnote and a sentence never name the same thing in two ways; a test asks for
a line when a method gets a new code.
"""

from __future__ import annotations

from lagesbild.analysis.wording import number
from lagesbild.domain.written import NBSP
from lagesbild.stats.verdict import Assessment

METHOD_WORDS: dict[str, str] = {
    "baseline_between_weeks": "medelvärde av hela veckor, med variationen mellan veckor",
    "byar_excludes": "Byars osäkerhetsintervall mot ett jämförelsevärde",
    "c": "styrdiagram för antal (c-diagram)",
    "campaign_prediction": "ny mätvecka mot tidigare, prediktionsintervall på logaritmisk skala",
    "change_points": "brytpunkter i medelnivån (Bai och Perron)",
    "conditional_overdispersed": "kvot mellan två tal, justerad för att händelser kommer i klungor",
    "crime_harm_index": "brottsskadeindex, antal vägda med strafflängd",
    "direct_dobson_byar": "direkt åldersstandardisering, Dobsons intervall",
    "direct_fay_feuer": "direkt åldersstandardisering, gammaintervall (Fay och Feuer)",
    "e_test_mover": "skillnad mellan två tal, E-test",
    "empirical_bayes_global": "utjämnat mot hela områdets nivå (empirisk Bayes)",
    "empirical_bayes_local": "utjämnat mot grannarnas nivå (empirisk Bayes)",
    "exact_conditional": "kvot mellan två tal, exakt test",
    "exact_poisson_excludes": "exakt osäkerhetsintervall mot ett jämförelsevärde",
    "farrington_flexible": "larm mot samma tid tidigare år (Farrington)",
    "fewest_places": "det minsta antal platser som rymmer så stor del, mot slumpen",
    "funnel": "trattdiagram",
    "funnel_additive_arcsine": "trattdiagram, med kommunernas vanliga olikheter inräknade",
    "funnel_additive_sqrt": "trattdiagram, med kommunernas vanliga olikheter inräknade",
    "funnel_exact_poisson": "trattdiagram, exakta gränser",
    "funnel_wilson": "trattdiagram för andelar, Wilsons gränser",
    "getis_ord_general": "om höga värden ligger samlade (Getis och Ord)",
    "getis_ord_star": "samlade höga och låga värden på kartan (Getis och Ord)",
    "indirect_byar": "indirekt åldersstandardisering, Byars intervall",
    "interrupted_series": "avbruten tidsserie",
    "kaplan_meier": "medelvärde där en del ligger under mätgränsen (Kaplan-Meier)",
    "knox": "upprepning nära i tid och rum (Knox), fågelvägen",
    "knox_city_block": "upprepning nära i tid och rum (Knox), längs gatunät",
    "lagged_correlation": "samvariation med fördröjning",
    "lagged_panel": "samvariation i förändringar över alla kommuner, utan nivå, egen trend och gemensamma svängningar",
    "laney_p": "styrdiagram för andelar, vidgat efter seriens egen variation (Laney)",
    "laney_u": "styrdiagram för tal, vidgat efter seriens egen variation (Laney)",
    "local_moran": "områden som liknar eller skiljer sig från sina grannar (LISA)",
    "lognormal_ml": "medelvärde där en del ligger under mätgränsen, lognormal fördelning",
    "mann_kendall": "trend i rangordning (Mann-Kendall)",
    "moran": "om grannområden liknar varandra (Morans I)",
    "newcombe_fisher": "skillnad mellan två andelar, Newcombes intervall och Fishers exakta test",
    "newcombe_score": "skillnad mellan två andelar, Newcombes intervall",
    "no_counts": "jämförelse utan antal bakom",
    "p": "styrdiagram för andelar (p-diagram)",
    "rank_correlation": "samvariation i kommunernas rangordning (Spearman)",
    "recent_trend": "trend över de senaste fem åren",
    "sen_slope": "typisk förändring per steg (Sen)",
    "signals": "de senaste månaderna mot det som tidigare år leder till att vänta, årstiden inräknad",
    "survey_logit": "viktad andel av enkätsvar",
    "trend_negative_binomial": "trend med årstid, negativ binomial",
    "trend_poisson": "trend med årstid, Poisson",
    "u": "styrdiagram för tal (u-diagram)",
    "uncertainty_budget": "mätosäkerhet från provtagning, flöde, analys och folkmängd",
    "wdd": "skillnad mot jämförelseområde med förflyttning (WDD)",
    "weekend_ratio": "helg mot vardag, medelvärde över mätveckor",
    "wilson_effective_n": "Wilsons intervall på enkätens verkliga storlek",
    "xmr": "styrdiagram för enskilda värden (XmR)",
}
"""By the code in Assessment.method and its kin."""

BROKEN_WORDS: dict[str, str] = {
    "areas_without_neighbours": "några områden saknar grannar och är inte med",
    "autocorrelated": "värdena följer på varandra, så de säger mindre än de är många",
    "break_in_series": "serien har ett brott: sättet att mäta har ändrats",
    "category_without_weight": "någon brottstyp saknar vikt",
    "dependent_months": "månaderna hänger ihop, så osäkerheten är större än den ser ut",
    "different_calendar_weeks": "mätveckorna ligger på olika tider på året",
    "fewer_than_10_events": "färre än tio händelser",
    "fewer_than_10_independent_pairs": "för korta serier för att skilja samband från slump",
    "fewer_than_10_places": "färre än tio kommuner eller platser att jämföra med",
    "fewer_than_15_areas": "färre än femton områden",
    "fewer_than_1_expected_pair": "så få par väntas av en slump att ett enda gör stor skillnad",
    "fewer_than_30_events": "färre än trettio händelser",
    "fewer_than_20_places": "färre än tjugo kommuner har värden i båda",
    "fewer_than_3_campaigns": "färre än tre tidigare mätveckor",
    "fewer_than_3_places": "färre än tre platser",
    "fewer_than_3_values": "färre än tre värden över mätgränsen",
    "fewer_than_5_answers": "färre än fem svar av något slag",
    "fewer_than_5_expected": "färre än fem väntas på en så liten plats, och då styr slumpen",
    "lowest_value_below_limit": "de lägsta värdena ligger under mätgränsen och är okända",
    "more_than_50_percent_below_limit": "mer än hälften av värdena ligger under mätgränsen",
    "more_than_80_percent_below_limit": "mer än åtta av tio värden ligger under mätgränsen",
    "no_counts": "hur många som ligger bakom värdena är inte känt",
    "no_events": "inga händelser alls",
    "no_fit": "beräkningen hittar ingen lösning för de här siffrorna",
    "no_load": "någon mätvecka är utan värde över noll",
    "no_sample_size": "hur många som svarade är inte känt",
    "no_variation": "värdena varierar inte",
    "no_variation_between_areas": "områdena skiljer sig inte mer än slumpen gör",
    "not_a_full_week": "mätningen täcker inte en hel vecka",
    "not_for_long_trends": "gäller för kort tid: anmälningar och straff ändras med åren",
    "old_shift": "nivån ändrades för en tid sedan",
    "overdispersed": "det varierar mer än slumpen, och det är inräknat",
    "steady_trend": "det följer en trend som funnits länge",
    "test_and_interval_disagree": "två sätt att räkna ger olika svar, så ingen skillnad sägs",
    "too_few_areas": "för få områden",
    "too_few_events": "för få händelser",
    "too_few_points": "för få mätpunkter",
    "too_short_history": "för kort tid bakåt att jämföra med",
}
"""By the codes in Assessment.broken and its kin: what speaks against a result, or why there is none."""


def method_text(found: Assessment) -> str:
    """ "kvot mellan två tal, exakt test; 95 procents osäkerhet; n = 1 240; Przyborowski ..." for a footnote."""
    parts = [METHOD_WORDS[found.method]]
    if found.lower == found.lower:  # not NaN
        parts.append(f"{number(100 * found.confidence, decimals=0)}{NBSP}procents osäkerhet")
    parts.append(f"n{NBSP}={NBSP}{number(found.n)}")
    return "; ".join([*parts, *([found.reference] if found.reference else [])])


def broken_text(found: Assessment) -> str:
    """What speaks against the result, or why there is none; empty when nothing does."""
    return "; ".join(BROKEN_WORDS[code] for code in found.broken)
