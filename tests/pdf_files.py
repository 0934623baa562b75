"""PDF files made by hand: what stands where on each page."""

ENCODED = "/Encoding/WinAnsiEncoding"


def at(x, y, *rows, size=10, font="F", step=14):
    """Rows one below another from a place; ``F`` is Courier, six points a letter, ``B`` its bold."""
    shown = " ".join(f"({escaped(row)}) Tj 0 {-step} Td" for row in rows)
    return f"BT /{font} {size} Tf {x} {y} Td {shown} ET "


def escaped(text):
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def pdf(*contents, annots="", catalog="", more=()):
    """A PDF with these pages, each the orders that draw it; ``more`` are objects from 5 on."""
    objects = ["", "", f"<</Type/Font/Subtype/Type1/BaseFont/Courier{ENCODED}>>"]
    objects += [f"<</Type/Font/Subtype/Type1/BaseFont/Courier-Bold{ENCODED}>>", *more]
    forms = "".join(f"/X{number} {number} 0 R" for number in range(5, 5 + len(more)))
    kids = []
    for content in contents:
        objects.append(f"<</Length {len(content.encode('cp1252'))}>>stream\n{content}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R{annots}"
            f"/Resources<</Font<</F 3 0 R/B 4 0 R>>/XObject<<{forms}>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{catalog}>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    return assembled(objects)


def assembled(objects):
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()
