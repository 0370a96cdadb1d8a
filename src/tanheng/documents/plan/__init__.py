"""The data quality control plan as files: the official tables in Excel and Word, and a plan read back from that Excel."""
