"""Modules on which the provider pool must change nothing but time.

A module is one text, in which a line `-- path --` begins each file. They are dense, because without
the pool each process takes seconds: one module holds as many mistakes as Terraform reports at once.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

_FILE = re.compile(r"^-- (.+) --\n", re.MULTILINE)
_VERSIONS = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
"""
# What lets the real provider plan without an account.
_NO_ACCOUNT = """\
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
"""


def module_files(text: str, tests: str = "") -> Mapping[str, str]:
    """The module's files by path, with the versions of its providers and the targets.

    :param tests: the targets of its test files.
    """
    _, *parts = _FILE.split(text)
    files = dict(zip(parts[::2], parts[1::2]))
    files.setdefault("versions.tf", _VERSIONS)
    modules = {posixpath.dirname(path) for path in files if path.endswith((".tf", ".tf.json"))}
    for directory in modules:
        files[posixpath.join(directory, "BUILD")] = "terraform_module()\n"
    files["BUILD"] += tests
    return files


EVERYTHING = """\
-- main.tf --
variable "name" {
  type    = string
  default = "alpha"

  validation {
    condition     = var.name != "refused"
    error_message = "The name is refused."
  }
}

resource "aws_s3_bucket" "this" {
  for_each = toset(["one", "two"])
  bucket   = "${var.name}-${each.key}"
  tags     = { region = data.aws_region.current.name }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_kms_key" "renamed" {
  description             = "A key"
  deletion_window_in_days = 7

  lifecycle {
    precondition {
      condition     = var.name != "no-key"
      error_message = "There is no key."
    }
  }
}

moved {
  from = aws_kms_key.this
  to   = aws_kms_key.renamed
}

removed {
  from = aws_sqs_queue.gone

  lifecycle {
    destroy = false
  }
}

resource "terraform_data" "built_in" {
  input = provider::aws::arn_parse("arn:aws:iam::444455556666:role/example").account_id
}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

module "child" {
  source = "./child"
  bucket = aws_s3_bucket.this["one"].id
}

check "region" {
  data "aws_ami" "latest" {
    most_recent = true
    owners      = ["amazon"]
  }

  assert {
    condition     = data.aws_ami.latest.name != "unwanted"
    error_message = "The image is unwanted."
  }
}

output "account" {
  value = data.aws_caller_identity.current.account_id
}
-- child/main.tf --
variable "bucket" {
  type = string
}

resource "aws_s3_object" "this" {
  bucket  = var.bucket
  key     = "key"
  content = "content"
}

output "etag" {
  value = aws_s3_object.this.etag
}
-- tests/setup/main.tf --
resource "aws_sns_topic" "setup" {
  name = "setup"
}

output "name" {
  value = "from-${aws_sns_topic.setup.name}"
}
-- tests/mocks/data.tfmock.hcl --
mock_data "aws_region" {
  defaults = {
    name = "eu-west-1"
  }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn = "arn:aws:kms:eu-west-1:444455556666:key/mocked"
  }
}
-- tests/all.tftest.hcl --
mock_provider "aws" {
  source = "./tests/mocks"

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn = "arn:aws:s3:::mocked"
    }
  }

  override_data {
    target = data.aws_ami.latest
    values = { name = "wanted" }
  }
}

override_resource {
  target = aws_s3_bucket.this["one"]
  values = { id = "overridden" }
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "applies" {
  variables {
    name = run.setup.name
  }

  assert {
    condition     = aws_s3_bucket.this["two"].bucket == "from-setup-two"
    error_message = "The name is not passed on."
  }

  assert {
    condition     = aws_s3_bucket.this["one"].id == "overridden"
    error_message = "The identifier is not overridden."
  }

  assert {
    condition     = aws_s3_bucket.this["two"].arn == "arn:aws:s3:::mocked"
    error_message = "The bucket is not mocked."
  }

  assert {
    condition     = data.aws_region.current.name == "eu-west-1"
    error_message = "The mock data of the file is not used."
  }

  assert {
    condition     = endswith(aws_kms_key.renamed.arn, "key/mocked")
    error_message = "The mock resource of the file is not used."
  }

  assert {
    condition     = terraform_data.built_in.output == "444455556666"
    error_message = "The function does not give the account."
  }
}

run "plans" {
  command = plan

  plan_options {
    mode = refresh-only
  }
}

run "refuses" {
  command = plan

  variables {
    name = "refused"
  }

  expect_failures = [var.name]
}

run "has_no_key" {
  command = plan

  variables {
    name = "no-key"
  }

  expect_failures = [aws_kms_key.renamed]
}

run "overrides" {
  state_key = "other"

  override_module {
    target  = module.child
    outputs = { etag = "etag of the module" }
  }

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111122223333" }
  }

  override_data {
    target = data.aws_ami.latest
    values = { name = "unwanted" }
  }

  expect_failures = [check.region]

  assert {
    condition     = output.account == "111122223333" && module.child.etag == "etag of the module"
    error_message = "The run's overrides do not count."
  }
}
-- tests/fails.tftest.hcl --
mock_provider "aws" {}

run "fails" {
  command = plan

  assert {
    condition     = aws_s3_bucket.this["one"].bucket == "beta-one"
    error_message = "The bucket has another name."
  }

  assert {
    condition     = aws_s3_bucket.this["two"].force_destroy != false
    error_message = "The bucket is kept."
  }
}

run "passes_all_the_same" {
  command = plan
}

run "does_not_fail" {
  command         = plan
  expect_failures = [var.name]
}

run "is_skipped" {
}
-- tests/unknown.tftest.hcl --
mock_provider "aws" {}

run "refers_to_nothing" {
  command = plan

  assert {
    condition     = aws_s3_bucket.other.arn == "" && aws_s3_bucket.this["one"].arnn == ""
    error_message = "There is no such bucket and no such attribute."
  }

  assert {
    condition     = aws_s3_bucke.this.id == ""
    error_message = "There is no such type."
  }

  assert {
    condition     = aws_s3_bucket.this["one"].arn == ""
    error_message = "It is not known yet."
  }
}
-- tests/bad_overrides.tftest.hcl --
mock_provider "aws" {
  mock_resource "aws_s3_buckett" {
    defaults = { arn = "x" }
  }

  mock_resource "aws_kms_key" {
    defaults = {
      arnn         = "misspelt"
      multi_region = ["no boolean"]
    }
  }

  mock_data "aws_nowhere" {
    defaults = {}
  }
}

override_resource {
  target = aws_s3_bucket.missing
  values = { bucket = "fixed", idd = "misspelt" }
}

override_resource {
  target = aws_s3_bucket_versioning.this
  values = { id = { no = "text" } }
}

run "overridden" {
}
"""

