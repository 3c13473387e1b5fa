"""What PyYAML and pydantic complain of, in an operator's words instead of their own."""

from typing import Final

from pydantic_core import ErrorDetails

# by how PyYAML's or libyaml's own sentence begins
_YAML: Final = {
    "mapping values are not allowed": "only one key stands in a line, and a text with a colon in"
    " quotes",
    "found unexpected end of stream": "a quote that opens here or above is never closed",
    "found unknown escape character": "a backslash in double quotes has a meaning of its own; use"
    " single quotes",
    "could not find expected ':'": "a colon is missing here or in the line above",
    "found character": "a text that begins like this, or with a tab, must stand in quotes",
}
_NOT_YAML: Final = "look at quotes, colons and the spaces at the beginning, here and just above"
# by pydantic's kinds of errors
_PLAIN: Final = {
    "missing": "is missing",
    "model_type": "must hold keys of its own",
    "dict_type": "must hold keys of its own",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "bool_type": "must be true or false",
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "path_type": "must be the path of a file or folder",
    "place": "must be the path of a file, or begin with postgresql://",
    "literal_error": "must be one of: {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_long": "must have at most {max_length} entries",
    "too_short": "must have at least {min_length} entries",
    "value_error": "{error}",
}


def of_yaml(problem: str | None) -> str:
    """Why a text cannot be read as YAML."""
    known = (words for begins, words in _YAML.items() if str(problem).startswith(begins))
    return f"this is not YAML: {next(known, _NOT_YAML)}"


def of_value(error: ErrorDetails) -> str:
    """Why a value is not what belongs there; "order" is a kind of our own, with our words."""
    kind = error["type"]
    if kind == "order":
        return error["msg"]
    return _PLAIN.get(kind, "must be something else; config.example.yaml shows what").format_map(
        error.get("ctx", {})
    )
