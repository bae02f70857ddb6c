"""Forms: fields that store when they are left, and problems beside them all at once."""

from msspdesk.ui.forms.choices import CheckBox, CheckField, ChoiceField, ComboBox
from msspdesk.ui.forms.fields import (
    AmountField,
    DateField,
    DurationField,
    Field,
    MultilineField,
    ParsedField,
    TextField,
)
from msspdesk.ui.forms.form import Form
from msspdesk.ui.forms.from_dataclass import dataclass_fields

__all__ = [
    "AmountField",
    "CheckBox",
    "CheckField",
    "ChoiceField",
    "ComboBox",
    "DateField",
    "DurationField",
    "Field",
    "Form",
    "MultilineField",
    "ParsedField",
    "TextField",
    "dataclass_fields",
]
