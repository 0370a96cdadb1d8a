"""Makes the Word template of the report: `python tools/make_word_template.py src/tanheng/documents/word/report.docx`.

The result is an ordinary document with docxtpl tags that a clerk may restyle in Word; this script exists so that the
template can be made anew from nothing. Styles carry all looks: change them in Word and every report follows.
"""

import sys
from copy import deepcopy
from datetime import datetime

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from word_template_pieces import (
    LANDSCAPE,
    PALE,
    PORTRAIT,
    add_row,
    data_table,
    header_and_footer,
    make_styles,
    new_table,
    plain_table,
    section_end,
    section_properties,
    tag,
    tag_row,
)


def cover(document):
    """Title and the facts that stand on the cover."""
    document.add_paragraph("{{ c.pack_title }}", style="Small")
    document.add_paragraph("{{ c.title }}", style="Title")
    document.add_paragraph("{{ c.year }}").runs[0].font.size = Pt(15)
    tag(document, "{%p if c.mark %}")
    document.add_paragraph("{{ c.mark }}", style="Notice").runs[0].bold = True
    tag(document, "{%p endif %}")
    tag(document, "{%p if c.notice %}")
    document.add_paragraph("{{ c.notice }}", style="Notice")
    tag(document, "{%p endif %}")
    tag(document, "{%p if c.confirmed_doubts %}")
    document.add_paragraph("{{ c.confirmed_doubts }}", style="Notice")
    tag(document, "{%p endif %}")
    space = document.add_paragraph()
    space.paragraph_format.space_before = Pt(120)
    widths = [52, 114]
    table = new_table(document, widths, 2)
    for label, text in (
        ("entity", "{{ c.entity }}　　{{ w.stamp }}"),
        ("code", "{{ c.code }}{% if c.code_fault %}（{{ c.code_fault }}）{% endif %}"),
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
    tag(document, "{%p for note in c.share_notes %}")
    document.add_paragraph("{{ note }}", style="Small")
    tag(document, "{%p endfor %}")
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
    _blocks(document)
    tag(document, "{%p endif %}")
    tag(document, "{%p endfor %}")
    for condition, shape in (("if part.wide", LANDSCAPE), ("else", PORTRAIT)):
        tag(document, f"{{%p {condition} %}}")
        section_end(document, shape)
    tag(document, "{%p endif %}")
    tag(document, "{%p endfor %}")


def _blocks(document):
    """The fields and lists of a table that holds no monthly figures."""
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


def appendices(document):
    """Explanations, unconfirmed values and clauses, problems, hashes."""
    _explanations(document)
    _unconfirmed(document)
    _problems_and_seal(document)


def _explanations(document):
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


def _unconfirmed(document):
    document.add_paragraph("{{ w.appendix_unconfirmed }}", style="Heading 1")
    document.add_paragraph("{{ w.unconfirmed_intro }}")
    tag(document, "{%p if c.overrides %}")
    document.add_paragraph("{{ w.overrides }}", style="Heading 2")
    names = ["quantity", "name", "before", "in_place", "unit", "document", "reason"]
    heads, cells = [f"{{{{ w.h_{name} }}}}" for name in names], [f"{{{{ row[{n}] }}}}" for n in range(len(names))]
    plain_table(document, "c.overrides", heads, cells, [30, 28, 24, 18, 18, 28, 20], right=(3,))
    tag(document, "{%p endif %}")
    names = ["quantity", "symbol", "value", "unit", "status", "clause", "source"]
    listed(
        document,
        "c.unconfirmed_values",
        "unconfirmed_values",
        "unconfirmed_none",
        names,
        [34, 16, 18, 18, 22, 24, 34],
        right=(2,),
    )
    names = ["quantity", "symbol", "status", "clause", "source"]
    listed(document, "c.unconfirmed_clauses", "unconfirmed_clauses", "unconfirmed_none", names, [40, 20, 24, 42, 40])
    tag(document, "{%p if c.untranslatable %}")
    document.add_paragraph("{{ w.untranslatable }}", style="Heading 2")
    heads = [f"{{{{ w.h_{name} }}}}" for name in ("rule", "clause", "status", "results")]
    plain_table(document, "c.untranslatable", heads, [f"{{{{ row[{n}] }}}}" for n in range(len(heads))], [56, 30, 24, 56])
    tag(document, "{%p endif %}")
    tag(document, "{%p for one in c.sources %}")
    document.add_paragraph("{{ one }}", style="Small")
    tag(document, "{%p endfor %}")
    document.add_page_break()


def _problems_and_seal(document):
    document.add_paragraph("{{ w.appendix_problems }}", style="Heading 1")
    names = ["severity", "code", "where", "message", "remedy"]
    listed(document, "c.problems", None, "problems_none", names, [15, 20, 31, 50, 50])
    tag(document, "{%p if c.answers %}")
    document.add_paragraph("{{ w.answers }}", style="Heading 2")
    names = ["code", "where", "doubt", "answer", "reason", "who"]
    heads, cells = [f"{{{{ w.h_{name} }}}}" for name in names], [f"{{{{ row[{n}] }}}}" for n in range(len(names))]
    plain_table(document, "c.answers", heads, cells, [18, 30, 44, 18, 34, 22])
    tag(document, "{%p endif %}")
    tag(document, "{%p if c.unprinted_answers %}")
    document.add_paragraph("{{ c.unprinted_answers }}", style="Small")
    tag(document, "{%p endif %}")
    decided(document, "treatments", ["quantity", "where", "month", "treatment", "was", "now", "reason", "decided"])
    decided(document, "deviations", ["quantity", "where", "month", "aspect", "planned", "done", "reason", "decided"])
    document.add_paragraph("{{ w.appendix_seal }}", style="Heading 1").paragraph_format.space_before = Pt(24)
    document.add_paragraph("{{ w.seal_intro }}")
    table = new_table(document, [42, 124])
    tag_row(table, "{%tr for row in c.seal %}")
    add_row(table, ["{{ row[0] }}", "{{ row[1] }}"], ["Cell", "Cell small"], [42, 124], fills=[PALE])
    tag_row(table, "{%tr endfor %}")


def decided(document, name, names):
    """What was decided month by month, where there is any."""
    tag(document, f"{{%p if c.{name} %}}")
    document.add_paragraph(f"{{{{ w.{name} }}}}", style="Heading 2")
    heads, cells = [f"{{{{ w.h_{one} }}}}" for one in names], [f"{{{{ row[{n}] }}}}" for n in range(len(names))]
    plain_table(document, f"c.{name}", heads, cells, [24, 18, 14, 32, 18, 18, 24, 18])
    tag(document, "{%p endif %}")


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
    first = next(paragraph for paragraph in document.paragraphs if paragraph._p.pPr is not None and paragraph._p.pPr.sectPr is not None)
    for number, reference in enumerate(original.findall(qn("w:headerReference")) + original.findall(qn("w:footerReference"))):
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
