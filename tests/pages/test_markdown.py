"""Our own texts as parts of a page."""

from tanheng.pages.markdown import title_and_body


def test_the_first_heading_is_the_title_and_the_rest_is_the_body():
    title, body = title_and_body("# One\n\nTwo `three`.\n\n## Four\n\n1. a\n2. b\n")
    assert title == "One"
    assert body == "<p>Two <code>three</code>.</p>\n<h2>Four</h2>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"


def test_pictures_and_lines_that_are_but_a_link_to_another_file_are_left_out():
    assert title_and_body("# T\n\n[中文](t.zh.md)\n\n![A page](../pictures/a.png)\n\nWords.\n")[1] == "<p>Words.</p>\n"


def test_of_other_links_to_files_the_words_stay():
    body = title_and_body("# T\n\nSee [the *house*](../house.md), [this](#below) and [that](a.md).\n")[1]
    assert body == '<p>See the <em>house</em>, <a href="#below">this</a> and that.</p>\n'


def test_chinese_goes_on_in_the_next_line_without_a_space():
    body = title_and_body("# T\n\n里面\n是合成数据；\n账号 `x`\n印出。 A\nb.\n")[1]
    assert body == "<p>里面是合成数据；账号 <code>x</code>\n印出。 A\nb.</p>\n"


def test_a_table_has_the_look_of_the_other_tables():
    assert '<table class="table table-sm card-table">' in title_and_body("# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")[1]


def test_html_stays_text():
    assert title_and_body("# T\n\n<script>x</script>\n")[1] == "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"
