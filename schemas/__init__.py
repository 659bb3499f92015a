"""What things are: what was printed, what a number claims, what a finding says. Imports nothing of ours."""
