"""Emulates AWS with moto's server, for `launch`. This script runs in a sandbox.

It listens on a loopback port of its own, which the system chooses, and begins without any resource.
"""

from __future__ import annotations

import io
import json
import os
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

# No client retries it, and the provider does not know it: `NotImplemented` of S3, for one, it takes
# as if there were nothing to read.
ERROR_CODE = "UnsupportedByEmulator"
_HOST = "127.0.0.1"
_STATUS = "501 Not Implemented"
_NOT_IMPLEMENTED = re.compile(rb"not (yet )?(been )?implemented", re.IGNORECASE)
# Signature Version 4: `Credential=<key>/<date>/<region>/<service>/aws4_request`.
_SERVICE = re.compile(r"Credential=[^/]*/[^/]*/[^/]*/([^/]+)/")
# In the protocol Smithy RPC v2.
_OPERATION = re.compile(r"/operation/(\w+)$")

_Environ = dict[str, Any]


def variables(port: int) -> Mapping[str, str]:
    """What leads the AWS provider, and any other client, to the emulator.

    With an IP address as the endpoint, they name a bucket in the path, and not in the host's name.
    """
    return {
        "AWS_ENDPOINT_URL": f"http://{_HOST}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
    }


class NamedFailures:
    """Moto's application, except that a call that it cannot answer gets an error of AWS's form with
    the call's name. Moto itself answers with a web page, or with an error that clients retry for
    minutes.

    :param tell: called with the name of the call, and why it was not answered.
    """

    def __init__(self, application: Any, tell: Callable[[str], None]) -> None:
        self._application = application
        self._tell = tell

    def __call__(self, environ: _Environ, start_response: Any) -> Iterable[bytes]:
        form = _form(environ)
        answer: list[Any] = []
        try:
            application = self._application.get_application(environ)
        except Exception:
            # It looks for the service, and finds none.
            return self._fail(environ, form, start_response, "is not implemented")
        try:
            content = b"".join(application(environ, lambda *arguments: answer.extend(arguments)))
        except NotImplementedError as error:
            return self._fail(environ, form, start_response, f"is not implemented{_more(error)}")
        except Exception as error:
            reason = f"failed in the emulator: {type(error).__name__}: {error}"
            return self._fail(environ, form, start_response, reason)
        status, headers = answer[:2]
        if not _is_answered(environ["REQUEST_METHOD"], status, dict(headers), content):
            return self._fail(environ, form, start_response, "is not implemented")
        start_response(status, headers)
        return [content]

    def _fail(
        self, environ: _Environ, form: str, start_response: Any, reason: str
    ) -> Iterable[bytes]:
        service = service_of(environ)
        text = f"{service} {call_of(service, environ, form)} {' '.join(reason.split())}"
        self._tell(text)
        content_type, content = _error(service, environ, form, f"emulator: {text}")
        headers = [
            ("Content-Type", content_type),
            ("Content-Length", str(len(content))),
            ("x-amzn-ErrorType", ERROR_CODE),
        ]
        start_response(_STATUS, headers)
        return [content]


def _more(error: NotImplementedError) -> str:
    """What moto says of a part of a call; of a whole call it only says that it does not have it."""
    text = str(error)
    return "" if not text or _NOT_IMPLEMENTED.search(text.encode()) else f": {text}"


def _form(environ: _Environ) -> str:
    """The parameters in the body of a request of the protocols Query and EC2."""
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return ""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    text: str = body.decode("utf-8", "replace")
    return text


def _is_answered(method: str, status: str, headers: Mapping[str, str], content: bytes) -> bool:
    code = int(status.split()[0])
    if code < 400:
        return True
    content_type = {name.lower(): value for name, value in headers.items()}.get("content-type", "")
    is_page = content_type.startswith("text/html") and content.lstrip()[:9].lower() == b"<!doctype"
    is_unknown_path = code == 404 and not content and method != "HEAD"
    return not (code == 501 or is_page or is_unknown_path or _NOT_IMPLEMENTED.search(content))


