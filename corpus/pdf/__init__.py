"""Reading a PDF with a text layer by geometry.

Each stage can be looked at on its own, in the order of the data:

    page      glyphs and ruling lines of one page, turned upright
    words     glyphs -> lines of text
    rulings   path segments -> merged horizontal and vertical rulings
    grid      rulings -> cells (merged cells resolved by the walls that are missing)
    alignment pages without rulings -> the same grids, from columns of numbers
    fill      glyphs -> the text of each cell
    caption   lines above or in a grid -> title, number, unit
    header    rows of a grid -> header chains, roles of columns, side-by-side panels
    raw       all of it -> RawTable, tables over several pages joined
    convert   RawTable -> corpus.document.Table
"""
