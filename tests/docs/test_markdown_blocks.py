"""The harness itself, on pages that hold every kind of block."""

import pytest
from markdown_blocks import agrees, blocks, commands

PAGE = """\
# A page

```python
print(1)
```

```text
1
```

Words.

```text
a drawing
```

```console
$ echo a
a
$ echo b \\
> c
b c
$ true
```

```sh
# a comment
echo a && \\
  echo b
true
```
"""


def test_an_output_block_belongs_to_the_block_it_follows_directly():
    found = blocks(PAGE)
    assert [block.language for block in found] == ["python", "text", "text", "console", "sh"]
    assert [block.expected for block in found] == ["1\n", None, None, None, None]
    assert [block.line for block in found] == [3, 7, 13, 17, 26]


def test_a_console_block_gives_each_command_with_its_output():
    found = commands(blocks(PAGE)[3])
    assert [(each.line, each.text, each.expected) for each in found] == [
        (18, "echo a", "a"),
        (20, "echo b \\\nc", "b c"),
        (23, "true", None),
    ]


def test_a_shell_block_gives_each_line_joined_at_a_backslash():
    found = commands(blocks(PAGE)[4])
    assert [(each.line, each.text) for each in found] == [
        (28, "echo a && \\\n  echo b"),
        (30, "true"),
    ]


def test_a_page_without_blocks_has_none():
    assert blocks("# cosmodrome\n") == []


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\nb", "a  \nb\n", True),
        ("a\nb", "a\nc", False),
        ("a", "a\nb", False),
        ("a ... c", "a 1.25 c", True),
        ("a ... c", "a\nc", False),
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("a\n...", "a", True),
        ("...", "", True),
        ("1.5", "1x5", False),
    ],
)
def test_dots_stand_for_what_may_differ(expected, printed, same):
    assert agrees(expected, printed) is same
