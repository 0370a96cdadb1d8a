"""Real things the tests stand on: a PostgreSQL of their own, Chromium, LibreOffice, poppler. No fakes live here."""
