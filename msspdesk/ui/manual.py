"""F1: the page of the manual for the place one is in.

`resources/help/*.md` is English; `resources/help/de/*.md` is its German, page by page.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from msspdesk.paths import resource
from msspdesk.texts import _, language
from msspdesk.ui.theme import theme
from msspdesk.ui.widgets import Button, hbox, vbox

START = "start"
SPACED = "margin-top:6px; margin-bottom:6px; line-height:135%;"
UNKNOWN = QTextDocument.ResourceType.UnknownResource


def topics() -> list[str]:
    """The names of all pages."""
    return sorted(path.stem for path in resource("help").glob("*.md"))


def page(topic: str) -> Path:
    """The file of a page, in the window's language where it was translated."""
    translated = resource("help", language(), f"{topic}.md")
    return translated if translated.exists() else resource("help", f"{topic}.md")


class HelpWindow(QDialog):
    """Stands beside the window, which goes on working. Links lead from page to page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Help"))
        self.resize(560, 640)
        self._browser = Pages()
        self._browser.setAccessibleName(_("Help"))
        column = vbox(self, spacing=0)
        column.addWidget(self._browser, 1)
        row = hbox(spacing=8, margins=(24, 8, 24, 16))
        back = Button(_("Back"), self._browser.backward, icon="chevron-left")
        self._browser.backwardAvailable.connect(back.setEnabled)
        back.setEnabled(False)
        row.addWidget(back)
        row.addWidget(Button(_("All pages"), lambda: self.show_topic(START)))
        row.addStretch(1)
        row.addWidget(Button(_("Close"), self.close))
        column.addLayout(row)
        theme.changed.connect(self._browser.reload)

    def show_topic(self, topic: str) -> None:
        """Show a page; the first one where there is none of this name."""
        known = topic if topic in topics() else START
        self._browser.setSource(QUrl(f"{known}.md"))

    def topic(self) -> str:
        return self._browser.source().fileName().removesuffix(".md")


class Pages(QTextBrowser):
    """Shows shipped pages only: whatever else a link names is not opened."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(24)

    def doSetSource(
        self,
        name: QUrl | str,
        type: QTextDocument.ResourceType = UNKNOWN,  # noqa: A002
    ) -> None:
        topic = QUrl(name).fileName().removesuffix(".md")
        if topic not in topics():
            return
        super().doSetSource(name, type)

    def loadResource(self, type: int, name: QUrl | str) -> str:  # noqa: A002
        """The page as HTML in the colours of the window."""
        topic = QUrl(name).fileName().removesuffix(".md")
        if topic not in topics():
            return ""
        source = QTextDocument()
        source.setMarkdown(page(topic).read_text(encoding="utf-8"))
        accent, text = theme.colour("accent").name(), theme.colour("text").name()
        style = f"<style>a {{ color: {accent}; }} body {{ color: {text}; }}</style>"
        html = source.toHtml().replace("<head>", f"<head>{style}", 1)
        return html.replace("margin-top:0px; margin-bottom:0px;", SPACED)
