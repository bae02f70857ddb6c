"""What-if: pick a sale, read its tax and why. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msspdesk.services.what_if import Choices, Outcome, Sale, choices, what_if
from msspdesk.texts import _, formats
from msspdesk.ui.presenters import place_words, tax_words
from msspdesk.ui.presenters.base import Presenter, Runner
from msspdesk.ui.presenters.invoices_detail import TaxTold, told_steps
from msspdesk.ui.presenters.tax_words import tax_name


class TaxWhatIf(Presenter):
    """The choices, the sale that was asked last and its outcome."""

    watches = frozenset({"tax", "customers", "seller"})

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.choices: Choices | None = None
        self.sale: Sale | None = None
        self.outcome: Outcome | None = None
        self.problem = ""

    def reload(self) -> None:
        self.read(choices, self._loaded, key="choices")
        if self.sale is not None:
            self._ask(self.sale)

    def _loaded(self, found: Choices) -> None:
        self.choices = found
        self.updated()

    def ask(self, values: Mapping[str, Any]) -> None:
        """Ask about the sale in these fields; an amount and a place are needed."""
        if values.get("amount") is None or values.get("day") is None:
            return
        if not values.get("customer_id") and not values.get("country"):
            return
        self.sale = Sale(**{key: value for key, value in values.items() if value is not None})
        self._ask(self.sale)

    def _ask(self, sale: Sale) -> None:
        self.read(lambda book: what_if(book, sale), self._answered, on_error=self._failed)

    def _answered(self, outcome: Outcome) -> None:
        self.outcome, self.problem = outcome, ""
        self.updated()

    def _failed(self, error: Exception) -> None:
        self.outcome, self.problem = None, self.runner.explain(error)
        self.updated()

    @property
    def customer(self) -> str:
        """The name of who was asked about."""
        sale = self.sale
        if sale is None:
            return ""
        names = dict(self.choices.customers) if self.choices else {}
        return names.get(sale.customer_id or 0, "") or place_words.place(sale.country)

    @property
    def customer_id(self) -> int | None:
        """Who was asked about, where it is a customer and not a country."""
        return self.sale.customer_id if self.sale is not None else None

    def sums(self) -> list[tuple[str, str]]:
        """Net, each tax, gross, what is withheld and what is paid."""
        outcome = self.outcome
        if outcome is None or outcome.net is None or outcome.gross is None:
            return []
        money = outcome.currency
        rows = []
        if outcome.contribution:
            fees = outcome.net - outcome.contribution
            rows.append((_("Fees"), formats.amount(fees, money)))
            rows.append((_("Fund contribution"), formats.amount(outcome.contribution, money)))
        rows.append((_("Net"), formats.amount(outcome.net, money)))
        for each in outcome.groups:
            name = tax_name(each.tax, each.category, each.rate, each.reason)
            where = place_words.place(each.jurisdiction)
            rows.append((f"{name}, {where}" if where else name, formats.amount(each.amount, money)))
        for code, amount in outcome.others:
            rows.append((tax_words.other_amount(code), formats.amount(amount, money)))
        rows.append((_("Gross"), formats.amount(outcome.gross, money)))
        for tax, rate, amount in outcome.withheld:
            rows.append(
                (f"{tax} {formats.percent(rate)}, {_('kept back')}", formats.amount(-amount, money))
            )
        if outcome.payable is not None and outcome.payable != outcome.gross:
            rows.append((_("To pay"), formats.amount(outcome.payable, money)))
        return rows

    def why(self) -> TaxTold | None:
        """The steps of the decision with their source."""
        outcome = self.outcome
        if outcome is None or not outcome.rule:
            return None
        sure, _tone = tax_words.confidence(outcome.confidence)
        told = _("Rule {rule}, source {source} ({sure}), data of {version}.")
        return TaxTold(
            _("Why this tax"),
            "",
            told_steps((step.code, step.text) for step in outcome.steps),
            told.format(
                rule=outcome.rule.replace("_", " "),
                source=outcome.source or _("your word"),
                sure=sure,
                version=outcome.data_version,
            ),
        )
