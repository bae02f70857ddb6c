"""Reads `resources/tax` and gives the domain its tax data."""

from msspdesk.taxdata.loader import TaxDataError, load, load_from

__all__ = ["TaxDataError", "load", "load_from"]
