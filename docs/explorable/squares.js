// Contours of any function of two numbers, by marching squares. No DOM here.

const { abs, asinh, sinh } = Math;

// From a to b in so many steps, closest around a place, where the steps are as even as they are small beside `near`.
export function knots(a, b, count, place, near) {
  const [from, to] = [a, b].map((v) => asinh((v - place) / near));
  return Array.from({ length: count + 1 }, (_, i) => place + near * sinh(from + ((to - from) * i) / count));
}

// The values of f(a, b) on a grid; around it they are without limit, so that each contour closes.
export function grid(f, as, bs) {
  const columns = as.length + 2;
  const values = new Float64Array(columns * (bs.length + 2)).fill(Infinity);
  bs.forEach((b, j) => as.forEach((a, i) => { values[(j + 1) * columns + i + 1] = f(a, b); }));
  return { f, as: [as[0], ...as, as.at(-1)], bs: [bs[0], ...bs, bs.at(-1)], values, columns };
}

// Where a value is met between one that is below it, at 0, and one that is not, at 1: by straight lines (regula falsi; an end
// that stays counts for half, as in the Illinois algorithm), until it is met but for a part of the way that nobody sees.
function crossing(f, level, low, high) {
  let [a, b, below, above] = [0, 1, level - low, high - level];
  const enough = 0.003 * (below + above);
  let stayed = 0;
  for (let k = 0; k < 8; k++) {
    const t = a + (b - a) * (below / (below + above));
    const off = level - f(t);
    if (abs(off) < enough) return t;
    if (off > 0) {
      [a, below] = [t, off];
      if (stayed > 0) above /= 2;
      stayed = 1;
    } else {
      [b, above] = [t, -off];
      if (stayed < 0) below /= 2;
      stayed = -1;
    }
  }
  return (a + b) / 2;
}

// Which edges a contour joins in a square whose corners, from the least bit, are left below, right below, right above, left above;
// a bit is set where f is below the level, which the contour has to its left. Edges: below, right, above, left.
const JOINS = [
  [], [0, 3], [1, 0], [1, 3], [2, 1], [], [2, 0], [2, 3],
  [3, 2], [0, 2], [], [1, 2], [3, 1], [0, 1], [3, 0], [],
];
// Where two corners across from each other are below: apart, and together.
const SADDLES = { 5: [[0, 3, 2, 1], [0, 1, 2, 3]], 10: [[1, 0, 3, 2], [3, 0, 1, 2]] };

// The contours of a level, each a closed row of a, b, a, b, …
export function contours({ f, as, bs, values, columns }, level) {
  // Edges are numbered by the corner on their left or below: twice it where they lie, one more where they stand.
  const after = new Int32Array(2 * values.length).fill(-1);
  for (let j = 0; j + 1 < bs.length; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const k = j * columns + i;
      const corners = [values[k], values[k + 1], values[k + columns + 1], values[k + columns]];
      let which = 0;
      for (let bit = 0; bit < 4; bit++) if (corners[bit] < level) which |= 1 << bit;
      if (which === 0 || which === 15) continue;
      const edges = [2 * k, 2 * (k + 1) + 1, 2 * (k + columns), 2 * k + 1];
      const centre = corners[0] + corners[1] + corners[2] + corners[3] < 4 * level;
      const joins = SADDLES[which] ? SADDLES[which][centre ? 1 : 0] : JOINS[which];
      for (let p = 0; p < joins.length; p += 2) after[edges[joins[p]]] = edges[joins[p + 1]];
    }
  }
  const place = (edge, points) => {
    const k = edge >> 1;
    const [i, j] = [k % columns, Math.floor(k / columns)];
    const upright = edge & 1;
    const end = upright ? k + columns : k + 1;
    const [one, other] = [values[k], values[end]];
    const [from, to] = upright ? [bs[j], bs[j + 1]] : [as[i], as[i + 1]];
    const [start, stop] = one < other ? [from, to] : [to, from];
    const at = (t) => start + t * (stop - start);
    const g = upright ? (t) => f(as[i], at(t)) : (t) => f(at(t), bs[j]);
    const v = at(crossing(g, level, Math.min(one, other), Math.max(one, other)));
    points.push(upright ? as[i] : v, upright ? v : bs[j]);
  };
  const rings = [];
  for (let edge = 0; edge < after.length; edge++) {
    if (after[edge] < 0) continue;
    const points = [];
    for (let at = edge; after[at] >= 0;) {
      place(at, points);
      const next = after[at];
      after[at] = -1;
      at = next;
    }
    rings.push(points);
  }
  return rings;
}
