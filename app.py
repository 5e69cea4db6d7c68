"""The page: Gradio wiring. What is shown is made in assistant.page, and assistant.server serves it; this file only connects them.

Started by ``mingzhang serve`` or ``python app.py --store var --host 127.0.0.1 --port 7860``.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant import api
from assistant.cli import cli as command
from assistant.gate import user_of
from assistant.gate.application import keep_door
from assistant.gate.gate import Gate, noted
from assistant.page import embed, sent, web
from assistant.page.changes import change_routes
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from assistant.page.narrow import changed, preset
from assistant.page.routes import original_routes
from assistant.page.session import Session
from assistant.page.tabs import tab_routes
from assistant.page.talk import talk_file
from assistant.page.texts import texts
from assistant.server import run
from assistant.within import Within
from corpus.errors import MingzhangError

SESSION_SECONDS = 4 * 3600
"""A talk that was not touched for so long is forgotten by the server."""
QUESTIONS_AT_ONCE = 16
"""Questions answered at the same time; Gradio's default of 1 lets one user block all others."""
FONTS = ("-apple-system", "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
MONO = ("ui-monospace", "Cascadia Mono", "Consolas", "Noto Sans Mono CJK SC", "monospace")
"""Fonts that are on the machine; Gradio's own themes would ask another host for theirs."""

SETTINGS = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
}
"""Gradio sends nothing home, and does not summarise all earlier events with pandas after each one, as it does by default."""

OPEN = Gate()
"""Nobody is identified and nothing kept: for tests of other things."""

Parts = tuple[Any, ...]
"""New values for parts of the page, in the order an event names them."""


def page(desk: Desk) -> gr.Blocks:
    """The page for a desk, whose assistant may still have to be opened; ``web_app`` serves it."""
    os.environ.update(SETTINGS)
    words = texts(None)
    blocks: gr.Blocks = gr.Blocks(title=words.say("title"), analytics_enabled=False, fill_height=True, fill_width=True)
    with blocks:
        state = gr.State(None, time_to_live=SESSION_SECONDS)
        bar = _panel("mz-bar", "bar.js")
        _panel("mz-view", "view.js")
        with gr.Row(elem_id="mz-body"):
            with gr.Column(elem_id="mz-talk"):
                log = _panel("mz-log", "log.js")
                narrow = _panel("mz-narrow", "narrow.js")
                with gr.Row(elem_id="mz-composer"):
                    box = gr.Textbox(
                        placeholder=words.say("placeholder"), label=words.say("ask_label"), show_label=False, container=False,
                        lines=1, max_lines=6, elem_id="mz-box", scale=1,
                    )  # fmt: skip
                    send = gr.Button(words.say("ask"), variant="primary", elem_id="mz-send", scale=0)
            side = _panel("mz-side", "source.js")
        past = _panel("mz-past", "past.js")
        out = _panel("mz-out", "out.js")
        parts = _Parts(state, bar, log, narrow, box, send, side, past, out)
        _connect(blocks, _Events(desk), parts)
        _connect_more(_Events(desk), parts)
    blocks.queue(default_concurrency_limit=QUESTIONS_AT_ONCE, max_size=256)
    return blocks


