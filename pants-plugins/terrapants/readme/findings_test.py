from __future__ import annotations

from terrapants.readme.findings import Finding


def test_text_and_order() -> None:
    found = [Finding("b.md", 0, "title", "x."), Finding("a.md", 10, "links", "y.")]
    found.append(Finding("a.md", 2, "links", "z."))
    assert [str(each) for each in sorted(found)] == [
        "a.md:2: links: z.",
        "a.md:10: links: y.",
        "b.md: title: x.",
    ]
