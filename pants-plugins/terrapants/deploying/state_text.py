"""What is in a state, as text for a console."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from terrapants.deploying.plan_lines import WIDTH, fitted
from terrapants.deploying.state_listing import StateListing, StateResource
from terrapants.deploying.value_text import printable, shortened


def render_state(address: str, environment: str, listing: StateListing) -> str:
    """The state of a deployment: a headline; then what is in it, by module and file; then what is
    only in the state, and what is only in the code."""
    return "\n".join(_lines(address, environment, listing))


def _lines(address: str, environment: str, listing: StateListing) -> Iterator[str]:
    where = f" ({printable(environment)})" if environment else ""
    yield from fitted(f"{printable(address)}{where}: {listing.summary}")
    apart = set(listing.only_in_state)
    in_code = [each for each in listing.resources if each not in apart]
    for module, resources in groupby(in_code, key=lambda each: each.module):
        yield from fitted(f"  {printable(module) or 'root module'}")
        for path, of_file in groupby(resources, key=lambda each: each.path):
            yield f"    {printable(path) or '(not in the code)'}"
            for resource in of_file:
                yield from _resource(resource)
    if listing.only_in_state:
        yield "  In the state, but not in the code; the next plan would destroy it:"
        for resource in listing.only_in_state:
            yield from _resource(resource)
    if listing.only_in_code:
        yield "  In the code, but not in the state:"
        for declared in listing.only_in_code:
            yield from fitted(
                f"      {printable(declared.address)} ({printable(declared.path)}:{declared.line})"
            )


def _resource(resource: StateResource) -> Iterator[str]:
    said = []
    if resource.is_tainted:
        said.append("tainted: the next plan replaces it")
    if resource.deposed:
        said.append(f"deposed object {printable(resource.deposed)}: the next plan destroys it")
    line = f"{resource.line}: " if resource.line and resource.is_in_code else ""
    text = f"      {line}{printable(resource.address)}"
    if said:
        text = f"{text} ({'; '.join(said)})"
    elif resource.id:
        room = WIDTH - len(text) - len("  ")
        if room > 20:
            text = f"{text}  {shortened(printable(resource.id), room)}"
    yield from fitted(text)
