"""The real programs do what other tests rely on: a private PostgreSQL, a LibreOffice that recalculates, a browser."""

import os
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings

from tests.support import programs
from tests.support.postgresql import PostgresqlServer


def test_a_private_postgresql_starts_answers_and_leaves_nothing() -> None:
    server = PostgresqlServer(programs.need("postgresql"))
    try:
        server.start()
        with psycopg.connect(host=str(server.folder), user="tanheng", dbname="postgres") as connection:
            version = connection.execute("SHOW server_version_num").fetchone()
        assert version is not None
        assert int(version[0]) >= 150000
        process = server.process
    finally:
        server.stop()
    assert process is not None
    assert process.poll() is not None
    assert not server.folder.exists()


def test_libreoffice_does_not_trust_stored_results(soffice, tmp_path: Path) -> None:
    import openpyxl
    import xlsxwriter

    stale = tmp_path / "stale.xlsx"
    with xlsxwriter.Workbook(stale) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_number("A1", 20)
        sheet.write_formula("A2", "=A1*2+2", None, 7)  # 7 is wrong on purpose
    assert openpyxl.load_workbook(stale, data_only=True).active["A2"].value == 7
    assert openpyxl.load_workbook(soffice.recalculated(stale), data_only=True).active["A2"].value == 42


def test_libreoffice_saves_in_other_formats(soffice, tmp_path: Path) -> None:
    import python_calamine
    import xlsxwriter

    source = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(source) as workbook:
        workbook.add_worksheet("铝液").write("A1", "产量")
    sheets = python_calamine.CalamineWorkbook.from_path(str(soffice.converted(source, "ods")))
    assert sheets.get_sheet_by_name("铝液").to_python() == [["产量"]]
    assert "产量" in soffice.converted(source, "csv").read_text(encoding="utf-8")


def test_the_browser_draws_chinese(page) -> None:
    page.set_content("<p id=a>碳衡</p>")
    assert page.inner_text("#a") == "碳衡"
    assert page.viewport_size == {"width": 1366, "height": 768}


def test_pages_of_a_pdf_become_pictures(soffice, pdf_pages, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("一")
    document.add_page_break()
    document.add_paragraph("二")
    document.save(str(tmp_path / "two.docx"))
    pictures = pdf_pages(soffice.converted(tmp_path / "two.docx", "pdf"))
    assert [picture.read_bytes()[:4] for picture in pictures] == [b"\x89PNG", b"\x89PNG"]


def test_a_missing_program_is_a_failure_in_continuous_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "PROGRAMS", {"abacus": programs.Program("abacus", ("abacus",), lambda: None, "beads")})
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="abacus is not on this machine"):
        programs.need("abacus")
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="not tested: beads"):
        programs.need("abacus")


@pytest.mark.database
@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for(database_kind: str) -> None:
    from django.db import connection

    assert connection.vendor == database_kind
    with connection.cursor() as cursor:
        if database_kind == "sqlite":
            cursor.execute("PRAGMA database_list")
            assert "tanheng-test-home-" in cursor.fetchone()[2]
        else:
            cursor.execute("SHOW server_version_num")
            assert int(cursor.fetchone()[0]) >= 150000


def test_this_run_has_a_home_of_its_own() -> None:
    assert "tanheng-test-home-" in os.environ["TANHENG_HOME"]
    assert str(django_settings.HOME) == os.environ["TANHENG_HOME"]  # of this process, not of the one that started it
