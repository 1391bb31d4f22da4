"""Starts Pants as its own command does, without the part that installs plugins.

That part has an engine of its own, whose rules take six of the nine seconds in which Pants starts.
The checkouts of these tests have no plugins to install.
"""

from __future__ import annotations

import os
from unittest import mock

from pants.bin.pants_loader import main

from terrapants.terraform import remote_cache

# The environment variable that takes the place of `HEAD_START_MILLIS`; if it is empty, none does.
HEAD_START = "HEAD_START_MILLIS"


if __name__ == "__main__":
    remote_cache.HEAD_START_MILLIS = int(os.environ[HEAD_START] or remote_cache.HEAD_START_MILLIS)
    with (
        mock.patch("pants.init.options_initializer.create_bootstrap_scheduler"),
        mock.patch("pants.init.plugin_resolver.PluginResolver._resolve_plugins", return_value=()),
    ):
        main()
