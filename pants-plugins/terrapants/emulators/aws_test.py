"""How a call that the emulator cannot answer is told, whatever its protocol."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from terrapants.emulators.aws import (
    ERROR_CODE,
    NamedFailures,
    _answer_for_budgets,
    _remember_attributes_of_queues,
    variables,
)

NOT_IMPLEMENTED = "is not implemented"
_PAGE = b"<!doctype html><title>404 Not Found</title>"


class Application:
    """One that answers in the same way whatever it is asked."""

    def __init__(
        self, status: str = "200 OK", content: bytes = b"{}", kind: str = "application/json"
    ) -> None:
        self.answer = (status, [("Content-Type", kind)], content)

    def get_application(self, _: object) -> Callable[..., list[bytes]]:
        return self

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read()
        start_response(*self.answer[:2])
        return [self.answer[2]]


class Raises(Application):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        raise self.error


class WithoutService(Application):
    def get_application(self, _: object) -> Callable[..., list[bytes]]:
        raise AttributeError


def ask(
    application: Application,
    *,
    service: str = "dynamodb",
    method: str = "POST",
    path: str = "/",
    form: str = "",
    target: str = "",
    query: str = "",
) -> tuple[list[str], str, str]:
    """What was told, the status of the answer, and its content."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8" if form else "",
        "CONTENT_LENGTH": str(len(form)),
        "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential=testing/20261127/us-east-1/{service}/"
        "aws4_request, SignedHeaders=host",
        "HTTP_X_AMZ_TARGET": target,
        "wsgi.input": io.BytesIO(form.encode()),
    }
    told: list[str] = []
    started: list[Any] = []
    content = NamedFailures(application, told.append)(
        environ, lambda *arguments: started.extend(arguments)
    )
    return told, started[0], b"".join(content).decode()


@pytest.mark.parametrize(
    "application",
    [
        Application(),
        Application("400 Bad Request", b'{"__type": "ValidationException"}'),
        Application("404 Not Found", b"<Error><Code>NoSuchBucket</Code></Error>", "text/xml"),
        # As it is: these are the user's own data, or an error of AWS.
        Application("200 OK", b"not implemented"),
    ],
)
def test_an_answer_is_passed_on(application: Application) -> None:
    status, _, content = application.answer
    assert ask(application, target="DynamoDB_20120810.GetItem") == ([], status, content.decode())


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        ({"target": "DynamoDB_20120810.UpdateGlobalSettings"}, "dynamodb UpdateGlobalSettings"),
        ({"service": "ec2", "form": "Action=RunScript&Version=1"}, "ec2 RunScript"),
        ({"service": "iam", "method": "GET", "query": "Action=GetThing"}, "iam GetThing"),
        (
            {"service": "monitoring", "path": "/service/GraniteService/operation/PutThing"},
            "monitoring PutThing",
        ),
        ({"service": "unknown", "method": "PUT", "path": "/v1/a"}, "unknown PUT /v1/a"),
    ],
)
def test_a_call_is_named(request_: dict[str, str], name: str) -> None:
    told, status, content = ask(Raises(NotImplementedError()), **request_)
    assert (told, status) == ([f"{name} is not implemented"], "501 Not Implemented")
    assert ERROR_CODE in content
    assert f"emulator: {name}" in content


@pytest.mark.parametrize(
    ("application", "reason"),
    [
        (
            Raises(NotImplementedError("The a action has not been implemented")),
            NOT_IMPLEMENTED,
        ),
        (Raises(NotImplementedError("filter a")), "is not implemented: filter a"),
        (Raises(KeyError("Name")), "failed in the emulator: KeyError: 'Name'"),
        (WithoutService(), NOT_IMPLEMENTED),
        (Application("404 Not Found", _PAGE, "text/html; charset=utf-8"), NOT_IMPLEMENTED),
        (Application("404 Not Found", b"", "text/html"), NOT_IMPLEMENTED),
        (Application("501 Not Implemented"), NOT_IMPLEMENTED),
        (
            Application("400 Bad Request", b"The filter has not been implemented in Moto yet."),
            NOT_IMPLEMENTED,
        ),
    ],
)
def test_what_the_emulator_lacks(application: Application, reason: str) -> None:
    told, status, _ = ask(application, target="DynamoDB_20120810.GetItem")
    assert (told, status) == ([f"dynamodb GetItem {reason}"], "501 Not Implemented")


