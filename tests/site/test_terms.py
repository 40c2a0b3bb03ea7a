"""Terms: explained in the glossary, linked where they first stand, and the same everywhere."""

import re

import numpy as np
from front_matter import front_matter
from pages import DOCS, EXECUTED, ROOT, SOURCES, built, every_executed

# The words of the course: those from elsewhere are there to be found, and no page needs to use them.
TERMS = {
    entry["id"]: entry.dt.contents[0].strip()
    for entry in built("glossary").select("#words-of-this-course dl.glossary > div")
}
TEASERS = {front_matter(DOCS / f"tutorial/{name}.md").get("teaser") for name in SOURCES} - {None}
VERBS = ("converge", "diverge", "standardise")


def occurrence(term):
    """A pattern for a term in a sentence: its plural, and other forms of a verb."""
    stem = f"{term[:-1]}(?:e|ed|es|ing)" if term in VERBS else f"{term}s?"
    return re.compile(rf"\b{stem}\b".replace(" ", r"\s+"), re.IGNORECASE)


def first_use(page, term):
    """The piece of text in which a term first stands, outside headings, code, signposts, other links.

    A teaser is the next chapter's words.
    """
    for text in page.find_all(string=occurrence(term)):
        longer = [other for other in TERMS.values() if term in other and term != other]
        seen = re.sub(
            "|".join([*map(re.escape, TEASERS), *(occurrence(other).pattern for other in longer)]),
            "",
            text,
            flags=re.IGNORECASE,
        )
        elsewhere = text.find_parent(["h1", "h2", "pre", "code", "math", "gd-explorable"])
        link = text.find_parent("a")
        other = link and not link["href"].startswith("glossary.html")
        if occurrence(term).search(seen) and not (
            elsewhere or other or text.find_parent(class_="card")
        ):
            return text
    return None


@every_executed
def test_the_first_use_of_a_term_links_to_the_glossary(name):
    page = built(name)
    bare = []
    for address, term in TERMS.items():
        text = first_use(page, term)
        if text is not None and not text.find_parent("a", href=f"glossary.html#{address}"):
            bare.append(f"{term}: {text.strip()}")
    assert not bare


def test_every_term_is_used():
    pages = [built(name) for name in EXECUTED]
    for address in TERMS:
        assert any(page.find("a", href=f"glossary.html#{address}") for page in pages), address


def test_the_words_are_those_of_the_glossary_everywhere():
    written = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("gallery/*.py"), *ROOT.glob("src/gd/*.py")]
    for path in [*written, *ROOT.glob("docs/explorable/**/*.js"), ROOT / "README.md"]:
        text = path.read_text("utf-8")
        ours = re.sub(
            r"{index}`.*?`|\[\*.*?\*\]\(", "", text.split("\n## Words from elsewhere\n")[0]
        )
        assert not re.search(
            r"\b(iteration|iterate|epoch|true minimum|optimum)s?\b", ours, re.IGNORECASE
        ), path
        by, less = r"derivatives? by (\$|one\b|each\b|θ)", r"less (the|its|a|α|data|\$)"
        assert not re.search(rf"\b({by}|{less})", text), f"{path}: with respect to, minus"


def test_the_line_about_tables_reads_one(tmp_path, monkeypatch):
    (line,) = re.findall(r"`(x, y = .*)`", SOURCES["glossary"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text("area,price,year\n1,2.5,1990\n3,4.5,1991\n")
    names = {"np": np}
    exec(line, names)  # noqa: S102 - what readers run
    assert names["x"].tolist() == [1, 3]
    assert names["y"].tolist() == [2.5, 4.5]
