// <gd-explorable kind="one-parameter" alpha="1.15" …>: a live figure in the place of a still one.
//
// Attributes: kind; steps, alpha, start, truth, noise, and with two parameters shift and standardise.
// Properties of the same names, and `value`, which holds the path too. An `input` event tells of each
// change, and a `change` event that the words have followed it.

import { button, html, icon, marks, slider, toggle } from "./controls.js";
import { write } from "./draw.js";
import { contourPanel, dataPanel, historyPanel, parabolaPanel } from "./panels.js";
import { picture } from "./picture.js";
import { fixed } from "./scales.js";
import * as model from "./state.js";
import { arithmetic, effect, names, reached, sentence } from "./words.js";

const SETTINGS = ["steps", "alpha", "start", "truth", "noise", "shift", "standardise"];
const VALUE = [
  "kind", "x", "y", "alpha", "steps", "start", "truth", "thetas", "costs", "criticalRate", "regime",
  "minimizer", "noise", "shift", "standardise", "moved",
];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const whenIdle = (task) => (window.requestIdleCallback ?? ((later) => setTimeout(later, 30)))(task, { timeout: 200 });
const PACE = 100; // ms from words to words
let count = 0;

class Explorable extends HTMLElement {
  static observedAttributes = ["kind", ...SETTINGS];

  #state; // what is chosen
  #solved; // what follows from it, once somebody asks
  #parts; // what is drawn on
  #frame = 0;
  #timer = 0; // of the playing
  #goal = 0; // where playing ends
  #telling = 0;
  #told = 0;
  #announcing = 0;
  #changed = false; // since words told of it
  // Of a line of the smallest letters: it tells of the figure's width and of the reader's size of text.
  #ruler = new ResizeObserver(() => requestAnimationFrame(() => this.#scaleText()));

