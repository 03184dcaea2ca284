"""How the contract's JSON Schema speaks of numbers; apart from doors.py, since pydantic takes its time to load."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue


class Numbers(GenerateJsonSchema):
    """Decimals leave as JSON numbers."""

    def decimal_schema(self, schema: Any) -> JsonSchemaValue:
        """The schema of a Decimal."""
        return {"type": "number"}
