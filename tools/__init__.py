"""What the Makefile calls: the test run, the lock, generated documentation. No part of the package."""
