"""What a message about the last answer itself is answered with: it again, a part of it, what follows it."""
