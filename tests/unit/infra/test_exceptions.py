from datetime import UTC, datetime

import pytest

from catalog.exceptions import CAPABILITIES, HOST_FOLDERS
from catalog.services import service


@pytest.mark.parametrize(
    "exception", HOST_FOLDERS + CAPABILITIES, ids=lambda each: each.service
)
def test_exception_has_a_reason_and_has_not_expired(exception):
    assert service(exception.service)
    assert len(exception.reason) > 40
    assert exception.until > datetime.now(UTC).date()
