"""Styles, tables, sections and fields of the Word template: the pieces that `make_word_template.py` puts together."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

GREEN, GREY, AMBER = RGBColor(0x17, 0x5C, 0x5C), RGBColor(0x56, 0x61, 0x6F), RGBColor(0x8A, 0x4B, 0x00)
PALE, LINE = "E8F1F0", "C9D4D2"
LATIN, CHINESE = "Arial", "Microsoft YaHei"
MONTHS = 12
EMU_PER_TWIP = 635
PORTRAIT, LANDSCAPE = (210, 297, 22, 24), (297, 210, 10, 18)  # width, height, side margin, top and bottom margin in mm


def paragraph_style(document, name, size, *, bold=False, colour=None, before=0, after=4, base="Normal", align=None):
    """Makes or changes a paragraph style."""
    styles = document.styles
    style = styles[name] if name in [one.name for one in styles] else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name != "Normal":
        style.base_style = styles[base]
    _font(style, size, bold=bold, colour=colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if align is not None:
        style.paragraph_format.alignment = align
    return style


def _font(style, size, *, bold=False, colour=None):
    font = style.font
    font.name, font.bold, font.italic = LATIN, bold, False
    if size:
        font.size = Pt(size)
    if colour is not None:
        font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), CHINESE)


def make_styles(document):
    """All styles of the report."""
    paragraph_style(document, "Normal", 10.5, after=6)
    paragraph_style(document, "Title", 26, bold=True, colour=GREEN, before=150, after=10)
    borders = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        document.styles["Title"].element.pPr.remove(borders)
    paragraph_style(document, "Heading 1", 16, bold=True, colour=GREEN, before=6, after=10)
    paragraph_style(document, "Heading 2", 12, bold=True, colour=GREEN, before=12, after=6)
    paragraph_style(document, "Heading 3", 10.5, bold=True, colour=GREEN, before=8, after=4)
    paragraph_style(document, "Contents heading", 16, bold=True, colour=GREEN, after=10)
    paragraph_style(document, "toc 1", 11, bold=True, before=6, after=2)
    paragraph_style(document, "toc 2", 10.5, after=2).paragraph_format.left_indent = Mm(6)
    paragraph_style(document, "Small", 8.5, colour=GREY, after=4)
    paragraph_style(document, "Legend", 8, colour=GREY, after=4).paragraph_format.keep_with_next = True
    paragraph_style(document, "Notice", 10.5, colour=AMBER, before=8, after=4)
    paragraph_style(document, "Cell", 9, after=0)
    paragraph_style(document, "Cell head", 9, bold=True, colour=RGBColor(0xFF, 0xFF, 0xFF), after=0)
    paragraph_style(document, "Cell group", 7, bold=True, colour=GREEN, after=0)
    paragraph_style(document, "Cell small", 6.5, after=0)
    paragraph_style(
        document,
        "Cell small head",
        6.5,
        bold=True,
        colour=RGBColor(0xFF, 0xFF, 0xFF),
        after=0,
        align=WD_ALIGN_PARAGRAPH.CENTER,
    )
    paragraph_style(document, "Figure", 6.5, after=0, align=WD_ALIGN_PARAGRAPH.RIGHT)
    paragraph_style(document, "Figure large", 9, after=0, align=WD_ALIGN_PARAGRAPH.RIGHT)
    for name, colour in (
        ("Reported", None),
        ("Derived", None),
        ("Default", GREY),
        ("Estimated", AMBER),
        ("Not filled", GREY),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        _font(style, None, bold=name == "Derived", colour=colour)
        style.font.italic = name == "Default"


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def shade(cell, colour):
    """Fills a cell."""
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(element)


def new_table(document, widths, side_margin=1.2):
    """A bordered table of fixed widths (mm), without rows."""
    table = document.add_table(rows=0, cols=len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, millimetres in (("top", 0.8), ("left", side_margin), ("bottom", 0.8), ("right", side_margin)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(int(Mm(millimetres) / EMU_PER_TWIP)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def add_row(table, texts, styles, widths, *, fills=(), head=False):
    """A row of text; `fills` colours cells, `head` repeats it on every page."""
    row = table.add_row()
    flags = row._tr.get_or_add_trPr()
    flags.append(OxmlElement("w:cantSplit"))
    if head:
        flags.append(OxmlElement("w:tblHeader"))
    for number, cell in enumerate(row.cells):
        cell.width = Mm(widths[number])
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        cell.paragraphs[0].style = styles[number] if isinstance(styles, list | tuple) else styles
        cell.paragraphs[0].add_run(texts[number])
        if number < len(fills) and fills[number]:
            shade(cell, fills[number])
    return row


def tag_row(table, tag):
    """A row that holds a row tag and disappears."""
    table.add_row().cells[0].paragraphs[0].add_run(tag)


def whole_row(table, text, style, fill):
    """A row whose cells are one."""
    row = table.add_row()
    cell = row.cells[0].merge(row.cells[-1])
    cell.paragraphs[0].style = style
    cell.paragraphs[0].add_run(text)
    shade(cell, fill)


def heads(count):
    """The colour of a head row."""
    return [str(GREEN)] * count


def tag(document, text):
    """A paragraph that holds a paragraph tag and disappears."""
    document.add_paragraph(text)


def data_table(document, *, months, meter):
    """One of the four shapes of a data table."""
    figures = MONTHS + 1 if months else 1
    if months:
        numbers = [13.8] * MONTHS + [17]
        widths = [30, 12, *numbers, 13, *([8.5] if meter else []), *([15.5, 15.4] if meter else [20, 19.4])]
    else:
        widths = [62, 24, 34, 36, *([22] if meter else []), *([50, 49] if meter else [60, 61])]
    size = "small " if months else ""
    head = f"Cell {size}head"
    cell = "Cell small" if months else "Cell"
    figure = "Figure" if months else "Figure large"
    table = new_table(document, widths, 0.4 if months else 1.2)
    texts = [
        "{{ t.headings.item }}",
        "{{ t.headings.unit }}",
        *(f"{{{{ t.periods[{n}] }}}}" for n in range(figures)),
        "{{ t.headings.way }}",
    ]
    texts += [*(["{{ t.headings.meter }}"] if meter else []), "{{ t.headings.source }}", "{{ t.headings.files }}"]
    add_row(table, texts, head, widths, fills=heads(len(widths)), head=True)
    tag_row(table, "{%tr for g in t.groups %}")
    tag_row(table, "{%tr if g.place %}")
    whole_row(table, "{{ g.place }}", "Cell group", PALE)
    tag_row(table, "{%tr endif %}")
    tag_row(table, "{%tr for r in g.rows %}")
    texts = [
        "{{r r.name }}",
        "{{ r.unit }}",
        *(f"{{{{r r.figures[{n}].rich }}}}" for n in range(figures)),
        "{{ r.way }}",
    ]
    texts += [*(["{{ r.meter }}"] if meter else []), "{{ r.source }}", "{{ r.evidence }}"]
    styles = [cell, cell, *([figure] * figures), *([cell] * (len(widths) - figures - 2))]
    add_row(table, texts, styles, widths)
    tag_row(table, "{%tr endfor %}")
    tag_row(table, "{%tr endfor %}")


def plain_table(document, rows, headings, texts, widths, *, right=()):
    """A table whose rows come from a list of tuples."""
    table = new_table(document, widths)
    add_row(table, headings, "Cell head", widths, fills=heads(len(widths)), head=True)
    tag_row(table, f"{{%tr for row in {rows} %}}")
    styles = ["Figure large" if number in right else "Cell" for number in range(len(widths))]
    add_row(table, texts, styles, widths)
    tag_row(table, "{%tr endfor %}")


# ── parts of the report ──────────────────────────────────────────────────────────────────────────


def section_end(document, shape):
    """Ends the running section with this shape of page."""
    paragraph = document.add_paragraph(style="Small")
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph._p.get_or_add_pPr().append(section_properties(shape))


def section_properties(shape):
    """Page size and margins; headers and footers follow those of the first section."""
    width, height, side, top = shape
    properties = OxmlElement("w:sectPr")
    size = OxmlElement("w:pgSz")
    size.set(qn("w:w"), str(int(Mm(width) / EMU_PER_TWIP)))
    size.set(qn("w:h"), str(int(Mm(height) / EMU_PER_TWIP)))
    if width > height:
        size.set(qn("w:orient"), "landscape")
    margins = OxmlElement("w:pgMar")
    for name, millimetres in (
        ("top", top),
        ("right", side),
        ("bottom", top),
        ("left", side),
        ("header", 9),
        ("footer", 9),
        ("gutter", 0),
    ):
        margins.set(qn(f"w:{name}"), str(int(Mm(millimetres) / EMU_PER_TWIP)))
    properties.append(size)
    properties.append(margins)
    return properties


def field(paragraph, instruction):
    """A field such as PAGE."""
    for kind, text in (("begin", None), (None, instruction), ("separate", None), (None, "1"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText" if text == instruction else "w:t")
            element.text = text
        run._r.append(element)


def header_and_footer(document):
    """Running header and page numbers, not on the cover."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.style = document.styles["Small"]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header.add_run("{{ c.entity }}　　{{ c.title }} · {{ c.year }}")
    header.add_run("{% if c.mark %}　　{{ c.mark }}{% endif %}").bold = True
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Small"]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("{{ page[0] }}")
    field(footer, "PAGE")
    footer.add_run("{{ page[1] }}")
    field(footer, "NUMPAGES")
    footer.add_run("{{ page[2] }}")
