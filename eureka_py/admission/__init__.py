"""Who may ask, how much and how often: policy, the same for every protocol and every way of answering."""

from eureka_py.admission.access import (
    ADMINISTERING,
    ANY_ROLE,
    ENDING_A_LEASE,
    HOLDING_A_LEASE,
    OVERRIDING,
    READING,
    REPLICATING,
    Access,
)
from eureka_py.admission.admission import Admission
from eureka_py.admission.admitted import (
    Admitted,
    Authenticator,
    Outcome,
    OutcomeListener,
    Refusal,
    RefusalReason,
    RequestHead,
)
from eureka_py.admission.principal import ANYBODY, NOBODY, Principal, Role

__all__ = [
    "ADMINISTERING",
    "ANYBODY",
    "ANY_ROLE",
    "ENDING_A_LEASE",
    "HOLDING_A_LEASE",
    "NOBODY",
    "OVERRIDING",
    "READING",
    "REPLICATING",
    "Access",
    "Admission",
    "Admitted",
    "Authenticator",
    "Outcome",
    "OutcomeListener",
    "Principal",
    "Refusal",
    "RefusalReason",
    "RequestHead",
    "Role",
]
