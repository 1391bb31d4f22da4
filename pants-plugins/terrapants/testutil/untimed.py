"""Settings for property tests that must not fail because the machine is busy."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# By default a test fails if an example takes more than 200 ms, or if generating them is slow.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
