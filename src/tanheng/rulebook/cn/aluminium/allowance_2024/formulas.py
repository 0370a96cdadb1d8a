"""The formulas of the allowances of 2024, one function a quantity: the allowance is the verified emission.

The deviation from a balance value is for comparison only. Allowances are cut down and the obligation is raised by the
rounding of their quantities; X, α and the intensity keep full precision.
"""

from __future__ import annotations

from tanheng.engine.words import ceiled, if_reported, total


def emission_intensity_tco2e_per_t(verified_emission_tco2e, molten_aluminium_output_t):
    """Form 2-4 (4): I = E ÷ P."""
    return verified_emission_tco2e / molten_aluminium_output_t


def intensity_gap(balance_value_tco2e_per_t, emission_intensity_tco2e_per_t):
    """Form 2-4 (6): X = (B − I) ÷ B."""
    return (balance_value_tco2e_per_t - emission_intensity_tco2e_per_t) / balance_value_tco2e_per_t


def allocation_adjustment(intensity_gap, *, p):
    """Plan for 2024: A = E, so no part of the deviation counts and α is nought."""
    return if_reported(intensity_gap) * p.deviation_share


def allowance_tco2e(verified_emission_tco2e, allocation_adjustment):
    """Form 2-4 (9): A = E × (1 + α), cut down to whole tonnes."""
    return verified_emission_tco2e * (1 + allocation_adjustment)


def entity_verified_emission_tco2e(verified_emission_tco2e):
    """Form 2-5: verified emission of all processes."""
    return total(verified_emission_tco2e)


def entity_obligation_tco2e(entity_verified_emission_tco2e):
    """Form 2-4 (10), entity: the verified emission, not less, so raised to whole tonnes."""
    return ceiled(entity_verified_emission_tco2e)


def entity_allowance_tco2e(allowance_tco2e):
    """Form 2-5: allowances of all processes."""
    return total(allowance_tco2e)
