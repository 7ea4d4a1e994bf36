"""What cannot be done with a visit, and why."""

from __future__ import annotations

from occupancy.errors import Refusal


class AlreadyPlanned(Refusal):
    """Somebody is going to this facility that night already."""

    code = "inspection.already_planned"
    status = 409


class NightOver(Refusal):
    """Nobody can see a night that has ended."""

    code = "inspection.night_over"


class NightTooFar(Refusal):
    """Visits are planned weeks ahead, not years."""

    code = "inspection.night_too_far"


class FacilityNotOpen(Refusal):
    """The facility had not begun, or had ended, by that night."""

    code = "inspection.facility_not_open"


class NotAnInspectorHere(Refusal):
    """The person is no inspector of this community on that night."""

    code = "inspection.not_an_inspector_here"


class SameInspectorTwice(Refusal):
    """A second pair of eyes must be another person's."""

    code = "inspection.same_inspector_twice"


class OrderNeeded(Refusal):
    """A visit needs the number of its order."""

    code = "inspection.order_needed"


class OrderLaterThanVisit(Refusal):
    """The order is dated after the night it would allow the visit for."""

    code = "inspection.order_later_than_visit"


class UnknownChoice(Refusal):
    """The value is none of the choices."""

    code = "inspection.unknown_choice"


class FlagOfAnother(Refusal):
    """The signal named is not one of this facility."""

    code = "inspection.flag_of_another"


class TooEarly(Refusal):
    """The night has not begun; what is seen now belongs to the night before."""

    code = "inspection.too_early"
    status = 409


class TooLate(Refusal):
    """The night is over; what is seen now belongs to the next one."""

    code = "inspection.too_late"
    status = 409


class NotOpened(Refusal):
    """The visit has not been opened yet."""

    code = "inspection.not_opened"
    status = 409


class AlreadyOpened(Refusal):
    """An opened visit is finished, not cancelled."""

    code = "inspection.already_opened"
    status = 409


class AlreadyClosed(Refusal):
    """A finished visit does not change."""

    code = "inspection.already_closed"
    status = 409


class Cancelled(Refusal):
    """The visit was cancelled."""

    code = "inspection.cancelled"
    status = 409


class CountNeeded(Refusal):
    """The outcome needs both counts."""

    code = "inspection.count_needed"


class MethodNeeded(Refusal):
    """A count without its method is worth nothing."""

    code = "inspection.method_needed"


class TimeNeeded(Refusal):
    """The paper says from when to when the count was made."""

    code = "inspection.time_needed"


class NotATime(Refusal):
    """What stands there is not a time of the day."""

    code = "inspection.not_a_time"


class CountedBeforeSeal(Refusal):
    """Counting begins after the declared figure was sealed."""

    code = "inspection.counted_before_seal"


class CountedInFuture(Refusal):
    """Nobody has counted at a time that has not come."""

    code = "inspection.counted_in_future"


class TimesReversed(Refusal):
    """The count ends before it begins."""

    code = "inspection.times_reversed"


class SigningNeeded(Refusal):
    """The paper says how it was signed, or that it was not."""

    code = "inspection.signing_needed"


class RemarksNeeded(Refusal):
    """Signed with remarks, but no remark is written."""

    code = "inspection.remarks_needed"


class NoDifferenceToTell(Refusal):
    """The counts are the same as declared."""

    code = "inspection.no_difference_to_tell"


class MoreSeenThanDeclared(Refusal):
    """More was seen than declared after the cut-off, so 'no difference' is not what was seen."""

    code = "inspection.more_seen_than_declared"


class ReasonNeeded(Refusal):
    """It must be said why."""

    code = "inspection.reason_needed"
