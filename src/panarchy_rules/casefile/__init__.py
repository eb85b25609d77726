"""What goes in and out of the engine as files: manifests and disputes. These models are promised stable."""

from panarchy_rules.casefile.dispute import Claim, Dispute, Expectation, IssueExpectation
from panarchy_rules.casefile.fact_input import FactInput, FactScalar
from panarchy_rules.casefile.manifest import Manifest, World, read_manifest, world_files
from panarchy_rules.casefile.read_dispute import read_dispute

__all__ = [
    "Claim",
    "Dispute",
    "Expectation",
    "FactInput",
    "FactScalar",
    "IssueExpectation",
    "Manifest",
    "World",
    "read_dispute",
    "read_manifest",
    "world_files",
]
