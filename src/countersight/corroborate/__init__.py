"""Claim -> Finding: what do independent origins say together, and where do they disagree?"""

from countersight.corroborate.findings import corroborate_claims, corroborator_version

__all__ = ["corroborate_claims", "corroborator_version"]
