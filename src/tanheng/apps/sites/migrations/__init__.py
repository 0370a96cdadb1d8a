"""Database migrations of the sites app, in order."""
