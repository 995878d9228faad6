"""The section that is told as a whole where a question asks for several things, whatever words it asks in."""
