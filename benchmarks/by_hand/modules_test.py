from __future__ import annotations

from pathlib import Path

from benchmarks.by_hand.modules import (
    LOCK_FILE,
    MANY_RUNS,
    RUNS,
    RUNS_OF_A_MODULE,
    change,
    copy_own_modules,
    files_of_tests,
    generated_files,
    number_of_runs,
)


def test_modules_have_the_number_of_runs_that_has_to_pass(tmp_path: Path) -> None:
    for path, text in generated_files(3):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for module, files, runs in (
        *((f"infra/module-0{number}", 2, RUNS_OF_A_MODULE) for number in range(3)),
        (MANY_RUNS, 1, RUNS),
    ):
        tests = files_of_tests(tmp_path, [module])
        assert (len(tests), number_of_runs(tests)) == (files, runs)


def test_every_file_changes_each_time(tmp_path: Path) -> None:
    modules = copy_own_modules(tmp_path)
    assert "infra-packages/aws/kms-key" in modules
    module = tmp_path / modules[0]
    files = {file: file.read_text() for file in module.rglob("*") if file.is_file()}
    seen = set()
    for number in (1, 2):
        change(tmp_path, modules, number)
        for file, text in files.items():
            changes = file.suffix in (".tf", ".hcl") and file.name != LOCK_FILE
            assert file.read_text().startswith(text)
            assert file.read_text()[len(text) :] == (f"\n# Change {number}.\n" if changes else "")
        seen.add((module / "main.tf").read_text())
    assert len(seen) == 2


def test_a_single_file_can_change(tmp_path: Path) -> None:
    (tmp_path / "a.tftest.hcl").write_text("a\n")
    (tmp_path / "b.tftest.hcl").write_text("b\n")
    change(tmp_path, ["a.tftest.hcl"], 5)
    assert (tmp_path / "a.tftest.hcl").read_text() == "a\n\n# Change 5.\n"
    assert (tmp_path / "b.tftest.hcl").read_text() == "b\n"
