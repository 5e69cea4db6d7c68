"""The page: how an answer and its printed source are shown to a person in a browser.

    texts.py    what the page says, in Chinese and English (texts.toml)
    markup.py   HTML that is escaped by construction
    markdown.py the few Markdown forms of an answer's text, as HTML
    answers.py  one turn of the talk: question, figure, text, findings, evidence, chips
    chart.py    comparisons side by side, a bar to each number, a line over the years (charts.js and Chart.js in library/)
    sources.py  the cited lines among their neighbours, the quoted ones marked
    sheet.py    a printed page with its row marked and its number boxed; paper.py draws it, printed.py and words.py find the boxes
    data.py     the 数据 tab; browse.py asks the ledger for it
    picked.py   picked figures beside each other; compare.py computes, alike.py finds the same thing in other years and departments
    export.py   tables as workbook, CSV or Markdown; files.py gives them out
    checked.py  the 核验 tab: findings by document
    documents.py the 文档 tab, intake.py takes files in, builder.py reads them in a process of its own
    feedback.py what people think of answers; talk.py the talk as a file
    shell.py    title bar, welcome, list of documents, what to do when there is no index
    session.py  what one browser session remembers
    desk.py     the assistant of a store, opened when first needed
    routes.py, tabs.py, changes.py  what the browser fetches besides the talk: pages and originals, tabs, changes
    web.py      assets, security headers and the port of the web server
    *.js, *.css behaviour and look in the browser; views.* and intake.js come when a tab is first opened

No Gradio here: app.py wires this to it. Most of it is plain functions from values to HTML, tested without a browser.
"""
