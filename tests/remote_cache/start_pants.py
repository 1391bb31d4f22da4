"""Starts Pants as its own command does, without the part that installs plugins.

That part has an engine of its own, whose rules take six of the nine seconds in which Pants starts.
The checkouts of these tests have no plugins to install.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from unittest import mock

from pants.bin.pants_loader import main

import pkg_resources
from terrapants.terraform import remote_cache

# The environment variable that takes the place of `HEAD_START_MILLIS`; if it is empty, none does.
HEAD_START = "HEAD_START_MILLIS"


class NoPlugins:
    def __init__(self, *_: object) -> None:
        pass

    def resolve(self, *_: object) -> Iterable[object]:
        return pkg_resources.working_set


if __name__ == "__main__":
    remote_cache.HEAD_START_MILLIS = int(os.environ[HEAD_START] or remote_cache.HEAD_START_MILLIS)
    part = "pants.init.options_initializer"
    with (
        mock.patch(f"{part}.create_bootstrap_scheduler"),
        mock.patch(f"{part}.PluginResolver", NoPlugins),
    ):
        main()
