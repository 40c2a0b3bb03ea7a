// <gd-explorable kind="one-parameter" alpha="1.15" …>: a live figure in the place of a still one.
//
// A kind is a module (kinds/), which defines itself here. Its settings are the element's attributes, and
// properties of the same names; `value` holds them all, and the path too. An `input` event tells of each
// change (of an attribute once the script that set it is done), and a `change` event that the words have
// followed it. Three attributes more say what a reader is offered: `controls`, the names of the settings that have
// their controls, all where there is no such attribute; `preset`, a button that sets some; and `first`, the panel
// that comes before the others, which is read when the figure is made.

import { button, controls, html, icon, marks } from "./controls.js";
import { write } from "./draw.js";
import { message } from "./message.js";
import { picture, save } from "./picture.js";
import { accept, defaults, fromFragment, parse, parseControls, parsePreset, spell, toFragment } from "./settings.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const whenIdle = (task) => (window.requestIdleCallback ?? ((later) => setTimeout(later, 30)))(task, { timeout: 200 });
const PACE = 100; // ms from words to words
const kinds = new Map();
const waiting = new Set(); // figures in a page whose kind has not come
let count = 0;

// What a kind is:
//   settings             a table (settings.js); what has a label has a control: steps, alpha, switches and what says
//                        so first, in sight of the panels on a phone. With steps come the numbers of the next one, with alpha its marks and what it does
//   solve(state, memory) what follows from a state; memory is the figure's own, for what may be asked again
//   tells                which of that is part of `value`: thetas, costs, criticalRate and regime, for tests;
//                        there may be limits of sliders, too
//   panels(figure)       {name: panel}, three or four; each draws a solution; that with the start, which can be
//                        dragged, is `cost`, and that with points is `data`; the attribute `first` names
//                        the one that comes before the others
//   places(solution)     the marks under α (controls.js)
//   words(solution)      {product, effect, reached, sums}; a line of sums is a name, its law, its numbers
//   sentence(solution, rate)  all of it in one, for who listens; what alpha does where `rate` says so
//   python(state, solution)  a script that gives the same
export class Explorable extends HTMLElement {
  static define(name, kind) {
    kinds.set(name, kind);
    for (const key of Object.keys(kind.settings)) this.#property(key);
    for (const figure of [...waiting]) figure.#begin();
  }

