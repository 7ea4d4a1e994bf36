"""Why a figure is not taken: codes with the facts a person needs to mend it."""

from __future__ import annotations

from occupancy.errors import Refusal


class NightNotOpen(Refusal):
    """The night has not begun: it opens at 12:00 of its date."""

    code = "filing.night_not_open"


class NotYetOpened(Refusal):
    """The facility was not open yet on that night."""

    code = "filing.not_yet_opened"


class NoLongerOpen(Refusal):
    """The facility had shut for good before that night."""

    code = "filing.no_longer_open"


class ClosedThatNight(Refusal):
    """The operator itself declared the night closed."""

    code = "filing.closed_that_night"


class CapacityUnknown(Refusal):
    """The registry does not know how many rooms there were."""

    code = "filing.capacity_unknown"


class MoreRoomsThanExist(Refusal):
    """More rooms are stated than the facility has."""

    code = "filing.more_rooms_than_exist"


class GuestsWithoutRooms(Refusal):
    """Guests stayed, yet no room was occupied."""

    code = "filing.guests_without_rooms"


class RoomsWithoutGuests(Refusal):
    """Rooms were occupied, yet nobody stayed."""

    code = "filing.rooms_without_guests"


class MoreGuestsThanPlaces(Refusal):
    """More guests than places and extra places: surprising, so a reason is asked for."""

    code = "filing.more_guests_than_places"


class MoreArrivalsThanGuests(Refusal):
    """More guests arrived than stayed."""

    code = "filing.more_arrivals_than_guests"


class UnknownGround(Refusal):
    """There is no such ground of exemption."""

    code = "filing.unknown_ground"


class GroundNotForThisKind(Refusal):
    """The ground exists, but not for facilities of this kind (ПКУ 268.2.2)."""

    code = "filing.ground_not_for_this_kind"


class MoreCompanionsThanAccompanied(Refusal):
    """At most one companion for each person with a disability is exempt (ПКУ 268.2.2)."""

    code = "filing.more_companions_than_accompanied"


class BandsNeeded(Refusal):
    """The council's rate depends on the price, so taxable guests are split by price band."""

    code = "filing.bands_needed"


class NoBandsHere(Refusal):
    """The council's rate of that night knows no price bands."""

    code = "filing.no_bands_here"


class UnknownBand(Refusal):
    """The council's rate has no such price band."""

    code = "filing.unknown_band"


class BandsDoNotAdd(Refusal):
    """The price bands together are not the taxable guests."""

    code = "filing.bands_do_not_add"


class ReasonNeeded(Refusal):
    """After 12:00 of the next day a change is a correction and says why."""

    code = "filing.reason_needed"


class SameKeyOtherContent(Refusal):
    """This form was sent before with other numbers."""

    code = "filing.same_key_other_content"
    status = 409


class NothingFiled(Refusal):
    """There is no figure of that night to correct."""

    code = "filing.nothing_filed"


class ClosureOverGuests(Refusal):
    """A night with filed guests cannot be declared closed."""

    code = "filing.closure_over_guests"


class NightTwiceInFile(Refusal):
    """A file states the same night of the same facility twice."""

    code = "filing.night_twice"


class UnknownFacility(Refusal):
    """There is no facility of that code, or it is somebody else's."""

    code = "filing.unknown_facility"


class ReceiptNotOurs(Refusal):
    """The receipt is not signed by a key of this log, or it was changed."""

    code = "filing.receipt_not_ours"


class ReceiptNotForHere(Refusal):
    """The receipt is of another facility, or of no filing."""

    code = "filing.receipt_not_for_here"


class ReceiptStillHeld(Refusal):
    """The log holds the very entry of the receipt: nothing has to come back."""

    code = "filing.receipt_still_held"
    status = 409


class ReceiptNotLost(Refusal):
    """Signed by us, not in the log, and no declared restore lost it: that must be looked into."""

    code = "filing.receipt_not_lost"
    status = 409


class NewerStands(Refusal):
    """Something later was filed for the night: an older receipt does not go over it."""

    code = "filing.newer_stands"
    status = 409
