// What the reader has chosen, and all that follows from it. No DOM here.

import * as gd from "./descent.js";
import kinds from "./kinds.js";

const { draws } = kinds;
const REACH = 30; // how far a point may be moved, in x and in y

export const isKind = (kind) => kind !== "draws" && Object.hasOwn(kinds, kind);
export const controls = (kind) => kinds[kind];

export function defaults(kind) {
  const state = { kind, moved: {} };
  for (const [key, { value }] of Object.entries(kinds[kind])) state[key] = value;
  return state;
}

// -- From text, of attributes and fragments: a value, or undefined for what makes no sense --------
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

function numbers(text) {
  if (text.length > 1000) return [];
  return text.trim().split(/[\s,]+/).map((word) => (NUMBER.test(word) ? Number(word) : NaN));
}

const within = (v, { min, max }) => v >= min && v <= max;

export function parse(kind, key, text) {
  const spec = kinds[kind][key];
  if (key === "moved") return parseMoved(text);
  if (!spec) return undefined;
  if (key === "standardise") return { "": true, true: true, false: false }[text];
  const v = numbers(text);
  if (v.length !== [spec.value].flat().length) return undefined;
  // The slider of α follows the data; any rate that is one may come.
  const limits = key === "alpha" ? { min: 1e-9, max: 1e9 } : spec;
  if (!v.every((number) => within(number, limits))) return undefined;
  if (key === "steps" && !Number.isInteger(v[0])) return undefined;
  return Array.isArray(spec.value) ? v : v[0];
}

function parseMoved(text) {
  const moved = {};
  for (const part of text.slice(0, 2000).split("_")) {
    const [i, dx, dy, ...rest] = numbers(part);
    if (rest.length || !Object.hasOwn(draws, i)) return undefined;
    if (![dx, dy].every((d) => within(d, { min: -REACH, max: REACH }))) return undefined;
    moved[i] = [dx, dy];
  }
  return moved;
}

// What a property may be set to: what its attribute may, or the value itself.
export const accept = (kind, key, value) =>
  key === "moved"
    ? Object.keys(value ?? {}).length ? parseMoved(movedText(value)) : {}
    : parse(kind, key, [value].flat().map(String).join(","));

// -- The fragment: #id?kind=…&alpha=…, with what differs from the defaults --------------------------
const movedText = (moved) =>
  Object.entries(moved).map(([i, offset]) => `${i},${offset}`).join("_");

export function toFragment(id, state, initial) {
  let text = `#${encodeURIComponent(id)}?kind=${state.kind}`;
  for (const key of Object.keys(kinds[state.kind])) {
    if (String(state[key]) !== String(initial[key])) text += `&${key}=${state[key]}`;
  }
  return Object.keys(state.moved).length ? `${text}&moved=${movedText(state.moved)}` : text;
}

// The state that a fragment holds; null if it speaks of something else. Nonsense is the defaults.
export function fromFragment(fragment, id, initial) {
  const name = `#${encodeURIComponent(id)}?`;
  if (!fragment.startsWith(name)) return null;
  const words = new URLSearchParams(fragment.length > 5000 ? "" : fragment.slice(name.length));
  const state = { ...initial };
  if (words.get("kind") !== state.kind) return state;
  words.delete("kind");
  for (const [key, text] of words) {
    const value = parse(state.kind, key, text);
    if (value === undefined) return { ...initial };
    state[key] = value;
  }
  return state;
}

// -- The data ---------------------------------------------------------------------------------
// As the reader sees them: np.linspace(-1, 1, 20) and the truth, with noise, shifted, dragged.
function scatter({ truth, noise, shift = 0, moved }) {
  const last = draws.length - 1;
  const x = draws.map((_, i) => (i === last ? 1 : i * (2 / last) + -1) + shift);
  const y = x.map((value, i) => {
    const line = truth.length === 1 ? truth[0] * value : truth[0] + truth[1] * value;
    return line + noise * draws[i];
  });
  for (const [i, [dx, dy]] of Object.entries(moved)) {
    x[i] += dx;
    y[i] += dy;
  }
  return { x, y };
}

