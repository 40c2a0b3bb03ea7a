"""The texts of settings: the figure and the directive take the same, for the same value, and no others."""

import json

import pytest
from figures import KINDS, settings

TEXTS = [
    *("", " ", "0", "1", "2", "8", "-1", "+1", "01", "100", "101", "1e9", "1e-9", "1e10", "1e400"),
    *("1.", ".5", "0.5", "-.5", ".", "1.5e0", "1E0", "1e", "1e0001", "-0", "3.0", "3.5"),
    *(
        "1_0",
        "0x10",
        "1e0x",
        "nan",
        "NaN",
        "inf",
        "Infinity",
        "-inf",
        "much",
        "\u0663",
        "1\u00a0",
        "\ufeff1",
    ),
    *("0,0", "0 0", "1, -1", "1 ,1", "1,,1", ",1", "1,", " 1 ", "\t1\n", "0,0,0", "9,9", "\x1c1"),
    *("true", "false", "True", "yes", "on", "null", "undefined"),
    *(
        "3,0.1,0.2",
        "3,0.1,0.2_5,0,1",
        "3,1,1_3,0,0",
        "20,0,0",
        "19,0,0",
        "-1,0,0",
        "0,31,0",
        "0,30,-30",
    ),
    *(
        "1.0,0,0",
        "1.5,0,0",
        "1e400,0,0",
        "0,1",
        "3,0,0_ 4,0,0 ",
        "0,0,0_",
        "_",
        "__proto__,1,1",
        "0,nan,0",
        "1" * 2001,
    ),
]
PARSE = """
async ([setting, texts]) => {
  const { parse } = await import("/explorable/settings.js");
  return JSON.stringify(texts.map((text) => [parse(setting, text)]), (_, v) => v === undefined ? "none" : v);
}
"""


CONTROLS = [
    *("", " ", "steps", "steps, alpha", "alpha steps", "steps,alpha,steps", "\tstart\nnoise "),
    *("Steps", "steps;alpha", "colour", "steps, colour", "moved", "constructor", "__proto__"),
    *("shift", "standardise", ",", "steps,", ",steps", "true", "false", "null"),
]
PRESETS = [
    *(
        "Go: alpha=2",
        "Go:alpha=2&steps=20",
        " Go there : steps=3 ",
        "Go: to: alpha=1",
        "Go:\nsteps=3",
    ),
    *("Go: moved=3,0,0.5_4,0,-1", "Go: moved=", "Go: start=1", "Go: start=1,-1", "Go: shift=2"),
    *("Go: standardise=", "Go: alpha=1&alpha=2", "Gö → λ: noise=.3"),
    *("", ":", "Go", "Go:", ": alpha=2", " : alpha=2", "Go: alpha", "Go: alpha=", "Go: alpha=much"),
    *("Go: steps=101", "Go: alpha=2&", "Go: alpha=2&&steps=3", "Go: alpha==2", "Go: colour=red"),
    *("Go: constructor=1", "Go: __proto__=1", "Go: alpha =2", "Go: alpha = 2", "Go: =2"),
]
OFFERS = """
async ([settings, controls, presets]) => {
  const { parseControls, parsePreset } = await import("/explorable/settings.js");
  const read = (parser, texts) => texts.map((text) => [parser(settings, text)]);
  return JSON.stringify([...read(parseControls, controls), ...read(parsePreset, presets)],
    (_, v) => v === undefined ? "none" : v);
}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_figure_and_the_directive_offer_the_same(page, kind):
    table = KINDS[kind]
    read = [v for (v,) in json.loads(page.evaluate(OFFERS, [table, CONTROLS, PRESETS]))]

    def offer(parser, text):
        try:
            found = parser(table, text)
        except ValueError:
            return "none"
        words, state = found if isinstance(found, tuple) else (None, found)
        return json.loads(json.dumps({"words": words, "state": state} if words else state))

    directive = [offer(settings.controls, text) for text in CONTROLS]
    directive += [offer(settings.preset, text) for text in PRESETS]
    texts = [*CONTROLS, *PRESETS]
    assert dict(zip(texts, read, strict=True)) == dict(zip(texts, directive, strict=True))
    assert 10 < sum(v != "none" for v in read) < len(texts) - 10


def by_the_directive(key, setting, text):
    try:
        return settings.parse(key, setting, text)
    except ValueError:
        return "none"


@pytest.fixture(scope="module")
def page(open_for_several):
    return open_for_several("index")


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind in KINDS for key in KINDS[kind]])
def test_the_figure_and_the_directive_take_the_same_texts(page, kind, key):
    setting = KINDS[kind][key]
    read = [value for (value,) in json.loads(page.evaluate(PARSE, [setting, TEXTS]))]
    directive = [by_the_directive(key, setting, text) for text in TEXTS]
    if "points" in setting:
        directive = [
            v if v == "none" else {str(i): offset for i, offset in v.items()} for v in directive
        ]
    assert dict(zip(TEXTS, read, strict=True)) == dict(zip(TEXTS, directive, strict=True))
    assert 1 < sum(value != "none" for value in read) < len(TEXTS)