def service_of(environ: _Environ) -> str:
    found = _SERVICE.search(environ.get("HTTP_AUTHORIZATION", ""))
    return found[1] if found else "unsigned request"


def call_of(service: str, environ: _Environ, form: str) -> str:
    """The name of the API call, or the method and the path where it is unknown to moto as well."""
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target:
        return str(target.rpartition(".")[2])
    query = parse_qs(form or str(environ.get("QUERY_STRING", "")))
    if "Action" in query:
        return query["Action"][0]
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    operation = _OPERATION.search(path)
    return operation[1] if operation else _routed(service, environ) or f"{method} {path}"


def _routed(service: str, environ: _Environ) -> str:
    try:
        import moto.core.request  # type: ignore[import-not-found]  # pants: no-infer-dep
        import moto.core.routing  # type: ignore[import-not-found]  # pants: no-infer-dep
        import moto.moto_server.werkzeug_app as server  # type: ignore[import-not-found]  # pants: no-infer-dep

        name = server.SIGNING_ALIASES.get(service, service)
        request = moto.core.request.Request(dict(environ))
        operation, _ = moto.core.routing.get_service_router(name).match(request)
        return str(operation.name)
    except Exception:
        # It knows neither every service by the name in its signature, nor every path.
        return ""


def _error(service: str, environ: _Environ, form: str, message: str) -> tuple[str, bytes]:
    """An error in the protocol of the request: its content type, and its content."""
    if form or service in ("s3", "route53", "cloudfront"):
        error = f"<Code>{ERROR_CODE}</Code><Message>{escape(message)}</Message>"
        if service == "ec2":
            text = f"<Response><Errors><Error>{error}</Error></Errors></Response>"
        elif service == "s3":
            text = f"<Error>{error}</Error>"
        else:
            text = f"<ErrorResponse><Error>{error}</Error></ErrorResponse>"
        return "text/xml", text.encode()
    content = {"__type": ERROR_CODE, "code": ERROR_CODE, "message": message}
    return "application/json", json.dumps(content).encode()


def _remember_rotation_periods() -> None:
    """Moto 5.2 forgets for how many days a KMS key rotates, so that each plan would change it."""
    import moto.kms.responses  # type: ignore[import-not-found]  # pants: no-infer-dep

    kms = moto.kms.responses.KmsResponse
    enable, status = kms.enable_key_rotation, kms.get_key_rotation_status

    def key_of(response: Any) -> Any:
        backend = response.kms_backend
        return backend.keys[backend.get_key_id(response._get_param("KeyId"))]

    def enable_key_rotation(self: Any) -> str:
        answer: str = enable(self)
        key_of(self).rotation_period = self._get_param("RotationPeriodInDays") or 365
        return answer

    def get_key_rotation_status(self: Any) -> str:
        answer = json.loads(status(self))
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = getattr(key_of(self), "rotation_period", 365)
        return json.dumps(answer)

    kms.enable_key_rotation = enable_key_rotation
    kms.get_key_rotation_status = get_key_rotation_status


