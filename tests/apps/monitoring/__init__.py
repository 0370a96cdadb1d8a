"""What is measured, by what, and under which plan."""
