"""Evaluation: questions with known answers, asked and judged, and their scores and calibration."""
