#!/usr/bin/env python3
"""Makes the app's three font files: subset.py NPM_FONTS OUT

NPM_FONTS  node_modules/@expo-google-fonts of `./dev setup`
OUT        folder for be-vietnam-pro-regular.ttf, be-vietnam-pro-semibold.ttf, material-symbols.ttf and their licences

Keeps the characters of characters.txt and the icons of icons.def. Drops hinting, which stb_truetype does not run, and
GPOS and GSUB: Dear ImGui does not kern, so text of the canvas and of the inputs over it must not differ by kerning.
The same input gives the same bytes.
"""
import pathlib
import re
import shutil
import sys

from fontTools import subset

HERE = pathlib.Path(__file__).resolve().parent
TEXT = "be-vietnam-pro"
ICONS = "material-symbols-rounded"
FACES = [
    (TEXT, "400Regular/BeVietnamPro_400Regular.ttf", "be-vietnam-pro-regular.ttf"),
    (TEXT, "600SemiBold/BeVietnamPro_600SemiBold.ttf", "be-vietnam-pro-semibold.ttf"),
    (ICONS, "400Regular/MaterialSymbolsRounded_400Regular.ttf", "material-symbols.ttf"),
]


def characters():
    points = set()
    for line in (HERE / "characters.txt").read_text(encoding="utf-8").splitlines():
        text = line.split("#")[0].strip()
        if text:
            first, _, last = text.partition("-")
            points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def icons():
    table = (HERE / "icons.def").read_text(encoding="utf-8")
    found = re.findall(r"^MOTCUA_ICON\((\w+), 0x([0-9A-F]+)\)$", table, re.MULTILINE)
    points = {int(code, 16) for _, code in found}
    if len(points) != len(found) or len({name for name, _ in found}) != len(found):
        sys.exit("icons.def: a name or a code point stands there twice")
    return points


def make(source, target, points):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "STAT", "meta", "gasp"]
    options.name_IDs = [0, 1, 2, 13, 14]  # copyright, family, style, licence
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    missing = points - set(font.getBestCmap())
    if missing:
        sys.exit(f"{source.name} has no " + " ".join(f"U+{point:04X}" for point in sorted(missing)))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    fonts, out = map(pathlib.Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    for package, source, target in FACES:
        make(fonts / package / source, out / target, icons() if package == ICONS else characters())
    for package in (TEXT, ICONS):
        shutil.copyfile(fonts / package / "LICENSE_FONT", out / f"{package}.LICENSE.txt")


main()
