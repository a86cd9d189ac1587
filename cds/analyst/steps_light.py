"""Steps about light therapy: orders of it, running ones, and what they say of device, site and light."""
