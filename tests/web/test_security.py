"""Security that every response and every request has."""

import io
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from tanheng.pages.uploads import TYPES

PAGES = ["/", "/organisation/", "/people/permissions/", "/journal/", "/account/", "/account/tokens/", "/accounts/2fa/"]


@pytest.mark.parametrize("page", [*PAGES, "/nothing/"])
def test_no_page_carries_inline_scripts_or_styles(signed_in, page):
    response = signed_in("ada").get(page)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    text = response.content.decode()
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<style" not in text
    assert "javascript:" not in text
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_no_page_fetches_anything_from_elsewhere(signed_in):
    for page in PAGES:
        text = signed_in("ada").get(page).content.decode()
        assert 'src="http' not in text
        assert '<link rel="stylesheet" href="http' not in text


def addresses(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern)


def test_a_stranger_sees_sign_in_and_nothing_else(group):
    open_to_all = ("accounts/", "health/", "language/", "setup/", "invitation/", "api/")
    found = [address for address in addresses(get_resolver()) if not address.startswith((*open_to_all, "^"))]
    assert len(found) > 15
    for address in found:
        page = "/" + re.sub(r"<[^>]+>", "1", re.sub(r"<pack:[^>]+>", "cn/aluminium/cets_2024", address))
        response = Client().get(page)
        assert response.status_code == 302, page
        assert response.headers["Location"].startswith("/accounts/login/"), page


def test_a_form_from_elsewhere_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ada)
    response = client.post("/account/", {"display_name": "x", "language": "en"})
    assert response.status_code == 403
    assert "表单" in response.content.decode()


def test_a_body_over_the_limit_is_refused_unread(signed_in):
    response = signed_in("ada").post(
        "/account/",
        data="x",
        content_type="text/plain",
        headers={"content-length": str(settings.UPLOAD_LIMIT_BYTES + 1)},
    )
    assert response.status_code == 413
    assert "20 MB" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run.exe", b"MZ"),
        ("page.html", b"<html>"),
        ("nothing", b"x"),
        ("year.xlsx", b"<html>not a workbook"),
        ("year.csv", b"\x00\x01\x02"),
        ("scan.pdf", b"PK\x03\x04"),
        ("picture.svg", b"<svg/>"),
    ],
)
def test_files_of_other_types_are_refused(signed_in, name, content):
    response = signed_in("ada").post("/account/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 415
    assert name in response.content.decode()


@pytest.mark.parametrize(("suffix", "signature"), TYPES.items())
def test_files_of_the_accepted_types_pass(signed_in, suffix, signature):
    file = SimpleUploadedFile("file" + suffix, (signature or b"text") + b"...")
    response = signed_in("ada").post("/account/", {"display_name": "甲", "language": "zh-hans", "file": file})
    assert response.status_code == 302


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8-sig"])
def test_text_passes_in_every_encoding_that_is_read(signed_in, encoding):
    file = SimpleUploadedFile("file.csv", ("品种,1月,2月\n烟煤,12.5,13\n" * 200).encode(encoding))
    response = signed_in("ada").post("/account/", {"display_name": "甲", "language": "zh-hans", "file": file})
    assert response.status_code == 302


@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03\x00\x00\x00", b"a,b\n" * 9 + b"1,\x002\n", b"\xff\xfe\x00\x00a\x00", b"\x00" * 64])
def test_a_program_is_no_text(signed_in, content):
    response = signed_in("ada").post("/account/", {"file": SimpleUploadedFile("file.csv", content)})
    assert response.status_code == 415


def test_passwords_are_kept_with_argon2():
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


COMMAND = [sys.executable, "-c", "from tanheng.cli import main; main()", "manage"]
PRODUCTION = {
    "TANHENG_PRODUCTION": "1",
    "TANHENG_SECRET_KEY": "k7" + "x9-Qm" * 12,
    "TANHENG_ALLOWED_HOSTS": "carbon.example.test",
}


@pytest.mark.parametrize("https", ["0", "1", ""])
def test_the_framework_s_own_check_is_clean_in_production(https, tmp_path):
    environment = {**os.environ, **PRODUCTION, "TANHENG_HTTPS": https, "TANHENG_HOME": str(tmp_path)}
    del environment["DJANGO_ALLOW_ASYNC_UNSAFE"]  # set for the browser tests of this run only
    done = subprocess.run(
        [*COMMAND, "check", "--deploy", "--fail-level", "WARNING"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"TANHENG_SECRET_KEY": ""}, "TANHENG_SECRET_KEY"),
        ({"TANHENG_ALLOWED_HOSTS": ""}, "TANHENG_ALLOWED_HOSTS"),
        ({"TANHENG_DEBUG": "1"}, "TANHENG_DEBUG"),
        ({"TANHENG_HTTPS": "perhaps"}, "TANHENG_HTTPS"),
        ({"TANHENG_UPLOAD_LIMIT_MB": "many"}, "TANHENG_UPLOAD_LIMIT_MB"),
        ({"TANHENG_DATABASE_URL": "mysql://x"}, "TANHENG_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(changes, named, tmp_path):
    environment = {**os.environ, **PRODUCTION, "TANHENG_HOME": str(tmp_path), **changes}
    done = subprocess.run(
        [*COMMAND, "check"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_an_own_machine_s_key_is_made_once_and_kept_private(tmp_path):
    from tanheng.config.environment import read_environment

    first = read_environment({"TANHENG_HOME": str(tmp_path)})
    again = read_environment({"TANHENG_HOME": str(tmp_path)})
    assert first.secret_key == again.secret_key
    assert len(first.secret_key) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_errors_show_no_internals(settings):
    from tanheng.web.errors import server_error

    request = RequestFactory().get("/")
    text = server_error(request).content.decode()
    assert "内部错误" in text
    assert "Traceback" not in text
    assert io.StringIO(text).readline() == "<!DOCTYPE html>\n"
