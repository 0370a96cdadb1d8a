"""Workflow: states and who moves them, as tables of data; what a table permits, and its picture. Pure; who asks is the apps' matter."""
