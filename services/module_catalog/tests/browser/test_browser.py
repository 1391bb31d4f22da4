"""The catalogue as people use it: the PEX, real files, and a real browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.module_catalog.tests.browser.browser import NoBrowserError, find, opened

PEX = "services.module_catalog/module-catalog.pex"
# Without what the tests' own PEX is told: the service would warn that it ignores that.
ENVIRONMENT = {name: value for name, value in os.environ.items() if "PEX_" not in name}
VERSIONS = """
terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80"
    }
  }
}
"""
KEY = """
variable "aliases" {
  description = "Names of the key, without `alias/`."
  type        = set(string)
  default     = []
}

variable "grants" {
  description = "Who may do what."
  type = map(object({
    a_long_name_of_a_principal = string, operations = list(string), encryption_context = map(string)
  }))
}

output "key_arn" {
  description = "ARN of the key."
  value       = "arn"
}
"""
KEY_README = f"""# Key

A key that rotates.

## Usage

```hcl
module "key" {{
  source  = "../key" # {"and a line that no telephone is wide enough for " * 3}
}}
```

| A column | {"Another column | " * 8}
| --- | {"--: | " * 8}
| 1 | {"a_long_word_in_a_table | " * 8}

See [the network](../vpc) and [an example](examples/basic). ![A diagram](diagram.png)

<script>document.title = "run"</script>
"""
VPC = """
module "logs_key" {
  source = "../key"
}
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory = tmp_path_factory.mktemp("catalogue")
    for name, text, readme in (("key", KEY, KEY_README), ("vpc", VPC, "# VPC\n\nA network.\n")):
        module = directory / "modules/aws" / name
        module.mkdir(parents=True)
        (module / "versions.tf").write_text(VERSIONS)
        (module / "main.tf").write_text(text)
        (module / "README.md").write_text(readme)
    inventory = directory / "inventory.json"
    scan = [PEX, "inventory", str(directory / "modules")]
    inventory.write_bytes(subprocess.check_output(scan, env=ENVIRONMENT))
    log = directory / "log"
    command = [PEX, "serve", "--port=0", f"--inventory={inventory}"]
    with (
        log.open("w") as stream,
        subprocess.Popen(command, env=ENVIRONMENT, stderr=stream) as process,
    ):
        try:
            yield f"http://127.0.0.1:{_port(log, process)}"
        finally:
            process.terminate()


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    while process.poll() is None:
        for line in log.read_text().splitlines(keepends=True):
            if line.endswith("\n") and (found := json.loads(line))["message"] == "serving":
                return int(found["port"])
    raise AssertionError(log.read_text())


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desktop", "phone"])
def page(request: Any) -> Iterator[Page]:
    with opened(*request.param) as page:
        yield page


def test_a_module_is_searched_for_and_read(url: str, page: Page) -> None:
    page.goto(url)
    expect(page.locator("#count")).to_have_text("2 of 2 modules")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("rotates KEY")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1 of 2 modules")
    expect(page.get_by_role("searchbox")).to_have_value("rotates KEY")
    expect(page.get_by_role("listitem")).to_contain_text("A key that rotates.")

    page.get_by_role("link", name="aws/key").click()
    expect(page).to_have_url(f"{url}/catalog/aws/key")
    expect(page).to_have_title("aws/key")
    aliases = page.locator("section", has_text="aliases")
    expect(aliases).to_contain_text("Names of the key, without alias/.")
    expect(aliases).to_contain_text("set(string), default []")
    expect(page.locator("section", has_text="grants")).to_contain_text("required")
    expect(page.locator("section", has_text="key_arn")).to_contain_text("ARN of the key.")
    readme = page.get_by_role("article")
    expect(readme.get_by_role("heading", name="Usage")).to_be_visible()
    expect(readme.get_by_text('<script>document.title = "run"</script>')).to_be_visible()
    page.get_by_role("link", name="README").click()
    expect(page.locator("#readme")).to_be_in_viewport()

    # From a module to those that call it, and back.
    page.locator("#called-by").get_by_role("link").click()
    expect(page).to_have_title("aws/vpc")
    expect(page.locator("#called-by")).to_have_text("none")
    page.locator("#calls").get_by_role("link", name="aws/key").click()
    expect(page).to_have_title("aws/key")


def test_links_in_a_readme_lead_to_pages(url: str, page: Page) -> None:
    page.goto(f"{url}/catalog/aws/key")
    links = page.get_by_role("article").get_by_role("link")
    expect(links).to_have_text(["the network"])
    links.click()
    expect(page).to_have_title("aws/vpc")


@pytest.mark.parametrize("path", ["/", "/?q=nothing+of+this", "/catalog/aws/key"])
def test_nothing_is_wider_than_the_window(url: str, page: Page, path: str) -> None:
    page.goto(url + path)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # The style has arrived.
    expect(page.locator("main")).to_have_css("max-width", re.compile("px$"))


def test_without_a_browser_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(NoBrowserError, match="need Chromium, and none is installed: run `scripts/"):
        find()
