"""Whether the directives of a template belong together: `%{ if }` … `%{ endif }`."""

from __future__ import annotations

from terrapants.hcl.position import Position
from terrapants.hcl.syntax_error import HclSyntaxError

# By the rules of python-hcl2's grammar; "else" is also open after an `%{ if }` that has had it.
_OPENING = {"template_if_start": "if", "template_for_start": "for"}
_CLOSING = {"template_else": "else", "template_endif": "endif", "template_endfor": "endfor"}
_MAY_FOLLOW = {"else": ("if",), "endif": ("if", "else"), "endfor": ("for",)}


class Directives:
    """Reads the directives of one template, in order."""

    def __init__(self) -> None:
        self._open: list[tuple[str, Position]] = []

    def read(self, rule: str, position: Position) -> None:
        """Takes notice of a part of the template; what is no directive is passed over.

        :raises HclSyntaxError: it does not belong there.
        """
        if rule in _OPENING:
            self._open.append((_OPENING[rule], position))
        elif rule in _CLOSING:
            name = _CLOSING[rule]
            opened = self._open.pop()[0] if self._open else ""
            if opened not in _MAY_FOLLOW[name]:
                expected = f"%{{ {_MAY_FOLLOW[name][0]} }} before it"
                raise HclSyntaxError(position, f"%{{ {name} }}", expected)
            if name == "else":
                self._open.append((name, position))

    def end(self) -> None:
        """Takes notice of the template's end.

        :raises HclSyntaxError: something is still open.
        """
        if self._open:
            name, position = self._open[-1]
            ending = "endfor" if name == "for" else "endif"
            raise HclSyntaxError(
                position, f"%{{ {name} }} that does not end", f"%{{ {ending} }} after it"
            )
