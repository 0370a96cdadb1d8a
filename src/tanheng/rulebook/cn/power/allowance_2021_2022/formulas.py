"""What the plan for 2021 and 2022 changes in formulas: the base of the pre-allocation, and borrowing from 2023."""

from __future__ import annotations

from tanheng.engine.words import greater, if_reported, where


def pre_allocation_tco2e(base_verified_emission_tco2e, pre_allocation_share):
    """Pre-allocation of a unit: 70 % × verified emission of 2021, cut down."""
    return if_reported(base_verified_emission_tco2e) * pre_allocation_share


def borrowing_limit_tco2e(allowance_shortfall_tco2e, gap_rate, *, p):
    """Borrowing: with a gap rate of 10 % and more, up to half of what the obligation lacks, cut down; relief from the
    obligation leaves nothing to borrow for.
    """
    gap = greater(allowance_shortfall_tco2e, 0)
    return where(gap_rate >= p.borrowing_gap_rate, gap * p.borrowing_share, 0)
