"""The tables: what was measured, as ratios beside their targets, and as medians."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.scaling.measuring import cpu_of

# The median of a measure by its id.
Medians = Mapping[str, float]
# Medians by the number of modules.
BySize = Mapping[int, Medians]

# The number of modules at which the targets are set.
_TARGET_SIZE = 1000
# Three times as many modules may cost this many times as much.
_GROWTH = 3.2
_GROWTH_OF_MODULES = 3
_NOT_MEASURED = "–"


@dataclass(frozen=True)
class Target:
    """:param measure: the id of what is measured.
    :param reference: the id of what it is divided by; nothing where the limit is in gigabytes.
    :param limit: what the quotient should not exceed.
    """

    name: str
    measure: str
    compared_with: str
    reference: str | None
    limit: float

    def value(self, medians: Medians) -> float | None:
        """None where it was not measured."""
        return self._quotient(medians, self.measure, self.reference)

    def cpu_value(self, medians: Medians) -> float | None:
        """The same of processors' time."""
        if self.reference is None:
            return None
        return self._quotient(medians, cpu_of(self.measure), cpu_of(self.reference))

    @staticmethod
    def _quotient(medians: Medians, measure: str, reference: str | None) -> float | None:
        divisor = 1e9 if reference is None else medians.get(reference)
        value = medians.get(measure)
        return None if value is None or divisor is None else value / divisor

    def reached(self, medians: Medians) -> float | None:
        """The largest value of the measure that meets the target, None without the reference."""
        reference = 1e9 if self.reference is None else medians.get(self.reference)
        return None if reference is None else self.limit * reference

    @property
    def unit(self) -> str:
        return " GB" if self.reference is None else ""


GRAPH_TARGETS = (
    Target(
        "`list packages::`, fresh daemon", "list", "the same, our backends off", "list_builtin", 1.2
    ),
    Target(
        "`tf-test one/module::` (verdicts cached), fresh daemon",
        "tf_test",
        "`list packages::`, fresh daemon",
        "list",
        1.5,
    ),
    Target(
        "`dependencies ::`, all caches empty",
        "dependencies_empty",
        "parsing every file once in one plain Python process",
        "parse",
        0.65,
    ),
    Target(
        "`dependencies ::`, fresh daemon, local cache warm",
        "dependencies",
        "the same, caches empty",
        "dependencies_empty",
        0.15,
    ),
    Target(
        "`--changed-since` after one edit, warm daemon",
        "changed",
        "the same, our backends off",
        "changed_builtin",
        1.5,
    ),
    Target(
        "the daemon's memory after `dependencies ::`",
        "dependencies_memory",
        "the same, our backends off",
        "dependencies_builtin_memory",
        2,
    ),
    Target("the daemon's memory after `lint check ::`", "lint_check_memory", "–", None, 1.5),
    Target(
        "`list packages::` after `tailor ::` wrote every BUILD file, same daemon",
        "list_after_tailor",
        "`list packages::`, fresh daemon",
        "list",
        1.0,
    ),
)
PEER_TARGETS = (
    Target(
        "`lint ::` (module rules and README), nothing cached",
        "lint_empty",
        "`tflint --recursive`",
        "tflint",
        1.0,
    ),
    Target(
        "`fix ::` of READMEs, nothing cached, less `list ::` in a fresh daemon",
        "fix_less_list",
        "`terraform-docs --recursive`",
        "terraform_docs",
        2,
    ),
    Target(
        "`lint ::`, warm daemon, one file changed",
        "lint_edited",
        "`tflint --recursive`",
        "tflint",
        0.05,
    ),
)
NAMES = {
    "list": "`list packages::`, fresh daemon",
    "list_builtin": "`list packages::`, fresh daemon, our backends off",
    "tf_test": "`tf-test` of one module, verdicts cached, fresh daemon",
    "parse": "parsing every file once in one plain Python process",
    "dependencies_empty": "`dependencies ::`, all caches empty",
    "dependencies": "`dependencies ::`, fresh daemon, local cache warm",
    "dependencies_builtin": "`dependencies ::`, fresh daemon, local cache warm, our backends off",
    "changed": "`--changed-since` after one edit, warm daemon",
    "changed_builtin": "`--changed-since` after one edit, warm daemon, our backends off",
    "dependencies_memory": "the daemon's memory after `dependencies ::`",
    "dependencies_builtin_memory": "the daemon's memory after `dependencies ::`, our backends off",
    "lint_check_memory": "the daemon's memory after `lint check ::`",
    "tailor": "`tailor ::` without any BUILD file, fresh daemon",
    "list_after_tailor": "`list packages::` after that, same daemon",
}
PEER_NAMES = {
    "tflint": "`tflint --recursive`",
    "lint_empty": "`lint ::`, nothing cached",
    "lint_edited": "`lint ::`, warm daemon, one file changed",
    "terraform_docs": "`terraform-docs --recursive`",
    "fix_empty": "`fix ::` of READMEs, nothing cached",
    "list": "`list ::`, fresh daemon",
}


