"""What a PDF or Word file says about itself, where that can be believed: such fields are often left over."""

import re

LEFT_OVER = re.compile(
    r"^(microsoft (word|powerpoint)|powerpoint|untitled|document ?\d*$|slide ?\d|presentation ?\d*$|template)\b"
    r"|\.(docx?|rtf|odt|pdf|indd|pub|pptx?|qxd)$",
    re.IGNORECASE,
)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def believed_title(said: str | None, text: str) -> str | None:
    """The title that a file names, unless it is a file name, or most of its words are not in the text of the page."""
    title = " ".join((said or "").split())
    words = re.findall(r"\w+", title.lower())
    if not words or LEFT_OVER.search(title):
        return None
    known = set(re.findall(r"\w+", text.lower()))
    return title if sum(word in known for word in words) > len(words) / 2 else None


def believed_language(said: str | None) -> str | None:
    """The language that a file names, such as "en-GB", where it is written as one."""
    language = (said or "").strip()
    return language if LANGUAGE.fullmatch(language) else None
