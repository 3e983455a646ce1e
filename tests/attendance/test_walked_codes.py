"""Found by walking through the product: minutes that are not a number are no unknown code."""

import datetime as dt

import pytest

from attendance import codes
from attendance.errors import RegisterError


@pytest.mark.django_db
def test_minutes_that_are_no_number_are_asked_for_as_minutes():
    with pytest.raises(RegisterError, match="how many minutes late as a number after L, for example L 10"):
        codes.read("L soon", session="AM", day=dt.date(2026, 5, 15))
    assert codes.read("L 10", session="AM", day=dt.date(2026, 5, 15)).minutes == 10
