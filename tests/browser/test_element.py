"""The live figure as an element of a page: attributes, properties, events, playing, telling."""

import chromium
import figures
import numpy as np
import pytest
from figures import figure, settle, slider, value

ONE, TWO = (figures.home(kind).PAGE for kind in ("one-parameter", "two-parameters"))


def test_attributes_and_properties_redraw_and_events_tell(open_page):
    page = open_page(ONE)
    page.evaluate(
        """window.told = []; document.querySelector("gd-explorable").addEventListener(
             "input", (event) => told.push([event.target.localName, event.target.value.alpha]))"""
    )
    figure(page).evaluate("(element) => element.setAttribute('alpha', '2')")
    assert value(page)["alpha"] == 2
    figure(page).evaluate("(element) => (element.alpha = 3)")
    figure(page).evaluate("(element) => (element.alpha = 3)")
    figure(page).evaluate("(element) => (element.value = { ...element.value, steps: 7 })")
    slider(page, "Learning rate α").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("told") == [["gd-explorable", alpha] for alpha in (2, 3, 3, 3.05)]
    figure(page).evaluate("(element) => element.setAttribute('alpha', 'much')")
    assert value(page)["alpha"] == 1.15
    assert (
        figure(page).evaluate(
            "(element) => { try { element.steps = -1 } catch (error) { return error.message } }"
        )
        == "gd-explorable: steps cannot be -1"
    )
    page.add_script_tag(url="/_static/explorable-two-parameters.js")
    become = "(element) => { element.kind = 'two-parameters'; return element.kind }"
    assert figure(page).evaluate(become) == "two-parameters"
    settle(page)
    v = value(page)
    assert (v["kind"], len(v["thetas"][0])) == ("two-parameters", 2)
    figures.agrees_with_gd(v)


def test_several_on_a_page_do_not_disturb_each_other(open_page):
    page = open_page(ONE)
    page.evaluate(
        """for (const kind of ["two-parameters", "one-parameter", "of-no-kind"]) {
             const other = document.createElement("gd-explorable");
             other.setAttribute("kind", kind);
             document.querySelector("gd-explorable").after(other);
           }"""
    )
    # A kind comes when its script does.
    values = "[...document.querySelectorAll('gd-explorable')].map((element) => element.value)"
    assert [v and v["kind"] for v in page.evaluate(values)] == [
        "one-parameter",
        None,
        "one-parameter",
        None,
    ]
    page.add_script_tag(url="/_static/explorable-two-parameters.js")
    settle(page)
    before = page.evaluate(values)
    assert [v and v["kind"] for v in before] == [
        "one-parameter",
        None,
        "one-parameter",
        "two-parameters",
    ]
    slider(page, "Steps").focus()
    page.keyboard.press("ArrowRight")
    after = page.evaluate(values)
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    own = "gd-explorable, gd-explorable [id]"
    ids = page.evaluate(f"[...document.querySelectorAll('{own}')].map(({{ id }}) => id)")
    assert len(ids) == len(set(ids))


def test_play_runs_to_where_it_was_and_can_be_paused(open_page):
    page = open_page(ONE, clock=True)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(500)
    page.get_by_role("button", name="Pause").click()
    paused = value(page)["steps"]
    assert 0 < paused < 19
    page.clock.run_for(1000)
    assert value(page)["steps"] == paused
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(6000)
    assert value(page)["steps"] == 19
    page.get_by_role("button", name="Play").wait_for()
    # A step back, another rate or a drag does not make it forget where it was going.
    page.get_by_role("button", name="One step back").click()
    slider(page, "Learning rate α").focus()
    page.keyboard.press("ArrowRight")
    page.clock.run_for(100)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1000)
    assert value(page)["steps"] == 19


def test_whoever_prefers_less_motion_sees_one_step_a_second(open_page):
    page = open_page(ONE, reduced_motion="reduce", clock=True)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1700)
    assert value(page)["steps"] == 1
    page.clock.run_for(1000)
    assert value(page)["steps"] == 2


def test_a_sentence_tells_it_once_it_has_settled(open_page):
    page = open_page(ONE, clock=True)
    region = page.locator("[aria-live]")
    assert "After 19 steps" in region.text_content()
    page.evaluate(
        """window.told = 0; new MutationObserver(() => told++).observe(
             document.querySelector("[aria-live]"), { childList: true, characterData: true, subtree: true })"""
    )
    slider(page, "Steps").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        page.clock.run_for(100)
    assert page.evaluate("told") == 0
    page.clock.run_for(1500)
    assert "After 29 steps" in region.text_content()
    assert page.evaluate("told") == 1


def test_nothing_runs_while_nothing_changes(open_page, chrome, address):
    page = open_page(TWO, until="load")
    page.wait_for_function("() => document.querySelector('[aria-live]').textContent")
    page.wait_for_function(
        "() => [...document.images].every((image) => image.complete || !image.checkVisibility())"
    )
    page.evaluate(chromium.DRAWN)  # its letters find their size in the frame after the first
    page.evaluate("() => new Promise((done) => requestIdleCallback(done))")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def after(milliseconds):
        page.wait_for_timeout(milliseconds)
        counted = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        return [counted[name] for name in ("LayoutCount", "RecalcStyleCount", "ScriptDuration")]

    # On a busy machine pictures and letters may still be coming.
    seen = [after(0), after(300)]
    while seen[-1][:2] != seen[-2][:2] and len(seen) < 10:
        seen.append(after(300))
    layouts, styles, script = np.subtract(after(1000), seen[-1])
    assert (layouts, styles) == (0, 0)
    assert script < 0.01


