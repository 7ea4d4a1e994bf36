"""Who is who: communities, council decisions, operators, facilities and what they can hold."""
