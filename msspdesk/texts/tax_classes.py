"""What kind of work a service is, in plain words; the codes stand in `domain.tax.TaxClass`."""

from __future__ import annotations

from msspdesk.domain.tax import TaxClass
from msspdesk.texts import _


def words(code: str) -> str:
    """The kind of work, or the code itself."""
    return _words().get(code, code)


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
