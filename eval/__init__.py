"""How good the assistant is: question sets, grading, reports. Import names from here with ``from``: the package shares a builtin's name."""
