"""The rules of Pants that the suite calls by name, in Pants 2.30 and later."""

from __future__ import annotations

from collections.abc import Mapping

_GRAPH = "pants.engine.internals.graph"
_INTRINSICS = "pants.engine.intrinsics"
_PEX = "pants.backend.python.util_rules.pex"

# By what a rule returns; where several return that, by the type of what it is asked with.
RULES: Mapping[str | tuple[str, str], tuple[str, str]] = {
    "Address": ("pants.engine.internals.build_files", "resolve_address"),
    "Addresses": (_GRAPH, "resolve_unparsed_address_inputs"),
    "BinaryPaths": ("pants.core.util_rules.system_binaries", "find_binary"),
    "BuiltPackageDependencies": ("pants.core.goals.test", "build_runtime_package_dependencies"),
    "ConfigFiles": ("pants.core.util_rules.config_files", "find_config_file"),
    ("Digest", "AddPrefix"): (_INTRINSICS, "add_prefix"),
    ("Digest", "CreateDigest"): (_INTRINSICS, "create_digest"),
    ("Digest", "DigestSubset"): (_INTRINSICS, "digest_subset_to_digest"),
    ("Digest", "MergeDigests"): (_INTRINSICS, "merge_digests"),
    ("Digest", "PathGlobs"): (_INTRINSICS, "path_globs_to_digest"),
    ("Digest", "RemovePrefix"): (_INTRINSICS, "remove_prefix"),
    "DigestContents": (_INTRINSICS, "get_digest_contents"),
    "DigestEntries": (_INTRINSICS, "get_digest_entries"),
    "DownloadedExternalTool": ("pants.core.util_rules.external_tool", "download_external_tool"),
    "EnvironmentVars": ("pants.core.util_rules.env_vars", "environment_vars_subset"),
    "ExplicitlyProvidedDependencies": (_GRAPH, "determine_explicitly_provided_dependencies"),
    "FallibleProcessResult": (_INTRINSICS, "execute_process"),
    "FilteredTargets": (_GRAPH, "filter_targets"),
    "HydratedSources": (_GRAPH, "hydrate_sources"),
    "MaybeAddress": ("pants.engine.internals.build_files", "maybe_resolve_address"),
    "MaybeGitWorktree": ("pants.vcs.git", "get_git_worktree"),
    "OptionalAddressFamily": ("pants.engine.internals.build_files", "parse_address_family"),
    "Owners": (_GRAPH, "find_owners"),
    "Paths": (_INTRINSICS, "path_globs_to_paths"),
    ("Process", "VenvPexProcess"): (_PEX, "setup_venv_pex_process"),
    "ProcessResult": ("pants.engine.process", "fallible_to_exec_result_or_raise"),
    "Snapshot": (_INTRINSICS, "digest_to_snapshot"),
    "SourceFiles": ("pants.core.util_rules.source_files", "determine_source_files"),
    "SourcesPaths": (_GRAPH, "resolve_source_paths"),
    "SpecsPaths": ("pants.engine.internals.specs_rules", "resolve_specs_paths"),
    "TargetRootsToFieldSets": (
        "pants.engine.internals.specs_rules",
        "find_valid_field_sets_for_target_roots",
    ),
    "Targets": (_GRAPH, "resolve_targets"),
    "TransitiveTargets": (_GRAPH, "transitive_targets"),
    "UnexpandedTargets": (_GRAPH, "resolve_unexpanded_targets"),
    "VenvPex": (_PEX, "create_venv_pex"),
}
# What replaces `Effect`, by what it returns.
EFFECTS: Mapping[str, tuple[str, str]] = {
    "InteractiveProcessResult": (_INTRINSICS, "run_interactive_process"),
}
