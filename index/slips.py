"""How far a typed word is from the word that was meant, by what fingers on a phone and ears do to words.

Source of the method: Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model", 1990.
The costs are round numbers, in the order in which slips are common; they were not fitted.
"""

KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = frozenset("aeiouy")
ALIKE = tuple(map(frozenset, ("ckqs", "szc", "gj", "fv", "dt", "mn", "bp", "wv")))  # consonants that sound alike

SWAPPED = DOUBLED = 0.6  # "hosptial"; "kneee", "galbladder"
LEAST_COST = SWAPPED
EASILY_TAKEN = 0.9  # a vowel for a vowel, a key beside the right one, a sound for its like
LEFT_OUT = 1.0
PUT_IN = 1.2
OTHER = 1.7  # hardly a slip: more likely another word


def _neighbours() -> frozenset[tuple[str, str]]:
    """Pairs of keys that touch on a phone: in one row, or in the next one half a key to the side."""
    place = {key: (row, column + row / 2) for row, keys in enumerate(KEY_ROWS) for column, key in enumerate(keys)}
    return frozenset(
        (one, other)
        for one, (row, column) in place.items()
        for other, (other_row, other_column) in place.items()
        if one != other and abs(row - other_row) <= 1 and abs(column - other_column) <= 1
    )


NEIGHBOURS = _neighbours()


def slip_cost(typed: str, meant: str) -> float:
    """The cost of the cheapest slips that turn one word into the other: 0 for none, about 1 for each.

    Optimal string alignment, with the costs above in place of 1.
    """
    start = _alike_from_the_start(typed, meant)
    end = _alike_from_the_start(typed[:start:-1], meant[:start:-1])
    before: list[float] = []
    row = [0.0]
    for column in range(start, len(meant) - end):
        row.append(row[-1] + _left_out(meant, column))
    for line in range(start, len(typed) - end):
        put_in = _put_in(typed, line)
        above, before, row = before, row, [row[0] + put_in]
        for column in range(start, len(meant) - end):
            at = column - start
            costs = [
                before[at] + _taken_for(typed[line], meant[column]),
                before[at + 1] + put_in,
                row[at] + _left_out(meant, column),
            ]
            if above and at and typed[line - 1 : line + 1] == meant[column - 1 : column + 1][::-1]:
                costs.append(above[at - 1] + SWAPPED)
            row.append(min(costs))
    return row[-1]


def _alike_from_the_start(one: str, other: str) -> int:
    unlike = (at for at, letters in enumerate(zip(one, other, strict=False)) if letters[0] != letters[1])
    return next(unlike, min(len(one), len(other)))


def _taken_for(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    vowels = typed in VOWELS and meant in VOWELS
    alike = vowels or (typed, meant) in NEIGHBOURS or any(typed in sounds and meant in sounds for sounds in ALIKE)
    return EASILY_TAKEN if alike else OTHER


def _left_out(meant: str, position: int) -> float:
    return DOUBLED if meant[position] in _beside(meant, position) else LEFT_OUT


def _put_in(typed: str, position: int) -> float:
    beside = _beside(typed, position)
    if typed[position] in beside:
        return DOUBLED
    return EASILY_TAKEN if any((typed[position], other) in NEIGHBOURS for other in beside) else PUT_IN


def _beside(word: str, position: int) -> str:
    return word[max(position - 1, 0) : position] + word[position + 1 : position + 2]
