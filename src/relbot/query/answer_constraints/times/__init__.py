"""Constraints on the time of an answer: days, weekdays, seasons and the dates of headings and neighbours."""
