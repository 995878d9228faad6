"""The embedding model: found and verified, exported, run, and its vectors pooled."""
