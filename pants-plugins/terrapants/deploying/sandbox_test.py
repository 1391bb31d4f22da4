"""What reads plans runs beside Terraform, in a sandbox that has the standard library only."""

from __future__ import annotations

import subprocess
import sys

import terrapants.deploying

_SCRIPT = """
import sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("hcl2", "lark", "markdown_it", "pants", "yaml"):
            raise ImportError(name)

sys.meta_path.insert(0, Nothing())
import terrapants.deploying.plan_json
import terrapants.deploying.plan_markdown
import terrapants.deploying.plan_report
import terrapants.deploying.plan_text
import terrapants.deploying.planned_values
import terrapants.deploying.policies.python_policies
print("imported")
"""


def test_the_standard_library_is_enough() -> None:
    root = terrapants.deploying.__path__[0].rpartition("/terrapants/")[0]
    ran = subprocess.run(
        (sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {root!r}){_SCRIPT}"),
        capture_output=True,
        text=True,
    )
    assert ran.stdout == "imported\n", ran.stderr
