"""The error family."""

import inspect
import re

from corpus import errors


def test_the_tree_in_the_docstring_names_every_error_under_its_parent() -> None:
    tree = re.findall(r"^( +[│ ├└─]*)(\w+)(?:  +.*)?$", errors.__doc__ or "", re.MULTILINE)
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for margin, name in tree:
        above = [(depth, parent) for depth, parent in above if depth < len(margin)]
        drawn[name] = above[-1][1] if above else "Exception"
        above.append((len(margin), name))
    classes = dict(inspect.getmembers(errors, inspect.isclass))
    assert drawn == {name: kind.__mro__[1].__name__ for name, kind in classes.items()}
