"""Tables of states: those of the program, and any other."""