// The offset that puts point i at (x, y).
export function moveTo(state, i, x, y) {
  const { [i]: _, ...others } = state.moved;
  const base = scatter({ ...state, moved: others });
  const offset = [x - base.x[i], y - base.y[i]].map((d) =>
    Number(Math.min(Math.max(d, -REACH), REACH).toFixed(3)),
  );
  return { ...others, [i]: offset };
}

// The slider of α grows and shrinks with the critical rate, by factors of 1, 2, 5, 10, …
function ratesAround(critical, { min, max, step }) {
  const wanted = critical / max;
  if (!Number.isFinite(wanted)) return { min, max, step };
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = power * [1, 2, 5, 10].find((f) => f * power >= wanted * (1 - 1e-9));
  const [low, high, by] = [min, max, step].map((v) => Number((v * factor).toPrecision(6)));
  return { min: low, max: high, step: by };
}

// -- What follows -----------------------------------------------------------------------------
// From the data alone: where the cost is least, how it curves, what of it a learning rate must heed.
function valley(state) {
  const { kind, truth, standardise } = state;
  const { x: seen, y } = scatter(state);
  const centre = standardise ? gd.mean(seen) : 0;
  const spread = standardise
    ? Math.sqrt(gd.mean(seen.map((v) => (v - centre) * (v - centre)))) || 1
    : 1;
  const x = standardise ? seen.map((v) => (v - centre) / spread) : seen;
  const one = truth.length === 1;
  const data = { columns: one ? [x] : [x.map(() => 1), x], y };
  const bowl = gd.curvatures(data);
  const minimizer = gd.minimizer(data, bowl);
  const steepest = bowl[0].value;
  const criticalRate = 2 / steepest;
  return {
    data, seen: { x: seen, y }, x, y, bowl, minimizer, steepest, criticalRate,
    rates: ratesAround(criticalRate, kinds[kind].alpha),
    least: gd.look(data, minimizer).cost,
    target: one ? truth : [truth[0] + truth[1] * centre, truth[1] * spread],
    // Intercept and slope of the line that θ means, in the reader's x.
    line: (theta) =>
      one ? [0, theta[0]] : [theta[0] - (theta[1] * centre) / spread, theta[1] / spread],
  };
}

// The last valley is kept: of what a reader moves, most leaves the data alone.
let last = {};

function theValley({ kind, truth, noise, shift, standardise, moved }) {
  const key = JSON.stringify([kind, truth, noise, shift, standardise, moved]);
  if (key !== last.key) last = { key, valley: valley({ kind, truth, noise, shift, standardise, moved }) };
  return last.valley;
}

export function solve(state) {
  const { alpha, steps, start } = state;
  const there = theValley(state);
  const { thetas, costs, gradient } = gd.descend(there.data, start, alpha, steps);
  return {
    ...state, ...there, thetas, costs,
    product: alpha * there.steepest,
    regime: gd.regime(there.bowl.map(({ value }) => alpha * value)),
    factors: there.bowl.map(({ value }) => 1 - alpha * value),
    gradient, // where it is now
    next: gd.update(thetas[steps], gradient, alpha),
  };
}

// -- The same as a script ---------------------------------------------------------------------
export function toPython(state) {
  const { seen } = solve(state);
  const { alpha, truth, noise, moved, shift = 0, start, steps, standardise } = state;
  const one = start.length === 1;
  const made = !noise && !Object.keys(moved).length;
  const array = (v) => `np.array([${v.map((number, i) => `${i % 5 ? " " : "\n    "}${number},`).join("")}\n])`;
  const lines = [
    "import numpy as np",
    "",
    "import gd",
    "",
    `x = ${made ? `np.linspace(-1, 1, ${seen.x.length})${shift ? ` + ${shift}` : ""}` : array(seen.x)}`,
    `y = ${made ? (one ? `${truth[0]} * x` : `${truth[0]} + ${truth[1]} * x`) : array(seen.y)}`,
    ...(standardise ? ["x = (x - x.mean()) / x.std()"] : []),
    `J = gd.LeastSquares(${one ? "x[:, np.newaxis]" : "gd.with_intercept(x)"}, y)`,
    `thetas, costs = gd.descend(J, theta=[${start.join(", ")}], alpha=${alpha}, steps=${steps})`,
    "print(*thetas[-1])",
    "",
  ];
  return lines.join("\n");
}
