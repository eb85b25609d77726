"""Consents and acceptance clauses in; the law and the forum that all parties' own consents lead to out.

The graph is the consent-meet graph: every party's consents grow their own set of laws,
and only a law in every set may decide.
"""
