"""Solved forum posts: offering a member's answer to those who teach, who may keep it."""
