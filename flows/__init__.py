"""The runs: Prefect flows, the command line, and what a run leaves behind."""
