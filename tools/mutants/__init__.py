"""`make mutants`: small faults planted one by one in the code, and whether the tests that reach their lines find them.

`mutations` lists the faults (cosmic-ray knows how to make them), `reach` says which tests run a line and how long they take,
`trials` plants a fault in a copy of the project and runs those tests, `__main__` draws a sample and writes the account.
"""
