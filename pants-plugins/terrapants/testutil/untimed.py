"""Settings of property tests, in which time is no reason to fail."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# By default an example of more than 200 ms fails, and so does one that is slow to generate.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