def _panel(name: str, script: str) -> gr.HTML:
    return gr.HTML("", elem_id=name, js_on_load=web.asset(script), apply_default_css=False, padding=False)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the page that events read and write."""

    state: gr.State
    bar: gr.HTML
    log: gr.HTML
    narrow: gr.HTML
    box: gr.Textbox
    send: gr.Button
    side: gr.HTML
    past: gr.HTML
    out: gr.HTML

    @property
    def told(self) -> list[Any]:
        """What changes with a question."""
        return [self.state, self.log, self.narrow, self.box, self.side]

    @property
    def whole(self) -> list[Any]:
        """What changes with another talk or another language."""
        return [self.state, self.bar, self.log, self.narrow, self.box, self.send, self.side, self.past]


class _Events:
    """What happens when somebody does something. The session comes from the browser's own state and goes back into it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def mine(self, session: Session | None, request: gr.Request) -> Session:
        """The session if it is that of the one who asks; a new one otherwise, so that a foreign state shows nothing."""
        user = user_of(request)
        if session is None or session.user.name != user.name:
            return Session(session.language if session else texts(None).language, user)
        session.user = user
        return session

    def ask(self, question: str | None, session: Session | None, request: gr.Request) -> Iterator[Parts]:
        """State, talk, filters, question box, source: once with the question alone, once with its answer."""
        session = self.mine(session, request)
        if not (question or "").strip():
            yield session, gr.skip(), gr.skip(), "", gr.skip()
            return
        yield from self._asked(session, str(question).strip(), request)

    def _asked(
        self, session: Session, question: str, request: gr.Request, *, narrow: object = None, box: object = ""
    ) -> Iterator[Parts]:
        noted(request, "ask", question=question)
        self.desk.begin(session, question)
        yield session, self.desk.log(session), narrow or gr.skip(), box, gr.skip()
        self.desk.answer(session)
        yield session, self.desk.log(session), gr.skip(), gr.skip(), self.desk.first_source(session)

    def keep(self, session: Session | None, request: gr.Request) -> Session:
        """Write down what was answered; where that fails the talk goes on and the server's log says why."""
        session = self.mine(session, request)
        try:
            self.desk.memory.keep(session)
        except (MingzhangError, OSError) as error:
            sys.stderr.write(f"对话没有存下：{error}\n")
        return session

    def suggest(self, session: Session | None, event: gr.EventData, request: gr.Request) -> Iterator[Parts]:
        """Ask the question of a chip, without the filters where it says so; parts as ``ask``."""
        session, question, narrow = self.mine(session, request), sent.text(event, "question").strip(), None
        if sent.flag(event, "wide"):
            session.within = Within()
            narrow = self.desk.narrow(session)
        if question:
            yield from self._asked(session, question, request, narrow=narrow, box=gr.skip())

    def again(self, session: Session | None, event: gr.EventData, request: gr.Request) -> Iterator[Parts]:
        """Ask the last question again, in the place of its answer; parts as ``ask``."""
        session = self.mine(session, request)
        last = session.turns[-1] if session.turns else None
        taken = session.take_back() if last and last.number == sent.number(event, "turn") else None
        if taken:
            yield from self._asked(session, taken.question, request, box=gr.skip())

    def fail(self, session: Session | None, request: gr.Request) -> Parts:
        """State and talk after an answer broke off; the server's log has the reason."""
        session = self.mine(session, request)
        self.desk.fail(session)
        return session, self.desk.log(session)

    def stop(self, session: Session | None, request: gr.Request) -> Parts:
        """State and talk after the open question was given up."""
        session = self.mine(session, request)
        self.desk.stop(session)
        return session, self.desk.log(session)

    def rate(self, session: Session | None, event: gr.EventData, request: gr.Request) -> Session:
        """Keep what somebody thinks of an answer; where it cannot be kept the talk goes on and the server's log says why."""
        session = self.mine(session, request)
        try:
            self.desk.rate(session, sent.number(event, "turn"), sent.text(event, "rating"), sent.text(event, "reason"))
            noted(request, "rate", rating=sent.text(event, "rating")[:20])
        except (MingzhangError, OSError) as error:
            sys.stderr.write(f"评价没有存下：{error}\n")
        return session

    def save(self, session: Session | None, event: gr.EventData, request: gr.Request) -> Parts:
        """State, and the talk, or one turn of it, as a file."""
        session = self.mine(session, request)
        noted(request, "export", what="conversation", form=sent.text(event, "form"))
        return session, talk_file(session, sent.text(event, "form"), texts(session.language), sent.number(event, "turn"))

    def cite(self, session: Session | None, event: gr.EventData, request: gr.Request) -> str:
        """The source panel for the mark that was clicked."""
        return self.desk.source(self.mine(session, request), sent.number(event, "turn"), sent.number(event, "citation"))

    def narrow(self, session: Session | None, event: gr.EventData, request: gr.Request) -> Parts:
        """State, filters, and the welcome with other examples, after a filter was set or taken off; all of them without a part."""
        session, part = self.mine(session, request), sent.text(event, "part")
        choice, on = sent.text(event, "choice"), sent.flag(event, "on")
        session.within = changed(session.within, part, choice, on) if part else Within()
        return session, self.desk.narrow(session), gr.skip() if session.turns else self.desk.log(session)

    def past(self, session: Session | None, request: gr.Request) -> str:
        """The drawer of earlier talks."""
        return self.desk.memory.past(self.mine(session, request))

    def reopen(self, session: Session | None, event: gr.EventData, request: gr.Request) -> Parts:
        """The whole page with an earlier talk; the drawer says so where there is no such talk."""
        session = self.mine(session, request)
        opened = self._opened(session, sent.text(event, "talk"))
        if opened is None:
            gone = texts(session.language).say("past_gone")
            return session, *[gr.skip()] * 6, self.desk.memory.past(session, (gone, ""))
        return self.whole(opened)

    def _opened(self, session: Session, talk: str) -> Session | None:
        try:
            return self.desk.memory.reopen(session, talk) if talk else None
        except MingzhangError as error:
            sys.stderr.write(f"对话打不开：{error}\n")
            return None

    def alter(self, session: Session | None, event: gr.EventData, request: gr.Request) -> Parts:
        """The whole page after a kept talk was renamed, deleted or brought back; only the drawer changes unless its talk is on the page."""
        session, talk, action = self.mine(session, request), sent.text(event, "talk"), sent.text(event, "action")
        undo = self.desk.memory.alter(session, action, talk, sent.text(event, "title"), sent.text(event, "batch"))
        if undo and undo[1] and (action == "delete_all" or talk == session.talk):
            return *self.whole(Session(session.language, session.user))[:-1], self.desk.memory.past(session, undo)
        return session, *[gr.skip()] * 6, self.desk.memory.past(session, undo)

    def fresh(self, session: Session | None, request: gr.Request) -> Parts:
        """The whole page with an empty talk."""
        session = self.mine(session, request)
        return self.whole(Session(session.language, session.user))

    def language(self, session: Session | None, request: gr.Request) -> Parts:
        """The whole page in the other language."""
        session = self.mine(session, request)
        session.language = texts(session.language).say("language_code")
        return self.whole(session)

    def arrive(self, request: gr.Request) -> Parts:
        """The whole page for a new visitor; ``?lang=en`` opens it in English, ``?talk=`` with one of the visitor's own talks."""
        asked = request.query_params
        session = Session(texts(asked.get("lang")).language, user_of(request))
        session.within = preset(asked)
        return self.whole(self._opened(session, asked.get("talk") or "") or session)

    def whole(self, session: Session) -> Parts:
        """State, bar, talk, filters, question box, button, source, drawer."""
        words = texts(session.language)
        box = gr.update(placeholder=words.say("placeholder"), label=words.say("ask_label"))
        send, desk = gr.update(value=words.say("ask")), self.desk
        return session, desk.bar(session), desk.log(session), desk.narrow(session), box, send, desk.first_source(session), ""


