// From numbers to pixels and to text.

export const extent = (values) => [Math.min(...values), Math.max(...values)];
export const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

export function linear([a, b], [from, to]) {
  const scale = (v) => from + ((v - a) / (b - a)) * (to - from);
  scale.invert = (px) => a + ((px - from) / (to - from)) * (b - a);
  scale.domain = [a, b];
  return scale;
}

export function log(domain, range) {
  const inner = linear(domain.map(Math.log10), range);
  const scale = (v) => inner(Math.log10(v));
  scale.domain = domain;
  return scale;
}

// Round numbers in [a, b], about count of them, 1, 2 or 5 times a power of ten apart.
export function ticks(a, b, count) {
  const rough = (b - a) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((f) => f * power >= rough * 0.999);
  const first = Math.ceil(a / step - 1e-9);
  const last = Math.floor(b / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

export function decades([a, b], count) {
  const [first, last] = [Math.ceil(Math.log10(a) - 1e-9), Math.floor(Math.log10(b) + 1e-9)];
  const step = Math.max(1, Math.ceil((last - first) / count));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + i * step));
}

// A window around [low, high] that changes in jumps, not with every pixel of a drag.
export function window([low, high], least) {
  const half = 2 ** (Math.ceil(2 * Math.log2(Math.max((high - low) / 2, least)) - 1e-9) / 2);
  const centre = (Math.round((2 * (low + high)) / half) * half) / 4;
  return [centre - 1.15 * half, centre + 1.15 * half];
}

export const inside = (x, y, { left, right, top, bottom }) =>
  x >= left - 0.1 && x <= right + 0.1 && y >= top - 0.1 && y <= bottom + 0.1;

// The part of a segment inside the box: its ends, or null (Liang and Barsky, 1984).
export function clip(x, y, x1, y1, box) {
  if (inside(x, y, box) && inside(x1, y1, box)) return [x, y, x1, y1];
  const [dx, dy] = [x1 - x, y1 - y];
  if (!(Math.abs(dx) < 1e8 && Math.abs(dy) < 1e8)) return null; // too long to be drawn exactly
  const { left, right, top, bottom } = box;
  let [enter, leave] = [0, 1];
  for (const [p, q] of [[-dx, x - left], [dx, right - x], [-dy, y - top], [dy, bottom - y]]) {
    if (p === 0 && q < 0) return null;
    if (p < 0) enter = Math.max(enter, q / p);
    if (p > 0) leave = Math.min(leave, q / p);
  }
  if (!(enter <= leave)) return null;
  return [x + enter * dx, y + enter * dy, x + leave * dx, y + leave * dy];
}

// -- Text -------------------------------------------------------------------------------------
const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export const power = (exponent) => `10${[...String(exponent)].map((c) => SUPERSCRIPT[c]).join("")}`;

// A number with so many significant digits, as a mathematician writes it: −3.2×10⁻⁵.
export function show(v, digits = 4) {
  if (Number.isNaN(v)) return "undefined";
  if (!Number.isFinite(v)) return v < 0 ? "−∞" : "∞";
  if (v === 0) return "0";
  const size = Math.abs(v);
  if (size >= 1e-3 && size < 1e5) {
    return String(Number(v.toPrecision(digits))).replace("-", "−");
  }
  const [mantissa, exponent] = v.toExponential(Math.min(digits, 3) - 1).split("e");
  return `${Number(mantissa)}×${power(Number(exponent))}`.replace("-", "−");
}

export const fixed = (v, step) =>
  v.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9))).replace("-", "−");
