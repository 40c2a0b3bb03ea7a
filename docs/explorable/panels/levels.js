// The cost over two parameters, whatever its shape: bands and contours by marching squares, with the path across.

import { ACROSS, arrowhead, BOX, node, set, UP, write } from "../draw.js";
import { clip, extent, inside, linear, show, ticks, window } from "../scales.js";
import { contours, grid, knots } from "../squares.js";
import { LEGEND, pathPanel } from "./path.js";
import { BANDS, diagonals, GAP, LINES, MARK, opacity, rounded, segments } from "./surface.js";

const { left, right, top, bottom } = BOX;
const { hypot, max, min, round } = Math;
const SQUARES = 32; // along each axis
const NARROW = 20; // times as wide as high a window can be before each axis has a scale of its own

// A solution has, beside its path, a `surface(a, b)`: J over parameters of its own, in which it is not too narrow for squares;
// `enter` leads from them to those of the panel, and `leave` back. Both are affine.
export function levelPanel(spec, { moveStart }) {
  const words = { title: "Contours of J(θ₀, θ₁)", x: "θ₀", y: "θ₁", label: "Start θ₀, θ₁", spell: ([a, b]) => `θ₀ ${a}, θ₁ ${b}` };
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  const bands = Array.from({ length: BANDS }, (_, i) => node("path", { class: "g-low", "fill-opacity": opacity(i) }));
  const lines = LINES.map(() => node("path", { class: "g-contour" }));
  const values = LINES.map(() => node("text", { class: "g-value", "text-anchor": "middle" }));
  const cut = node("svg", { ...box, viewBox: Object.values(box).join(" "), "aria-hidden": "true" },
    node("rect", { ...box, class: "g-high" }), ...bands, ...lines, ...values);
  const panel = pathPanel({ ...words, size: "small", legend: LEGEND.slice(0, 3) }, spec, moveStart);
  panel.root.prepend(cut); // before all else: what is cut divides the layers of paint
  const stands = LINES.map(() => [right, top]);
  let sx, sy, drawnFor, levels, rings;

  const look = (s) => {
    const goal = s.minimizer ?? s.thetas.at(-1);
    const away = ([a, b]) => hypot(a - goal[0], b - goal[1]);
    const near = s.thetas.filter((theta) => away(theta) <= 1.01 * away(s.thetas[0]));
    const points = [s.thetas[0], goal, ...near];
    const spans = [0, 1].map((j) => extent(points.map((theta) => theta[j])));
    const ratio = (right - left) / (bottom - top);
    const [wide, high] = spans.map(([a, b]) => b - a);
    const least = s.unit;
    const middle = ([a, b]) => (a + b) / 2;
    if (max(wide, least[0]) / max(high, least[1]) > NARROW) {
      const [across, up] = spans.map((span, j) => { const half = max(0.62 * (span[1] - span[0]), least[j]); return window([middle(span) - half, middle(span) + half], least[j]); });
      [sx, sy] = [linear(across, ACROSS), linear(up, UP)];
      return;
    }
    // The same scale on both axes.
    const half = 0.62 * max(high, wide / ratio, 4 * least[1]);
    const [low, up] = window([middle(spans[1]) - half, middle(spans[1]) + half], least[1]);
    sy = linear([low, up], UP);
    const reach = ((up - low) / 2) * ratio;
    const step = (up - low) / 10;
    const centre = round(middle(spans[0]) / step) * step;
    sx = linear([centre - reach, centre + reach], ACROSS);
  };

  // The contours, when they change: with the data, and with the window.
  const ground = (s) => {
    const corners = sx.domain.flatMap((a) => sy.domain.map((b) => s.leave([a, b])));
    const goal = s.leave(s.minimizer ?? s.thetas.at(-1));
    // A little more than is seen, so that where a contour is closed around the window is out of sight.
    const [as, bs] = [0, 1].map((j) => {
      const [a, b] = extent(corners.map((corner) => corner[j]));
      const more = (b - a) / SQUARES;
      return knots(a - more, b + more, SQUARES, goal[j], (b - a) / 8);
    });
    const field = grid(s.surface, as, bs);
    const least = s.minimizer ? s.least : min(...field.values);
    const [a, b] = [sx, sy].map((scale) => (scale.domain[0] + scale.domain[1]) / 2);
    const edges = [[sx.domain[0], b], [sx.domain[1], b], [a, sy.domain[0]], [a, sy.domain[1]]].map((theta) => s.surface(...s.leave(theta)));
    const unit = rounded((max(...edges) - least) / 6);
    // Of those that say their value as short as it can be said, in its place.
    const short = (level) => [2, 3, 4].map((digits) => Number(level.toPrecision(digits))).find((v) => Math.abs(v - level) < unit / 30);
    levels = Array.from({ length: BANDS + 1 }, (_, r) => least + (unit * r * r) / 18);
    for (const r of LINES) levels[r] = short(levels[r]) ?? levels[r];
    const [[x0, y0], [x1, y1], [x2, y2]] = [[0, 0], [1, 0], [0, 1]].map((inner) => { const [u, v] = s.enter(inner); return [sx(u), sy(v)]; });
    rings = levels.slice(1).map((level) => contours(field, level).map((ring) => {
      const points = [];
      for (let i = 0; i < ring.length; i += 2) {
        const [u, v] = [ring[i], ring[i + 1]];
        points.push(round(x0 + u * (x1 - x0) + v * (x2 - x0)), round(y0 + u * (y1 - y0) + v * (y2 - y0)));
      }
      return points;
    }));
    bands.forEach((band, i) => set(band, { d: rings[BANDS - 1 - i].map(closed).join("") }));
  };

  const closed = (points) => {
    let d = `M${points[0]} ${points[1]}L`;
    for (let i = 2; i < points.length; i += 2) d += `${points[i]} ${points[i + 1]} `;
    return `${d}Z`;
  };

  // A contour, but for where its value stands: upright, off what is drawn and the other contours, near where it was.
  const put = (i, s, floor, drawn) => {
    const level = levels[LINES[i]];
    const text = show(level, 4);
    const scale = Number(panel.root.style.getPropertyValue("--text-scale"));
    const [wide, high] = [34 * scale * text.length + GAP, 45 * scale + GAP];
    const room = { left: left + wide + GAP, right: right - wide - GAP, top: top + high + GAP, bottom: floor - high - GAP };
    const own = ([x, y]) => ({ left: x - wide, right: x + wide, top: y - high, bottom: y + high });
    const [lower, upper] = [levels[LINES[i - 1]] ?? -1, levels[LINES[i + 1]] ?? Infinity];
    const between = (x, y) => { const v = s.surface(...s.leave([sx.invert(x), sy.invert(y)])); return v > lower && v < upper; };
    const free = (at) => {
      const { left: a, right: b, top: c, bottom: d } = own(at);
      return [[a, c], [a, d], [b, c], [b, d]].every(([x, y]) => between(x, y)) && !drawn.some((part) => clip(...part, own(at)));
    };
    const places = [];
    for (const ring of rings[LINES[i] - 1]) {
      for (let k = 0; k < ring.length; k += 2) if (inside(ring[k], ring[k + 1], room)) places.push([ring[k], ring[k + 1]]);
    }
    const far = ([x, y]) => hypot(x - stands[i][0], y - stands[i][1]);
    const found = places.sort((a, b) => far(a) - far(b)).find(free);
    set(values[i], { display: found ? "inline" : "none" });
    if (!found) return set(lines[i], { d: rings[LINES[i] - 1].map(closed).join("") });
    stands[i] = found;
    drawn.push(...diagonals(found, wide - GAP, high - GAP));
    write(values[i], text);
    set(values[i], { x: found[0], y: round(found[1] + 40 * scale) });
    return set(lines[i], { d: rings[LINES[i] - 1].map((ring) => open(ring, own(found))).join("") });
  };

  // A ring, but for what of it is in a box.
  const open = (ring, gap) => {
    let d = "";
    let pen = false;
    for (let k = 0; k < ring.length; k += 2) {
      const [x, y] = [ring[k], ring[k + 1]];
      const [x1, y1] = [ring[(k + 2) % ring.length], ring[(k + 3) % ring.length]];
      const hidden = clip(x, y, x1, y1, gap);
      if (!hidden) {
        d += `${pen ? "" : `M${x} ${y}`}L${x1} ${y1}`;
        pen = true;
        continue;
      }
      if (!inside(x, y, gap)) d += `${pen ? "" : `M${x} ${y}`}L${round(hidden[0])} ${round(hidden[1])}`;
      pen = !inside(x1, y1, gap);
      if (pen) d += `M${round(hidden[2])} ${round(hidden[3])}L${x1} ${y1}`;
    }
    return d;
  };

  const draw = (s) => {
    if (!panel.held()) look(s);
    panel.scale(sx, sy, () => [ticks(...sx.domain, 6), ticks(...sy.domain, 5)]);
    const here = [s.surface, ...sx.domain, ...sy.domain];
    if (!drawnFor || here.some((v, i) => v !== drawnFor[i])) ground(s);
    drawnFor = here;
    const at = ([a, b]) => [sx(a), sy(b)];
    const visited = [];
    for (const [a, b] of s.thetas) visited.push(sx(a), sy(b));
    const minimum = s.minimizer && at(s.minimizer);
    const gone = panel.draw(s, [sx, sy], { visited, marks: { minimizer: minimum } });
    const marks = [at(s.thetas[0]), at(s.thetas.at(-1)), ...(minimum ? [minimum] : [])];
    const drawn = [...marks.flatMap((mark) => diagonals(mark, MARK, MARK)), ...segments(visited)];
    const floor = bottom - (gone ? 220 : 0) * panel.root.style.getPropertyValue("--text-scale"); // a note is below it
    LINES.forEach((_, i) => put(i, s, floor, drawn));
    let arrows = "";
    for (let i = 2; i < visited.length; i += 2) arrows += arrowhead(visited[i - 2], visited[i - 1], visited[i], visited[i + 1]);
    set(panel.heads, { d: arrows });
  };
  return { ...panel, draw };
}
