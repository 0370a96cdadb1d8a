"""Keeping: backups of the installation, their restore, damage of what is stored, and the health of database and disk."""
