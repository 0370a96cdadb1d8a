"""What is measured, by what and under which plan: series, monitoring plans and their versions, meters and calibrations."""
