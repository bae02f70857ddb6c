"""Blocks fall onto pages."""

from msspdesk.documents.flow import Block, Frame, paginate
from msspdesk.documents.sheet import Sheet

FRAME = Frame(first=50, later=10, bottom=100)


def block(height: float, **more: object) -> Block:
    def draw(sheet: Sheet, top: float) -> None:
        raise AssertionError("pages are counted before anything is drawn")

    return Block(height, draw, **more)  # type: ignore[arg-type]


def heights(blocks: list[Block]) -> list[list[float]]:
    return [[each.height for each, _ in page] for page in paginate(blocks, FRAME)]


def test_a_full_page_goes_on_at_the_top_of_the_next() -> None:
    pages = paginate([block(30), block(30)], FRAME)
    assert [[top for _, top in page] for page in pages] == [[50], [10]]


def test_what_keeps_together_moves_together() -> None:
    assert heights([block(20), block(20, keep=True), block(20)]) == [[20], [20, 20]]


def test_more_than_a_page_that_would_keep_together_is_parted_all_the_same() -> None:
    assert heights([block(60, keep=True), block(60)]) == [[60], [60]]


def test_the_head_is_repeated_and_the_foot_closes_a_page() -> None:
    head, foot = block(7), block(3)
    rows = [block(40, head=head, foot=foot), block(40, head=head)]
    assert heights(rows) == [[40, 3], [7, 40]]


def test_no_foot_after_the_table_has_ended() -> None:
    assert heights([block(40, foot=block(3)), block(60)]) == [[40], [60]]


def test_an_annex_starts_a_page_but_leaves_none_empty() -> None:
    assert heights([block(10, new_page=True), block(10, new_page=True)]) == [[10], [10]]


def test_gaps_shrink_when_that_saves_a_page() -> None:
    pages = paginate([block(20), block(26, gap=5)], FRAME)
    assert [[top for _, top in page] for page in pages] == [[50, 74]]


def test_no_gap_at_the_top_of_a_page() -> None:
    pages = paginate([block(50), block(50, gap=9)], FRAME)
    assert pages[1][0][1] == 10
