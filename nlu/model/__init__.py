"""What is learned: features, classifiers, spans, and when they are sure."""
