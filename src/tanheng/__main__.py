"""`python -m tanheng`: the command line where the program's own name is not on the search path."""

from tanheng.cli import main

if __name__ == "__main__":
    main(prog_name="tanheng")
