"""Where Terraform providers come from: mirrors on this machine, or else their registries."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pants.base.build_environment import get_buildroot
from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.process import Process, ProcessCacheScope, ProcessResult
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.option.global_options import GlobalOptions
from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem
from pants.util.docutil import bin_name
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel
from pants.util.strutil import help_text, softwrap

from terrapants.findings.user_error import UserError
from terrapants.terraform.pants_compat import SystemSearchPath
from terrapants.terraform.scripts import SandboxScripts

PROVIDERS_CACHE = "terrapants_terraform_providers"
PROVIDERS_DIRECTORY = ".terrapants/providers"


class TerraformProviders(Subsystem):
    options_scope = "terraform-providers"
    help = help_text("Where Terraform providers are installed from.")

    _mirrors = StrListOption(
        help=softwrap(
            """
            Directories on this machine that hold Terraform providers in the layout of a filesystem
            mirror (`<host>/<namespace>/<type>/<version>/<os_arch>/`, or the zip archives that
            `terraform providers mirror` writes), absolute or relative to the build root. As with
            Terraform's implied mirrors, a provider that a mirror holds is installed from there
            only; every other provider comes from its registry. Nobody but their owners may be able
            to write to them, because Terraform runs what they hold.

            If unset, the mirrors that the launcher found on this machine are used
            (`machine_mirrors`).
            """
        ),
        advanced=True,
    )
    _machine_mirrors = StrListOption(
        help=softwrap(
            """
            The mirrors that the launcher found on this machine; it writes this option into
            `.pants.rc`. They are used where `mirrors` is not set.
            """
        ),
        advanced=True,
    )

    @property
    def option(self) -> str:
        """The name of the option that counts."""
        return "machine_mirrors" if self.options.is_default("mirrors") else "mirrors"

    @property
    def mirrors(self) -> tuple[str, ...]:
        """The directories of the mirrors, as absolute paths."""
        named = self._machine_mirrors if self.option == "machine_mirrors" else self._mirrors
        return tuple(
            name and os.path.normpath(os.path.join(get_buildroot(), os.path.expanduser(name)))
            for name in named
        )


class UnusableMirror(UserError):
    """A mirror does not exist, or everyone can change what it holds."""


@dataclass(frozen=True)
class ProviderMirrors:
    """The mirrors of this machine, known by their content and not by their paths, so that cached
    results are valid on any machine whose mirrors have the same content.

    :param key: the name of the directory of links to the mirrors, below `PROVIDERS_DIRECTORY`;
        it depends only on what the mirrors hold.
    :param count: the number of mirrors; their links are named 0, 1, ….
    :param versions: the versions they hold of each provider, by its source address
        (`registry.terraform.io/hashicorp/aws`).
    :param workers_paths: with remote execution, where each worker has them: what one links, the
        others do not see.
    """

    key: str
    count: int
    versions: FrozenDict[str, tuple[str, ...]]
    workers_paths: tuple[str, ...] = ()

    def cli_configuration(self) -> str:
        """A Terraform CLI configuration, in which `@ROOT@` stands for the sandbox.

        `store` holds what earlier runs downloaded (`init_and_run.sh` publishes it there).
        """
        base = f"@ROOT@/{PROVIDERS_DIRECTORY}"
        methods = [f'filesystem_mirror {{ path = "{base}/store/{self.key}" }}']
        quoted = ", ".join(f'"{provider}"' for provider in self.versions)
        links = [f"{base}/mirrors/{self.key}/{index}" for index in range(self.count)]
        methods.extend(
            f"filesystem_mirror {{\n    path = {json.dumps(path)}\n    include = [{quoted}]\n  }}"
            for path in self.workers_paths or links
        )
        methods.append(f"direct {{ exclude = [{quoted}] }}" if quoted else "direct {}")
        body = "\n  ".join(methods)
        return f"disable_checkpoint = true\nprovider_installation {{\n  {body}\n}}\n"


@rule(desc="List the Terraform provider mirrors", level=LogLevel.DEBUG)
async def provider_mirrors(
    subsystem: TerraformProviders,
    bash: BashBinary,
    scripts: SandboxScripts,
    search_path: SystemSearchPath,
    options: GlobalOptions,
) -> ProviderMirrors:
    """Link the configured mirrors into Pants' named cache and list what they hold.

    This runs once per session, because Pants does not watch directories outside the repository.
    """
    mirrors = subsystem.mirrors
    result = await Get(
        ProcessResult,
        Process(
            argv=(bash.path, scripts.link_mirrors, PROVIDERS_DIRECTORY, *mirrors),
            input_digest=scripts.digest,
            append_only_caches={PROVIDERS_CACHE: PROVIDERS_DIRECTORY},
            env={"PATH": search_path.value},
            description="List the Terraform provider mirrors",
            level=LogLevel.DEBUG,
            cache_scope=ProcessCacheScope.PER_SESSION,
        ),
    )
    found = mirrors_from_listing(result.stdout.decode(), mirrors, subsystem.option)
    return replace(found, workers_paths=mirrors) if options.remote_execution else found


def mirrors_from_listing(
    listing: str, mirrors: tuple[str, ...], option: str = "mirrors"
) -> ProviderMirrors:
    """Read what `link_mirrors.sh` printed.

    :param option: the name of the option that names the mirrors.
    :raises UnusableMirror: naming the directory and the option.
    """
    key = ""
    versions: dict[str, set[str]] = {}
    for line in listing.splitlines():
        kind, _, value = line.partition(" ")
        if kind == "missing":
            raise UnusableMirror(
                f"`[terraform-providers].{option}` names {value or 'nothing'}, which is not a "
                "directory. Correct the option. If `.pants.rc` has it, delete that file: the next "
                f"`{bin_name()}` looks for mirrors again."
            )
        if kind == "writable":
            within = [each for each in mirrors if f"{value}/".startswith(f"{each}/")]
            change = ["-R", "go-w", within[0]] if within else ["go-w", value]
            raise UnusableMirror(
                f"The mirrors that `[terraform-providers].{option}` names are not used, because "
                f"everyone can write to {value}: run `{shlex.join(['chmod', *change])}`."
            )
        if kind == "key":
            key = value
        elif kind == "provider":
            provider, _, version = value.partition(" ")
            versions.setdefault(provider, set()).add(version)
    return ProviderMirrors(
        key,
        len(mirrors),
        FrozenDict(
            {provider: tuple(sorted(found)) for provider, found in sorted(versions.items())}
        ),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
