"""Accounts; the log names people by number only, this table is the erasable side."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from occupancy.accounts.rules import LoginTaken, NotForYourself, SecondPersonNeeded
from occupancy.constraints import means
from occupancy.database import Base

means("uq_person_login", LoginTaken)
means("ck_approval_second_person", SecondPersonNeeded)
means("ck_approval_not_for_oneself", NotForYourself)


class Person(Base):
    """Somebody who signs in. ``session_epoch`` ends all sessions when it grows.

    ``first_password_until``: the password was given by somebody else; it opens only the way to a
    new one, and from that moment on nothing at all.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    post_uk: Mapped[str] = mapped_column(String(160), default="")
    certificate_no: Mapped[str] = mapped_column(String(40), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    first_password_until: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_last_step: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(2), default="uk")
    theme: Mapped[str] = mapped_column(String(8), default="device")
    session_epoch: Mapped[int] = mapped_column(default=0)
    disabled_at: Mapped[datetime | None]
    demo: Mapped[bool] = mapped_column(default=False)

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="person", order_by="Membership.id"
    )


class Membership(Base):
    """A role and its place: a business, one facility, a community, or (all blank) the oblast."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(
            "role IN ('operator','porter','inspector','chief','officer','agency','admin')",
            name="role",
        ),
        Index("ix_membership_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(12))
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))
    community_katottg: Mapped[str | None] = mapped_column(ForeignKey("community.katottg"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships")


class SignInAttempt(Base):
    """A try to sign in; counting these slows guessing down without locking anybody out."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_login", "login", "at"),
        Index("ix_sign_in_attempt_address", "address", "at"),
        Index("ix_sign_in_attempt_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime]
    second_factor: Mapped[bool] = mapped_column(default=False)
    succeeded: Mapped[bool] = mapped_column(default=False)


class SignInSession(Base):
    """A browser that is signed in; its cookie holds the key, this table only the key's hash.

    ``browser`` and ``device`` are codes of ``rules.devices``; ``seen_at`` is precise to minutes.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = (
        Index("ix_sign_in_session_person_id", "person_id"),
        Index("ix_sign_in_session_ends_at", "ends_at"),
    )

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    epoch: Mapped[int]
    in_field: Mapped[bool] = mapped_column(default=False)
    browser: Mapped[str] = mapped_column(String(8), default="other")
    device: Mapped[str] = mapped_column(String(8), default="other")
    seen_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Approval(Base):
    """A deed that takes two: who asked, for what, and what a second person said to it.

    ``asked_seq`` is the log's entry of the question; ``facts`` hold all that the deed needs,
    ``subject`` is what the log calls the thing, and ``about_id`` the person whom it serves: neither
    who asked nor that person confirms it.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('confirmed', 'declined', 'withdrawn')", name="outcome"
        ),
        CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL)",
            name="decided",
        ),
        CheckConstraint(
            "outcome IS NULL OR outcome != 'confirmed' OR decided_by != asked_by",
            name="second_person",
        ),
        CheckConstraint(
            "outcome IS NULL OR outcome != 'confirmed' OR about_id IS NULL"
            " OR decided_by != about_id",
            name="not_for_oneself",
        ),
        Index("ix_approval_open", "outcome", "expires_at"),
        Index("ix_approval_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(80))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    community_katottg: Mapped[str | None] = mapped_column(ForeignKey("community.katottg"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(300), default="")
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_seq: Mapped[int | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
