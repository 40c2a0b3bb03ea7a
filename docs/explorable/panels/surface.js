// What pictures of J over two parameters have in common.

import { BOX } from "../draw.js";
import { clip } from "../scales.js";

export const BANDS = 12; // even steps of colour, at the square of 1, 2, … above the least
export const LINES = [3, 6, 9]; // of these bands the edge is drawn, and says its value
export const GAP = 35;
export const MARK = 75;

// The largest of 1, 2, 4 and 6 times a power of ten that is no more: half of it, twice and 4.5 times are short.
export function rounded(v) {
  const power = 10 ** Math.floor(Math.log10(v));
  return power * [6, 4, 2, 1].find((f) => f * power <= v * 1.001);
}

// How opaque each band is, the highest first: it lets shine through of those around it what makes even steps of colour.
export const opacity = (i) => (1 / (BANDS - i)).toFixed(4);

// What is seen of a path: its segments, of which each is two points.
export function segments(points) {
  const seen = [];
  for (let i = 2; i < points.length; i += 2) {
    const part = clip(points[i - 2], points[i - 1], points[i], points[i + 1], BOX);
    if (part) seen.push(part);
  }
  return seen;
}

// The diagonals of a box around a point: what another box meets, unless they are apart.
export const diagonals = ([x, y], wide, high) => [1, -1].map((way) => [x - wide, y - way * high, x + wide, y + way * high]);
