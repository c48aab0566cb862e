"""Fenced blocks of a Markdown file, and the comparison of what they print."""

import re
from dataclasses import dataclass
from itertools import pairwise

FENCE = re.compile(
    r"^```[ \t]*(?P<language>[\w-]*)[^\n]*\n(?P<body>.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE
)
OUTPUT = ("text", "output")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block; `expected` is the output block that follows with nothing between."""

    language: str
    line: int
    body: str
    expected: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line after ``$`` and the lines printed below it; None where none are shown."""

    line: int
    text: str
    expected: str | None


def blocks(markdown):
    """Give the fenced blocks of a text, each with the output shown for it."""
    found = list(FENCE.finditer(markdown))
    following = {
        first.start(): second
        for first, second in pairwise(found)
        if not markdown[first.end() : second.start()].strip() and second["language"] in OUTPUT
    }
    return [
        Block(
            language=match["language"],
            line=markdown.count("\n", 0, match.start()) + 1,
            body=match["body"],
            expected=following[match.start()]["body"] if match.start() in following else None,
        )
        for match in found
    ]


def commands(block):
    """Give the commands of a console or shell block.

    In a console block a command stands after ``$ `` (continued after ``> ``) and its output
    below; in a shell block each line is a command, joined at a final backslash.
    """
    if block.language == "console":
        return _of_console(block)
    joined = re.sub(r"\\\n", lambda _: "\\\0", block.body)
    found = []
    line = block.line
    for text in joined.split("\n"):
        line += 1
        if text.strip() and not text.lstrip().startswith("#"):
            found.append(Command(line=line, text=text.replace("\0", "\n"), expected=None))
        line += text.count("\0")
    return found


def _of_console(block):
    found = []
    for number, text in enumerate(block.body.splitlines(), block.line + 1):
        if text.startswith("$ "):
            found.append([number, text[2:], []])
        elif text.startswith("> ") and found and not found[-1][2]:
            found[-1][1] += "\n" + text[2:]
        elif found:
            found[-1][2].append(text)
    return [
        Command(line=line, text=text, expected="\n".join(below) if any(below) else None)
        for line, text, below in found
    ]


def agrees(expected, printed):
    """Whether a text was printed as shown: ``...`` stands for anything within a line, and on
    a line of its own for any number of lines; blanks at the ends of lines do not count."""
    pattern = ""
    for line in _trimmed(expected):
        if line.strip() == "...":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(map(re.escape, line.split("..."))) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _trimmed(printed))) is not None


def _trimmed(text):
    return [line.rstrip() for line in text.strip("\n").splitlines()]
