"""People, what they may do and where: sign-in, second factor, memberships."""
