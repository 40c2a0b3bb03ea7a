// The plane of the learning rate and the momentum: what a step keeps of the slowest part of the error, lighter the less;
// the border, beyond which it grows; the ridge, above which every part ripples; and the point that was chosen, which can be
// dragged.

import { ACROSS, BOX, draggable, frame, handle, mark, minus, node, path, polyline, set, UP, write } from "../draw.js";
import { linear, show, ticks } from "../scales.js";

const { left, right, top, bottom } = BOX;
const { ceil, floor, log10, log2, max, min, round } = Math;
const BANDS = 20;
const SAMPLES = 32;
const WIDTH = 9; // of the border, on either side

// Round factors from 1 down to the best, evenly apart.
function levels(best) {
  if (!(best < 1)) return [1];
  const rough = (1 - best) / BANDS;
  const power = 10 ** floor(log10(rough));
  const step = power * [1, 2, 5, 10].find((f) => f * power >= rough);
  return Array.from({ length: ceil((1 - best) / step - 1e-9) }, (_, i) => Number((1 - i * step).toPrecision(9)));
}

const grid = Array.from({ length: SAMPLES + 1 }, (_, i) => i / SAMPLES);

// A region of the plane by its left and its right side, from the lowest β to the highest: [β, α, α]. `between(β)` gives
// the two α, the second less than the first where there are none, as not at `inside`; its sides go straight from one of
// `bends` to the next.
function sides(between, inside, bends = grid) {
  const holds = (beta) => { const [a, b] = between(beta); return a <= b; };
  // The end of what holds, of two neighbours of which one does.
  const end = (within, without) => {
    for (let i = 0; i < 40; i++) {
      const middle = (within + without) / 2;
      if (holds(middle)) within = middle;
      else without = middle;
    }
    return within;
  };
  const inner = grid.filter(holds);
  const [first, last] = inner.length ? [inner[0], inner.at(-1)] : [inside, inside];
  const low = first > 0 ? end(first, max(first - 1 / SAMPLES, 0)) : 0;
  const high = last < 1 ? end(last, min(last + 1 / SAMPLES, 1)) : 1;
  return [low, ...bends.filter((beta) => beta > low && beta < high), high].map((beta) => [beta, ...between(beta)]);
}

export function planePanel({ move }) {
  const legend = [["now", "●", "chosen"], ["truth", "★", "best"], ["danger", "─", "limit"], ["ink", "┄", "ripples"]];
  const panel = frame({ title: "What a step keeps", x: "α", y: "β", legend });
  const bands = Array.from({ length: BANDS }, (_, i) => node("path", { class: i ? "g-low" : "g-high" }));
  const lines = Array.from({ length: BANDS }, () => node("path", { class: "g-contour" }));
  const values = Array.from({ length: BANDS }, () => node("text", { class: "g-value", "text-anchor": "middle" }));
  const ridge = path("ink", "line", "dashed");
  const border = set(path("danger", "mark"), { "paint-order": "stroke" }); // with a casing: on the shades its colour is faint
  const [best, now] = [mark("star", "truth", "mark"), mark("now", "now", "mark")];
  panel.fill(...bands, ...lines, ridge, border, ...values, best.root, now.root);
  const point = handle("Learning rate α and momentum β");
  set(point, { "aria-valuemin": "0", "aria-valuemax": "1" });
  panel.root.append(point);
  const sy = linear([0, 1], UP);
  let sx, key, scale;
  draggable(panel.root, [point], {
    grab: () => {},
    move: (_, x, y) => move.to(sx.invert(min(x, right)), sy.invert(y)),
    drop: () => {},
    nudge: (_, dx, dy) => move.by(dx, dy),
  });

  // What follows from the data and the rule.
  const ground = ({ rule, bowl: [{ value: steep }, { value: flat }], best: fastest }) => {
    const most = 4 / steep;
    sx = linear([0, 2 ** (ceil(4 * log2(most * 1.02)) / 4)], ACROSS);
    // Of what holds for s = αλ, the rates at which it does for both curvatures.
    const rates = ([low, high]) => [max(low, 0) / (flat || 1e-300), high / steep];
    const seen = ([a, b]) => [max(sx(a), left), min(sx(b), right)].map(round);
    const factors = levels(fastest.factor);
    const high = 150 * scale;
    let free = top;
    bands.forEach((band, i) => {
      const r = factors[i];
      for (const part of [band, lines[i], values[i]]) set(part, { display: r ? "inline" : "none" });
      if (!r) return;
      const corners = sides((beta) => rates(rule.span(r, beta)), fastest.momentum, rule.bends(r, grid))
        .map(([beta, a, b]) => [round(sy(beta)), ...seen([a, b])]);
      const outline = [...corners.map(([y, a]) => `${a} ${y}`), ...corners.reverse().map(([y, , b]) => `${b} ${y}`)];
      const d = `M${outline.join("L")}Z`;
      set(band, { d, "fill-opacity": i ? (1 / (factors.length - i)).toFixed(4) : "1" });
      // A value stands on the top of its line, where it has room.
      const [y, a, b] = corners[0];
      const says = y - free > high;
      set(values[i], { display: says ? "inline" : "none" });
      set(lines[i], { d: says ? d : "" });
      if (!says) return;
      free = y;
      write(values[i], show(r, 3));
      set(values[i], { x: round((a + b) / 2), y: y - 30 });
    });
    const edge = grid.map((beta) => [round(sx(rule.limit(beta) / steep)), round(sy(beta))]);
    const beside = (by) => edge.map(([x, y]) => `${x + by} ${y}`);
    set(border, { d: `M${[...beside(-WIDTH), ...beside(WIDTH).reverse()].join("L")}Z` });
    const turning = sides((beta) => rates(rule.turns(beta)), 1);
    const side = (j) => turning.map((each) => [sx(each[j]), sy(each[0])]);
    set(ridge, { d: polyline([...side(1).reverse(), ...side(2)].flat()) });
    best.place(sx(fastest.alpha), sy(fastest.momentum));
  };

  const draw = (s) => {
    scale = Number(panel.root.style.getPropertyValue("--text-scale"));
    const here = [s.nesterov, s.bowl[0].value, s.bowl[1].value, scale].join();
    if (here !== key) ground(s);
    key = here;
    panel.scale(sx, sy, () => [ticks(...sx.domain, 5), ticks(0, 1, 5)]);
    const [x, y] = [sx(s.alpha), sy(s.momentum)];
    now.place(x, y);
    set(point, {
      cx: round(min(x, right)), cy: round(y),
      "aria-valuenow": String(s.momentum), "aria-valuetext": `α ${minus(s.alpha)}, β ${s.momentum}`,
    });
    panel.say(() => (x > right ? `α is ${show(s.alpha)}` : ""));
  };
  return { ...panel, draw };
}
