"""Prose of a disclosure: paragraphs, the numbers in them, and what each number measures."""
