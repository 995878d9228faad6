"""Solved forum posts: a member's answer is offered to those who teach, to be kept."""
