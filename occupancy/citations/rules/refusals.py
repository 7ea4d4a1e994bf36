"""What cannot be done with a paper, and why."""

from __future__ import annotations

from occupancy.errors import Refusal


class NoDifference(Refusal):
    """A paper is drawn up only of a closed visit that saw a difference."""

    code = "citation.no_difference"
    status = 409


class DocumentTypeOff(Refusal):
    """This kind of paper is not switched on; the client's lawyer does that."""

    code = "citation.document_type_off"


class AlreadyVoid(Refusal):
    """The paper is void already."""

    code = "citation.already_void"
    status = 409


class ReasonNeeded(Refusal):
    """A paper is not voided without a reason."""

    code = "citation.reason_needed"


class SecondPersonNeeded(Refusal):
    """Who drew the paper up does not void it."""

    code = "citation.second_person_needed"
    status = 409


class NotReplaceable(Refusal):
    """Only the newest voided paper of the same visit can be replaced."""

    code = "citation.not_replaceable"
    status = 409
