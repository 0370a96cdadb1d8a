"""The formulas of the discussion draft of 2017, one function a quantity: output × benchmark, half issued first on old output."""

from __future__ import annotations

from tanheng.engine.words import if_reported, total


def emission_intensity_tco2e_per_t(verified_emission_tco2e, molten_aluminium_output_t):
    """Emission per tonne of aluminium, electricity included: I = E ÷ P."""
    return verified_emission_tco2e / molten_aluminium_output_t


def allowance_tco2e(molten_aluminium_output_t, *, p):
    """Draft of 2017: A = P × 9.1132, cut down to whole tonnes."""
    return molten_aluminium_output_t * p.benchmark


def first_issue_tco2e(base_year_output_t, *, p):
    """Draft of 2017: 50 % of the allowance on the output of 2015, cut down; nothing for a potline without one."""
    return if_reported(base_year_output_t) * p.benchmark * p.first_issue_share


def entity_allowance_tco2e(allowance_tco2e):
    """Allowances of all potlines."""
    return total(allowance_tco2e)


def entity_first_issue_tco2e(first_issue_tco2e):
    """First issue of all potlines."""
    return total(first_issue_tco2e)


def entity_verified_emission_tco2e(verified_emission_tco2e):
    """Verified emission of all potlines."""
    return total(verified_emission_tco2e)