_OPTIONS: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def _connect_more(on: _Events, parts: _Parts) -> None:
    state, log, past = parts.state, parts.log, parts.past
    log.rate(on.rate, [state], [state], **_OPTIONS)
    log.save(on.save, [state], [state, parts.out], **_OPTIONS)
    parts.narrow.narrow(on.narrow, [state], [state, parts.narrow, log], trigger_mode="multiple", **_OPTIONS)
    parts.bar.past(on.past, [state], [past], **_OPTIONS)
    past.reopen(on.reopen, [state], parts.whole, **_OPTIONS)
    past.alter(on.alter, [state], parts.whole, **_OPTIONS)


def _connect(blocks: gr.Blocks, on: _Events, parts: _Parts) -> None:
    state, bar, log, box = parts.state, parts.bar, parts.log, parts.box
    questions = (
        box.submit(on.ask, [box, state], parts.told, **_OPTIONS),
        parts.send.click(on.ask, [box, state], parts.told, **_OPTIONS),
        log.suggest(on.suggest, [state], parts.told, **_OPTIONS),
        log.again(on.again, [state], parts.told, **_OPTIONS),
    )
    for asked in questions:
        asked.failure(on.fail, [state], [state, log], **_OPTIONS)
        # Apart from the answer, so that the next question need not wait for the disk.
        asked.success(on.keep, [state], [state], trigger_mode="multiple", **_OPTIONS)
    log.stop(on.stop, [state], [state, log], cancels=list(questions), **_OPTIONS)
    # A second mark clicked while the first is still opening must not be lost. Gradio's "always_last" would ask for the first again.
    log.cite(on.cite, [state], [parts.side], trigger_mode="multiple", **_OPTIONS)
    bar.fresh(on.fresh, [state], parts.whole, **_OPTIONS)
    bar.language(on.language, [state], parts.whole, **_OPTIONS)
    blocks.load(on.arrive, None, parts.whole, **_OPTIONS)


def web_app(blocks: gr.Blocks, desk: Desk, intake: Intake | None = None, gate: Gate = OPEN) -> FastAPI:
    """The page as a web application, with style, scripts and the headers that keep the browser at home.

    Files can be taken in where there is an ``intake``. Nothing is reached but through the ``gate``.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(embed.Embedded)
    keep_door(app, gate)
    app.include_router(embed.embed_routes())
    app.include_router(original_routes(desk))
    app.include_router(tab_routes(desk))
    app.include_router(change_routes(desk, intake))
    api.connect(app, desk, intake)
    theme = gr.themes.Base(font=FONTS, font_mono=MONO, primary_hue="emerald", neutral_hue="stone")
    scripts = "".join(f"<script>{web.asset(name)}</script>" for name in ("stream.js", "page.js"))
    head = f"<style>{web.asset('page.css')}</style>{scripts}{embed.head(gate.settings.frames)}"
    gr.mount_gradio_app(
        app, blocks, path="/", footer_links=[], run_history=False, allowed_paths=[], show_error=False, max_file_size="1mb",
        ssr_mode=False, pwa=False, mcp_server=False, enable_monitoring=False, theme=theme, head=head,
        root_path=gate.settings.root_path or None,
    )  # fmt: skip
    return app


def serve(store: Path | str, host: str = "127.0.0.1", port: int = 7860, **options: Any) -> None:
    """Serve the page and the API over the index in ``store`` until interrupted; ``options`` and errors as ``assistant.server.run``."""
    run(lambda desk, intake, gate: web_app(page(desk), desk, intake, gate), Path(store), host, port, **options)


if __name__ == "__main__":
    command(["serve", *sys.argv[1:]], prog_name="mingzhang")
