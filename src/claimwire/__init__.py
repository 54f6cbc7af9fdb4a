"""claimwire reads conflict reporting and writes down who did what to whom, where and when, according to whom."""

__version__ = "0.1.0"
