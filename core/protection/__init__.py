"""What guards people's data and this machine: encryption, scrubbed words, cleaned photos, safe requests."""
