"""What the program is measured with; each module says how it is run."""
