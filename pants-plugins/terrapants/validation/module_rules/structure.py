"""Which files a module has, and what does not belong in a module."""

from __future__ import annotations

from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.linted_module import LintedModule, is_json
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark

# "Standard Module Structure" in Terraform's documentation; its style guide adds the file with the
# versions, under the name `terraform.tf`.
_STANDARD = {
    ModuleKind.REUSABLE: ("main", "variables", "outputs", "versions"),
    ModuleKind.ROOT: ("main", "versions"),
    ModuleKind.EXAMPLE: ("main",),
    ModuleKind.TEST: ("main",),
}
_SAME = {"versions": "terraform"}


def _standard_files(module: LintedModule) -> Iterator[Remark]:
    names = module.file_names
    if all(map(is_json, names)):
        # A program wrote it, and its reader is another.
        return
    # The constraints may as well be in `main.tf`: a file for them alone is a matter of taste.
    constraints = module.interface.required_versions or module.interface.required_providers
    missing = [
        f"{stem}.tf"
        for stem in _STANDARD[module.kind]
        if not (stem == "versions" and constraints)
        and not any(
            f"{each}{suffix}" in names
            for each in (stem, _SAME.get(stem, stem))
            for suffix in (".tf", ".tf.json")
        )
    ]
    if missing:
        *others, last = missing
        listed = f"{', '.join(others)} and {last}" if others else last
        verb = "are" if others else "is"
        yield Remark(module.whole, f"{listed} {verb} missing")


def _provider_blocks(module: LintedModule) -> Iterator[Remark]:
    if module.kind is ModuleKind.REUSABLE:
        for provider in module.interface.providers:
            yield Remark(
                provider.position,
                f'a reusable module configures provider "{provider.name}": leave that to its '
                "callers, or set `module_kind` if it is applied by itself",
            )


RULES = (
    ModuleRule(
        "terraform-standard-files",
        Severity.ERROR,
        "The same files in every module make each one easy to navigate.",
        _standard_files,
    ),
    ModuleRule(
        "terraform-provider-block",
        Severity.ERROR,
        "A module with a provider block cannot be called with count, for_each or depends_on, and "
        "cannot be removed while it has resources.",
        _provider_blocks,
    ),
)
