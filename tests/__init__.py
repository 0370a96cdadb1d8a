"""The tests of Tanheng: one folder a floor or app, and `support` with the real servers and programs they need."""
