"""How a call that the emulator cannot answer is told, whatever its protocol."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from terrapants.emulators.aws import ERROR_CODE, NamedFailures, variables

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
