"""What is learned: features, classifiers, spans, and the thresholds of confidence."""
