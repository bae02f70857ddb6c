"""A kind of work has one title, in the forms and in the explanation of a tax."""

from __future__ import annotations

import pytest

from msspdesk import taxdata
from msspdesk.domain.errors import Problem
from msspdesk.domain.tax import Step, TaxClass
from msspdesk.domain.tax.telling import told
from msspdesk.texts import tax_classes
from msspdesk.texts.errors import sentence


@pytest.mark.parametrize("each", TaxClass)
def test_the_explanation_names_it_as_the_forms_do(each: TaxClass) -> None:
    title = tax_classes.words(each.value)
    assert title != each.value
    step = Step("customer_state", {"state": "Texas", "tax_class": each.value})
    assert told(taxdata.load(), step).endswith(f"service of the class “{title}”")


def test_a_question_names_it_too() -> None:
    asked = Problem("tax_undecided", "tax", {"question": "no_tax_rule", "tax_class": "managed_it"})
    assert "“Managed IT, hardening, patching”" in sentence(asked)