# As many mistakes as Terraform reports in one walk. What is misspelt resembles one name only:
# between two that it resembles, Terraform's "Did you mean" decides by chance.
_MISTAKES = """\
resource "aws_s3_buckket" "one_letter" {}

resource "aws_s3_bukcet_versioning" "two_letters" {}

resource "aws_s3_bukkkket" "three_letters" {}

resource "aws_caller_identity" "is_data" {}

resource "aws_nothing_like_it" "this" {}

resource "aws_" "almost_no_name" {}

resource "aws_s3-bucket" "hyphen" {}

resource "aws_S3_bucket" "capital" {}

resource "aws_s3_bäckêt" "not_ascii" {}

data "aws_s3_bucket_versioning" "is_a_resource" {}

data "aws_regoin" "two_letters" {}

ephemeral "aws_ssm_paramter" "one_letter" {}

ephemeral "aws_s3_bucket" "is_a_resource" {}

resource "aws_s3_bucket" "arguments" {
  buckte = "misspelt"
  tags   = "no map"

  versionning {}
}

resource "aws_s3_bucket" "conflict" {
  bucket        = "a"
  bucket_prefix = "b"
}

resource "aws_kms_key" "type" {
  deletion_window_in_days = "many"
}

resource "aws_kms_key" "values" {
  key_usage = "NOTHING"
  policy    = "no JSON"
}

resource "aws_vpc" "cidr" {
  cidr_block       = "10.0.0.0/99"
  instance_tenancy = "none"
}

resource "aws_s3_bucket_versioning" "missing" {}

resource "aws_sqs_queue" "attributes" {
  name = aws_sns_topic.this.nme
}

resource "aws_sns_topic" "this" {
  name = "topic"
}

resource "aws_sns_topic" "attributes_of_data" {
  name = data.aws_partition.current.dns_sufix
}

data "aws_partition" "current" {}

data "aws_region" "current" {
  names = "misspelt"
}

data "aws_iam_policy_document" "this" {
  statement {
    efect = "Allow"
  }
}

locals {
  account = provider::aws::arn_parse("no ARN").account_id
  arn     = provider::aws::arn_prase("arn:aws:iam::444455556666:role/example")
  missing = aws_s3_bucket.nothing.arn
}

output "deprecated" {
  value = aws_s3_bucket_object.this.id
}

resource "aws_s3_bucket_object" "this" {
  bucket = "bucket"
  key    = "key"
}
"""
_MOCKED_RUN = 'mock_provider "aws" {}\n\nrun "run" {\n}\n'
MISTAKES = f"-- main.tf --\n{_MISTAKES}-- tests/a.tftest.hcl --\n{_MOCKED_RUN}"

