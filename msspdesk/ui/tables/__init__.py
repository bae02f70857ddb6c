"""Tables: columns as data, two models, one delegate, one view.

columns = (
    Column("name", _("Customer"), lambda r: Cell(r.name, bold=True), sortable=True),
    Column("net", _("Net"), lambda r: Cell(r.net, unit=r.currency), width=140, right=True),
)
model = ListModel(columns, rows)
table = Table(TableView(model, _("Customers")), totals=True)
table.view.opened.connect(presenter.open)
"""

from msspdesk.ui.tables.cells import Cell, Check, Column, RowKind
from msspdesk.ui.tables.models import ListModel, PagedModel, TableModel
from msspdesk.ui.tables.table import Table, TotalsRow
from msspdesk.ui.tables.view import TableView

__all__ = [
    "Cell",
    "Check",
    "Column",
    "ListModel",
    "PagedModel",
    "RowKind",
    "Table",
    "TableModel",
    "TableView",
    "TotalsRow",
]
