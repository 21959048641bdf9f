"""What came of a fault is counted, and tabulated for people and programs."""

from scripts.fault_table.tally import CORRUPT, HALF, LOST, Tally, table_of


def test_a_row_tells_what_came_of_a_fault_the_most_frequent_first() -> None:
    tally = Tally("kill -9", "at a random moment", 3)
    for outcome in ("the new version serves", "the old version serves", "the old version serves"):
        tally.note(outcome)
    row = table_of([tally]).splitlines()[-1]
    assert row == (
        "| kill -9 (at a random moment) | 3 | the old version serves: 2; the new version serves: 1 | 0 | 0 | 0 |"
    )


def test_harm_is_counted_by_kind_with_its_details() -> None:
    tally = Tally("full disk", "a tmpfs", 1)
    tally.hurt(LOST, "no answer")
    said = tally.as_dict()
    assert said["harm"] == {LOST: 1, CORRUPT: 0, HALF: 0}
    assert said["details"] == ["lost answers: no answer"]
    assert table_of([tally]).endswith("| 1 | 0 | 0 |")
