"""Database migrations of the people app, in order."""
