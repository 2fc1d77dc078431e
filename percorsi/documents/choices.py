"""Which files are taken, by the ending of their name, and what each is called to the reader's machine."""

ACCEPTED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 255
