"""Judgments in, words for people out."""
