"""What a learner types into the search: each word leads to a page that explains it."""

import pytest

# As typed: abbreviations in small letters, the plural, other names.
WORDS = """
Adam; backpropagation; batch gradient descent; bias; classification; condition number; convergence; convex;
cost function; critical rate; csv; CSV; early stopping; eigenvector; epoch; feature scaling; global minimum;
gradient; heavy ball; hessian; iteration; learning rate; least squares; line search; linear regression; local minima;
local minimum; logistic regression; loss; mini-batch; minimum; momentum; NaN; neural network; newton;
normal equation; objective; overfitting; regularisation; regularization; residual; saddle; saddle point; sgd;
SGD; step size; stochastic; stochastic gradient descent; stop; stopping; weights
""".replace("\n", " ").split("; ")
SEARCH = """
async (word) => {
  let broken;
  addEventListener("unhandledrejection", ({ reason }) => (broken = reason), { once: true });
  document.getElementById("search-results").replaceChildren();
  Search.performSearch(word);
  const first = () => [...document.querySelectorAll("ul.search > li")].slice(0, 3);
  const shown = () => Search.status.textContent && first().every((found) => found.querySelector(".context, a + span"));
  while (!shown() && !broken) await new Promise(requestAnimationFrame);
  if (broken) throw broken;
  return first().map((found) => [found.querySelector("a").href, found.textContent]);
}
"""


@pytest.fixture(scope="module")
def search(open_for_several):
    page = open_for_several("search")
    page.wait_for_function("Search.hasIndex()")
    return lambda word: page.evaluate(SEARCH, word)


@pytest.fixture(scope="module")
def explained(open_for_several):
    """The terms of the glossary, by the address of each."""
    page = open_for_several("tutorial/glossary")
    return page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('dl.glossary > [id]')]"
        ".map((entry) => [`${location.href}#${entry.id}`, entry.querySelector('dt').firstChild.data]))"
    )


def helps(result, word, explained):
    """A chapter, or the glossary at the term itself, that shows the word."""
    address, text = result
    chapter = "/tutorial/" in address and "/glossary" not in address
    return word.lower() in text.lower() and (chapter or address in explained)


@pytest.mark.parametrize("word", [word.strip() for word in WORDS])
def test_what_a_learner_searches_for_is_found(word, search, explained):
    found = search(word)
    assert any(helps(result, word, explained) for result in found), found


def test_every_term_is_found_first(search, explained):
    assert len(explained) > 40
    for address, term in explained.items():
        assert search(term.replace("’", "'"))[0][0] == address


def test_a_word_that_stands_nowhere_is_not_found(search):
    assert search("zebra") == []
