"""Reads of work: why a task failed, which tasks are shown where."""
