#!/usr/bin/env python3
"""Makes the fonts in this folder from Debian's packages fonts-inter and fonts-nanum.

    apt-get install fonts-inter fonts-nanum python3-fonttools
    python3 make-subsets.py

Letters, Greek, Cyrillic, arrows and mathematical signs come from Inter; all 11,172 Hangul syllables and the
jamo from NanumSquare. Hinting and layout features go: pictures are anti-aliased, and neither Latin figures
nor precomposed Hangul need shaping. Both are renamed, as the Open Font License asks of changed versions
where a name is reserved (Nanum is).
"""
from fontTools import subset
from fontTools.ttLib import TTFont

INTER = "/usr/share/fonts/opentype/inter/"
NANUM = "/usr/share/fonts/truetype/nanum/"

TEXT = [range(0x20, 0x7F), range(0xA0, 0x180), range(0x2C6, 0x2DE), range(0x370, 0x400), range(0x400, 0x460),
        range(0x2010, 0x2028), range(0x2030, 0x203B), range(0x2070, 0x209D), [0x20A9, 0x20AC, 0x2116, 0x2122],
        range(0x2190, 0x219A), [0x2202, 0x2206, 0x220F, 0x2211, 0x2212, 0x2215, 0x2219, 0x221A, 0x221E, 0x222B,
        0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25A1, 0x25B2, 0x25B6, 0x25BC, 0x25C0, 0x25CB, 0x25CF, 0x2713, 0x2717]]
HANGUL = [range(0x3000, 0x3020), range(0x3131, 0x318F), range(0xAC00, 0xD7A4)]

COPYRIGHT = {
    "Receptive Sans": "Copyright 2016-2022 The Inter Project Authors (https://github.com/rsms/inter)",
    "Receptive Hangul": "Copyright (c) 2010, NAVER Corporation, with Reserved Font Name Nanum; designed by Sandoll Communications Inc.",
}


def make(source, family, style, characters):
    font = TTFont(source)
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = []
    options.name_IDs = []
    options.notdef_outline = True
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG", "FFTM", "VDMX", "hdmx", "LTSH", "gasp", "vhea", "vmtx",
                            "TSI0", "TSI1", "TSI2", "TSI3", "TSI5", "meta", "STAT"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for part in characters for c in part])
    subsetter.subset(font)

    name = font["name"]
    name.names = []
    file = f"{family.replace(' ', '')}-{style}"
    for number, text in {
        0: COPYRIGHT[family],
        1: family, 2: style, 3: f"{file};subset for Receptive", 4: f"{family} {style}", 6: file,
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
    }.items():
        name.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = file
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName, top.Weight = family, f"{family} {style}", style
        for entry in ("Notice", "Copyright"):
            top.rawDict.pop(entry, None)
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    # The time of writing would make every run give other bytes.
    font.recalcTimestamp = False
    font["head"].modified = font["head"].created
    font.save(file + (".otf" if "CFF " in font else ".ttf"))


if __name__ == "__main__":
    make(INTER + "Inter-Regular.otf", "Receptive Sans", "Regular", TEXT)
    make(INTER + "Inter-SemiBold.otf", "Receptive Sans", "Bold", TEXT)
    make(NANUM + "NanumSquareR.ttf", "Receptive Hangul", "Regular", HANGUL)
    make(NANUM + "NanumSquareB.ttf", "Receptive Hangul", "Bold", HANGUL)
