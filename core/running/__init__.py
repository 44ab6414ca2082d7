"""The working house: services, tasks, the sweep and logs."""
