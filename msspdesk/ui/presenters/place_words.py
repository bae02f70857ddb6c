"""Places of a tax by their names."""

from __future__ import annotations

from msspdesk import taxdata
from msspdesk.texts import _, places


def place(jurisdiction: str) -> str:
    """A jurisdiction in words: "Germany", "Texas", "Austin, Texas"."""
    if jurisdiction in ("-", ""):
        return ""
    if jurisdiction == "EU":
        return _("European Union")
    if "-" not in jurisdiction:
        return places.country(jurisdiction)  # a country's name needs no tax data
    return taxdata.load().place(jurisdiction)


def region(country: str, code: str) -> str:
    """A state or province by its name, or the code itself."""
    known = taxdata.load().country(country)
    found = known.regions.get(code) if known is not None else None
    return found.name if found is not None else code


def with_place(tax: str, jurisdiction: str) -> str:
    """ "VAT 19%, Germany"; a tax of no place stands alone."""
    return ", ".join(each for each in (tax, place(jurisdiction)) if each)
