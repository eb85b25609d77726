"""The JSON Schemas of the files in this package: `python -m panarchy_rules.casefile.schemas docs/reference/schemas`."""

from panarchy_rules.base.schemas import Schemas, main
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.manifest import Manifest
from panarchy_rules.casefile.table_map import TableMap

SCHEMAS: Schemas = {
    "dispute": Dispute.model_json_schema(),
    "judgment": Judgment.model_json_schema(mode="serialization"),
    "manifest": Manifest.model_json_schema(),
    "table-map": TableMap.model_json_schema(),
}

if __name__ == "__main__":
    main(SCHEMAS)
