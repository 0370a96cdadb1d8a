"""Journeys of people through the whole application, in a real Chromium against a real server process."""
