"""Questions and answers in HTML pages: what opens and closes, tabs, lists of terms, bold questions, schema.org."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import readers
from corpus.assembly import ReadPage
from corpus.qa_marks import with_marked_questions
from corpus.readers.html import read_html
from corpus.records import BlockKind, FaqPair, Page, PageFacts, Passage, Rendition, Source

ComplaintsAbout = Callable[[Page], list[str]]
SOURCE = Source("pages/page.html", "page.html", "text/html", "")


def in_full(source: str, file: str = "page.html") -> tuple[Page, list[Passage]]:
    _, (rendition,) = readers.read(file, source.encode())
    return ReadPage(SOURCE, rendition).in_full()


def pairs(source: str, file: str = "page.html") -> list[tuple[str, str]]:
    _, passages = in_full(source, file)
    return [(one.question, one.text) for one in passages if isinstance(one, FaqPair)]


def sections(source: str) -> list[tuple[tuple[str, ...], str]]:
    _, passages = in_full(source)
    return [(one.section, one.text) for one in passages]


def headings(source: str) -> list[tuple[int, str]]:
    page = read_html(source)
    return [(b.level, b.span.of(page.text)) for b in page.blocks if b.kind is BlockKind.HEADING]


def json_ld(*asked: tuple[str, str], **more: object) -> str:
    questions = [{"@type": "Question", "name": q, "acceptedAnswer": {"@type": "Answer", "text": a}} for q, a in asked]
    said = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions, **more}
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


# What opens and closes


def test_details_are_a_question_and_its_answer() -> None:
    source = "<h1>Knee</h1><h2>FAQ</h2><details><summary>Can I <b>drive?</b></summary><p>Not yet.</p>Wait.</details>"
    assert pairs(source) == [("Can I drive?", "Not yet.\n\nWait.")]
    assert headings(source)[-1] == (3, "Can I drive?")


def test_what_follows_details_belongs_to_the_heading_above() -> None:
    source = "<h1>Knee</h1><h2>Going home</h2><details><summary>Can I drive?</summary>Not yet.</details><p>Rest.</p>"
    assert sections(source) == [(("Going home", "Can I drive?"), "Not yet."), (("Going home",), "Rest.")]


def test_a_summary_that_asks_nothing_is_a_heading() -> None:
    assert sections("<h1>Knee</h1><details><summary>Risks</summary>Pain.</details>") == [(("Risks",), "Pain.")]


def test_headings_in_details_stay_below_their_summary() -> None:
    source = "<h1>Knee</h1><details><summary><h3>Risks</h3></summary><h2>Often</h2>Pain.<h2>Rarely</h2>Clots.</details>"
    assert sections(source) == [(("Risks", "Often"), "Pain."), (("Risks", "Rarely"), "Clots.")]


def test_details_in_details_are_a_level_deeper() -> None:
    source = "<details><summary>A</summary>x<details><summary>B</summary>y</details>z</details><p>end"
    page = read_html(f"<h1>K</h1>{source}")
    assert [(b.level, b.span.of(page.text)) for b in page.blocks if b.kind is BlockKind.HEADING] == [
        (1, "K"),
        (2, "A"),
        (3, "B"),
        (3, ""),
        (2, ""),
    ]


@pytest.mark.parametrize(
    "opener",
    [
        '<button aria-expanded="false" aria-controls="p">Can I drive?</button>',
        '<h3><button aria-expanded="false" aria-controls="p">Can I drive?</button></h3>',
        '<div><h3><button aria-expanded="false">Can I drive? <i aria-hidden="true">+</i></button></h3></div>',
        '<h4><a data-bs-toggle="collapse" href="#p">Can I drive?</a></h4>',
        '<div role="button" data-toggle="collapse" data-target="#p">Can I drive?</div>',
        '<button class="accordion">Can I drive?</button>',
    ],
)
@pytest.mark.parametrize("hidden", ["", "hidden", 'aria-hidden="true"', 'style="display:none"', 'hidden="until-found"'])
def test_an_accordion_is_read_though_a_script_opens_it(opener: str, hidden: str) -> None:
    source = f'<h1>Knee</h1>{opener}<div id="p" {hidden}><p>Not yet.</p></div><p>Rest.</p>'
    assert sections(source) == [(("Can I drive?",), "Not yet."), ((), "Rest.")]
    assert pairs(source) == [("Can I drive?", "Not yet.")]


def test_an_accordion_in_a_hidden_panel_is_read() -> None:
    inner = '<button aria-expanded="false" aria-controls="b">Can I drive?</button><div id="b" hidden>Not yet.</div>'
    source = f'<h1>K</h1><h2><button aria-controls="a">Travel</button></h2><div id="a" hidden>{inner}</div>'
    assert sections(source) == [(("Travel", "Can I drive?"), "Not yet.")]


@pytest.mark.parametrize(
    "menu",
    [
        '<button aria-expanded="false" aria-controls="m">Menu</button><nav id="m" hidden><a>Wards</a></nav>',
        '<button aria-expanded="false" aria-controls="m">Wards</button><ul id="m" hidden><li><a>Ward 7</a></ul>',
        '<button aria-expanded="false" aria-haspopup="true" aria-controls="m">A</button><div id="m" hidden>Ward</div>',
        '<nav><button aria-expanded="false" aria-controls="m">A</button><div id="m" hidden>Ward</div></nav>',
        '<button aria-expanded="false" aria-controls="m">Search</button><form id="m" hidden>Ward</form>',
        "<p hidden>Ward</p>",
        '<button aria-controls="gone" aria-expanded="false">A</button>',
    ],
)
def test_a_hidden_menu_stays_hidden(menu: str) -> None:
    page, passages = in_full(f"<h1>Knee</h1><p>It hurts.</p>{menu}<p>It heals.</p>")
    assert " ".join(one.text for one in passages) == "It hurts. It heals."
    assert "Ward 7" not in page.text


@pytest.mark.parametrize("label", ["Read more", "Show the details", "View full text"])
def test_what_read_more_opens_belongs_to_the_text_above(label: str) -> None:
    more = f'<p id="m" hidden>Clots.</p><button aria-controls="m">{label}</button>'
    assert sections(f"<h1>K</h1><h2>Risks</h2><p>Pain.</p>{more}") == [(("Risks",), "Pain."), (("Risks",), "Clots.")]


def test_open_surgery_is_no_button_that_opens_a_page() -> None:
    source = '<h1>K</h1><button aria-controls="m">Open surgery</button><div id="m" hidden>A long cut.</div>'
    assert sections(source) == [(("Open surgery",), "A long cut.")]


def test_a_button_that_opens_all_panels_is_the_label_of_none() -> None:
    all_ = '<button aria-expanded="false" aria-controls="p q">Open all</button>'
    one = '<button aria-controls="p">Can I drive?</button><div id="p" hidden>Not yet.</div><div id="q">Rest.</div>'
    assert pairs(f"<h1>K</h1>{all_}{one}") == [("Can I drive?", "Not yet.")]


def test_tabs_are_headings_of_their_panels() -> None:
    tabs = '<ul role="tablist"><li><a role="tab" href="#a">Before</a><li><a role="tab" id="t">Can I eat?</a></ul>'
    panels = '<div role="tabpanel" id="a">Fast.</div><div role="tabpanel" aria-labelledby="t" hidden>Soon.</div>'
    source = f"<h1>Knee</h1>{tabs}{panels}<p>Rest.</p>"
    assert sections(source) == [(("Before",), "Fast."), (("Can I eat?",), "Soon."), ((), "Rest.")]
    assert pairs(source) == [("Can I eat?", "Soon.")]


# Lists of terms, bold questions, marks


def test_a_term_is_the_heading_of_what_it_means() -> None:
    source = "<h1>K</h1><dl><div><dt>Can I drive?<dd>No.<dd>Not yet.</div><dt>Ward<dd>Ward 7.</dl><p>Rest."
    assert sections(source) == [(("Can I drive?",), "No.\n\nNot yet."), (("Ward",), "Ward 7."), ((), "Rest.")]


@pytest.mark.parametrize(
    "source",
    [
        "<p><strong>Can I drive?</strong></p><p>Not yet.</p>",
        "<p> <span><b>Can I drive?</b></span> </p><p>Not yet.</p>",
        "<p><b>Can I drive?</b><br>Not yet.</p>",
        "<div><strong>Can I drive?</strong><p>Not yet.</p></div>",
    ],
)
def test_a_bold_question_is_a_heading(source: str) -> None:
    assert pairs(f"<h1>Knee</h1>{source}") == [("Can I drive?", "Not yet.")]


@pytest.mark.parametrize(
    "source", ["<p>Is it <b>bad?</b> No.</p>", "<p><b>Never drive.</b></p>", "<p><b>Why?</b> So.</p>"]
)
def test_bold_words_in_a_sentence_are_none(source: str) -> None:
    assert headings(source) == []


def test_a_bold_question_in_markdown_is_a_heading() -> None:
    assert pairs("# Knee\n\n**Can I drive?**\n\nNot yet. **Why?** So.\n", "page.md") == [
        ("Can I drive?", "Not yet. Why? So.")
    ]


def test_details_in_markdown_end_where_they_are_closed() -> None:
    source = "# Knee\n\n<details><summary>Can I drive?</summary>\n\nNot yet.\n\n</details>\n\nRest.\n"
    assert pairs(source, "page.md") == [("Can I drive?", "Not yet.")]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("page.html", "<h1>Knee</h1><p><b>Q:</b> Can I drive?</p><p><b>A:</b> Not yet.</p>"),
        ("page.html", "<h1>Knee</h1><p>Q1. Can I drive?<br>A1. Not yet.</p>"),
        ("page.html", "<h1>Knee</h1><p>Question: Can I drive? Answer: Not yet.</p>"),
        ("page.html", "<h1>Knee</h1><p><b>Q. Can I drive?</b></p><p>Not yet.</p>"),
        ("page.txt", "Knee\n\nQ: Can I drive?\nA: Not yet.\n"),
        ("page.txt", "Knee\n\nQuestion 1 - Can I drive?\n\nAnswer - Not yet.\n"),
        ("page.md", "# Knee\n\n**Q:** Can I drive?\n\n**A:** Not yet.\n"),
    ],
)
def test_marked_questions_and_answers_are_pairs_without_their_marks(file: str, source: str) -> None:
    assert pairs(source, file) == [("Can I drive?", "Not yet.")]


def test_a_marked_question_may_lack_its_question_mark() -> None:
    assert pairs("<h1>K</h1><p>Q: Driving</p><p>A: Not yet.</p><p>Q: Food</p><p>A: Soon.</p>") == [
        ("Driving", "Not yet."),
        ("Food", "Soon."),
    ]


@pytest.mark.parametrize(
    "line", ["Q. Smith wrote this.", "A. Smith wrote this.", "A: first", "Quiet. Rest.", "Q: rest"]
)
def test_initials_and_lists_are_no_marks(line: str) -> None:
    assert all(block.kind is not BlockKind.HEADING for block in with_marked_questions(read_html(f"<p>{line}")).blocks)


def test_marks_are_taken_away_once() -> None:
    once = with_marked_questions(read_html("<p>Q: Driving</p><p>A: Not yet.</p>"))
    assert with_marked_questions(once) == once
    assert with_marked_questions(Rendition("", ())) == Rendition("", ())


# schema.org


def test_a_question_that_the_page_shows_becomes_a_heading() -> None:
    source = json_ld(("Can I drive?", "Not before six weeks.")) + (
        "<h1>K</h1><div>Can I drive?</div><div>Not before <b>six</b> weeks.</div><p>Rest.</p>"
    )
    assert sections(source) == [(("Can I drive?",), "Not before six weeks."), ((), "Rest.")]
    assert pairs(source) == [("Can I drive?", "Not before six weeks.")]


def test_what_stands_below_an_answer_of_which_the_page_lost_the_question_is_a_passage_of_its_own() -> None:
    stated = json_ld(("Can I drive?", "Not before six weeks."), ("Can I fly?", "Wait for two days. Ask the airline."))
    words = "<p>Wait for two days.</p><p>Ask the airline.</p><p>Rest well.</p>"
    _, passages = in_full(f"{stated}<h1>Knee</h1><div>Can I drive?</div>some words{words}")
    assert [one.text for one in passages] == [
        "Wait for two days.\n\nAsk the airline.",
        "Rest well.",
        "Not before six weeks.",
    ]


def test_a_question_without_a_question_mark_is_one_when_schema_says_so() -> None:
    source = json_ld(("Driving", "Not before six weeks.")) + "<h1>K</h1><h2>Driving</h2>Not before six weeks.<p>Rest."
    assert pairs(source) == [("Driving", "Not before six weeks.")]
    assert sections(source)[1:] == [(("Driving",), "Rest.")]


def test_a_question_that_looks_as_if_put_to_the_reader_is_one_when_schema_says_so() -> None:
    source = json_ld(("Do you have parking?", "Behind the main building.")) + (
        "<h1>K</h1><h2>Do you have parking?</h2><p>Behind the main building.</p>"
    )
    assert pairs(source) == [("Do you have parking?", "Behind the main building.")]


def test_what_only_machines_were_told_stands_at_the_end() -> None:
    source = json_ld(("Can I eat?", "<p>Soon:</p><ul><li>soup</li></ul>"), ("Food", "&lt;p&gt;Soup.&lt;/p&gt;"))
    assert pairs(f"<h1>Knee</h1><p>It hurts.</p>{source}") == [("Can I eat?", "Soon:\n\n- soup"), ("Food", "Soup.")]


def test_no_pair_comes_twice() -> None:
    one = ("Can I drive?", "Not before six weeks, and only if you can stop.")
    details = f"<details><summary>{one[0]}</summary>{one[1]}</details>"
    assert pairs(f"<h1>K</h1>{json_ld(one, one)}{json_ld(one)}{details}") == [one]


def test_an_answer_in_slightly_other_words_comes_once() -> None:
    told = "You must not drive a car for six weeks after the operation on your knee."
    shown = "You should not drive a car for six weeks after the operation on your knee or hip."
    source = json_ld(("Can I drive?", told)) + f"<h1>K</h1><h2>Can I drive?</h2><p>{shown}</p>"
    assert pairs(source) == [("Can I drive?", shown)]


def test_the_page_s_own_wording_of_a_question_goes_first() -> None:
    source = (
        json_ld(("May one drive?", "Not before six weeks.")) + "<h1>K</h1><h2>Can I drive?</h2>Not before six weeks."
    )
    assert pairs(source) == [("Can I drive?", "Not before six weeks.")]


def test_a_question_with_a_hidden_answer_does_not_ask_for_the_text_below_it() -> None:
    source = json_ld(("Can I fly?", "Wait for two days.")) + "<h1>K</h1><div>Can I fly?</div><p>Rest well.</p>"
    assert sections(source) == [((), "Rest well."), (("Can I fly?",), "Wait for two days.")]


def test_a_short_answer_is_only_found_below_its_question() -> None:
    source = json_ld(("Can I drive?", "No.")) + "<h1>Knee</h1><p>There is no doubt.</p>"
    assert pairs(source) == [("Can I drive?", "No.")]


def test_questions_are_found_in_graphs_and_lists() -> None:
    answer = [{"@type": ["Answer"], "text": [{"@value": "Not yet."}]}]
    said = {
        "@graph": [
            [
                {
                    "@type": "http://schema.org/QAPage",
                    "mainEntity": {"@type": "Question", "name": "Can I drive?", "suggestedAnswer": answer},
                }
            ]
        ]
    }
    script = f'<script type="application/ld+json"><!--{json.dumps(said)}--></script>'
    assert pairs(f"<h1>K</h1><p>It hurts.</p>{script}") == [("Can I drive?", "Not yet.")]


def test_a_quiz_asks_its_reader() -> None:
    source = json_ld(("How many bones?", "206"), **{"@type": "Quiz"})
    assert pairs(f"<h1>K</h1><p>It hurts.</p>{source}") == []


@pytest.mark.parametrize("broken", ["{", '{"a":', "[" * 20_000, "", "\ud83d"[:0] + "{'a'}"])
def test_broken_json_is_told_and_does_no_harm(broken: str) -> None:
    page = read_html(f'<p>It hurts.</p><script type="application/ld+json">{broken}</script>')
    assert page.text == "It hurts."
    assert len(page.remarks) == 1
    assert "schema.org" in page.remarks[0]


@pytest.mark.parametrize("said", ["null", "[]", "1", '"x"', '{"@type":"Question"}', '{"@type":{"a":1},"name":2}'])
def test_json_that_says_nothing_is_nothing_to_tell(said: str) -> None:
    page = read_html(f'<p>It hurts.</p><script type="application/ld+json">{said}</script>')
    assert (page.text, page.remarks, page.pairs) == ("It hurts.", (), ())


@pytest.mark.parametrize("hidden", ["", "hidden"])
def test_questions_in_microdata_are_pairs(hidden: str) -> None:
    question = (
        '<div itemscope itemprop="mainEntity" itemtype="https://schema.org/Question"><div itemprop="name">Driving</div>'
    )
    answer = f'<div itemscope itemprop="acceptedAnswer" itemtype="https://schema.org/Answer" {hidden}>'
    source = f'<h1>K</h1>{question}{answer}<div itemprop="text"><p>Not before six weeks.</p></div></div></div>'
    assert pairs(source) == [("Driving", "Not before six weeks.")]


# Facts


def facts(head: str, body: str = "<p>It hurts.</p>") -> PageFacts:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>").facts


def page_node(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "MedicalWebPage", **said})}</script>'


@pytest.mark.parametrize("title", ["Knee | A clinic", "Knee - A clinic", "A clinic – Knee", "Knee · a Clinic", "Knee"])
def test_a_title_does_not_name_its_site(title: str) -> None:
    assert facts(f'<title>{title}</title><meta property="og:site_name" content="A clinic">').title == "Knee"


def test_a_title_is_cut_only_where_the_site_is_known() -> None:
    assert facts("<title>Knee - a guide</title>").title == "Knee - a guide"
    assert facts('<title>X | Y</title><meta property="og:title" content="Knee">').title == "Knee"
    assert facts("<title>X | Y</title>", "<h1>Knee</h1>").title == "Knee"


def test_schema_names_publisher_and_dates() -> None:
    said = facts(
        page_node(publisher={"name": "A clinic"}, lastReviewed="2025-03-12", datePublished="2024-05-01T10:00Z")
    )
    assert said == PageFacts(publisher="A clinic", reviewed=date(2025, 3, 12), published=date(2024, 5, 1))


def test_a_publisher_may_be_named_elsewhere_in_the_graph() -> None:
    graph = [
        {"@type": "WebPage", "publisher": {"@id": "#o"}},
        {"@id": "#o", "@type": "Organization", "name": "A clinic"},
    ]
    assert facts(f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>').publisher == "A clinic"


def test_a_change_is_no_review() -> None:
    assert (
        facts(page_node(dateModified="2025-03-12") + '<meta name="dcterms.modified" content="2025-01-01">')
        == PageFacts()
    )


def test_a_meta_element_names_the_day_of_publication() -> None:
    assert facts('<meta name="DCTERMS.issued" content="2024-05-01">').published == date(2024, 5, 1)


def test_an_address_may_be_told_to_social_networks_only() -> None:
    assert facts('<meta property="og:url" content="https://a.test/knee">').url == "https://a.test/knee"
    assert facts('<meta property="og:url" content="javascript:alert(1)">').url is None


def test_an_american_page_dates_its_review_the_american_way() -> None:
    page, _ = in_full('<html lang="en-US"><h1>K</h1><p>It hurts.</p><footer>Last reviewed: 03/04/2025</footer>')
    assert page.facts.reviewed == date(2025, 3, 4)


# Any page

WORDS = st.sampled_from(
    [
        "Can I drive?",
        "Not yet.",
        "Q: Food",
        "A: Soup.",
        "Question: Food",
        "Answer: Soup.",
        "Read more",
        "",
        "Driving",
        "It hurts for six weeks or so.",
    ]
)
OPENINGS = st.sampled_from(
    """
    <details>|<summary>|<dl>|<dt>|<dd>|<b>|<p>|<br>|<h2>|<h3>|<div id=a hidden>|<div id=b role=tabpanel>|<nav>|<form>
    <li>|<table>|<button aria-expanded=false>|<button aria-controls=a>|<a role=tab href="#b">|<h3 aria-controls=a>
    <div hidden>|<tr>|<td>|<div itemscope itemtype="https://schema.org/Question">|<div itemprop=name>
    <div itemprop=acceptedAnswer>|<div itemprop=text hidden>
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
CLOSINGS = st.sampled_from("</details> </summary> </dl> </dd> </b> </p> </div> </button> </h3> </nav> </table>".split())
SCRIPTS = st.lists(st.tuples(WORDS, WORDS), max_size=3).map(lambda asked: json_ld(*asked))
PARTS = st.lists(WORDS | OPENINGS | CLOSINGS | SCRIPTS, max_size=30).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(PARTS)
def test_every_word_is_in_one_place_however_the_page_is_broken(complaints_about: ComplaintsAbout, source: str) -> None:
    page, passages = in_full(f"<p>It hurts.</p>{source}")
    assert complaints_about(page) == []
    told = [position for passage in passages for position in range(*passage.span)]
    content = [b.span for b in page.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)]
    assert {position for span in content for position in range(*span) if page.text[position] != " "} <= set(told)
    assert len(told) == len(set(told))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(PARTS)
def test_a_page_is_read_the_same_twice(source: str) -> None:
    assert read_html(source) == read_html(source)


@pytest.mark.parametrize(
    "opening",
    [
        "<details>",
        "<details><summary>Can I?</summary>",
        "<dl><dt>Can I?<dd>",
        "<p><b>Why? <br>",
        "<div><button aria-expanded=false>Can I?</button>",
        "<button aria-expanded=false>Can I?</button><div>It hurts.</div>",
        '<div itemscope itemtype="https://schema.org/Question"><b itemprop=name>x?</b><div itemprop=acceptedAnswer>',
        '<script type="application/ld+json">[',
        "<p>Q: Can I?<p>A: No.",
    ],
)
def test_a_page_with_twenty_thousand_of_them_is_read_in_seconds(opening: str) -> None:
    _, (page,) = readers.read("page.html", (f"<p>It hurts.</p>{opening * 20_000}").encode())
    assert page.text.startswith("It hurts.")
    assert max(block.level for block in page.blocks) <= 9
