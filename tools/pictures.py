"""`make pictures`: pictures of every page in both languages with the demo group, into docs/pictures/.

A throwaway installation is served on a free port and walked with Chromium. Pillow, where it is installed, makes the files
small; nothing else needs it. Options: names of pictures to take only those.
"""

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page  # noqa: E402 - the path above comes first

from tests.support import programs  # noqa: E402
from tests.support.chromium import DESKTOP, PHONE, running_chromium  # noqa: E402
from tests.support.installation import Installation, running_installation  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "tanheng-demo-2026"
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
COLOURS = 96
YEAR = 2025
MARKED = "marked-workbook"


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who looks, the page, a link to follow from there, what it shows in both languages."""

    name: str
    who: str
    path: str
    zh: str
    en: str
    follow: str = ""
    phone: bool = False
    tallest: int = 1500  # of the picture, in pixels of the page


COMPANY, CEMENT, RUN = "{company}", "{cement}", "{run}"
PACK = "cn/aluminium/cets_2024"
POWER = "cn/power/cets_2022"
TOTAL = f"/accounts/runs/{RUN}/explain/enterprise_emission_tco2e/"
CHAIN = f"/accounts/runs/{RUN}/chain/anode_emission_tco2/?facility=potline-2&month=8"
ANODES = f"/accounts/runs/{RUN}/explain/anode_emission_tco2/?facility=potline-2&month=8"
SHOTS = (
    Shot("results", "carbon", f"/accounts/runs/{RUN}/", "核算结果", "Results of a run", tallest=1180),
    Shot("explanation", "carbon", ANODES, "一个数是怎么来的", "Explanation of one number"),
    Shot("explanation-tree", "carbon", f"{TOTAL}?tab=tree", "由总量到输入的树", "The total as a tree down to its inputs"),
    Shot("uncertainty", "carbon", TOTAL, "一个数的不确定度", "Uncertainty of a number", tallest=1950),
    Shot(
        "results-power",
        "carbon",
        f"/accounts/{COMPANY}/{YEAR}/?pack={POWER}",
        "核算结果：自备电厂",
        "Results of captive power",
    ),
    Shot("results-cement", "cement", f"/accounts/{CEMENT}/{YEAR}/", "核算结果：水泥", "Results of cement"),
    Shot("home-carbon-manager", "carbon", f"/?pack={PACK}", "工作台：碳管理员", "Home of a carbon manager"),
    Shot("home-clerk", "clerk", "/", "工作台：填报人", "Home of a data clerk"),
    Shot("home-group-manager", "group", "/", "工作台：集团管理者", "Home of a group manager"),
    Shot("home-verifier", "verifier", "/", "工作台：核查员", "Home of a verifier"),
    Shot("home-administrator", "admin", "/", "工作台：管理员", "Home of an administrator"),
    Shot("data", "clerk", f"/data/{COMPANY}/{YEAR}/?pack={PACK}", "月度数据", "Monthly data"),
    Shot(
        "data-power",
        "clerk",
        f"/data/{COMPANY}/{YEAR}/?pack={POWER}",
        "月度数据：自备电厂",
        "Monthly data of captive power",
    ),
    Shot(
        "value",
        "clerk",
        f"/data/{COMPANY}/{YEAR}/values/anode_consumption_t/?facility=potline-2&month=8",
        "一个填报值及其历史",
        "One reported value with its history",
    ),
    Shot(
        "doubts",
        "clerk",
        f"/data/{COMPANY}/{YEAR}/answers/?pack={POWER}",
        "数值疑问：待答复",
        "A doubt about figures, to be answered",
    ),
    Shot(
        "doubts-answered",
        "carbon",
        f"/data/{COMPANY}/{YEAR}/answers/?pack={PACK}",
        "数值疑问：已答复",
        "Doubts about figures with their answers",
    ),
    Shot("evidence", "clerk", f"/data/{COMPANY}/{YEAR}/evidence/", "凭证", "Evidence of a year"),
    Shot("upload", "clerk", f"/data/{COMPANY}/upload/", "上传", "Upload"),
    Shot(
        "upload-problems",
        "clerk",
        f"/data/{COMPANY}/imports/",
        "上传被拒：问题指到工作表和单元格",
        "A refused upload: problems at their sheet and cell",
        follow=f"input-{YEAR}.xlsx",
    ),
    Shot("imports", "clerk", f"/data/{COMPANY}/imports/", "历次导入", "Imports"),
    Shot(
        "year-steps",
        "carbon",
        f"/accounts/{COMPANY}/{YEAR - 1}/steps/?pack={PACK}",
        "年度流程：从草稿到定稿",
        "Steps of a year, from draft to final",
    ),
    Shot("year-step", "group", f"/accounts/{COMPANY}/{YEAR - 1}/steps/reopen/?pack={PACK}", "重新打开定稿", "Reopening a final year"),
    Shot(
        "boundary",
        "carbon",
        f"/data/{COMPANY}/{YEAR}/boundary/",
        "报告边界和排放源识别",
        "Boundary of a report and its sources",
        tallest=1900,
    ),
    Shot("months", "carbon", f"/months/{COMPANY}/2025/", "各设施各月的状态和缺数", "Facilities and months: states and missing figures"),
    Shot("month", "carbon", f"/months/{COMPANY}/2025/1/", "一个月：状态、缺数、操作记录", "A month: its state, what is missing, its steps"),
    Shot("month-late", "carbon", f"/months/{COMPANY}/late/", "逾期月份和催办", "Late months and reminders"),
    Shot("month-timetable", "carbon", f"/months/{COMPANY}/timetable/", "月度时间表", "Timetable of months"),
    Shot("month-substitutes", "carbon", f"/months/{COMPANY}/substitutes/", "外出代理", "Substitutes for absence"),
    Shot("plans", "carbon", f"/plans/{COMPANY}/", "数据质量控制方案", "Data quality control plan"),
    Shot("plan", "carbon", f"/plans/{COMPANY}/1/", "一个版本的数据质量控制方案", "One version of a data quality control plan"),
    Shot("plan-revisions", "carbon", f"/plans/{COMPANY}/revisions/", "修订建议", "What suggests a revision of the plan", tallest=1900),
    Shot("check-list", "verifier", f"/plans/{COMPANY}/check-list/{YEAR + 1}/", "核查清单", "Check list of a verifier", tallest=1900),
    Shot("grid", "clerk", f"/monitoring/grid/{COMPANY}/{YEAR + 1}/", "月度填报", "Monthly entry", tallest=1200),
    Shot("own-table", "clerk", f"/monitoring/grid/{COMPANY}/{YEAR + 1}/table/", "从自己的表导入", "Figures from a plant's own table"),
    Shot("typed", "carbon", f"/data/{COMPANY}/{YEAR + 1}/typed/?pack={PACK}", "新填报数据", "What was typed since", tallest=1900),
    Shot("day-books", "clerk", f"/monitoring/books/{COMPANY}/", "生产台账", "Day-books"),
    Shot("chain", "verifier", f"{CHAIN}&open=1", "一个数从报告到计量器具", "A number from the report to the meter", tallest=1900),
    Shot("carbon-flows", "carbon", f"/accounts/runs/{RUN}/carbon/", "碳流图", "Flows of carbon", tallest=1700),
    Shot("why", "carbon", f"/accounts/runs/{RUN}/why/", "为什么变了", "Why did it change?"),
    Shot("search", "carbon", "/search/?q=阳极", "搜索", "Search over everything", tallest=1400),
    Shot("phone-grid", "clerk", f"/monitoring/grid/{COMPANY}/{YEAR + 1}/", "手机：月度填报", "Monthly entry on a phone", phone=True),
    Shot("meters", "clerk", f"/monitoring/meters/{COMPANY}/", "计量器具台账", "Ledger of meters"),
    Shot(
        "meter",
        "clerk",
        f"/monitoring/meters/{COMPANY}/",
        "一台计量器具：检定与更换",
        "One meter: certificates and replacements",
        follow="DB-01",
    ),
    Shot(
        "missing",
        "clerk",
        f"/monitoring/missing/{COMPANY}/{YEAR + 1}/",
        "缺失数据处理与交叉核对",
        "Missing data and cross-checks",
        tallest=2400,
    ),
    Shot("meter-rates", "clerk", f"/monitoring/meters/{COMPANY}/rates/", "计量器具配备率", "Equipping rates"),
    Shot("runs", "carbon", f"/accounts/{COMPANY}/runs/", "历次核算", "Runs"),
    Shot("rulebook", "carbon", "/rules/", "规则库", "Rulebook"),
    Shot("rules-book", "carbon", f"/rules/{PACK}/", "一个版本的规则书", "One edition as a book"),
    Shot("rules-quantities", "carbon", f"/rules/{PACK}/quantities/", "数据项与澄清", "Quantities and what was clarified"),
    Shot("rules-formulas", "carbon", f"/rules/{PACK}/formulas/", "计算公式", "Formulas of an edition"),
    Shot("checks", "carbon", "/rules/checks/", "检查目录", "Catalogue of checks"),
    Shot("rules-search", "carbon", "/rules/search/?q=NCV", "检索规则库", "Search over all editions"),
    Shot(
        "rules-compare",
        "carbon",
        "/rules/compare/?before=cn/power/cets_2022&after=cn/power/cets_2026",
        "两个版本的差异",
        "Two editions compared",
    ),
    Shot(
        "rules-clarify",
        "carbon",
        f"/rules/{PACK}/clarify/q-anode_consumption_t/",
        "记录一条澄清",
        "Recording a clarification",
    ),
    Shot("comparison", "carbon", f"/accounts/runs/{RUN}/compare/{{before}}/", "两次核算对比", "Comparison of two runs"),
    Shot(
        "bridge",
        "carbon",
        f"/accounts/runs/{RUN}/bridge/?to=cn/aluminium/ndrc_2013&price=80&v:electricity_emission_factor_tco2_per_mwh=0.5703",
        "版本对比",
        "Bridge to another edition",
        tallest=1900,
    ),
    Shot(
        "defaults",
        "carbon",
        f"/accounts/runs/{RUN}/defaults/?price=80",
        "缺省值代价",
        "Worth of measuring",
        tallest=1300,
    ),
    Shot("tracks", "carbon", f"/accounts/runs/{RUN}/tracks/", "两本账", "The two tracks", tallest=1300),
    Shot("report", "carbon", f"/reports/runs/{RUN}/", "报告下载", "Download of reports"),
    Shot("reports", "carbon", f"/reports/{COMPANY}/{YEAR}/", "已出具的文件", "Issued files"),
    Shot("journal", "carbon", "/journal/", "日志", "Journal"),
    Shot("organisation", "admin", "/organisation/", "组织", "Organisation"),
    Shot("facility", "admin", "/organisation/", "设施及其属性", "A facility with its facts", follow="1号电解系列"),
    Shot("people", "admin", "/people/", "人员", "People"),
    Shot("permissions", "admin", "/people/permissions/", "权限", "Permissions"),
    Shot("tokens", "carbon", "/account/tokens/", "API 令牌", "API tokens"),
    Shot("tasks", "carbon", "/tasks/", "后台任务", "Work in the background"),
    Shot("schedule", "admin", "/schedule/", "定时任务", "The schedule"),
    Shot("stored-files", "admin", "/keeping/contents/", "存储的文件是否完好", "Whether stored files are sound"),
    Shot("person", "admin", "/people/", "一个人员：角色、令牌、第二因素", "A person: roles, tokens, second factors", follow="碳管理员"),
    Shot("sign-in", "", "/accounts/login/", "登录", "Sign-in"),
    Shot("phone-home", "carbon", f"/?pack={PACK}", "手机：工作台", "Home on a phone", phone=True),
    Shot(
        "phone-group",
        "group",
        "/?organisation={group}",
        "手机：集团各企业",
        "Companies of a group on a phone",
        phone=True,
    ),
    Shot(
        "phone-year-steps",
        "carbon",
        f"/accounts/{COMPANY}/{YEAR - 1}/steps/?pack={PACK}",
        "手机：年度流程",
        "Steps of a year on a phone",
        phone=True,
    ),
    Shot("phone-explanation", "carbon", ANODES, "手机：一个数的由来", "Explanation on a phone", phone=True),
)
SETUP = Shot("set-up", "", "/setup/administrator/", "新安装的初始设置", "Set-up of an empty installation")


class Photographer:
    """Signs in once a person and takes pictures in one language."""

    def __init__(self, browser: Browser, address: str, language: str) -> None:
        self.browser = browser
        self.address = address
        self.language = language
        self.cookies: dict[str, list] = {"": []}
        self.places: dict[str, str] = {}

    @contextmanager
    def page(self, who: str, *, phone: bool = False) -> Iterator[Page]:
        """A page of this person."""
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            device_scale_factor=2 if phone else 1,
            locale=LANGUAGES[self.language],
            timezone_id="Asia/Shanghai",
        )
        context.add_cookies(self._signed_in(who))
        context.add_cookies([{"name": "django_language", "value": "en" if self.language == "en" else "zh-hans", "url": self.address}])
        yield context.new_page()
        context.close()

    def find_places(self) -> None:
        """Numbers of the companies, their group and the smelter's two newest runs, as the pages name them."""
        with self.page("cement") as page:
            page.goto(f"{self.address}/")
            cement = page.locator("a[href$='/runs/']").first.get_attribute("href") or ""
        with self.page("group") as page:
            page.goto(f"{self.address}/")
            group = page.locator("a[href*='organisation=']").first.get_attribute("href") or ""
        with self.page("carbon") as page:
            page.goto(f"{self.address}/?pack={PACK}")
            results = page.locator("a[href^='/accounts/runs/']").first.get_attribute("href") or ""
            change = page.locator("a[href*='/compare/']").first.get_attribute("href") or ""
            runs = page.locator("a[href$='/runs/']").first.get_attribute("href") or ""
        run, before = re.findall(r"\d+", change)[:2]
        self.places = {"company": re.findall(r"\d+", runs)[0], "run": run, "before": before}
        self.places |= {"cement": re.findall(r"\d+", cement)[0], "group": re.findall(r"\d+", group)[0]}
        assert f"/accounts/runs/{run}/" in results

    def take(self, shot: Shot) -> bytes:
        """One picture as PNG."""
        with self.page(shot.who, phone=shot.phone) as page:
            page.goto(self.address + shot.path.format(**self.places))
            if shot.follow:
                page.click(f"main a:has-text('{shot.follow}') >> nth=0")
            page.wait_for_load_state("networkidle")
            if not shot.phone:  # the window becomes as tall as the page, so that the navigation reaches its end
                height = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({**DESKTOP, "height": min(max(height, DESKTOP["height"]), shot.tallest)})
            page.wait_for_timeout(1200 if page.locator("[data-chart]").count() else 100)  # charts move in
            return page.screenshot()

    def _signed_in(self, who: str) -> list:
        if who not in self.cookies:
            context = self.browser.new_context()
            page = context.new_page()
            page.goto(f"{self.address}/accounts/login/")
            page.fill("[name=login]", f"{who}@demo.example")
            page.fill("[name=password]", PASSWORD)
            page.click("main button.btn-primary")
            page.wait_for_url(f"{self.address}/")
            self.cookies[who] = context.cookies()
            context.close()
        return self.cookies[who]


