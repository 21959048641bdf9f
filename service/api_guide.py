"""The guide to the API at /docs, drawn from the OpenAPI description. The usual one loads scripts from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.problems import KINDS, Problem, problem_of

EXAMPLE = "x-example"  # an extension of OpenAPI: a request as it is sent


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a request can or must say. `where` is "query", "path" or "body"."""

    name: str
    where: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    summary: str
    about: str
    parameters: list[Parameter]
    example: str


@dataclass(frozen=True, slots=True)
class ApiGuide:
    """Everything that the guide shows."""

    operations: list[Operation]
    problems: list[Problem]


def api_guide(openapi: Mapping[str, Any]) -> ApiGuide:
    """The guide that belongs to an OpenAPI description."""
    components = openapi.get("components", {}).get("schemas", {})
    operations = [
        Operation(
            method=method.upper(),
            path=path,
            summary=said.get("summary", ""),
            about=said.get("description", ""),
            parameters=[*_parameters(said), *_body_fields(said, components)],
            example=said.get(EXAMPLE, f"{method.upper()} {path}"),
        )
        for path, methods in openapi["paths"].items()
        for method, said in methods.items()
    ]
    return ApiGuide(operations, [problem_of(status) for status in KINDS])


def _parameters(operation: Mapping[str, Any]) -> list[Parameter]:
    return [
        Parameter(said["name"], said["in"], _type(said["schema"]), said["required"], said.get("description", ""))
        for said in operation.get("parameters", [])
    ]


def _body_fields(operation: Mapping[str, Any], components: Mapping[str, Any]) -> list[Parameter]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    body = components.get(name, {})
    return [
        Parameter(field, "body", _type(said), field in body.get("required", []), said.get("description", ""))
        for field, said in body.get("properties", {}).items()
    ]


def _type(schema: Mapping[str, Any]) -> str:
    """The type with its limits, such as "integer, 1 to 50, usually 5"."""
    said = [str(schema.get("type", "any"))]
    if "minimum" in schema and "maximum" in schema:
        said.append(f"{schema['minimum']:g} to {schema['maximum']:g}")
    if "maxLength" in schema:
        said.append(f"at most {schema['maxLength']} characters")
    if "default" in schema:
        said.append(f"{schema['default']} if not given")
    return ", ".join(said)
