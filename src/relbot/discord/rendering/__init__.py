"""What the bot posts: layouts of answers and notices, buttons, truncation, escaping."""
