"""Makes the two fonts of the PDF report out of Noto Sans SC: `python tools/make_fonts.py REGULAR.ttf BOLD.ttf FOLDER`.

The sources are the files NotoSansSC_400Regular.ttf and NotoSansSC_700Bold.ttf of the npm package
@expo-google-fonts/noto-sans-sc 0.4.3. Regular keeps every Chinese character of the source (people and places have rare
ones), bold keeps GB 2312; Korean, hinting and vertical setting fall away. Needs fonttools, which Tanheng itself does not:
run it in an environment of its own.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

KOREAN = (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xAC00, 0xD800))
IDEOGRAPHS = (range(0x3400, 0xA000), range(0x20000, 0x32000))
FEATURES = ["kern", "tnum", "lnum", "locl", "ccmp", "sups", "subs"]
TABLES_LEFT_OUT = ["vhea", "vmtx", "VORG", "STAT", "BASE"]


def gb2312() -> set[int]:
    """The code points of GB 2312."""
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if len(text := pair.decode("gb2312", "ignore")) == 1}


def smaller(source: Path, target: Path, ideographs: set[int] | None) -> None:
    """The font with all it has beside Korean, and of the ideographs those named (None: all)."""
    font = TTFont(source)
    options = subset.Options()
    options.hinting = False
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += TABLES_LEFT_OUT
    wanted = {
        code
        for code in font.getBestCmap()
        if not any(code in block for block in KOREAN)
        and (ideographs is None or code in ideographs or not any(code in block for block in IDEOGRAPHS))
    }
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.recalcTimestamp = False  # the same bytes each time
    font.save(target)


if __name__ == "__main__":
    regular, bold, folder = (Path(word) for word in sys.argv[1:4])
    smaller(regular, folder / "NotoSansSC-Regular.ttf", None)
    smaller(bold, folder / "NotoSansSC-Bold.ttf", gb2312())
