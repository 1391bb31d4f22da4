"""`package` and `check` of a site, with the locked Sphinx."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pants.backend.python import target_types_rules
from pants.core import register as core
from pants.core.goals.check import Check
from pants.core.goals.package import BuiltPackage
from pants.engine.addresses import Address
from pants.engine.internals.scheduler import ExecutionError
from pants.engine.rules import QueryRule
from pants.engine.target import Target
from pants.testutil.rule_runner import RuleRunner

from sphinx_site import register
from sphinx_site.rules import SphinxSiteFieldSet
from terrapants.testutil.pex_tool import pex_tool_options

LOCK = "3rdparty/python/docs-site.lock"
FILES = {
    "docs/BUILD": 'sphinx_site(name="site", configuration="conf", dependencies=["conf"])\n',
    "docs/index.md": "# First\n\nSee [that](#there).\n\n## There\n",
    "conf/BUILD": 'file(source="conf.py")\n',
    "conf/conf.py": (
        'extensions = ["myst_parser"]\nroot_doc = "docs/index"\ninclude_patterns = ["docs/*.md"]\n'
        "myst_heading_anchors = 2\n"
    ),
}
ENVIRONMENT = {"HOME", "PATH", "PYENV_ROOT"}
Site = Callable[[Mapping[str, str]], "tuple[RuleRunner, Target, list[str]]"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    runner = RuleRunner(
        rules=[
            *core.rules(),
            *register.rules(),
            *target_types_rules.rules(),
            QueryRule(BuiltPackage, [SphinxSiteFieldSet]),
        ],
        target_types=[*core.target_types(), *register.target_types()],
    )
    options = [
        *pex_tool_options(tmp_path_factory.mktemp("pex_cli")),
        "--python-enable-resolves",
        "--python-resolves-generate-lockfiles=false",
        "--python-default-resolve=docs-site",
        f"--python-resolves={{'docs-site': '{LOCK}'}}",
        "--python-interpreter-constraints=['>=3.11,<3.12']",
    ]

    def write(changes: Mapping[str, str]) -> tuple[RuleRunner, Target, list[str]]:
        runner.write_files({LOCK: Path(LOCK).read_text(), **FILES, **changes})
        runner.set_options(options, env_inherit=ENVIRONMENT)
        return runner, runner.get_target(Address("docs", target_name="site")), options

    return write


def test_package(site: Site) -> None:
    runner, target, _ = site({})
    built = runner.request(BuiltPackage, [SphinxSiteFieldSet.create(target)])
    assert [artifact.relpath for artifact in built.artifacts] == ["docs/site"]
    runner.scheduler.write_digest(built.digest, path_prefix="dist")
    written = Path(runner.build_root, "dist/docs/site/docs/index.html").read_text()
    assert 'href="#there"' in written


def test_what_sphinx_warns_of_is_an_error(site: Site) -> None:
    runner, target, options = site({"docs/index.md": "# First\n\nSee [that](#nowhere).\n"})
    with pytest.raises(ExecutionError, match=r"docs/index\.md:3: WARNING: .*nowhere"):
        runner.request(BuiltPackage, [SphinxSiteFieldSet.create(target)])
    result = runner.run_goal_rule(
        Check, args=["docs:site"], global_args=options, env_inherit=ENVIRONMENT
    )
    assert result.exit_code == 1
    assert "✕ sphinx failed." in result.stderr
