"""Pictures of terminals, from what a command printed in colour.

    ./pants --colors tf-test infra::  > docs/pictures/tf-test.ansi
    ./pants run build-support/docs_site/terminal.py

writes a picture (`.svg`) beside each recording (`.ansi`) in docs/pictures/. The first line of a
recording is the command as readers type it: `$ ./pants tf-test infra::`.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURES = "docs/pictures"
COMMAND = "./pants run build-support/docs_site/terminal.py"
_COLUMNS = 100
# Light on dark, legible on light and on dark pages.
_THEME = TerminalTheme(
    (30, 33, 39),
    (220, 223, 228),
    [
        (92, 99, 112),
        (240, 113, 120),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 182, 194),
        (220, 223, 228),
    ],
)
# That of Rich loads a font from the network.
_FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
font: {char_height}px/{line_height}px ui-monospace, SFMono-Regular, Menlo, Consolas,
"DejaVu Sans Mono", monospace;
}}
{styles}
</style>
<defs>
{lines}
</defs>
<rect width="100%" height="100%" rx="8" fill="#1e2127"/>
<g transform="translate(12, 20)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture(recording: str) -> str:
    """As SVG."""
    command, _, output = recording.partition("\n")
    console = Console(
        record=True, file=io.StringIO(), width=_COLUMNS, force_terminal=True, highlight=False
    )
    console.print(Text(command, style="bold"))
    console.print(Text.from_ansi(output.rstrip("\n")))
    return console.export_svg(code_format=_FORMAT, theme=_THEME, unique_id="t")


def main() -> int:
    for path in sorted(Path(PICTURES).glob("*.ansi")):
        path.with_suffix(".svg").write_text(picture(path.read_text()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
