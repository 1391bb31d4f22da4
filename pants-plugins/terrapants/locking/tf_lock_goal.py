"""The goal `tf-lock`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.engine.console import Console
from pants.engine.fs import CreateDigest, Digest, FileContent, Workspace
from pants.engine.goal import Goal
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, goal_rule
from pants.engine.target import Targets
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name
from pants.util.strutil import pluralize
from pants.vcs.changed import Changed

from terrapants.hcl.lock_file import LockedProvider, LockFile, lock_file_text
from terrapants.locking.lock_state import constraint_key
from terrapants.locking.module_locks import LockPlatforms, ModuleLock, ModuleLockRequest
from terrapants.locking.resolving import Resolved, ResolveRequest
from terrapants.locking.subsystem import TfLockSubsystem


class TfLock(Goal):
    subsystem_cls = TfLockSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def tf_lock(
    console: Console,
    workspace: Workspace,
    subsystem: TfLockSubsystem,
    changed: Changed,
    targets: Targets,
    platforms: LockPlatforms,
) -> TfLock:
    directories = sorted(
        {
            target.address.spec_path
            for target in targets
            if target.has_field(TerraformModuleSourcesField)
        }
    )
    if not directories and (changed.since or changed.diffspec):
        console.print_stdout("0 modules: no Terraform module has changed.")
        return TfLock(exit_code=0)
    if not directories:
        console.print_stderr(
            "0 modules: nothing that was asked for is a Terraform module with a target. For the "
            f"whole repository, run `{bin_name()} tf-lock ::`."
        )
        return TfLock(exit_code=1)
    locks = await MultiGet(
        Get(ModuleLock, ModuleLockRequest(directory, subsystem.upgrade))
        for directory in directories
    )
    for lock in locks:
        if lock.problem:
            console.print_stderr(console.red(lock.problem))
    failed = any(lock.problem for lock in locks)
    stale = [lock for lock in locks if lock.state and (lock.state.reason or lock.state.resolve)]
    if subsystem.check:
        for lock in stale:
            if lock.state and lock.state.reason:
                console.print_stdout(f"{lock.path}: {lock.state.reason}.")
        behind = [lock for lock in stale if lock.state and lock.state.reason]
        console.print_stdout(_checked(len(locks), behind))
        return TfLock(exit_code=1 if failed or behind else 0)
    requests = {
        lock.directory: [
            ResolveRequest(address, constraint_key(constraints), version, platforms.names)
            for address, constraints, version in (lock.state.resolve if lock.state else ())
        ]
        for lock in stale
    }
    asked = tuple(dict.fromkeys(each for every in requests.values() for each in every))
    answers = dict(
        zip(asked, await MultiGet(Get(Resolved, ResolveRequest, request) for request in asked))
    )
    for request, answer in answers.items():
        if answer.provider is None:
            where = [name for name, every in requests.items() if request in every]
            console.print_stderr(console.red(_failure(request, where, answer.problem)))
            failed = True
    files = []
    for lock in stale:
        found = [answers[request].provider for request in requests[lock.directory]]
        resolved = [each for each in found if each is not None]
        if len(resolved) == len(found):
            text = lock_file_text(_new(lock, resolved, platforms.names))
            if lock.lock is None or text != lock_file_text(lock.lock):
                files.append(FileContent(lock.path, text.encode()))
                console.print_stdout(f"{lock.path}: {_changes(lock, resolved)}")
    workspace.write_digest(await Get(Digest, CreateDigest(files)))
    console.print_stdout(
        f"{pluralize(len(locks), 'module')}: {pluralize(len(files), 'lock file')} written, "
        f"{pluralize(len(asked), 'run')} of Terraform."
    )
    return TfLock(exit_code=1 if failed else 0)


def _new(
    lock: ModuleLock, resolved: Sequence[LockedProvider], platforms: tuple[str, ...]
) -> LockFile:
    """The lock file with what was found out, and with what it knew of the same versions."""
    before = {each.address: each for each in (lock.lock.providers if lock.lock else ())}
    every = list(lock.state.kept if lock.state else ())
    for each in resolved:
        known = before.get(each.address)
        same = known is not None and known.version == each.version
        hashes = {*each.hashes, *(known.hashes if known and same else ())}
        every.append(replace(each, hashes=tuple(sorted(hashes))))
    # Of providers that stay as they are, only the file's own line says which platforms it has.
    named = set(lock.lock.platforms or ()) if lock.lock else set()
    stays = bool(lock.state and lock.state.kept)
    names = platforms if not stays or named >= set(platforms) else None
    return LockFile(tuple(every), names)


def _changes(lock: ModuleLock, resolved: Sequence[LockedProvider]) -> str:
    before = {each.address: each.version for each in (lock.lock.providers if lock.lock else ())}
    parts = []
    for each in resolved:
        old = before.get(each.address)
        name = each.address.rpartition("/")[2]
        moved = f"{old} → " if old and old != each.version else ""
        parts.append(f"{name} {moved}{each.version}")
    return f"{', '.join(parts) or 'providers removed that nothing needs'}."


def _checked(modules: int, behind: Sequence[ModuleLock]) -> str:
    if not behind:
        return f"{pluralize(modules, 'module')}: the lock files are up to date."
    return (
        f"{pluralize(modules, 'module')}: {pluralize(len(behind), 'lock file')} to write. "
        f"{command(lock.directory for lock in behind)}"
    )


def command(directories: Iterable[str]) -> str:
    """A sentence with the command that writes lock files."""
    named = [f"{each}:" if each else "//:" for each in directories]
    return f"Run `{bin_name()} tf-lock {' '.join(named) if len(named) <= 3 else '::'}`."


def _failure(request: ResolveRequest, directories: Sequence[str], problem: str) -> str:
    more = f" and {len(directories) - 1} more" if len(directories) > 1 else ""
    return (
        f"{request.address} could not be locked for {', '.join(request.platforms)}, so the lock "
        f"file of {directories[0] or '.'}{more} stays as it is:\n{problem}"
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
