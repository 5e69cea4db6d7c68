"""A language model, where one is set: it may choose what to look up and phrase an answer, and never supplies a number.

Off unless MINGZHANG_MODEL is set, and then imported for the first time. Whatever the model says is checked against the evidence by
``assistant.model.check``; what does not hold, comes late or fails leaves the answer of the rules as it was.
"""

from assistant.model.advice import counts, improve

__all__ = ["counts", "improve"]
