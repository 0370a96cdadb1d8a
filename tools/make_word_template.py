"""Makes the Word template of the report: `python tools/make_word_template.py src/tanheng/documents/word/report.docx`.

The result is an ordinary document with docxtpl tags that a clerk may restyle in Word; this script exists so that the
template can be made anew from nothing. Styles carry all looks: change them in Word and every report follows.
"""

import sys
from copy import deepcopy
from datetime import datetime

from docx import Document
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
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Small"]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("{{ page[0] }}")
    field(footer, "PAGE")
    footer.add_run("{{ page[1] }}")
    field(footer, "NUMPAGES")
    footer.add_run("{{ page[2] }}")


def cover(document):
    """Title and the facts that stand on the cover."""
    document.add_paragraph("{{ c.pack_title }}", style="Small")
    document.add_paragraph("{{ c.title }}", style="Title")
    document.add_paragraph("{{ c.year }}").runs[0].font.size = Pt(15)
    tag(document, "{%p if c.notice %}")
    document.add_paragraph("{{ c.notice }}", style="Notice")
    tag(document, "{%p endif %}")
    space = document.add_paragraph()
    space.paragraph_format.space_before = Pt(120)
    widths = [52, 114]
    table = new_table(document, widths, 2)
    for label, text in (
        ("entity", "{{ c.entity }}　　{{ w.stamp }}"),
        ("code", "{{ c.code }}"),
        ("year", "{{ c.year }}"),
        ("date", "{{ c.date }}"),
    ):
        add_row(table, [f"{{{{ w.{label} }}}}", text], "Normal", widths, fills=[PALE])
    document.add_page_break()


def contents(document):
    """A table of contents that is complete without updating; Word adds page numbers on F9."""
    document.add_paragraph("{{ w.contents }}", style="Contents heading")
    opening = document.add_paragraph()
    for kind in ("begin", "instr", "separate"):
        run = opening.add_run()
        element = OxmlElement("w:instrText" if kind == "instr" else "w:fldChar")
        if kind == "instr":
            element.text = 'TOC \\o "1-2" \\h'
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    tag(document, "{%p for line in contents %}")
    tag(document, "{%p if line[0] == 1 %}")
    document.add_paragraph("{{ line[1] }}", style="toc 1")
    tag(document, "{%p else %}")
    document.add_paragraph("{{ line[1] }}", style="toc 2")
    tag(document, "{%p endif %}")
    tag(document, "{%p endfor %}")
    closing = document.add_paragraph().add_run()
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    closing._r.append(end)
    document.add_page_break()


def declaration(document):
    """The guide used, the list of tables, the declaration with room for signature and stamp."""
    document.add_paragraph("{{ w.declaration }}", style="Heading 1")
    document.add_paragraph("{{ c.guide_sentence }}")
    document.add_paragraph("{{ w.list_of_tables }}", style="Heading 3")
    tag(document, "{%p for t in c.tables %}")
    document.add_paragraph("{{ t.title }}", style="List Bullet")
    tag(document, "{%p endfor %}")
    tag(document, "{%p if c.numbering_note %}")
    document.add_paragraph("{{ c.numbering_note }}", style="Small")
    tag(document, "{%p endif %}")
    tag(document, "{%p if c.letter %}")
    document.add_paragraph("{{ c.letter }}")
    tag(document, "{%p endif %}")
    table = new_table(document, [166], 5)
    add_row(table, ["{{ c.declaration }}"], "Normal", [166])
    cell = table.rows[0].cells[0]
    for text, room in (("{{ w.signature }}", 40), ("{{ w.sign_stamp }}", 30), ("{{ w.sign_date }}", 30)):
        paragraph = cell.add_paragraph(text)
        paragraph.paragraph_format.space_before = Pt(room)
    document.add_page_break()


def results(document):
    """The numbers a reader looks for first."""
    document.add_paragraph("{{ w.results }}", style="Heading 1")
    plain_table(
        document,
        "c.results",
        ["{{ w.h_item }}", "{{ w.h_symbol }}", "{{ w.h_value }}", "{{ w.h_unit }}", "{{ w.h_share }} %"],
        [f"{{{{ row[{n}] }}}}" for n in range(5)],
        [70, 26, 30, 22, 18],
        right=(2, 4),
    )
    section_end(document, PORTRAIT)


def tables(document):
    """Sections of upright and of lying pages in turn, as the tables need them."""
    tag(document, "{%p for part in parts %}")
    tag(document, "{%p if part.first %}")
    document.add_paragraph("{{ w.data }}", style="Heading 1")
    tag(document, "{%p endif %}")
    tag(document, "{%p for t in part.tables %}")
    document.add_paragraph("{{ t.title }}", style="Heading 2")
    tag(document, "{%p if t.note %}")
    document.add_paragraph("{{ t.note }}", style="Legend")
    tag(document, "{%p endif %}")
    tag(document, "{%p if t.kind == 'data' %}")
    document.add_paragraph("{{ w.legend }}", style="Legend")
    for number, (months, meter) in enumerate(((True, True), (True, False), (False, True), (False, False))):
        condition = f"t.periods|length {'> 1' if months else '== 1'} and {'' if meter else 'not '}t.with_meter"
        tag(document, f"{{%p {'elif' if number else 'if'} {condition} %}}")
        data_table(document, months=months, meter=meter)
    tag(document, "{%p endif %}")
    tag(document, "{%p else %}")
    tag(document, "{%p for b in t.blocks %}")
    tag(document, "{%p if b.heading %}")
    document.add_paragraph("{{ b.heading }}", style="Heading 3")
    tag(document, "{%p endif %}")
    tag(document, "{%p if b.headings|length == 3 %}")
    plain_table(
        document,
        "b.rows",
        [f"{{{{ b.headings[{n}] }}}}" for n in range(3)],
        [f"{{{{ row[{n}] }}}}" for n in range(3)],
        [62, 64, 40],
    )
    for count, width in ((6, 27.6), (10, 27.7)):
        tag(document, f"{{%p elif b.headings|length == {count} %}}")
        columns = range(count)
        plain_table(
            document,
            "b.rows",
            [f"{{{{ b.headings[{n}] }}}}" for n in columns],
            [f"{{{{ row[{n}] }}}}" for n in columns],
            [width] * count,
        )
    tag(document, "{%p else %}")
    tag(document, "{%p for row in b.rows %}")
    document.add_paragraph("{{ row|join(' · ') }}", style="Cell")
    tag(document, "{%p endfor %}")
    tag(document, "{%p endif %}")
    tag(document, "{%p endfor %}")
    tag(document, "{%p endif %}")
    tag(document, "{%p endfor %}")
    for condition, shape in (("if part.wide", LANDSCAPE), ("else", PORTRAIT)):
        tag(document, f"{{%p {condition} %}}")
        section_end(document, shape)
    tag(document, "{%p endif %}")
    tag(document, "{%p endfor %}")


