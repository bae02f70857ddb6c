"""The entry line: what it means, and how it may go on. Pure, for every keystroke."""

from msspdesk.domain.quick_entry.completion import Completion, complete
from msspdesk.domain.quick_entry.line import Reading, Span, parse
from msspdesk.domain.quick_entry.names import Names

__all__ = ["Completion", "Names", "Reading", "Span", "complete", "parse"]
