"""/v1/ answers as its OpenAPI says, whatever is asked: no fault, no status and no shape that is not announced."""

import datetime as dt
import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from extract import extract, read_text
from service import accounts, jobs
from service.accounts import LOCAL
from service.app import make_app
from service.desk import Desk
from service.uploads import Incoming

EXAMPLES = int(os.environ.get("ANWEN_EXAMPLES", "6"))  # a hundred and more by hand
DAY = dt.date(2023, 6, 27)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
REPORT = "槐浦镇2023年6月份安全生产工作情况汇报\n今年6月，全镇共排查隐患26处，7月底前完成整改。\n2023年6月26日\n"


@pytest.fixture
def headers(desk: Desk) -> dict[str, str]:
    """A program's."""
    with desk.store.writing() as connection:
        accounts.add(connection, "程序", "long password 1", LOCAL)
        token = accounts.token_for(connection, "程序", LOCAL)
    return {"Authorization": f"Bearer {token}", "Host": "localhost"}


@pytest.fixture
def operations(desk: Desk, headers: dict[str, str]) -> list[Any]:
    """All operations of an application that holds some documents and a waiting file."""
    for number in range(3):
        text = f"{REPORT}{number}"
        desk.store.add(extract(read_text(text, "a.txt")), text.encode(), unit="槐浦镇", month="2023-06", received=DAY)
    jobs.take_in(desk, Incoming("b.txt", b"b"), LOCAL)
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", make_app(desk), headers=headers)
    found = [operation.ok() for operation in schema.get_all_operations()]
    return sorted(found, key=lambda operation: bool(operation.method.upper() == "DELETE"))


def statuses_of(operation: Any, headers: dict[str, str]) -> set[int]:
    """The statuses that were answered to some calls, every other one about something that there is."""
    answered: list[int] = []

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if "number" in case.path_parameters and len(answered) % 2:
            case.path_parameters["number"] = 1 + len(answered) % 3
        answered.append(case.call_and_validate(checks=CHECKS, headers=headers).status_code)

    ask()
    return set(answered)


def test_every_answer_is_as_announced(operations: list[Any], headers: dict[str, str]) -> None:
    answered: dict[str, set[int]] = {}
    for operation in operations:
        if operation.path != "/v1/jobs/events":  # a stream, which is watched elsewhere
            answered[operation.label] = statuses_of(operation, headers)
    assert len(operations) > 30
    assert not any(statuses & {401, 403, 421} for statuses in answered.values()), answered
    assert sum(bool(statuses & {200, 201, 202}) for statuses in answered.values()) > 20, answered