  connectedCallback() {
    if (!this.#parts) this.#begin();
    addEventListener("hashchange", this.#restore);
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#restore);
    this.#pause();
  }

  attributeChangedCallback(name) {
    if (!this.#parts) return;
    if (name === "kind") this.#begin();
    else this.#change({ [name]: this.#initial()[name] });
  }

  get kind() {
    return this.#state?.kind;
  }

  set kind(kind) {
    this.setAttribute("kind", kind);
  }

  get value() {
    if (!this.#state) return undefined;
    const s = this.#solution();
    return structuredClone(Object.fromEntries(VALUE.filter((key) => key in s).map((key) => [key, s[key]])));
  }

  // Takes what it gave; what follows from the rest is computed anew.
  set value(value) {
    if (!this.#state) return this.#later(value);
    const wanted = Object.entries(value).filter(([key]) => key === "moved" || key in this.#state);
    this.#change(Object.fromEntries(wanted.map(([key, v]) => [key, this.#accept(key, v)])));
  }

  static {
    for (const key of SETTINGS) {
      Object.defineProperty(this.prototype, key, {
        get() {
          return this.value?.[key];
        },
        set(v) {
          this.value = { [key]: v };
        },
      });
    }
  }

  // Before it is in a page: as attributes.
  #later(value) {
    for (const key of SETTINGS) {
      if (!(key in value)) continue;
      if (key === "standardise") this.toggleAttribute(key, value[key]);
      else this.setAttribute(key, [value[key]].flat().join(","));
    }
  }

  #accept(key, v) {
    if (key === "kind") return this.#state.kind;
    const accepted = model.accept(this.#state.kind, key, v);
    if (accepted === undefined) throw new RangeError(`gd-explorable: ${key} cannot be ${v}`);
    return accepted;
  }

  // The state that the attributes ask for; what makes no sense there is the default.
  #initial() {
    const state = model.defaults(this.#state.kind);
    for (const key of SETTINGS) {
      if (key in state && this.hasAttribute(key)) {
        state[key] = model.parse(state.kind, key, this.getAttribute(key)) ?? state[key];
      }
    }
    return state;
  }

  #solution() {
    return (this.#solved ??= model.solve(this.#state));
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
    this.#say("");
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
    this.#goal ||= model.controls(this.#state.kind).steps.max;
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
    if (!this.#state) return;
    const state = model.fromFragment(location.hash, this.id, this.#initial());
    if (!state) return;
    this.#choose(state);
    this.scrollIntoView({ block: "nearest" });
  };

  #share = () => {
    const settled = { ...this.#state, steps: this.#timer ? this.#goal : this.#state.steps };
    const fragment = model.toFragment(this.id, settled, this.#initial());
    history.replaceState(history.state, "", fragment);
    this.#copy(location.href, "Link copied");
  };

  #reset = () => {
    if (model.fromFragment(location.hash, this.id, this.#initial())) {
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    this.#choose(this.#initial());
  };

  async #copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      this.#say(done);
    } catch {
      // No clipboard here (an insecure address, or not allowed): show it, selected.
      const area = html("textarea", { readonly: "", rows: "3", "aria-label": "To copy" });
      area.value = text;
      this.#parts.message.replaceChildren(area);
      area.select();
    }
  }

  #say(words) {
    const { message } = this.#parts;
    if (words || message.firstChild) message.replaceChildren(...(words ? [words] : []));
  }

  #save = () => {
    this.#draw();
    this.#tell();
    const blob = new Blob([picture(this.#parts.panels.map(({ root }) => root), sentence(this.#solution()))], { type: "image/svg+xml" });
    const link = html("a", { href: URL.createObjectURL(blob), download: `${this.id}.svg` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    this.#say("Saved");
  };

  // -- Building and drawing -------------------------------------------------------------------
  #begin() {
    const kind = this.getAttribute("kind");
    if (!model.isKind(kind)) return; // the still figure stays
    this.#pause();
    this.id ||= `explorable-${++count}`;
    this.#state = { kind };
    const initial = this.#initial();
    const shared = model.fromFragment(location.hash, this.id, initial);
    this.#state = shared ?? initial;
    this.#goal = this.#state.steps;
    this.#solved = undefined;
    this.#parts = this.#build(kind);
    this.#draw();
    this.#tell();
    clearTimeout(this.#announcing); // nobody need be told of what the page came with
    write(this.#parts.live, sentence(this.#solution()));
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

  #build(kind) {
    const spec = model.controls(kind);
    const n = spec.start.value.length;
    const moveStart = (start) => (start ? this.#choose({ start }) : this.#redraw());
    const movePoint = (i, x, y, relative) => {
      if (i === undefined) return this.#redraw();
      const from = relative ? this.#solution().seen : { x: [], y: [] };
      const [a, b] = [x + (from.x[i] ?? 0), y + (from.y[i] ?? 0)];
      this.#choose({ moved: model.moveTo(this.#state, i, a, b) });
    };
    const panels = [
      dataPanel(this.#solution().x.length, { movePoint }),
      (n === 1 ? parabolaPanel : contourPanel)(spec.start, { moveStart }),
      historyPanel(n === 1),
    ];

    const sliders = [];
    const add = (key, label, j) => {
      const put = (v) => (j === undefined ? v : this.#state[key].with(j, v));
      const control = slider(`${this.id}-${key}${j ?? ""}`, label, (v) => this.#choose({ [key]: put(v) }));
      sliders.push((s) => {
        const v = j === undefined ? s[key] : s[key][j];
        const limits = key === "alpha" ? s.rates : spec[key];
        const between = Math.abs(v / limits.step - Math.round(v / limits.step)) > 1e-6;
        control.show(v, limits, fixed(v, between ? limits.step / 100 : limits.step));
      });
      return control.root;
    };
    const each = (key, label) => names(n).map((name, j) => add(key, `${label} ${name}`, j));
    const rates = marks((alpha) => this.#choose({ alpha }));
    const first = html("div", { class: "controls first" }, add("steps", "Steps"), add("alpha", "Learning rate α"), rates.root);
    const second = html("div", { class: "controls second" }, ...each("start", "Start"), ...each("truth", "True"), add("noise", "Noise"));
    let standardise;
    if (spec.shift) {
      standardise = toggle(`${this.id}-standardise`, "Standardise x", (on) => this.#choose({ standardise: on }));
      second.append(add("shift", "Shift of x"), standardise.root);
    }

    const stepBy = (by) => {
      const steps = this.#state.steps + by;
      const goal = Math.max(this.#goal, steps);
      this.#choose({ steps });
      this.#goal = goal; // to which playing goes on
    };
    const back = icon(() => stepBy(-1));
    const play = icon(this.#play);
    const forward = icon(() => stepBy(1));
    const regime = html("strong");
    const product = html("span", { class: "product" });
    const what = html("span");
    const where = html("p");
    const sums = names(n).map(() => [html("span"), html("span", { class: "law" }), html("span")]);
    const message = html("span", { class: "message", role: "status" });
    const live = html("p", { class: "told", "aria-live": "polite" });
    const ruler = html("span", { class: "ruler" });
    const root = html("div", { class: "live", role: "group", "aria-label": "Live figure of gradient descent" },
      html("p", { class: "regime" }, regime, product, what),
      html("div", { class: "panel data" }, panels[0].root),
      html("div", { class: "panel cost" }, panels[1].root),
      html("div", { class: "transport" },
        html("div", { class: "buttons" }, back.root, play.root, forward.root),
        html("div", { class: "sums" }, where, ...sums.map((spans) => html("p", {}, ...spans))),
      ),
      first,
      html("div", { class: "panel history" }, panels[2].root),
      second,
      html("div", { class: "actions" },
        button("Reset", this.#reset),
        button("Copy link", this.#share),
        button("Copy as Python", () => this.#copy(model.toPython(this.#state), "Python copied")),
        button("Save as SVG", this.#save),
        message,
      ),
      live,
      ruler,
    );
    const ranges = root.querySelectorAll("input[type=range]");
    return { root, ruler, ranges, panels, sliders, rates, standardise, back, play, forward, regime, product, what, where, sums, message, live };
  }

  #draw() {
    const s = this.#solution();
    const p = this.#parts;
    const one = s.start.length === 1;
    p.panels.forEach((panel) => panel.draw(s));
    p.sliders.forEach((show) => show(s));
    const curvature = one ? "h" : "λ";
    const places = [
      { name: `1/${curvature}`, title: one ? "One step" : "1/λₘₐₓ: one step across the valley", value: 1 / s.steepest },
      { name: `2/${curvature}`, title: one ? "The critical rate" : "2/λₘₐₓ: the critical rate", value: s.criticalRate },
    ];
    if (!one) {
      const value = 2 / (s.steepest + s.bowl[1].value);
      places.splice(1, 0, { name: "best", title: "The best fixed rate: the larger factor is as small as it can be", value });
    }
    p.rates.show(places, s.rates);
    p.standardise?.show(s.standardise);
    const { max } = model.controls(s.kind).steps;
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
    if (p.root.dataset.regime !== s.regime) p.root.dataset.regime = s.regime;
    write(p.regime, s.regime);
    write(p.product, `α·${s.start.length === 1 ? "h" : "λₘₐₓ"} = ${fixed(s.product, 0.001)}`);
    write(p.what, effect(s));
    write(p.where, reached(s));
    p.panels.forEach((panel) => panel.tell());
    p.ranges.forEach((range) => (range.defaultValue = range.value)); // of which Firefox prints the thumb
    arithmetic(s).forEach((line, j) => line.forEach((words, i) => write(p.sums[j][i], words)));
    if (!this.#frame && this.#changed) {
      this.#changed = false;
      this.dispatchEvent(new Event("change", { bubbles: true }));
    }
    // Whoever listens is told once it has settled.
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => write(p.live, sentence(s)), 700);
  }
}

customElements.define("gd-explorable", Explorable);
