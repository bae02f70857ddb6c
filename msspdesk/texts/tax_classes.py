"""Codes of tax in plain words: kinds of work (`domain.tax.TaxClass`), certificates, schemes."""

from __future__ import annotations

from msspdesk.domain.tax import TaxClass
from msspdesk.texts import _


def words(code: str) -> str:
    """The kind of work, or the code itself."""
    return _words().get(code, code)


def certificates() -> dict[str, str]:
    """Why a customer with a certificate pays no sales tax, by the kind of certificate."""
    return {
        "exempt_entity": _("Exempt by law"),
        "resale": _("Resale"),
        "mpu": _("Multiple points of use"),
    }


def schemes() -> dict[str, str]:
    """How the owner stands with a tax office, by the scheme of a registration."""
    return {
        "standard": _("Registered, charges tax"),
        "small_business": _("Small business, charges no tax"),
        "unregistered": _("Not registered"),
        "oss": _("One stop shop of the EU (OSS)"),
        "forfettario": _("Regime forfettario (Italy)"),
        "lut": _("Letter of undertaking (India)"),
    }


def _words() -> dict[str, str]:
    return {
        TaxClass.SECURITY_MONITORING: _("Security monitoring (MDR, SOC)"),
        TaxClass.MANAGED_IT: _("Managed IT, hardening, patching"),
        TaxClass.HELP_DESK: _("Help desk"),
        TaxClass.PENETRATION_TEST: _("Penetration test"),
        TaxClass.CONSULTING: _("Consulting, not about IT"),
        TaxClass.IT_CONSULTING: _("IT and security consulting"),
        TaxClass.LICENSED_PROFESSIONAL: _("Work under a professional licence"),
        TaxClass.DATA_PROCESSING: _("Data processing, backup, hosting"),
        TaxClass.ELECTRONICALLY_SUPPLIED: _("Runs by itself online (automated scan, e-learning)"),
        TaxClass.SOFTWARE_SAAS: _("Software as a service, licences"),
        TaxClass.SOFTWARE_SUPPORT: _("Software support"),
        TaxClass.HARDWARE: _("Hardware"),
        TaxClass.HARDWARE_MAINTENANCE: _("Hardware repair and maintenance"),
        TaxClass.TRAINING_LIVE: _("Live training"),
        TaxClass.EXPENSE_OWN_NAME: _("Expense passed on (travel, postage)"),
        TaxClass.OUTLAY_CUSTOMER_NAME: _("Paid in the customer's name"),
    }