@pytest.mark.parametrize(
    ("service", "form", "start"),
    [
        ("ec2", "Action=A", "<Response><Errors><Error><Code>"),
        ("iam", "Action=A", "<ErrorResponse><Error><Code>"),
        ("s3", "", "<Error><Code>"),
        ("lambda", "", '{"__type": '),
    ],
)
def test_the_error_has_the_form_of_its_protocol(service: str, form: str, start: str) -> None:
    assert ask(Raises(NotImplementedError()), service=service, form=form)[2].startswith(start)


def test_the_endpoint_is_an_address() -> None:
    """With a name, a bucket would be another one."""
    assert variables(4711)["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4711"


def pretend_moto_has(monkeypatch: pytest.MonkeyPatch, module: str, **contents: Any) -> None:
    """Without moto, whose packages only the emulator has."""
    names = module.split(".")
    modules = [ModuleType(".".join(names[: count + 1])) for count in range(len(names))]
    for parent, child, name in zip(modules, modules[1:], names[1:]):
        setattr(parent, name, child)
    for each in modules:
        monkeypatch.setitem(sys.modules, each.__name__, each)
    vars(modules[-1]).update(contents)


def test_a_queue_keeps_its_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    class Queue:
        BASE_ATTRIBUTES = ["Policy", "RedrivePolicy"]  # noqa: RUF012

        def __init__(self) -> None:
            self._set_attributes({"Policy": None})

        def _set_attributes(self, attributes: Mapping[str, Any], now: Any = None) -> None:
            self.policy = attributes.get("Policy")

        @property
        def attributes(self) -> dict[str, Any]:
            return {"Policy": self.policy, "RedrivePolicy": '{"maxReceiveCount": 5}'}

    pretend_moto_has(monkeypatch, "moto.sqs.models", Queue=Queue)
    _remember_attributes_of_queues()
    queue: Any = Queue()
    assert (queue.policy, queue.redrive_allow_policy) == (None, None)
    assert "RedriveAllowPolicy" in queue.BASE_ATTRIBUTES
    queue._set_attributes({"Policy": "{}"})
    queue._set_attributes({"VisibilityTimeout": "60"})
    assert queue.policy == "{}"
    assert queue.attributes == {"Policy": "{}", "RedrivePolicy": '{"maxReceiveCount":5}'}
    queue._set_attributes({"Policy": ""})
    assert queue.policy == ""


def test_budgets_can_be_changed_and_tell_their_subscribers_and_tags(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = {"Threshold": 80}, {"Threshold": 100}
    budget = SimpleNamespace(
        budget={"BudgetName": "a", "TimeUnit": "MONTHLY"},
        notifications=[
            SimpleNamespace(details=first, subscribers=[{"Address": "x@example.com"}]),
            SimpleNamespace(details=second, subscribers=[{"Address": "y@example.com"}]),
        ],
    )

    class BudgetsResponse:
        backend = SimpleNamespace(
            budgets={"1": {"a": budget}}, describe_budget=lambda account_id, budget_name: None
        )

        def __init__(self, **parameters: Any) -> None:
            self._get_param = {"AccountId": "1", **parameters}.get

        def create_budget(self) -> str:
            return "created"

    pretend_moto_has(monkeypatch, "moto.budgets.responses", BudgetsResponse=BudgetsResponse)
    _answer_for_budgets()

    def ask_for(call: str, **parameters: Any) -> Any:
        return getattr(BudgetsResponse(**parameters), call)()

    arn = "arn:aws:budgets::1:budget/a"
    tags = [{"Key": "team", "Value": "payments"}, {"Key": "stage", "Value": "test"}]
    assert ask_for("create_budget", Budget={"BudgetName": "a"}, ResourceTags=tags) == "created"
    ask_for("tag_resource", ResourceARN=arn, ResourceTags=[{"Key": "team", "Value": "billing"}])
    ask_for("untag_resource", ResourceARN=arn, ResourceTagKeys=["stage"])
    answer = ask_for("list_tags_for_resource", ResourceARN=arn)
    assert json.loads(answer) == {"ResourceTags": [{"Key": "team", "Value": "billing"}]}

    call = "describe_subscribers_for_notification"
    answer = ask_for(call, BudgetName="a", Notification=second)
    assert json.loads(answer) == {"Subscribers": [{"Address": "y@example.com"}]}

    ask_for("update_budget", NewBudget={"BudgetName": "a", "TimeUnit": "ANNUALLY"})
    assert budget.budget == {"BudgetName": "a", "TimeUnit": "ANNUALLY"}
