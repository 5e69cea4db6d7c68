"""Tables that a file gives as cells (Word, spreadsheets, web pages), read by the stages behind the grid of the PDF reader.

cells     cells as the format gives them -> grids with text, blank rows and columns left out
flow      lines and grids in reading order -> lines, raw tables, tables
"""
