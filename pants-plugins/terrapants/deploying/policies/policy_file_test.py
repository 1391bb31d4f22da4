from __future__ import annotations

import pytest

from terrapants.deploying.policies.policy import (
    AllowedRegions,
    ForbiddenActions,
    MaxResources,
    Policy,
    PolicyException,
    PolicyFileError,
    RequiredAttributes,
    RequiredTags,
    WhenUnknown,
)
from terrapants.deploying.policies.policy_file import read_policies
from terrapants.findings.finding import Severity

EXAMPLE = """\
policies:
  - id: keep-keys
    message: Keys in production must stay.
    environments: [prod, "prod-*"]
    resources: aws_kms_key
    forbid_actions: [delete, replace]
    exceptions:
      - address: aws_kms_key.old
        reason: Nothing is encrypted with it.
  - id: tags
    message: Every resource needs an owner.
    level: warning
    unknown: fail
    required_tags: {Owner: , Stage: [dev, prod], Size: 5}
  - id: regions
    message: We are in Frankfurt.
    allowed_regions: eu-central-1
  - id: ceiling
    message: That is too expensive.
    max_resources: 200
  - id: encrypted
    message: Encrypt it.
    required_attributes:
      encrypted: true
"""


def read(text: str) -> tuple[Policy, ...]:
    return read_policies({"policies.yaml": text})


def policy(*lines: str) -> str:
    entries = ["id: a", "message: b", *lines]
    return "policies:\n" + "".join(
        f"  {'-' if not n else ' '} {entry}\n" for n, entry in enumerate(entries)
    )


def test_the_example() -> None:
    keys, tags, regions, ceiling, encrypted = read(EXAMPLE)
    assert keys == Policy(
        "keep-keys",
        "Keys in production must stay.",
        ForbiddenActions(("delete", "replace")),
        environments=("prod", "prod-*"),
        resources=("aws_kms_key",),
        exceptions=(PolicyException("aws_kms_key.old", "Nothing is encrypted with it."),),
        path="policies.yaml",
        line=2,
    )
    assert tags.demand == RequiredTags(
        (("Owner", ()), ("Stage", ("dev", "prod")), ("Size", ("5",)))
    )
    assert (tags.severity, tags.unknown, tags.line) == (Severity.WARNING, WhenUnknown.FAIL, 10)
    assert regions.demand == AllowedRegions(("eu-central-1",))
    assert (regions.severity, regions.unknown) == (Severity.ERROR, WhenUnknown.WARN)
    assert ceiling.demand == MaxResources(200)
    assert encrypted.demand == RequiredAttributes((("encrypted", ("true",)),))


FILES = [
    ("", "policies.yaml: This file is empty; it needs a list `policies`."),
    ("# nothing", "policies.yaml: This file is empty"),
    ("policies: []", "policies.yaml:1: The list `policies` is empty."),
    ("policies:", "policies.yaml:1: `policies` must be a list."),
    ("- a", "policies.yaml:1: A file of policies has names and values: `policies`."),
    ("polices: []", "A file of policies has no `polices`. Did you mean `policies`?"),
    ("policies:\n  - a: [", "policies.yaml:2: This is not valid YAML: "),
    ("[" * 600, "This is not valid YAML: "),
    ("policies: \0", "policies.yaml: This is not valid YAML: unacceptable character #x0000"),
    ("policies:\n  - {}", "policies.yaml:2: This policy has no `id`."),
    ("policies:\n  - {id: 5, message: a}", "`id` must be text, but YAML takes this for a number."),
    ("policies:\n  - {id: a b, message: a}", "`id` is a b, but it may only have letters"),
    (f"{EXAMPLE}{EXAMPLE[10:]}", ":25: The ID keep-keys is already that of the policy in polic"),
]
ENTRIES = [
    ("max_resource: 3", ":4: A policy has no `max_resource`. Did you mean `max_resources`?"),
    ("", ":2: A policy needs exactly one of `forbid_actions`, "),
    ("", "but it has none."),
    ("max_resources: 3\nallowed_types: a", "but it has `allowed_types` and `max_resources`."),
    ("max_resources: many", ":4: `max_resources` must be a whole number."),
    ("max_resources: -1", ":4: `max_resources` must be a whole number."),
    ("forbid_actions: [destroy]", ":4: `forbid_actions` has destroy, which is not known. Use one"),
    ("forbid_actions: [delet]", "has delet, which is not known. Did you mean delete?"),
    ("forbid_actions: []", "`forbid_actions` is empty."),
    ("required_attributes: {'a[b': 1}", ":4: The path of an attribute cannot be a[b."),
    ("required_tags: []", "`required_tags` is empty."),
    ("allowed_types: []", "`allowed_types` is empty."),
    ("allowed_regions: {a: b}", "`allowed_regions` must be a list."),
    ("allowed_regions: [no]", ":4: `allowed_regions` must be text, but YAML takes this for"),
    ("allowed_regions: [no]", 'Put it in quotation marks: "no".'),
    (
        "max_resources: 3\nlevel: eror",
        "`level` is eror, which is not known. Did you mean error?",
    ),
    ("max_resources: 3\nunknown: maybe", "Use one of fail, warn, pass."),
    ("max_resources: 3\nmax_resources: 3", ":5: `max_resources` is here twice."),
    ("max_resources: 3\nexceptions: [{address: a.b}]", ":5: This exception has no `reason`."),
]


@pytest.mark.parametrize(
    ("text", "said"),
    [*FILES, *((policy(*entries.splitlines()), said) for entries, said in ENTRIES)],
)
def test_mistakes(text: str, said: str) -> None:
    with pytest.raises(PolicyFileError) as caught:
        read(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_same_id_in_two_files() -> None:
    with pytest.raises(PolicyFileError, match=r"^b\.yaml:2: The ID a is .* in a\.yaml:2\."):
        read_policies({"a.yaml": policy("max_resources: 3"), "b.yaml": policy("max_resources: 4")})
