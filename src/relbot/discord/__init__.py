"""The Discord bot: ask in a server, get a cited answer.

- `connection/`: the gateway, its events, the lifecycle of the process
- `commands/`: slash commands, mentions, button clicks, rebuilding the index
- `messages/`: messages that are answered unasked, or edited
- `dispatch/`: from a request to its reply: whose turn it is, conversations, how it reaches Discord
- `engine_queue/`: the engine behind a bounded queue, in threads of its own
- `rendering/`: what the bot posts: layouts, buttons, truncation, escaping
- `adding/`: `/add`: a document is brought, looked at, and goes live
- `teaching/`: `/gaps`, `/teach`, `/taught`, `/forget-me`
- `keeping/`: the answers of solved forum posts are offered to those who teach
- `monitoring/`: `/healthz` and `/metrics`
"""
