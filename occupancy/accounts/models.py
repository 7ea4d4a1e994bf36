"""Accounts; the log names people by number only, this table is the erasable side."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from occupancy.accounts.rules import LoginTaken
from occupancy.constraints import means
from occupancy.database import Base

means("uq_person_login", LoginTaken)


class Person(Base):
    """Somebody who signs in. ``session_epoch`` ends all sessions when it grows."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    post_uk: Mapped[str] = mapped_column(String(160), default="")
    certificate_no: Mapped[str] = mapped_column(String(40), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
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
    """A browser that is signed in; its cookie holds the key, this table only the key's hash."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        Index("ix_sign_in_session_person_id", "person_id"),
        Index("ix_sign_in_session_ends_at", "ends_at"),
    )

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    epoch: Mapped[int]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
