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
def operations(desk: Desk) -> list[Any]:
    """All operations of an application that holds a document and a waiting file, as a program calls them."""
    with desk.store.writing() as connection:
        accounts.add(connection, "程序", "long password 1", LOCAL)
        token = accounts.token_for(connection, "程序", LOCAL)
    for number in range(3):
        text = f"{REPORT}{number}"
        desk.store.add(extract(read_text(text, "a.txt")), text.encode(), unit="槐浦镇", month="2023-06", received=DAY)
    jobs.take_in(desk, Incoming("b.txt", b"b"), LOCAL)
    headers = {"Authorization": f"Bearer {token}", "Host": "localhost"}
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", make_app(desk), headers=headers)
    return [found.ok() for found in schema.get_all_operations()]


def test_every_answer_is_as_announced(operations: list[Any]) -> None:
    for operation in operations:
        if operation.path == "/v1/jobs/events":  # a stream, which is watched elsewhere
            continue

        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate(checks=CHECKS)

        ask()
    assert len(operations) > 30
