"""The formulas of the allowances of 2024, one function a quantity: the allowance is the verified emission.

The deviation from a balance value is for comparison only. Allowances are cut down and the obligation is raised by the
rounding of their quantities; X, α, the intensity and the slag rate keep full precision.
"""

from __future__ import annotations

from tanheng.engine.words import ceiled, if_reported, total


def carbide_slag_substitution_rate(
    carbide_slag_consumption_t, carbide_slag_deduction_tco2_per_t, clinker_output_t, clinker_process_factor_tco2_per_t
):
    """Form 2-3, carbide-slag substitution rate: (slag × D) ÷ (Q_cl × EF_cl); nought where no slag is reported."""
    deducted = if_reported(carbide_slag_consumption_t) * carbide_slag_deduction_tco2_per_t
    return deducted / (clinker_output_t * clinker_process_factor_tco2_per_t)


def covered_emission_tco2e(verified_emission_tco2e, clinker_covered_share):
    """The emission of a Portland clinker line; other clinker only reports and is verified."""
    return verified_emission_tco2e * clinker_covered_share


def emission_intensity_tco2e_per_t(verified_emission_tco2e, clinker_output_t):
    """Form 2-3 (3): I = E ÷ Q_cl."""
    return verified_emission_tco2e / clinker_output_t


def intensity_gap(balance_value_tco2e_per_t, emission_intensity_tco2e_per_t):
    """Form 2-3 (4): X = (B − I) ÷ B."""
    return (balance_value_tco2e_per_t - emission_intensity_tco2e_per_t) / balance_value_tco2e_per_t


def allocation_adjustment(*, p):
    """Plan for 2024: A = E, so α is nought."""
    return p.no_adjustment


def allowance_tco2e(covered_emission_tco2e, allocation_adjustment):
    """Form 2-3 (7): A = E × (1 + α), cut down to whole tonnes; nothing for clinker that takes no part."""
    return covered_emission_tco2e * (1 + allocation_adjustment)


def entity_verified_emission_tco2e(covered_emission_tco2e):
    """Form 2-5: verified emission of all Portland clinker lines."""
    return total(covered_emission_tco2e)


def entity_obligation_tco2e(entity_verified_emission_tco2e):
    """Form 2-3 (8), entity: the verified emission, not less, so raised to whole tonnes."""
    return ceiled(entity_verified_emission_tco2e)


def entity_allowance_tco2e(allowance_tco2e):
    """Form 2-5: allowances of all lines."""
    return total(allowance_tco2e)
