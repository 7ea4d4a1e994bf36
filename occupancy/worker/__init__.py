"""`occupancy worker`: what is done without anybody asking."""
