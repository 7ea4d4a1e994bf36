"""`python -m occupancy.worker`: the worker alone, without the rest of the command line."""

from occupancy.worker.cli import worker

if __name__ == "__main__":
    worker()
