"""The terminal front end: the chat loop, answers and tables as coloured text, progress, exit codes."""
