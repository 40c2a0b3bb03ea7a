// Sliders, switches, buttons: native, labelled.

import { write } from "./draw.js";
import { fixed } from "./scales.js";

export function html(tag, attributes = {}, ...children) {
  const target = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) target.addEventListener(name.slice(2), value);
    else target.setAttribute(name, value);
  }
  target.append(...children);
  return target;
}

const put = (target, name, value) => {
  if (target[name] !== String(value)) target[name] = value;
};

// A slider whose value may lie between two of its steps, as a rate of exactly 1/λ does; whoever
// moves it lands on a step again.
function slider(id, label, change) {
  let range;
  const input = html("input", {
    id,
    type: "range",
    onchange: (event) => event.stopPropagation(), // the figure has events of its own
    oninput: (event) => {
      event.stopPropagation();
      const { min, max, step } = range;
      const v = min + Math.round((Number(input.value) - min) / step) * step;
      change(Number(Math.min(v, max).toFixed(9)));
    },
  });
  const output = html("output", { for: id });
  const root = html("div", { class: "control" }, html("label", { for: id }, label), input, output);
  let shown;
  const show = (value, limits, words) => {
    const now = [value, limits.min, limits.max].join();
    if (now === shown) return;
    shown = now;
    range = limits;
    const away = (value - limits.min) / limits.step;
    put(input, "min", limits.min);
    put(input, "max", limits.max);
    put(input, "step", Math.abs(away - Math.round(away)) < 1e-6 ? limits.step : "any");
    put(input, "value", value); // a value beyond the range leaves the thumb at its end
    input.setAttribute("aria-valuetext", words);
    write(output, words);
  };
  return { root, show };
}

// Named places under the slider of α, to click: [{name, title, value, also, limit}], those in its range; `also` is what
// else is chosen there, and one is the limit. Each tick is where the thumb would be, and its name below, or beside where
// names would meet: half as far to the right as the names before it push it, half to the left of where those after it do.
// CSS computes it, of widths that it knows.
export function marks(choose) {
  const root = html("div", { class: "marks" });
  const buttons = [];
  let shown;
  const show = (places, { min, max }) => {
    const now = [min, max, ...places.map(({ value }) => value)].join(); // of which `also` follows
    if (now === shown) return;
    shown = now;
    places.forEach(({ name, title, value, also, limit }, i) => {
      const button = (buttons[i] ??= root.appendChild(html("button", { type: "button", title, ...(limit && { class: "limit" }) }, name)));
      button.onclick = () => choose({ alpha: value, ...also });
      button.hidden = !(value >= min && value <= max);
    });
    const seen = places.map(({ value }, i) => ({ value, button: buttons[i] }))
      .filter(({ button }) => !button.hidden).sort((a, b) => a.value - b.value);
    const ticks = seen.map(({ value }) => `9px + (100% - 18px) * ${((value - min) / (max - min)).toFixed(4)}`);
    seen.forEach(({ button: { style } }, i) => {
      const pushed = ticks.map((tick, j) => `${tick} + ${i - j} * var(--name)`);
      const between = `(max(${pushed.slice(0, i + 1)}) + min(${pushed.slice(i)})) / 2`;
      const [before, after] = [i + 0.5, seen.length - i - 0.5];
      style.setProperty("--tick", `calc(${ticks[i]})`);
      style.setProperty("--at", `clamp(${before} * var(--name), ${between}, 100% - ${after} * var(--name))`);
    });
  };
  return { root, show };
}

function toggle(id, label, change) {
  const input = html("input", {
    id,
    type: "checkbox",
    role: "switch",
    onchange: (event) => event.stopPropagation(),
    oninput: (event) => {
      event.stopPropagation();
      change(input.checked);
    },
  });
  const output = html("output", { for: id });
  const root = html("div", { class: "control switch" }, html("label", { for: id }, label), input, output);
  const show = (on) => {
    if (input.checked !== on) input.checked = on;
    write(output, on ? "on" : "off");
  };
  return { root, show };
}

// The controls of settings, for those that have a label: a slider for each number, a switch. `put` is told of what
// somebody chooses; `show(state, limits)` has them follow.
export function controls(id, settings, put) {
  const all = Object.entries(settings).flatMap(([key, { label, value }]) => {
    const several = Array.isArray(value);
    return [label ?? []].flat().map((words, j) => {
      const made = `${id}-${key}${several ? j : ""}`;
      if (typeof value === "boolean") {
        const control = toggle(made, words, (on) => put(key, () => on));
        return { key, root: control.root, show: (state) => control.show(state[key]) };
      }
      const control = slider(made, words, (v) => put(key, (was) => (several ? was.with(j, v) : v)));
      const show = (state, limits) => {
        const v = several ? state[key][j] : state[key];
        const range = limits(key);
        const between = Math.abs(v / range.step - Math.round(v / range.step)) > 1e-6;
        control.show(v, range, fixed(v, between ? range.step / 100 : range.step));
      };
      return { key, root: control.root, show };
    });
  });
  for (const { key, root } of all) root.dataset.of = key;
  return { roots: all.map(({ root }) => root), show: (...now) => all.forEach(({ show }) => show(...now)) };
}

const SHAPES = {
  back: "M11 3 5 8l6 5z",
  forward: "M5 3l6 5-6 5z",
  play: "M4 2.5v11l10-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
};

// A button with a picture instead of words.
export function icon(click, more) {
  const root = html("button", { type: "button", class: "icon", onclick: click, ...more });
  let shown;
  const show = (shape, label, disabled = false) => {
    if (root.disabled !== disabled) root.disabled = disabled;
    if (shown === label) return;
    shown = label;
    root.innerHTML = `<svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="${SHAPES[shape]}" fill="currentColor"/></svg>`;
    root.setAttribute("aria-label", label);
    root.title = label;
  };
  return { root, show };
}

export const button = (label, click, more) => html("button", { type: "button", onclick: click, ...more }, label);
