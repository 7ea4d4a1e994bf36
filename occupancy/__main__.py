"""`python -m occupancy …` is the same command line as `occupancy …`."""

from occupancy.cli import main

if __name__ == "__main__":
    main()
