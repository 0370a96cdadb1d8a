"""The formulas of the supplementary data sheet: electricity of electrolysis by origin, one function a quantity. All recalled."""

from __future__ import annotations

from tanheng.engine.words import total


def electricity_by_origin_emission_tco2(electricity_by_origin_mwh, electricity_emission_factor_tco2_per_mwh):
    """Supplementary sheet (columns unconfirmed), one origin: E = AD × EF."""
    return electricity_by_origin_mwh * electricity_emission_factor_tco2_per_mwh


def electrolysis_ac_electricity_mwh(electricity_by_origin_mwh):
    """Supplementary sheet (columns unconfirmed): AC electricity of the potline, all origins."""
    return total(electricity_by_origin_mwh)


def electrolysis_electricity_emission_tco2(electricity_by_origin_emission_tco2):
    """Supplementary sheet (columns unconfirmed): emission of the electricity of the potline, all origins."""
    return total(electricity_by_origin_emission_tco2)


def ac_electricity_per_t_mwh_per_t(electrolysis_ac_electricity_mwh, molten_aluminium_output_t):
    """AC electricity per tonne of aluminium, year over year; for comparison."""
    return electrolysis_ac_electricity_mwh / molten_aluminium_output_t


def electricity_emission_intensity_tco2_per_t(electrolysis_electricity_emission_tco2, molten_aluminium_output_t):
    """Emission of electricity per tonne of aluminium, year over year; for comparison."""
    return electrolysis_electricity_emission_tco2 / molten_aluminium_output_t


def total_molten_aluminium_output_t(molten_aluminium_output_t):
    """Output of all potlines."""
    return total(molten_aluminium_output_t)


def total_electrolysis_ac_electricity_mwh(electrolysis_ac_electricity_mwh):
    """AC electricity of all potlines."""
    return total(electrolysis_ac_electricity_mwh)


def total_electrolysis_electricity_emission_tco2(electrolysis_electricity_emission_tco2):
    """Emission of the electricity of all potlines."""
    return total(electrolysis_electricity_emission_tco2)
