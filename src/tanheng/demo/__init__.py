"""The demonstration group: synthetic data, clearly labelled, and the service calls that fill a database with them. A door."""
