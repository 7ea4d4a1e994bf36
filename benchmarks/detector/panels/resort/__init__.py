"""A third hand's coast, mountains and towns: reservations, a front desk, owners with a ledger.

Written by an author who had read neither the detector nor the other panels. Nights arise here from
reservations that ask a front desk for rooms of two kinds and are turned away when it is full;
what the desk admits is the truth, and owners leave bookings or numbers out of it.
"""
