"""The paper that an inspector leaves behind: number, snapshot, print."""
