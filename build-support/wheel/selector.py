"""A plugin suite of Pants for Python and Terraform in one repository.

It comes in two forms, of which this takes the one that the running Pants understands: up to 2.29
rules ask with `Get`, and from 2.30 on they call each other by name.
"""

import importlib
import os
from collections.abc import Iterable

from pants.base.exceptions import BackendConfigurationError
from pants.version import PANTS_SEMVER, VERSION

_OLDEST, _BY_NAME_FROM = (2, 17), (2, 30)

_release = (PANTS_SEMVER.major, PANTS_SEMVER.minor)
_form = "_by_name" if _release >= _BY_NAME_FROM else "_with_get"
__path__ = [os.path.join(os.path.dirname(__file__), _form)]
try:
    if _release < _OLDEST:
        raise ImportError("that release is too old")
    # It has all that differs between releases of Pants.
    importlib.import_module(f"{__name__}.terraform.pants_compat")
except ImportError as error:
    raise BackendConfigurationError(
        f"This release of terrapants does not run on Pants {VERSION} ({error}): set "
        "`[GLOBAL].pants_version` to a release that its compatibility page names, or install "
        "another release of terrapants."
    ) from None


def rules() -> Iterable[object]:
    """None: they are in the backends. Pants asks for these even where no backend is enabled."""
    return ()
