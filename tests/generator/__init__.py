"""Synthetic disclosures: random but consistent budgets, rendered as full or flattened text, with the truth about every number.

``budget`` makes the money, ``forms`` lays it out in tables, ``prose`` tells it in sentences, ``flatten`` prints both onto lines
and records where each number landed. ``disclosure.generate`` is the way in.
"""
