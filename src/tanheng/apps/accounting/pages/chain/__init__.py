"""The way of a number from meter to report 数据链, as a picture, a table and plain data."""
