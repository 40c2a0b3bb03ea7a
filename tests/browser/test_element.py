"""The live figure as an element of a page: attributes, properties, events, playing, telling."""

import figures
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
    figure(page).evaluate("(element) => element.setAttribute('kind', 'two-parameters')")
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
    page.evaluate("() => new Promise((done) => requestIdleCallback(done))")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def counted():
        metrics = session.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in metrics}

    before = counted()
    page.wait_for_timeout(1000)
    after = counted()
    for name in ("LayoutCount", "RecalcStyleCount"):
        assert after[name] == before[name]
    assert after["ScriptDuration"] - before["ScriptDuration"] < 0.01
