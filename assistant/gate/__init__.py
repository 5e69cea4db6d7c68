"""Who asks, what they may do and see, and what is kept of it.

The server puts a ``Door`` before everything it serves. Behind it, ``user_of(request)`` is the one who asks.
"""

from assistant.gate.user import LOCAL, Role, User, user_of

__all__ = ["LOCAL", "Role", "User", "user_of"]
