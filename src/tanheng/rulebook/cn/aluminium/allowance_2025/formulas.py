"""What the allowances of 2025 add to those of 2024 as their own: where the coefficient by deviation counts, and the
pre-allocation. The coefficient itself and the settlement are shared with other plans.
"""

from __future__ import annotations

from tanheng.engine.words import if_reported


def allocation_adjustment(adjustment_by_gap, intensity_rule_applies):
    """Form 2-4 (8): the coefficient by deviation; nought for processes closed or new (A = E)."""
    return if_reported(adjustment_by_gap) * intensity_rule_applies


# ── issue ────────────────────────────────────────────────────────────────────────────────────────


def pre_allocation_tco2e(previous_verified_emission_tco2e, pre_allocation_share):
    """Form 1-4: share × verified emission of the previous year, cut down; nothing for a process without one."""
    return if_reported(previous_verified_emission_tco2e) * pre_allocation_share
