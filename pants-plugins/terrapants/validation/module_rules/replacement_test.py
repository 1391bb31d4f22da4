from __future__ import annotations

import pytest

from terrapants.hcl.replacement import REPLACED_IN_USE
from terrapants.validation.module_rules.testutil import findings

IN_PLACE = "terraform-change-in-place"
FIRST = "terraform-create-before-destroy"


def resource(type_: str, body: str) -> str:
    return f'resource "{type_}" "this" {{\n{body}\n}}\n'


GROUP = "launch_template {\n id = var.id\n version = var.version\n}\n"
REFRESH = 'instance_refresh {\n strategy = "Rolling"\n}\n'


@pytest.mark.parametrize(
    ("type_", "body", "message"),
    [
        ("aws_instance", 'launch_template {\n version = "$Latest"\n}', 'takes version "$Latest"'),
        ("aws_eks_node_group", 'launch_template {\n version = "$Default"\n}', '"$Default"'),
        (
            "aws_autoscaling_group",
            REFRESH + "mixed_instances_policy {\n launch_template {\n"
            ' launch_template_specification {\n version = "$Latest"\n}\n}\n}',
            'takes version "$Latest"',
        ),
        ("aws_autoscaling_group", GROUP, "has no instance_refresh block"),
        ("aws_autoscaling_group", "launch_configuration = var.a", "has no instance_refresh block"),
        (
            "aws_autoscaling_group",
            'dynamic "launch_template" {\n for_each = [1]\n content {\n version = "1"\n}\n}',
            "has no instance_refresh block",
        ),
        ("aws_instance", 'user_data = file("a.sh")', "runs user_data once"),
        ("aws_instance", "user_data_base64 = var.a", "runs user_data_base64 once"),
        ("aws_lambda_function", 'image_uri = "${var.a}/b:latest"', '"${…}/b:latest"'),
        ("aws_lambda_function", "image_uri = aws_ecr_repository.a.repository_url", "its tag"),
        (
            "aws_ecs_task_definition",
            'container_definitions = jsonencode([{ image = "a:5/b" }])',
            "",
        ),
        (
            "aws_ecs_task_definition",
            'container_definitions = "[{\\"image\\": \\"a/b:latest\\"}]"',
            "",
        ),
        ("azurerm_container_group", 'container {\n image = "nginx"\n}', 'its tag "latest"'),
        (
            "kubernetes_deployment_v1",
            'spec {\n template {\n spec {\n container {\n image = "a:latest"\n}\n}\n}\n}',
            'runs the image "a:latest"',
        ),
        (
            "google_cloud_run_v2_service",
            'template {\n containers {\n image = "${var.a}/b"\n}\n}',
            "",
        ),
    ],
)
def test_a_change_in_place_is_found(type_: str, body: str, message: str) -> None:
    (found,) = findings({"main.tf": resource(type_, body)}, IN_PLACE)
    assert found.message.startswith(f"{type_}.this ")
    assert message in found.message


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("aws_instance", "launch_template {\n version = aws_launch_template.a.latest_version\n}"),
        ("aws_instance", 'user_data = "x"\nuser_data_replace_on_change = false'),
        ("aws_autoscaling_group", GROUP + REFRESH),
        ("aws_autoscaling_group", GROUP + 'dynamic "instance_refresh" {\n content {\n}\n}'),
        (
            "aws_autoscaling_group",
            GROUP + 'name = "a-${aws_launch_template.a.latest_version}"',
        ),
        ("aws_autoscaling_group", "name_prefix = aws_launch_configuration.a.name\n" + GROUP),
        ("aws_autoscaling_group", "min_size = 1"),
        ("aws_lambda_function", 'image_uri = "${var.a}:${var.version}"'),
        ("aws_lambda_function", 'image_uri = "a/b@sha256:00"'),
        ("aws_lambda_function", 'image_uri = "localhost:5000/a:1.0"'),
        ("aws_lambda_function", "image_uri = var.image"),
        ("aws_lambda_function", 'image_uri = ""'),
        ("aws_lambda_function", 'image_uri = "${var.a}-b"'),
        ("aws_ecs_task_definition", 'container_definitions = "not JSON"'),
        ("aws_ecs_task_definition", 'container_definitions = "[{\\"image\\": 1}, null]"'),
        ("google_compute_instance", 'boot_disk {\n image = "debian-12"\n}'),
        ("example_thing", 'version = "$Latest"\nuser_data = "x"\nimage = "a:latest"'),
    ],
)
def test_what_is_replaced_or_fixed_is_not(type_: str, body: str) -> None:
    assert findings({"main.tf": resource(type_, body)}, IN_PLACE) == ()


