"""Which reply a question gets."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.reply import ends, level
from assistant.reply.scene import Scene


def respond(scene: Scene) -> Answer:
    """The first reply that fits the question."""
    if scene.targets.absent and not scene.found:
        return ends.absent(scene)
    return level.reply(scene) or ends.clarify(scene, "请问要查哪个项目？例如：")
