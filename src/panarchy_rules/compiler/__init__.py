"""Syntax trees in, typed rulebooks and diagnostics out."""

from panarchy_rules.compiler.pipeline import Compiled, compile_world

__all__ = ["Compiled", "compile_world"]
