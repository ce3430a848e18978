"""Which status an instance shows: the client's, the operator's, or the one it already had.

Source: Netflix com.netflix.eureka.registry.rule.
"""

from eureka_py.registry.rule.base import Candidate, StatusOverrideRule
from eureka_py.registry.rule.chain import DEFAULT_RULES, decide_status

__all__ = ["DEFAULT_RULES", "Candidate", "StatusOverrideRule", "decide_status"]
