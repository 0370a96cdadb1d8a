"""Database migrations of the journal app, in order."""
