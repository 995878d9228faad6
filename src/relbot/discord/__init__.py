"""The Discord bot: ask in a server, get a cited answer.

- `connection/`: the gateway, its events, the lifecycle of the process
- `commands/`: slash commands, mentions, button clicks, rebuilding the index
- `messages/`: answering messages, asked or unasked, and following their edits and deletions
- `dispatch/`: from a request to its reply: whose turn it is, conversations, delivery to Discord
- `engine_queue/`: the engine behind a bounded queue, in its own threads
- `rendering/`: what the bot posts: layouts, buttons, truncation, escaping
- `adding/`: `/add`: a document is uploaded, previewed, and goes live
- `teaching/`: `/gaps`, `/teach`, `/taught`, `/forget-me`
- `keeping/`: offering the answers of solved forum posts to those who teach
- `monitoring/`: `/healthz` and `/metrics`
"""