# Type names that are written with escapes, in both syntaxes.
ESCAPED_MISTAKES = r"""-- main.tf --
resource "aws_sq\u0073_queue" "escaped" {
  name = "escaped"
}

resource "aws_s\u006es_topik" "escaped" {
}
-- more.tf.json --
{
  "resource": {
    "aws_s3\u005fbucket": {"escaped": {"bucket": "escaped"}}
  },
  "output": {"arn": {"value": "${aws_s3_bucket.escaped.arnn}"}}
}
-- tests/json.tftest.json --
{
  "mock_provider": {"aws": {}},
  "run": {"escaped": {"command": "plan"}}
}
"""
ESCAPED_NAMES = r"""-- main.tf --
resource "aws_sq\u0073_queue" "escaped" {
  name = "escaped"
}

resource "aws_sns\U0000005ftopic" "escaped" {
  name = "escaped"
}
-- more.tf.json --
{"data": {"aws\u005fregion": {"escaped": {}}}, "resource": {"aws_s3\u005Fbucket": {"escaped": {}}}}
-- tests/a.tftest.hcl --
mock_provider "aws" {}

run "escaped" {
}
"""

# Each fails in a way of its own when it runs.
RUNTIME = """\
-- main.tf --
variable "cidr" {
  type    = string
  default = "10.0.0.0/16"
}

resource "aws_vpc" "this" {
  cidr_block = var.cidr
}

resource "aws_iam_role" "this" {
  assume_role_policy = aws_iam_policy.mocked.arn
}

resource "aws_iam_policy" "mocked" {
  policy = "{}"
}
-- ephemeral/main.tf --
ephemeral "aws_ssm_parameter" "this" {
  arn = "arn:aws:ssm:eu-west-1:444455556666:parameter/example"
}

resource "aws_sns_topic" "this" {
  name = "topic"
}
-- old/main.tf --
resource "aws_sns_topic" "this" {
  name = "topic"
}
-- new/main.tf --
moved {
  from = aws_sns_topic.this
  to   = aws_sqs_queue.this
}

resource "aws_sqs_queue" "this" {
  name = "queue"
}
-- tests/refused.tftest.hcl --
mock_provider "aws" {}

run "mocked_text_is_no_policy" {
}

run "skipped" {
}
-- tests/invalid.tftest.hcl --
mock_provider "aws" {}

run "valid" {
  command = plan
}

run "invalid" {
  command = plan

  variables {
    cidr = "10.0.0.0/99"
  }
}

run "skipped" {
}
-- tests/ephemeral.tftest.hcl --
mock_provider "aws" {}

run "opens" {
  module {
    source = "./ephemeral"
  }
}
-- tests/moved.tftest.hcl --
mock_provider "aws" {}

run "old" {
  state_key = "shared"

  module {
    source = "./old"
  }
}

run "new" {
  state_key = "shared"

  module {
    source = "./new"
  }
}
"""

IMPORTED = f"""\
-- main.tf --
import {{
  to = aws_s3_bucket.this
  id = "imported"
}}

resource "aws_s3_bucket" "this" {{
  bucket = "imported"
}}
-- tests/a.tftest.hcl --
{_MOCKED_RUN}"""

# Terraform 1.11 does not know the argument.
PARALLEL = """\
-- main.tf --
resource "aws_sns_topic" "this" {
  name = "topic"
}
-- tests/parallel.tftest.hcl --
mock_provider "aws" {}

run "one" {
  parallel  = true
  command   = plan
  state_key = "one"
}

run "two" {
  parallel  = true
  command   = plan
  state_key = "two"
}
"""

ALIASES = """\
-- versions.tf --
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = ">= 5.0"
      configuration_aliases = [aws.replica]
    }
  }
}
-- main.tf --
resource "aws_s3_bucket" "this" {
  bucket = "primary"
}

resource "aws_s3_bucket" "replica" {
  provider = aws.replica
  bucket   = "replica"
}
-- configured/main.tf --
provider "aws" {
  region = "eu-central-1"
}

provider "aws" {
  alias  = "replica"
  region = "no-region"
}

resource "aws_sns_topic" "this" {
  provider = aws.replica
  name     = "topic"
}
-- tests/a.tftest.hcl --
mock_provider "aws" {
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::primary" }
  }
}

mock_provider "aws" {
  alias = "replica"

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::replica" }
  }
}

run "both" {
  assert {
    condition     = endswith(aws_s3_bucket.this.arn, "primary")
    error_message = "The alias is used for all."
  }

  assert {
    condition     = endswith(aws_s3_bucket.replica.arn, "replica")
    error_message = "The alias is not used."
  }
}

run "swapped" {
  state_key = "swapped"

  providers = {
    aws         = aws.replica
    aws.replica = aws
  }

  assert {
    condition     = aws_s3_bucket.this.arn == "arn:aws:s3:::replica"
    error_message = "The providers are not swapped."
  }
}

run "configured_module_is_mocked" {
  module {
    source = "./configured"
  }
}
-- tests/no_alias.tftest.hcl --
mock_provider "aws" {}

run "lacks_the_alias" {
  providers = {
    aws = aws
  }
}
"""

