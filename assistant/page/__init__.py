"""The page: how an answer and its printed source are shown to a person in a browser.

    texts.py    what the page says, in Chinese and English (texts.toml)
    markup.py   HTML that is escaped by construction
    markdown.py the few Markdown forms of an answer's text, as HTML
    answers.py  one turn of the talk: question, figure, text, findings, evidence, chips
    sources.py  the cited lines among their neighbours, the quoted ones marked
    shell.py    title bar, welcome, list of documents, what to do when there is no index
    session.py  what one browser session remembers
    desk.py     the assistant of a store, opened when first needed
    web.py      assets, security headers and the port of the web server
    *.js, *.css behaviour and look in the browser

No Gradio here: app.py wires this to it. Most of it is plain functions from values to HTML, tested without a browser.
"""
