"""Reading: bytes of workbooks, texts and CSV made cells and plain data. It knows no rule pack and no form."""
