"""The essay's argument by numbers: territorial monopoly, territorial secession and personal secession compared."""
