"""What the allowances of 2025 add to those of 2024 as their own: where the coefficient by deviation counts, and the
pre-allocation. The coefficient itself and the settlement are shared with other plans.
"""

from __future__ import annotations

from tanheng.engine.words import if_reported, where


def allocation_adjustment(adjustment_by_gap, intensity_rule_applies, clinker_class_rule_applies, carbide_slag_substitution_rate, *, p):
    """Form 2-3 (6): the coefficient by deviation; nought for lines closed or new, white, gypsum-acid or rich in slag."""
    regular = if_reported(adjustment_by_gap) * intensity_rule_applies * clinker_class_rule_applies
    return where(if_reported(carbide_slag_substitution_rate) > p.carbide_slag_above, 0, regular)


# ── issue ────────────────────────────────────────────────────────────────────────────────────────


def pre_allocation_tco2e(previous_verified_emission_tco2e, pre_allocation_share, clinker_covered_share):
    """Form 1-3: share × verified emission of the previous year, cut down; nothing for a line without one, or not covered."""
    return if_reported(previous_verified_emission_tco2e) * pre_allocation_share * clinker_covered_share
