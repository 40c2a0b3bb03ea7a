// Sliders, switches, buttons: native, labelled.

import { write } from "./draw.js";

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

// A slider whose value may lie between two of its steps, as a rate of exactly 1/h does; whoever
// moves it lands on a step again.
export function slider(id, label, change) {
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

// Named places under a slider, to click: [{name, title, value}], those in its range. One between
// two others gives way where it has no room.
export function marks(choose) {
  const root = html("div", { class: "marks" });
  const buttons = [];
  let shown;
  const show = (places, { min, max }) => {
    const now = [min, max, ...places.map(({ value }) => value)].join();
    if (now === shown) return;
    shown = now;
    const parts = places.map(({ value }) => (value - min) / (max - min));
    places.forEach(({ name, title, value }, i) => {
      const button = (buttons[i] ??= root.appendChild(html("button", { type: "button", title }, name)));
      const part = parts[i];
      const crowded = i > 0 && i + 1 < parts.length && Math.min(part - parts[i - 1], parts[i + 1] - part) < 0.18;
      button.onclick = () => choose(value);
      button.hidden = crowded || !(part >= 0 && part <= 1);
      button.style.setProperty("--part", part.toFixed(4));
    });
  };
  return { root, show };
}

export function toggle(id, label, change) {
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

const SHAPES = {
  back: "M11 3 5 8l6 5z",
  forward: "M5 3l6 5-6 5z",
  play: "M4 2.5v11l10-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
};

// A button with a picture instead of words.
export function icon(click) {
  const root = html("button", { type: "button", class: "icon", onclick: click });
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

export const button = (label, click) => html("button", { type: "button", onclick: click }, label);
