"""Tanheng 碳衡: carbon data and accounting of heavy industry, from the meter to the report.

This package file holds the version and nothing else.
"""

__version__ = "0.1.0"
