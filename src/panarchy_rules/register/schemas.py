"""The JSON Schema of an entry: `python -m panarchy_rules.register.schemas docs/reference/schemas`."""

from pydantic import TypeAdapter

from panarchy_rules.base.schemas import Schemas, main
from panarchy_rules.register.entries import AnyEntry

SCHEMAS: Schemas = {
    "register-entry": {"title": "Entry of the register", **TypeAdapter(AnyEntry).json_schema()},
}

if __name__ == "__main__":
    main(SCHEMAS)