@pytest.mark.parametrize("type_", REPLACED_IN_USE)
def test_what_is_in_use_is_created_before_it_is_destroyed(type_: str) -> None:
    (found,) = findings({"main.tf": resource(type_, "description = var.name")}, FIRST)
    assert found.message.startswith(f"{type_}.this would be destroyed before what replaces it")
    said = 'lifecycle {\n create_before_destroy = "true"\n}'
    assert findings({"main.tf": resource(type_, said)}, FIRST) == ()


@pytest.mark.parametrize(
    "body",
    [
        # Two with one name cannot exist.
        "name = var.name",
        # Somebody has thought of it.
        "lifecycle {\n create_before_destroy = false\n}",
        "lifecycle {\n prevent_destroy = true\n}",
    ],
)
def test_what_cannot_or_need_not_be_created_first(body: str) -> None:
    assert findings({"main.tf": resource("aws_security_group", body)}, FIRST) == ()


def test_a_lifecycle_block_without_the_order_says_nothing_about_it() -> None:
    body = "lifecycle {\n ignore_changes = [tags]\n prevent_destroy = false\n}"
    assert len(findings({"main.tf": resource("aws_security_group", body)}, FIRST)) == 1


def test_an_override_file_may_add_what_a_resource_lacks() -> None:
    changes = {
        "main.tf": resource("aws_security_group", "") + resource("aws_acm_certificate", ""),
        "main_override.tf": resource(
            "aws_security_group", "lifecycle {\n create_before_destroy = true\n}"
        ),
    }
    (found,) = findings(changes, FIRST)
    assert "aws_acm_certificate" in found.message


def test_json_syntax() -> None:
    text = (
        '{"resource": {"aws_security_group": {"a": {"lifecycle": {"create_before_destroy": true}},'
        ' "b": {}}, "kubernetes_pod": {"c": {"spec": {"container": [{"image": "a:latest"}]}}}}}'
    )
    found = findings({"main.tf": None, "main.tf.json": text})
    assert sorted(
        (each.rule, each.message.partition(" ")[0])
        for each in found
        if each.rule in (FIRST, IN_PLACE)
    ) == [(IN_PLACE, "kubernetes_pod.c"), (FIRST, "aws_security_group.b")]


@pytest.mark.parametrize("rule", [IN_PLACE, FIRST])
def test_a_comment_suppresses_it(rule: str) -> None:
    text = (
        f'# terrapants:ignore {rule} on purpose\nresource "aws_autoscaling_group" "a" {{\n'
        f"  launch_configuration = var.a\n}}\n# terrapants:ignore {rule}\n"
        'resource "aws_security_group" "a" {}\n'
    )
    assert findings({"main.tf": text}, rule) == ()
    assert len(findings({"main.tf": text.replace("# terrapants:ignore", "#")}, rule)) == 1


def test_modules_that_tests_load_are_left_alone() -> None:
    text = resource("aws_security_group", "") + resource("aws_instance", 'user_data = "x"')
    found = findings({"main.tf": text}, directory="infra/m/tests/setup")
    assert not {FIRST, IN_PLACE} & {each.rule for each in found}
