"""Make the web fonts (WOFF2) and copy the fonts for PDFs. Needs fonttools and brotli."""

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

ATKINSON = "@expo-google-fonts/atkinson-hyperlegible-next"
SOURCE = "@expo-google-fonts/source-sans-3"
WEB = {
    "400Regular/AtkinsonHyperlegibleNext_400Regular": "atkinson-hyperlegible-next-regular",
    "700Bold/AtkinsonHyperlegibleNext_700Bold": "atkinson-hyperlegible-next-bold",
    "400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic": "atkinson-hyperlegible-next-italic",
}
PDF = {
    ATKINSON: [
        "400Regular/AtkinsonHyperlegibleNext_400Regular",
        "400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic",
        "600SemiBold/AtkinsonHyperlegibleNext_600SemiBold",
        "700Bold/AtkinsonHyperlegibleNext_700Bold",
    ],
    SOURCE: ["400Regular/SourceSans3_400Regular", "700Bold/SourceSans3_700Bold"],
}


def web(modules, fonts):
    """Whole fonts, not subsets: pupils' names need every letter."""
    for source, name in WEB.items():
        font = TTFont(modules / ATKINSON / f"{source}.ttf", recalcTimestamp=False)
        font.flavor = "woff2"
        font.save(fonts / f"{name}.woff2")


def pdf(modules, fonts):
    (fonts / "pdf").mkdir(exist_ok=True)
    for package, sources in PDF.items():
        for source in sources:
            shutil.copyfile(modules / package / f"{source}.ttf", fonts / "pdf" / f"{Path(source).name}.ttf")


def licences(modules, fonts):
    for package, name in {ATKINSON: "OFL-atkinson-hyperlegible-next.txt", SOURCE: "OFL-source-sans-3.txt"}.items():
        shutil.copyfile(modules / package / "LICENSE_FONT", fonts / name)


if __name__ == "__main__":
    modules, fonts = Path(sys.argv[1]), Path(sys.argv[2])
    fonts.mkdir(parents=True, exist_ok=True)
    web(modules, fonts)
    pdf(modules, fonts)
    licences(modules, fonts)
