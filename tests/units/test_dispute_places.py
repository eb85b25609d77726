import pytest

from panarchy_rules.casefile.dispute_places import dispute_places

TOML = """\
id = "a"
title = "ana"
matter = "contract.service"
issues = ["merits", 'costs']
[parties]
claimant = "ana"
[facts.offer]
claimant = "9000 EUR"
[expect]
law = "ben"
"""
JSON = '{"id": "a", "title": "ana", "parties": {"claimant": "ana"}, "facts": {"price": "1 EUR"}}'


@pytest.mark.parametrize(
    ("path", "text", "name", "line", "column", "length"),
    [
        ("a.toml", TOML, "contract.service", 3, 10, 18),
        ("a.toml", TOML, "costs", 4, 21, 7),
        ("a.toml", TOML, "ana", 6, 12, 5),
        ("a.toml", TOML, "claimant", 6, 1, 8),
        ("a.toml", TOML, "offer", 7, 2, 11),
        ("a.json", JSON, "claimant", 1, 41, 10),
        ("a.json", JSON, "price", 1, 71, 7),
    ],
)
def test_a_name_is_found_where_it_stands(path: str, text: str, name: str, line: int, column: int, length: int) -> None:
    """Keys and names in quotation marks, the first of each."""
    span = dispute_places(path, text)[name]

    assert (span.path, span.line, span.column, span.end_column - span.column) == (path, line, column, length)


def test_titles_and_expectations_name_nobody() -> None:
    """A name that stands only there is not shown there."""
    assert "ben" not in dispute_places("a.toml", TOML)