def small(picture: bytes) -> bytes:
    """The picture with a palette where Pillow is at hand and that saves something."""
    try:
        from PIL import Image
    except ImportError:
        return picture
    stream = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return min(picture, stream.getvalue(), key=len)


def take(program: str, installation: Installation, shots: tuple[Shot, ...], *, signed_in: bool) -> None:
    """Every shot in both languages."""
    for language in LANGUAGES:
        with running_chromium(program) as browser:
            photographer = Photographer(browser, installation.address, language)
            if signed_in:
                photographer.find_places()
            for shot in shots:
                (FOLDER / f"{shot.name}-{language}.png").write_bytes(small(photographer.take(shot)))
                print(f"{shot.name}-{language}.png", flush=True)


def take_marked_workbook() -> None:
    """The sheets of a refused workbook with its problems, as LibreOffice shows them. It needs Pillow too."""
    from tools.marked_picture import picture

    program = programs.PROGRAMS["soffice"].find()
    for language in LANGUAGES if program and find_spec("PIL") else ():
        (FOLDER / f"{MARKED}-{language}.png").write_bytes(small(picture(language, str(program))))
        print(f"{MARKED}-{language}.png", flush=True)


def index() -> str:
    """docs/pictures/README.md."""
    lines = [
        "# Pictures 图片",
        "",
        "Taken by `make pictures` with the synthetic demo group. 由 `make pictures` 用合成示例集团拍摄。",
        "",
    ]
    lines += ["| 中文 | English |", "|---|---|"]
    lines += [f"| [{shot.zh}]({shot.name}-zh.png) | [{shot.en}]({shot.name}-en.png) |" for shot in (*SHOTS, SETUP)]
    zh, en = "退回的工作簿：问题标在单元格上", "A refused workbook, its problems at their cells"
    lines.append(f"| [{zh}]({MARKED}-zh.png) | [{en}]({MARKED}-en.png) |")
    return "\n".join(lines) + "\n"


def main(wanted: list[str]) -> None:
    """Take all pictures, or those named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = tuple(shot for shot in SHOTS if not wanted or shot.name in wanted)
    program = programs.PROGRAMS["chromium"].find()
    if program is None:
        sys.exit("Chromium is missing (Debian: chromium)")
    with tempfile.TemporaryDirectory() as folder:
        if chosen:
            (stage := Path(folder) / "demo").mkdir()
            with running_installation(stage, with_demo=True) as installation:
                take(program, installation, chosen, signed_in=True)
        if not wanted or SETUP.name in wanted:
            (stage := Path(folder) / "empty").mkdir()
            with running_installation(stage, with_demo=False) as installation:
                take(program, installation, (SETUP,), signed_in=False)
    if not wanted or MARKED in wanted:
        take_marked_workbook()
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