  static #property(key) {
    if (Object.hasOwn(this.prototype, key)) return;
    if (key in this.prototype) throw new Error(`a setting cannot be called ${key}: each element has that`);
    Object.defineProperty(this.prototype, key, {
      get() {
        return this.value?.[key];
      },
      set(v) {
        this.value = { [key]: v };
      },
    });
  }

  #name; // of its kind
  #kind;
  #memory; // of the kind
  #state; // what is chosen
  #solved; // what follows from it, once somebody asks
  #parts; // what is drawn on
  #preset; // what its button says and sets, where there is one
  #early = {}; // what was set and no kind knew
  #frame = 0;
  #timer = 0; // of the playing
  #goal = 0; // where playing ends
  #telling = 0;
  #told = 0;
  #announcing = 0;
  #changed = false; // since words told of it
  // Of a line of the smallest letters: it tells of the figure's width and of the reader's size of text.
  #ruler = new ResizeObserver(() => requestAnimationFrame(() => this.#scaleText()));
  #attributes = new MutationObserver((records) => this.#heed(records));

  connectedCallback() {
    if (this.getAttribute("kind") !== this.#name) this.#begin();
    this.#attributes.observe(this, { attributes: true });
    addEventListener("hashchange", this.#restore);
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#restore);
    waiting.delete(this);
    this.#pause();
  }

  #heed(records = this.#attributes.takeRecords()) {
    const names = records.map(({ attributeName }) => attributeName);
    if (names.includes("kind")) {
      if (kinds.has(this.getAttribute("kind"))) return this.#begin();
      if (this.isConnected) waiting.add(this); // as what it was
    }
    if (!this.#parts) return;
    if (names.includes("controls") || names.includes("preset")) {
      this.#offer();
      this.#redraw();
    }
    const initial = this.#initial();
    for (const name of names) if (Object.hasOwn(initial, name)) this.#change({ [name]: initial[name] });
  }

  get kind() {
    this.#heed();
    return this.#name;
  }

  set kind(kind) {
    this.setAttribute("kind", kind);
  }

  get value() {
    this.#heed();
    if (!this.#parts) return undefined;
    const s = this.#solution();
    const told = Object.fromEntries(this.#kind.tells.map((key) => [key, s[key]]));
    return structuredClone({ kind: this.#name, ...this.#state, ...told });
  }

  // Takes what it gave; what follows from the rest is computed anew.
  set value(value) {
    this.#heed();
    if (!this.#parts) return this.#later(value);
    const wanted = Object.entries(value).filter(([key]) => Object.hasOwn(this.#kind.settings, key));
    this.#change(Object.fromEntries(wanted.map(([key, v]) => [key, this.#accept(key, v)])));
  }

  // Before it is in a page: as attributes.
  #later(value) {
    const settings = Object.assign({}, ...[...kinds.values()].map((kind) => kind.settings));
    for (const [key, v] of Object.entries(value)) {
      if (!Object.hasOwn(settings, key)) this.#early[key] = v; // its kind may tell what that is
      else this.setAttribute(key, typeof v === "string" ? v : spell(settings[key], v));
    }
  }

  #accept(key, v) {
    const accepted = accept(this.#kind.settings[key], v);
    if (accepted === undefined) throw new RangeError(`gd-explorable: ${key} cannot be ${v}`);
    return accepted;
  }

  // The state that the attributes ask for; what makes no sense there is the default.
  #initial() {
    const { settings } = this.#kind;
    const state = defaults(settings);
    for (const [key, setting] of Object.entries(settings)) {
      if (this.hasAttribute(key)) state[key] = parse(setting, this.getAttribute(key)) ?? state[key];
    }
    return state;
  }

  // What a fragment, of the page's address, asks of this figure.
  #shared() {
    return fromFragment(location.hash, this.id, this.#name, this.#kind.settings, this.#initial());
  }

  #solution() {
    return (this.#solved ??= this.#kind.solve(this.#state, this.#memory));
  }

  #sentence() {
    const { shows } = this.#parts.root.dataset;
    return this.#kind.sentence(this.#solution(), shows === undefined || shows.split(" ").includes("alpha"));
  }

  // How far a slider goes: where a solution does not say, as far as the settings do.
  #limits(s, key) {
    return s.limits?.[key] ?? this.#kind.settings[key];
  }

  #change(part, goal = part.steps) {
    const state = { ...this.#state, ...part };
    if ("steps" in part) this.#goal = goal;
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return this.#redraw();
    this.#state = state;
    this.#solved = undefined;
    this.#changed = true;
    this.#redraw();
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A change by the reader. Playing goes on, but for one who takes the steps in hand.
  #choose(part) {
    this.#parts.message.say("");
    if ("steps" in part) this.#pause();
    this.#change(part);
  }

  #redraw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  // -- Playing ------------------------------------------------------------------------------
  #play = () => {
    if (this.#timer) return this.#pause();
    this.#goal ||= this.#kind.settings.steps.max;
    if (this.#state.steps >= this.#goal) this.#change({ steps: 0 }, this.#goal);
    const pace = calm.matches ? 1000 : Math.min(Math.max(4000 / this.#goal, 50), 400);
    const step = () => {
      this.#change({ steps: this.#state.steps + 1 }, this.#goal);
      if (this.#state.steps < this.#goal) this.#timer = setTimeout(step, pace);
      else this.#pause();
    };
    this.#timer = setTimeout(step, pace);
    this.#redraw();
  };

  #pause() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#parts) this.#redraw();
  }

  // -- Sharing ------------------------------------------------------------------------------
  #restore = () => {
    if (!this.#parts) return;
    const state = this.#shared();
    if (!state) return;
    this.#choose(state);
    this.scrollIntoView({ block: "nearest" });
  };

  #share = () => {
    const settled = { ...this.#state, steps: this.#timer ? this.#goal : this.#state.steps };
    const fragment = toFragment(this.id, this.#name, this.#kind.settings, settled, this.#initial());
    history.replaceState(history.state, "", fragment);
    this.#parts.message.copy(location.href, "Link copied");
  };

  #reset = () => {
    if (this.#shared()) {
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    this.#choose(this.#initial());
  };

  #save = () => {
    this.#draw();
    this.#tell();
    save(`${this.id}.svg`, picture(this.#parts.panels.map(({ root }) => root), this.#sentence()));
    this.#parts.message.say("Saved");
  };

  // -- Building and drawing -------------------------------------------------------------------
  #begin() {
    const kind = kinds.get(this.getAttribute("kind"));
    if (!kind) return waiting.add(this); // the still figure stays
    waiting.delete(this);
    // What was set before there were such properties.
    for (const key of Object.keys(kind.settings)) {
      const early = [this, this.#early].find((where) => Object.hasOwn(where, key));
      if (!early) continue;
      const v = early[key];
      delete early[key];
      this.#later({ [key]: v });
    }
    this.#pause();
    this.id ||= `explorable-${++count}`;
    this.#attributes.takeRecords(); // all of them are read here
    [this.#name, this.#kind, this.#memory] = [this.getAttribute("kind"), kind, {}];
    const shared = this.#shared();
    this.#state = shared ?? this.#initial();
    this.#goal = this.#state.steps;
    this.#solved = undefined;
    this.#parts = this.#build();
    this.#offer();
    this.#draw();
    this.#tell();
    clearTimeout(this.#announcing); // nobody need be told of what the page came with
    write(this.#parts.live, this.#sentence());
    this.replaceChildren(this.#parts.root);
    this.#scaleText();
    this.#ruler.disconnect();
    this.#ruler.observe(this.#parts.ruler);
    if (shared) requestAnimationFrame(() => this.scrollIntoView({ block: "nearest", behavior: "instant" }));
  }

  #scaleText() {
    const high = this.#parts.ruler.getBoundingClientRect().height;
    const changed = this.#parts.panels.map(({ root, scaleText }) => scaleText(root.getBoundingClientRect().width, high));
    if (changed.includes(true)) this.#draw();
  }

  #build() {
    const { settings } = this.#kind;
    const figure = {
      choose: (part) => this.#choose(part),
      redraw: () => this.#redraw(),
      state: () => this.#state,
      solution: () => this.#solution(),
    };
    const leads = ([name]) => name === this.getAttribute("first");
    const named = Object.entries(this.#kind.panels(figure)).sort((a, b) => leads(b) - leads(a));
    const panels = named.map(([, panel]) => panel);
    const drawings = named.map(([name, { root }]) => html("div", { class: `panel ${name}` }, root));

    const { steps, alpha, ...others } = settings;
    const put = (key, next) => this.#choose({ [key]: next(this.#state[key]) });
    const [more, sliders] = [true, false].map((of) =>
      Object.fromEntries(Object.entries(others).filter(([, { value, first }]) => (first ?? typeof value === "boolean") === of)));
    const rows = [{ steps, alpha }, more, sliders].map((some) => controls(this.id, some, put));
    const rates = marks((part) => this.#choose(part));
    const preset = html("div", { class: "preset" });
    const first = html("div", { class: "controls first" }, preset, ...rows[0].roots, rates.root, ...rows[1].roots);
    const second = html("div", { class: "controls second" }, ...rows[2].roots);
    const [ofSteps, ofAlpha] = ["steps", "alpha"].map((key) => ({ "data-of": key }));
    rates.root.dataset.of = "alpha";

    const stepBy = (by) => {
      const steps = this.#state.steps + by;
      const goal = Math.max(this.#goal, steps);
      this.#choose({ steps });
      this.#goal = goal; // to which playing goes on
    };
    const back = icon(() => stepBy(-1), ofSteps);
    const play = icon(this.#play);
    const forward = icon(() => stepBy(1), ofSteps);
    const regime = html("strong");
    const product = html("span", { class: "product" });
    const what = html("span");
    const where = html("p");
    const { sums: lines } = this.#kind.words(this.#solution());
    const sums = lines.map(() => [html("span"), html("span", { class: "law" }), html("span")]);
    const said = message();
    said.root.dataset.of = "alpha"; // as what it tells of
    const live = html("p", { class: "told", "aria-live": "polite" });
    const ruler = html("span", { class: "ruler" });
    const root = html("div", { class: "live", "data-panels": String(panels.length), role: "group", "aria-label": "Live figure of gradient descent" },
      html("p", { class: "regime", ...ofAlpha }, regime, product, what),
      ...drawings,
      html("div", { class: "transport" },
        html("div", { class: "buttons" }, back.root, play.root, forward.root),
        html("div", { class: "sums", ...ofSteps }, where, ...sums.map((spans) => html("p", {}, ...spans))),
      ),
      first,
      second,
      html("div", { class: "actions" },
        button("Reset", this.#reset),
        button("Copy link", this.#share, ofAlpha),
        button("Copy as Python", () => said.copy(this.#kind.python(this.#state, this.#solution()), "Python copied"), ofAlpha),
        button("Save as SVG", this.#save, ofAlpha),
        said.root,
      ),
      live,
      ruler,
    );
    const ranges = root.querySelectorAll("input[type=range]");
    return { root, ruler, ranges, panels, rows, rates, preset, back, play, forward, regime, product, what, where, sums, message: said, live };
  }

  // What of the controls the attributes ask for; what makes no sense there is no such attribute.
  #offer() {
    const { root, preset } = this.#parts;
    const read = (name, parser) => this.hasAttribute(name) ? parser(this.#kind.settings, this.getAttribute(name)) : undefined;
    const shows = read("controls", parseControls);
    if (shows) root.dataset.shows = shows.join(" ");
    else delete root.dataset.shows;
    this.#preset = read("preset", parsePreset);
    root.toggleAttribute("data-preset", Boolean(this.#preset));
    preset.replaceChildren(...(this.#preset ? [button(this.#preset.words, this.#press)] : []));
  }

  #has(part) {
    const state = this.#timer ? { ...this.#state, steps: this.#goal } : this.#state; // where playing leads
    return Object.entries(part).every(([key, v]) => JSON.stringify(state[key]) === JSON.stringify(v));
  }

  // Pressed again, the button takes back what it set.
  #press = () => {
    const { state } = this.#preset;
    const initial = this.#initial();
    const back = Object.fromEntries(Object.keys(state).map((key) => [key, initial[key]]));
    this.#choose(this.#has(state) ? back : state);
  };

  #draw() {
    const s = this.#solution();
    const p = this.#parts;
    p.panels.forEach((panel) => panel.draw(s));
    p.rows.forEach((row) => row.show(s, (key) => this.#limits(s, key)));
    p.preset.firstChild?.setAttribute("aria-pressed", this.#has(this.#preset.state));
    p.rates.show(this.#kind.places(s), this.#limits(s, "alpha"));
    const { max } = this.#kind.settings.steps;
    p.back.show("back", "One step back", s.steps === 0);
    p.play.show(this.#timer ? "pause" : "play", this.#timer ? "Pause" : "Play");
    p.forward.show("forward", "One step forward", s.steps >= max);
    this.#telling ||= setTimeout(() => whenIdle(() => this.#tell()), this.#told + PACE - performance.now());
  }

  // The words come after the picture, once there is time, and no faster than one can read.
  #tell() {
    this.#telling = 0;
    this.#told = performance.now();
    const s = this.#solution();
    const p = this.#parts;
    const words = this.#kind.words(s);
    if (p.root.dataset.regime !== s.regime) p.root.dataset.regime = s.regime;
    write(p.regime, s.regime);
    write(p.product, words.product);
    write(p.what, words.effect);
    write(p.where, words.reached);
    p.panels.forEach((panel) => panel.tell());
    p.ranges.forEach((range) => (range.defaultValue = range.value)); // of which Firefox prints the thumb
    words.sums.forEach((line, j) => line.forEach((part, i) => write(p.sums[j][i], part)));
    if (!this.#frame && this.#changed) {
      this.#changed = false;
      this.dispatchEvent(new Event("change", { bubbles: true }));
    }
    // Whoever listens is told once it has settled.
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => write(p.live, this.#sentence()), 700);
  }
}

customElements.define("gd-explorable", Explorable);