def _remember_attributes_of_queues() -> None:
    """Moto 5.2 forgets which queues may use an SQS queue as their dead-letter queue, for which the
    provider waits, and the policy of a queue as soon as anything else changes. And it puts spaces
    into a redrive policy, so that each plan would change it.
    """
    import moto.sqs.models  # type: ignore[import-not-found]  # pants: no-infer-dep

    queue = moto.sqs.models.Queue
    set_attributes = queue._set_attributes
    attributes_of = queue.attributes.fget

    def keep_policy(self: Any, attributes: Mapping[str, Any], now: Any = None) -> None:
        set_attributes(self, {"Policy": getattr(self, "policy", None), **attributes}, now)

    def attributes(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = attributes_of(self)
        if found.get("RedrivePolicy"):
            policy = json.loads(found["RedrivePolicy"])
            found["RedrivePolicy"] = json.dumps(policy, separators=(",", ":"))
        return found

    queue.redrive_allow_policy = None
    queue.BASE_ATTRIBUTES.append("RedriveAllowPolicy")
    queue._set_attributes = keep_policy
    queue.attributes = property(attributes)


def _answer_for_budgets() -> None:
    """Moto 5.2 cannot change a budget, and tells neither its tags nor who hears of it."""
    import moto.budgets.responses  # type: ignore[import-not-found]  # pants: no-infer-dep

    budgets = moto.budgets.responses.BudgetsResponse
    create = budgets.create_budget
    tags: dict[str, dict[str, str]] = {}

    def budget_of(response: Any, name: str) -> Any:
        account = response._get_param("AccountId")
        # It has the error for a budget that does not exist.
        response.backend.describe_budget(account_id=account, budget_name=name)
        return response.backend.budgets[account][name]

    def tags_of(response: Any) -> dict[str, str]:
        return tags.setdefault(response._get_param("ResourceARN").rpartition("/")[2], {})

    def create_budget(self: Any) -> str:
        answer: str = create(self)
        given = self._get_param("ResourceTags") or []
        tags[self._get_param("Budget")["BudgetName"]] = {tag["Key"]: tag["Value"] for tag in given}
        return answer

    def update_budget(self: Any) -> str:
        new = self._get_param("NewBudget")
        budget_of(self, new["BudgetName"]).budget.update(new)
        return "{}"

    def describe_subscribers_for_notification(self: Any) -> str:
        wanted = self._get_param("Notification")
        notifications = budget_of(self, self._get_param("BudgetName")).notifications
        found = [each.subscribers for each in notifications if each.details == wanted]
        return json.dumps({"Subscribers": [one for each in found for one in each]})

    def list_tags_for_resource(self: Any) -> str:
        found = [{"Key": key, "Value": value} for key, value in tags_of(self).items()]
        return json.dumps({"ResourceTags": found})

    def tag_resource(self: Any) -> str:
        given = self._get_param("ResourceTags")
        tags_of(self).update({tag["Key"]: tag["Value"] for tag in given})
        return "{}"

    def untag_resource(self: Any) -> str:
        for key in self._get_param("ResourceTagKeys"):
            tags_of(self).pop(key, None)
        return "{}"

    for answer in (
        create_budget,
        update_budget,
        describe_subscribers_for_notification,
        list_tags_for_resource,
        tag_resource,
        untag_resource,
    ):
        setattr(budgets, answer.__name__, answer)


def main() -> None:
    # What moto prints is not for whoever reads this process's output.
    output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    writing = threading.Lock()

    def tell(message: Mapping[str, Any]) -> None:
        with writing:
            print(json.dumps(message), file=output, flush=True)

    # Otherwise no managed policy can be attached to a role.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    import moto.moto_server.werkzeug_app as moto_server  # pants: no-infer-dep
    import werkzeug.serving  # type: ignore[import-not-found]  # pants: no-infer-dep

    _remember_rotation_periods()
    _remember_attributes_of_queues()
    _answer_for_budgets()

    class Handler(moto_server.MotoRequestHandler):  # type: ignore[misc]
        def log_request(self, *_: object) -> None:
            pass

    application = NamedFailures(
        moto_server.DomainDispatcherApplication(moto_server.create_backend_app),
        lambda text: tell({"unsupported": f"{text} (moto {metadata.version('moto')})"}),
    )
    # Werkzeug would advise to start it with a different port, which nobody can.
    listening = socket.socket()
    try:
        listening.bind((_HOST, 0))
    except OSError as error:
        sys.exit(f"{_HOST} has no free port ({error.strerror})")
    listening.listen()
    port = listening.getsockname()[1]
    server = werkzeug.serving.make_server(
        _HOST,
        port,
        application,
        threaded=True,
        request_handler=Handler,
        fd=listening.fileno(),
    )
    # For what moto asks of itself.
    os.environ["MOTO_PORT"] = str(port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell({"variables": dict(variables(port))})
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