def appendices(document):
    """Explanations, unconfirmed values and clauses, problems, hashes."""
    document.add_paragraph("{{ w.appendix_explanation }}", style="Heading 1")
    document.add_paragraph("{{ w.explanation_intro }}", style="Small")
    tag(document, "{%p for e in c.explained %}")
    document.add_paragraph("{{ loop.index }}　{{ e.title }}", style="Heading 3")
    widths = [36, 130]
    table = new_table(document, widths)
    lines = (
        ("{{ w.clause }}", "{{ e.clause }}", None),
        ("{{ w.formula }}", "{{ e.symbols }}", None),
        ("{{ w.in_words }}", "{{ e.words }}", None),
        ("{{ e.place }}", "{{ e.numbers }} {{ e.value }}", None),
        ("{{ w.year_value }}", "{{ e.year }}", "e.year"),
        ("{{ w.recalculated }}", "{{ e.recalculated }}", "e.recalculated"),
    )
    for label, text, condition in lines:
        if condition:
            tag_row(table, f"{{%tr if {condition} %}}")
        add_row(table, [label, text], "Cell", widths, fills=[PALE])
        if condition:
            tag_row(table, "{%tr endif %}")
    tag(document, "{%p endfor %}")
    document.add_page_break()
    document.add_paragraph("{{ w.appendix_unconfirmed }}", style="Heading 1")
    document.add_paragraph("{{ w.unconfirmed_intro }}")
    names = ["quantity", "symbol", "value", "unit", "status", "clause", "source"]
    listed(
        document,
        "c.unconfirmed_values",
        "unconfirmed_values",
        "unconfirmed_none",
        names,
        [38, 18, 18, 20, 24, 22, 26],
        right=(2,),
    )
    names = ["quantity", "symbol", "status", "clause", "source"]
    listed(document, "c.unconfirmed_clauses", "unconfirmed_clauses", "unconfirmed_none", names, [46, 24, 30, 48, 18])
    tag(document, "{%p for row in c.sources %}")
    document.add_paragraph("{{ row[0] }}: {{ row[1] }}", style="Small")
    tag(document, "{%p endfor %}")
    document.add_page_break()
    document.add_paragraph("{{ w.appendix_problems }}", style="Heading 1")
    names = ["severity", "code", "where", "message", "remedy"]
    listed(document, "c.problems", None, "problems_none", names, [15, 20, 31, 50, 50])
    document.add_paragraph("{{ w.appendix_seal }}", style="Heading 1").paragraph_format.space_before = Pt(24)
    document.add_paragraph("{{ w.seal_intro }}")
    table = new_table(document, [42, 124])
    tag_row(table, "{%tr for row in c.seal %}")
    add_row(table, ["{{ row[0] }}", "{{ row[1] }}"], ["Cell", "Cell small"], [42, 124], fills=[PALE])
    tag_row(table, "{%tr endfor %}")


def listed(document, rows, heading, none, names, widths, right=()):
    """A list of the appendix, or the sentence that there is nothing."""
    if heading:
        document.add_paragraph(f"{{{{ w.{heading} }}}}", style="Heading 2")
    tag(document, f"{{%p if {rows} %}}")
    plain_table(
        document,
        rows,
        [f"{{{{ w.h_{name} }}}}" for name in names],
        [f"{{{{ row[{n}] }}}}" for n in range(len(names))],
        widths,
        right=right,
    )
    tag(document, "{%p else %}")
    document.add_paragraph(f"{{{{ w.{none} }}}}")
    tag(document, "{%p endif %}")


def main(target):
    """Writes the template."""
    document = Document()
    make_styles(document)
    final = section_properties(PORTRAIT)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PORTRAIT[0]), Mm(PORTRAIT[1])
    header_and_footer(document)
    body = document.element.body
    original = deepcopy(body.sectPr)  # holds the references of header and footer
    cover(document)
    contents(document)
    declaration(document)
    results(document)
    first = next(
        paragraph
        for paragraph in document.paragraphs
        if paragraph._p.pPr is not None and paragraph._p.pPr.sectPr is not None
    )
    for number, reference in enumerate(
        original.findall(qn("w:headerReference")) + original.findall(qn("w:footerReference"))
    ):
        first._p.pPr.sectPr.insert(number, deepcopy(reference))
    first._p.pPr.sectPr.append(OxmlElement("w:titlePg"))
    tables(document)
    appendices(document)
    body.replace(body.sectPr, final)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Tanheng", "{{ c.title }}", ""
    properties.created = properties.modified = datetime(2000, 1, 1)
    document.save(target)


if __name__ == "__main__":
    main(sys.argv[1])
