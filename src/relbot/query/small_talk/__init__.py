"""Messages that ask nothing of the sources: greetings, thanks, "what can you do"; told by whole phrases."""
