"""What is measured: speed, memory, growth and accuracy. `make bench` writes RESULTS.md."""