def medians_of(values: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {measure: median(each) for measure, each in values.items()}


def graph_tables(by_size: BySize) -> str:
    """Markdown: the ratios at each number of modules, how they grow, and the medians."""
    sizes = sorted(by_size)
    at = target_size(sizes)
    headings = ["modules", "compared with", f"target at {at:,}", *(f"{size:,}" for size in sizes)]
    if len(sizes) > 1:
        headings.append("growth")
    rows = []
    for target in GRAPH_TARGETS:
        row = [target.name, target.compared_with, f"≤ {target.limit:g}{target.unit}"]
        row += (_ratio(target, by_size[size], judge=size == at) for size in sizes)
        if len(sizes) > 1:
            row.append(_growth(target.measure, by_size))
        rows.append(row)
    medians = [
        [name, *(_absolute(measure, by_size[size]) for size in sizes)]
        for measure, name in NAMES.items()
    ]
    return "\n\n".join(
        (
            markdown_table(headings, rows),
            markdown_table(["modules", *(f"{size:,}" for size in sizes)], medians),
        )
    )


def _growth(measure: str, by_size: BySize) -> str:
    """What the last size costs, as a multiple of the one before."""
    sizes = [size for size in sorted(by_size) if measure in by_size[size]][-2:]
    if len(sizes) < 2:
        return _NOT_MEASURED
    smaller, larger = sizes
    value = by_size[larger][measure] / by_size[smaller][measure]
    limit = growth_limit(smaller, larger)
    return f"{judged(value, limit)} ({larger:,} : {smaller:,}; ≤ {limit:.3g})"


def _ratio(target: Target, medians: Medians, judge: bool) -> str:
    value, cpu = target.value(medians), target.cpu_value(medians)
    if value is None:
        return _NOT_MEASURED
    text = judged(value, target.limit if judge else None, target.unit)
    return text if cpu is None else f"{text} (CPU {cpu:.2f})"


def target_size(sizes: Sequence[int]) -> int:
    """The number of modules at which the targets apply: 1,000, or the largest without that."""
    return _TARGET_SIZE if _TARGET_SIZE in sizes else max(sizes)


def growth_limit(smaller: int, larger: int) -> float:
    """What the larger number of modules may cost, as a multiple of the smaller one."""
    return _GROWTH / _GROWTH_OF_MODULES * larger / smaller


def peer_tables(modules: int, medians: Medians) -> str:
    headings = [f"{modules} modules with READMEs", "compared with", "target", "measured"]
    rows = [
        [
            target.name,
            target.compared_with,
            f"≤ {target.limit:g}",
            _ratio(target, medians, judge=True),
        ]
        for target in PEER_TARGETS
    ]
    absolute = [[name, _absolute(measure, medians)] for measure, name in PEER_NAMES.items()]
    return "\n\n".join(
        (
            markdown_table(headings, rows),
            markdown_table([f"{modules} modules with READMEs", "median"], absolute),
        )
    )


def judged(value: float, limit: float | None, unit: str = "") -> str:
    """The value, in bold where it is above the limit."""
    text = f"{value:.2f}{unit}"
    return f"**{text}**" if limit is not None and value > limit else text


def _absolute(measure: str, medians: Medians) -> str:
    if measure not in medians:
        return _NOT_MEASURED
    if measure.endswith("_memory"):
        return f"{medians[measure] / 1e9:.2f} GB"
    cpu = medians.get(cpu_of(measure))
    return f"{medians[measure]:.1f} s" + ("" if cpu is None else f" (CPU {cpu:.1f})")


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