# Without required_providers, Terraform goes by the type's name.
IMPLIED_PROVIDER = f"""\
-- versions.tf --
-- main.tf --
resource "aws_sns_topic" "this" {{
  name = "topic"
}}
-- tests/a.tftest.hcl --
{_MOCKED_RUN}"""

# The provider has another name in the module.
LOCAL_NAME = f"""\
-- versions.tf --
{_VERSIONS.replace("aws =", "cloud =")}\
-- main.tf --
provider "cloud" {{
{_NO_ACCOUNT}}}

resource "aws_sns_topic" "this" {{
  provider = cloud
  name     = "topic"
}}
-- tests/a.tftest.hcl --
{_MOCKED_RUN.replace("aws", "cloud")}\
-- tests/other_name.tftest.hcl --
mock_provider "aws" {{}}

run "run" {{
  command = plan
}}
"""

CONFIGURATION = """\
-- main.tf --
provider "aws" {
  regoin      = "misspelt"
  max_retries = "many"
}

resource "aws_sns_topic" "this" {
  name = "topic"
}
-- tests/a.tftest.hcl --
mock_provider "aws" {}

run "run" {
}
"""

SYNTAX = """\
-- main.tf --
resource "aws_sns_topic" "this" {
  name = "topic"
}
-- tests/syntax.tftest.hcl --
mock_provider "aws" {}

run "syntax" {
  command =
}
"""
ARGUMENTS = """\
-- main.tf --
resource "aws_sns_topic" "this" {
  name = "topic"
}
-- tests/arguments.tftest.hcl --
mock_provider "aws" {}

run "arguments" {
  comand = plan

  asert {
  }
}
"""
MODULE_SYNTAX = f"""\
-- main.tf --
resource "aws_sns_topic" "this" {{
  name = "topic
}}
-- tests/a.tftest.hcl --
{_MOCKED_RUN}"""

NO_SUCH_VERSION = f"""\
-- versions.tf --
{_VERSIONS.replace('aws"', f'aws"{chr(10)}      version = "> 99.0"')}\
-- main.tf --
resource "aws_sns_topic" "this" {{
  name = "topic"
}}
-- tests/a.tftest.hcl --
{_MOCKED_RUN}"""
WRONG_CHECKSUM = f"""\
-- .terraform.lock.hcl --
provider "registry.terraform.io/hashicorp/aws" {{
  version = "@VERSION@"
  hashes = [
    "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ]
}}
-- main.tf --
resource "aws_sns_topic" "this" {{
  name = "topic"
}}
-- tests/a.tftest.hcl --
{_MOCKED_RUN}"""

# In each of these a provider is configured, so that none may be shared.
REAL_PROVIDER = f"""\
-- main.tf --
resource "aws_s3_bucket" "this" {{
  bucket = "real"
}}
-- tests/a.tftest.hcl --
provider "aws" {{
{_NO_ACCOUNT}}}

run "plans" {{
  command = plan
}}
"""
ALIAS_THAT_IS_NOT_MOCKED = f"""\
-- main.tf --
provider "aws" {{
{_NO_ACCOUNT}}}

provider "aws" {{
  alias = "mocked"
}}

resource "aws_s3_bucket" "this" {{
  bucket = "real"
}}
-- tests/a.tftest.hcl --
mock_provider "aws" {{
  alias = "mocked"
}}

run "plans" {{
  command = plan
}}
"""
MODULE_OF_A_RUN_WITH_AN_ALIAS = f"""\
-- main.tf --
resource "aws_s3_bucket" "this" {{
  bucket = "mocked"
}}
-- setup/main.tf --
provider "aws" {{
  alias = "real"
{_NO_ACCOUNT}}}

resource "aws_s3_bucket" "this" {{
  provider = aws.real
  bucket   = "real"
}}
-- tests/a.tftest.hcl --
mock_provider "aws" {{}}

run "plans" {{
  command = plan

  module {{
    source = "./setup"
  }}
}}
"""
CHILD_WITH_A_PROVIDER = f"""\
-- main.tf --
module "child" {{
  source = "./child"
}}
-- child/main.tf --
provider "aws" {{
{_NO_ACCOUNT}}}

resource "aws_s3_bucket" "this" {{
  bucket = "real"
}}
-- tests/a.tftest.hcl --
mock_provider "aws" {{}}

run "plans" {{
  command = plan
}}
"""