# A kind with a setting that no other has, and panels of others.
BRAKED = """
() => {
  const { element: { Explorable }, "panels/history": { historyPanel } } = gdModules;
  const settings = {
    steps: { label: "Steps", min: 0, max: 9, step: 1, value: 3, whole: true },
    alpha: { label: "Learning rate α", min: 0.1, max: 1, step: 0.1, value: 0.2 },
    brake: { label: "Brake", min: 0, max: 1, step: 0.1, value: 0 },
    wet: { label: "Wet", value: false },
  };
  const panel = () => historyPanel("nothing", ({ costs }) => [costs[0], 0]);
  Explorable.define("braked", (window.braked = {
    settings,
    solve(state, memory) {
      memory.asked = (memory.asked ?? 0) + 1;
      const costs = [1];
      while (costs.length <= state.steps) costs.push(costs.at(-1) * (1 - state.alpha * (1 - state.brake)));
      return { ...state, costs, asked: memory.asked, regime: "monotone" };
    },
    tells: ["costs", "asked"],
    panels: () => ({ one: panel(), two: panel(), three: panel() }),
    places: () => [],
    words: ({ brake }) => ({ product: `brake ${brake}`, effect: "", reached: "", sums: [["a", "b", "c"]] }),
    sentence: () => "It brakes.",
    python: () => "",
  }));
  const figure = document.querySelector("gd-explorable");
  figure.brake = 0.5;
  figure.setAttribute("wet", "");
  figure.setAttribute("brake", "0.3");
  figure.setAttribute("kind", "braked");
}
"""


def test_a_kind_is_all_that_there_is_to_add(open_page):
    page = open_page(ONE)
    page.evaluate(BRAKED)
    v = value(page)
    assert v == {
        "kind": "braked",
        "steps": 3,
        "alpha": 0.2,
        "brake": 0.3,
        "wet": True,
        "costs": [pytest.approx(0.86**k) for k in range(4)],
        "asked": 1,
    }
    slider(page, "Brake").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("Wet").focus()
    page.keyboard.press("Space")
    settle(page)
    v = value(page)
    assert (v["brake"], v["wet"]) == (0.4, False)
    assert v["asked"] in (2, 3)  # once a frame
    assert page.locator(".product").inner_text() == "brake 0.4"
    assert figure(page).evaluate("(element) => [element.brake, element.noise]") == [0.4, None]
    # What is set while the kind is not there, or the element in no page, is not lost.
    early = """() => {
      const late = document.createElement("gd-explorable");
      late.setAttribute("kind", "later");
      late.moved = "3,1,1";
      late.brake = 0.7;
      late.pressure = 2;
      [late.open, late.shut, late.held] = ["", "false", true];
      const host = document.createElement("div");
      host.attachShadow({ mode: "open" }).append(late);
      document.body.append(host);
      const { settings, ...rest } = braked;
      const pressure = { label: "Pressure", min: 0, max: 4, step: 1, value: 1 };
      const [open, shut, held] = ["Open", "Shut", "Held"].map((label) => ({ label, value: false }));
      const all = { ...settings, pressure, open, shut, held };
      gdModules.element.Explorable.define("later", { ...rest, settings: all });
      const switches = [late.open, late.shut, late.held];
      return [late.getAttribute("moved"), late.value.brake, late.value.pressure, late.pressure, ...switches];
    }"""
    assert page.evaluate(early) == ["3,1,1", 0.7, 2, 2, True, False, True]
    early = """() => {
      const late = document.createElement("gd-explorable");
      document.body.append(late);
      late.kind = "latest";
      late.value = { moved: null, tilt: 2, title: "none" };
      const figure = document.querySelector("gd-explorable");
      const other = figure.cloneNode();
      document.body.append(other);
      figure.kind = other.kind = "latest";
      const before = [figure.kind, other.kind];
      other.remove();
      document.body.append(other);
      const apart = figure.cloneNode();
      document.body.append(apart);
      apart.remove();
      apart.kind = "latest";
      apart.value; // so it has heard
      const { settings, ...rest } = braked;
      const tilt = { label: "Tilt", min: 0, max: 4, step: 1, value: 1 };
      gdModules.element.Explorable.define("latest", { ...rest, settings: { ...settings, tilt } });
      return [late.value.tilt, late.title, ...before, figure.kind, other.kind, figure.value.brake, apart.kind];
    }"""
    assert page.evaluate(early) == [2, "", "braked", "braked", "latest", "latest", 0.3, None]
    unknown = (
        "(figure) => { figure.setAttribute('kind', 'none'); figure.setAttribute('brake', '0.9') }"
    )
    figure(page).evaluate(unknown)
    assert value(page)["brake"] == 0.9
    refused = """() => {
      try { gdModules.element.Explorable.define("bad", { settings: { title: {} } }) }
      catch (error) { return error.message }
    }"""
    assert page.evaluate(refused) == "a setting cannot be called title: each element has that"


def test_figures_keep_what_follows_from_their_own_data(open_page):
    """Of two that are asked in turns, none computes its cost anew while its data stay."""
    page = open_page(ONE)
    kept = """() => {
      const { solver } = gdModules.line;
      const { leastSquares } = gdModules["costs/least-squares"];
      let asked = 0;
      const ground = ({ truth: y }) => (asked++, { J: leastSquares({ columns: [[1, 2]], y }) });
      const solve = solver({ alpha: { min: 0, max: 1, step: 0.1 } }, ground);
      const [one, other] = [{}, {}];
      for (const alpha of [0.1, 0.2, 0.3]) {
        solve({ alpha, start: [0], steps: 2, truth: [1, 2] }, one);
        solve({ alpha, start: [0], steps: 2, truth: [3, 4] }, other);
      }
      return asked;
    }"""
    assert page.evaluate(kept) == 2
