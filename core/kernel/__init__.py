"""Words that everybody uses: messages, states, actors, errors, ports, the clock. Imports nothing of ours."""
