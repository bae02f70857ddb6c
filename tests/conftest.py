"""What every test needs: Qt without a screen, and property tests that repeat exactly."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples in every run, and no deadline: a busy machine is not a defect.
settings.register_profile("msspdesk", derandomize=True, deadline=None)
settings.load_profile("msspdesk")
