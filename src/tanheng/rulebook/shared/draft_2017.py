"""Formulas that the discussion drafts of 2017 share, whatever the sector: deviation from the benchmark, settlement, shortfall."""

from __future__ import annotations

from tanheng.engine.words import ceiled


def benchmark_gap(emission_intensity_tco2e_per_t, *, p):
    """Deviation from the benchmark, for comparison: (benchmark − I) ÷ benchmark."""
    return (p.benchmark - emission_intensity_tco2e_per_t) / p.benchmark


def true_up_tco2e(allowance_tco2e, first_issue_tco2e):
    """Draft of 2017: settled by real output; negative is given back."""
    return allowance_tco2e - first_issue_tco2e


def allowance_shortfall_tco2e(entity_verified_emission_tco2e, entity_allowance_tco2e):
    """Emission raised to whole tonnes − allowance; negative is a surplus."""
    return ceiled(entity_verified_emission_tco2e) - entity_allowance_tco2e
