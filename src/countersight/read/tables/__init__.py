"""Tables as readers find them: delimited text, workbooks, JSON records and XML records, made into one kind of block."""
