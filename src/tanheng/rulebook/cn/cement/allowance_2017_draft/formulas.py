"""The formulas of the discussion draft of 2017, one function a quantity: output × benchmark × uplift, half issued first."""

from __future__ import annotations

from tanheng.engine.words import both, either, if_reported, total, where


def emission_intensity_tco2e_per_t(verified_emission_tco2e, clinker_output_t):
    """Emission per tonne of clinker: I = E ÷ Q_cl."""
    return verified_emission_tco2e / clinker_output_t


def waste_uplift(co_processed_waste_t, waste_limit_included_share, *, p):
    """Draft of 2017: 30–50 kt a year +1 %, 50–100 kt +2 %, above 100 kt +3 %; the limits go as the reading chosen says."""
    waste = if_reported(co_processed_waste_t)
    upper = waste_limit_included_share > 0
    first = where(either(waste > p.waste_limit_1, both(upper, waste >= p.waste_limit_1)), p.waste_uplift_1, p.no_uplift)
    second = where(either(waste > p.waste_limit_2, both(upper, waste >= p.waste_limit_2)), p.waste_uplift_2, first)
    return where(either(waste > p.waste_limit_3, both(upper, waste >= p.waste_limit_3)), p.waste_uplift_3, second)


def allowance_tco2e(clinker_output_t, waste_uplift, local_factor, *, p):
    """Draft of 2017: A = Q_cl × 0.8534 × (1 + u) × local factor, cut down to whole tonnes."""
    return clinker_output_t * p.benchmark * (1 + waste_uplift) * local_factor


def first_issue_tco2e(base_year_output_t, local_factor, *, p):
    """Draft of 2017: 50 % of the benchmark on the output of 2015, cut down; nothing for a line without one."""
    return if_reported(base_year_output_t) * p.benchmark * p.first_issue_share * local_factor


def entity_allowance_tco2e(allowance_tco2e):
    """Allowances of all lines."""
    return total(allowance_tco2e)


def entity_first_issue_tco2e(first_issue_tco2e):
    """First issue of all lines."""
    return total(first_issue_tco2e)


def entity_verified_emission_tco2e(verified_emission_tco2e):
    """Verified emission of all lines."""
    return total(verified_emission_tco2e)
