"""The Chromium of the machine, and what goes wrong in its pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A test of Pants has no PATH of the user's.
_DIRECTORIES = os.pathsep.join(("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/homebrew/bin"))


class NoBrowserError(Exception):
    pass


def find() -> str:
    """The path of a Chromium. Raises NoBrowserError with what to install."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    for name in _NAMES:
        found = shutil.which(name, path=_DIRECTORIES)
        if found:
            return found
    raise NoBrowserError(
        "These tests need Chromium, and none is installed: run `scripts/browser`, or set CHROMIUM "
        "to the path of one."
    )


def _failure(request: Request) -> list[str]:
    """What went wrong; whoever leaves a page ends the requests that it has not finished."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url}: {request.failure}"]


@contextmanager
def opened(width: int, height: int) -> Iterator[Page]:
    """An empty page of this size.

    At the end, raises AssertionError if a page wrote to the console, or failed to load something.
    """
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find())
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(60_000)
        page.on("console", lambda message: problems.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("requestfailed", lambda request: problems.extend(_failure(request)))
        yield page
        browser.close()
    assert not problems, "\n".join(problems)
