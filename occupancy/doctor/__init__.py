"""`occupancy doctor`: is everything here that a server of real people needs."""
