"""Tests of keeping: backups, restores, damage, health."""
