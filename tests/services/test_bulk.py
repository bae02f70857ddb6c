import gc

import pytest

from msspdesk.services.bulk import collected_later


def test_the_collector_is_on_again_after_the_last_one_left() -> None:
    with collected_later():
        with collected_later():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_also_when_the_work_failed() -> None:
    with pytest.raises(ValueError, match="broken"), collected_later():
        raise ValueError("broken")
    assert gc.isenabled()
