"""The formulas of the discussion draft of 2017, one function a quantity: output × benchmark, half issued first on old output."""

from __future__ import annotations

from tanheng.engine.words import ceiled, if_reported, total


def emission_intensity_tco2e_per_t(verified_emission_tco2e, molten_aluminium_output_t):
    """Emission per tonne of aluminium, electricity included: I = E ÷ P."""
    return verified_emission_tco2e / molten_aluminium_output_t


def benchmark_gap(emission_intensity_tco2e_per_t, *, p):
    """Deviation from the benchmark, for comparison: (benchmark − I) ÷ benchmark."""
    return (p.benchmark - emission_intensity_tco2e_per_t) / p.benchmark


def allowance_tco2e(molten_aluminium_output_t, *, p):
    """Draft of 2017: A = P × 9.1132, cut down to whole tonnes."""
    return molten_aluminium_output_t * p.benchmark


def first_issue_tco2e(base_year_output_t, *, p):
    """Draft of 2017: 50 % of the allowance on the output of 2015, cut down; nothing for a potline without one."""
    return if_reported(base_year_output_t) * p.benchmark * p.first_issue_share


def true_up_tco2e(allowance_tco2e, first_issue_tco2e):
    """Draft of 2017: settled by real output; negative is given back."""
    return allowance_tco2e - first_issue_tco2e


def entity_allowance_tco2e(allowance_tco2e):
    """Allowances of all potlines."""
    return total(allowance_tco2e)


def entity_first_issue_tco2e(first_issue_tco2e):
    """First issue of all potlines."""
    return total(first_issue_tco2e)


def entity_verified_emission_tco2e(verified_emission_tco2e):
    """Verified emission of all potlines."""
    return total(verified_emission_tco2e)


def allowance_shortfall_tco2e(entity_verified_emission_tco2e, entity_allowance_tco2e):
    """Emission raised to whole tonnes − allowance; negative is a surplus."""
    return ceiled(entity_verified_emission_tco2e) - entity_allowance_tco2e
