"""The helper process itself: reads wishes on standard input, answers on standard output. See kit/drawing.py."""

import json
import os
import sys

from kit.drawing import HEADER, ROOT, read_message

FONTS = ROOT / "static" / "fonts" / "pdf"


def chart(wish):
    """{"spec": Vega-Lite specification, data inside} → SVG bytes."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert.vegalite_to_svg(wish["spec"], vl_version="6.1", allowed_base_urls=[]).encode()


def pdf(wish):
    """{"template", "title", "data", "created"} → PDF bytes, tagged."""
    from kit.pdf_helper import compile_pdf

    return compile_pdf(wish, fonts=FONTS)


KINDS = {"chart": chart, "pdf": pdf}


def answer(body):
    """(mark, bytes) for one wish. Anything that goes wrong becomes b"n" and its words, without the data."""
    wish = json.loads(body)
    try:
        return b"y", KINDS[wish["what"]](wish)
    except Exception as trouble:  # noqa: BLE001 - whoever asked is waiting for an answer
        return b"n", f"{type(trouble).__name__}: {getattr(trouble, 'message', trouble)}"[:500].encode()


def main():
    """Answer until standard input closes. What the libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            _mark, body = read_message(sys.stdin.buffer)
        except EOFError:
            return
        mark, reply = answer(body)
        answers.write(HEADER.pack(mark, len(reply)) + reply)
        answers.flush()


if __name__ == "__main__":
    main()
