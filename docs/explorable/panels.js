// The panels: each takes a solution and draws it. Nothing here steps downhill.

import {
  arrowhead, BOX, DIAMOND, dots, draggable, exit, frame, handle, minus, node, place, polyline, set, STAR,
} from "./draw.js";
import { decades, fixed, inside, linear, log, power, show, ticks, window } from "./scales.js";

const { left, right, top, bottom } = BOX;
const ACROSS = [left, right];
const UP = [bottom, top];
const extent = (values) => [Math.min(...values), Math.max(...values)];
const path = (...names) => node("path", { class: names.map((name) => `g-${name}`).join(" ") });
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);
const onGrid = (v, { min, max, step }) => clamp(Number((Math.round(v / step) * step).toFixed(6)), min, max);
const gone = ({ step }) => (step ? `left the chart at step ${step}` : "outside the chart");

// -- The data, and the line that each θ means ----------------------------------------------------
export function dataPanel(count, { movePoint }) {
  const legend = [["ink", "●", "data"], ["path", "─", "steps"], ["now", "━", "now"], ["truth", "┄", "truth"]];
  const panel = frame({ title: "Data and fit lines", x: "x", y: "y", legend });
  const truth = path("truth", "line", "dashed");
  const lines = path("path", "line", "faint");
  const last = path("now", "line", "thick");
  const points = Array.from({ length: count }, (_, i) =>
    handle(`Data point ${i + 1} of ${count}`, node("circle", { class: "g-ink g-mark", r: 4 })),
  );
  panel.plot.append(lines, truth, last);
  const group = node("g", { role: "group", "aria-label": "Data points: arrows move one, Page Up and Page Down choose another" }, ...points);
  panel.root.append(group);
  const drawn = [];
  let sx, sy;
  let held = false;

  const choose = (i) => points.forEach((g, j) => set(g, { tabindex: i === j ? "0" : "-1" }));
  choose(0);
  group.addEventListener("focusin", (event) => choose(points.indexOf(event.target)));
  group.addEventListener("keydown", (event) => {
    const i = points.indexOf(event.target);
    const to = { PageUp: i - 1, PageDown: i + 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    points[clamp(to, 0, count - 1)].focus();
  });
  draggable(panel.root, points, {
    grab: () => (held = true),
    move: (i, x, y) => movePoint(i, sx.invert(clamp(x, left, right)), sy.invert(clamp(y, top, bottom))),
    drop: () => { held = false; movePoint(); },
    nudge: (i, dx, dy) => movePoint(i, 0.02 * dx, 0.02 * dy, true),
  });

  const draw = (s) => {
    const { seen } = s;
    if (!held) {
      sx = linear(window(extent(seen.x), 0.5), ACROSS);
      sy = linear(window(extent([...seen.y, 0]), 0.5), UP);
    }
    panel.scale(sx, sy, ticks(...sx.domain, 5), ticks(...sy.domain, 5));
    const [x0, x1] = sx.domain;
    const ends = (theta) => {
      const [a, b] = s.line(theta);
      return [[left, sy(a + b * x0)], [right, sy(a + b * x1)]];
    };
    let fan = "";
    let before;
    for (const theta of s.thetas.slice(0, -1)) {
      const line = ends(theta);
      // As many lines as can be told apart.
      if (before && line.every((end, i) => Math.abs(end[1] - before[i][1]) < 0.7)) continue;
      fan += polyline(line);
      before = line;
    }
    set(lines, { d: fan });
    set(last, { d: polyline(ends(s.thetas.at(-1))) });
    set(truth, { d: polyline(ends(s.target)) });
    points.forEach((g, i) => {
      const [x, y] = [seen.x[i], seen.y[i]];
      const transform = `translate(${sx(x).toFixed(1)} ${sy(y).toFixed(1)})`;
      if (drawn[i] === transform) return;
      drawn[i] = transform;
      const [low, high] = sy.domain.map((v) => v.toFixed(2));
      const words = { "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": y.toFixed(2), "aria-valuetext": `x ${fixed(x, 0.01)}, y ${fixed(y, 0.01)}` };
      set(g, { transform, ...words });
    });
  };
  return { root: panel.root, draw };
}

// -- J over one parameter: the parabola, the staircase, the tangent ---------------------------------
export function parabolaPanel(spec, { moveStart }) {
  const legend = [["path", "○", "start"], ["now", "●", "now"], ["truth", "★", "minimiser"], ["truth", "◇", "truth"]];
  const panel = frame({ title: "Cost J(θ₁)", x: "θ₁", y: "J", legend });
  const curve = path("curve");
  const tangent = path("now", "line", "dashed");
  const stairs = path("path", "line");
  const marks = path("path", "line", "dots");
  const arrow = path("danger", "fill");
  const now = node("circle", { class: "g-now g-mark", r: 5.5 });
  const minimum = node("path", { class: "g-truth g-mark", d: STAR });
  const truth = node("path", { class: "g-truth g-hollow", d: DIAMOND });
  const start = handle("Start θ₁", node("circle", { class: "g-path g-hollow", r: 6 }));
  panel.plot.append(curve, tangent, stairs, marks, arrow);
  panel.root.append(node("g", { "aria-hidden": "true" }, truth, minimum, now), start);
  set(start, { "aria-valuemin": spec.min, "aria-valuemax": spec.max });
  let sx, sy, at;
  let held = false;
  const to = (v) => {
    at = onGrid(v, spec); // now: the next key may come before the next frame
    moveStart([at]);
  };
  draggable(panel.root, [start], {
    grab: () => (held = true),
    move: (_, x) => to(sx.invert(clamp(x, left, right))),
    drop: () => { held = false; moveStart(); },
    nudge: (_, dx, dy) => to(at + (dx || dy) * spec.step),
  });

  const draw = (s) => {
    const [theta0] = s.minimizer;
    const h = s.bowl[0].value;
    const J = (theta) => s.least + (h / 2) * (theta - theta0) ** 2;
    at = s.start[0];
    if (!held) {
      const reach = Math.max(...[at, s.target[0]].map((v) => Math.abs(v - theta0)), 0.25);
      sx = linear(window([theta0 - 1.2 * reach, theta0 + 1.2 * reach], 0.25), ACROSS);
    }
    const [a, b] = sx.domain;
    const high = Math.max(J(a), J(b), 1e-9);
    sy = linear([-0.05 * high, 1.04 * high], UP);
    panel.scale(sx, sy, ticks(a, b, 5), ticks(0, sy.domain[1], 5));
    const p = (theta, cost) => [sx(theta), sy(cost)];
    // A parabola is one quadratic Bézier curve.
    const control = p((a + b) / 2, J(a) + (h * (a - theta0) * (b - a)) / 2);
    set(curve, { d: [["M", p(a, J(a))], ["Q", control], ["", p(b, J(b))]].map(([c, q]) => c + q.map((v) => v.toFixed(2)).join(" ")).join(" ") });
    const visited = s.thetas.map(([theta], k) => p(theta, s.costs[k]));
    const corners = visited.flatMap((q, k) => (k ? [[q[0], visited[k - 1][1]], q] : [q]));
    set(stairs, { d: polyline(corners) });
    set(marks, { d: dots(visited) });
    const out = exit(visited);
    set(arrow, { d: (out && exit(corners)?.arrow) || "" });
    panel.tell(out && gone(out));
    const current = visited.at(-1);
    const [theta] = s.thetas.at(-1);
    const slope = (x) => p(x, s.costs.at(-1) + s.gradient[0] * (x - theta));
    set(tangent, { d: inside(current, BOX) ? polyline([slope(a), slope(b)]) : "" });
    place(now, current);
    place(minimum, p(theta0, s.least));
    place(truth, p(s.target[0], J(s.target[0])));
    set(start, {
      transform: `translate(${visited[0].map((v) => v.toFixed(2)).join(" ")})`,
      "aria-valuenow": String(at), "aria-valuetext": minus(at),
    });
  };
  return { root: panel.root, draw };
}

// -- J over two parameters: contours, which are ellipses, and the path across them --------------------
const RINGS = 9;

export function contourPanel(spec, { moveStart }) {
  const legend = [["path", "○", "start"], ["now", "●", "now"], ["truth", "★", "minimiser"], ["truth", "◇", "truth"]];
  const panel = frame({ title: "Contours of J(θ₀, θ₁)", x: "θ₀", y: "θ₁", legend });
  const rings = Array.from({ length: RINGS }, () => node("ellipse", { class: "g-curve" }));
  const trail = path("path", "line");
  const heads = path("path", "fill");
  const marks = path("path", "line", "dots", "small");
  const arrow = path("danger", "fill");
  const now = node("circle", { class: "g-now g-mark", r: 5.5 });
  const minimum = node("path", { class: "g-truth g-mark", d: STAR });
  const truth = node("path", { class: "g-truth g-hollow", d: DIAMOND });
  const start = handle("Start θ₀, θ₁", node("circle", { class: "g-path g-hollow", r: 6 }));
  panel.plot.append(...rings, trail, marks, heads, arrow);
  panel.root.append(node("g", { "aria-hidden": "true" }, truth, minimum, now), start);
  set(start, { "aria-valuemin": spec.min, "aria-valuemax": spec.max });
  let sx, sy, at;
  let held = false;
  const to = (theta) => {
    at = theta.map((v) => onGrid(v, spec));
    moveStart(at);
  };
  draggable(panel.root, [start], {
    grab: () => (held = true),
    move: (_, x, y) => to([sx.invert(clamp(x, left, right)), sy.invert(clamp(y, top, bottom))]),
    drop: () => { held = false; moveStart(); },
    nudge: (_, dx, dy) => to([at[0] + dx * spec.step, at[1] + dy * spec.step]),
  });

  const look = (s) => {
    // All of a path that converges, and of one that does not what is no further than its start.
    const away = ([a, b]) => Math.hypot(a - s.minimizer[0], b - s.minimizer[1]);
    const near = s.thetas.filter((theta) => away(theta) <= 1.01 * away(s.start));
    const points = [s.start, s.minimizer, s.target, ...near];
    const [across, up] = [0, 1].map((j) => extent(points.map((theta) => theta[j])));
    const ratio = (right - left) / (bottom - top);
    const half = 0.62 * Math.max(up[1] - up[0], (across[1] - across[0]) / ratio, 0.5);
    const middle = (v) => (v[0] + v[1]) / 2;
    const [low, high] = window([middle(up) - half, middle(up) + half], 0.5);
    sy = linear([low, high], UP);
    // The same scale on both axes.
    const wide = ((high - low) / 2) * ratio;
    const grid = (high - low) / 10;
    const centre = Math.round(middle(across) / grid) * grid;
    sx = linear([centre - wide, centre + wide], ACROSS);
  };

  const draw = (s) => {
    at = s.start;
    if (!held) look(s);
    panel.scale(sx, sy, ticks(...sx.domain, 6), ticks(...sy.domain, 5));
    const p = ([a, b]) => [sx(a), sy(b)];
    const [steep, flat] = s.bowl;
    const [cx, cy] = p(s.minimizer);
    const angle = (-Math.atan2(steep.direction[1], steep.direction[0]) * 180) / Math.PI;
    const narrow = Math.hypot(right - left, bottom - top) / 2 / RINGS;
    const wide = narrow * Math.min(Math.sqrt(steep.value / flat.value), 1e4);
    rings.forEach((ring, i) =>
      set(ring, {
        rx: narrow * (i + 1), ry: wide * (i + 1),
        transform: `translate(${cx.toFixed(2)} ${cy.toFixed(2)}) rotate(${angle.toFixed(3)})`,
      }),
    );
    const visited = s.thetas.map(p);
    set(trail, { d: polyline(visited) });
    set(marks, { d: dots(visited) });
    set(heads, { d: visited.slice(1).map((q, k) => arrowhead(visited[k], q)).join("") });
    const out = exit(visited);
    set(arrow, { d: out?.arrow ?? "" });
    panel.tell(out && gone(out));
    place(now, visited.at(-1));
    place(minimum, [cx, cy]);
    place(truth, p(s.target));
    set(start, {
      transform: `translate(${visited[0].map((v) => v.toFixed(2)).join(" ")})`,
      "aria-valuenow": String(at[0]), "aria-valuetext": `θ₀ ${minus(at[0])}, θ₁ ${minus(at[1])}`,
    });
  };
  return { root: panel.root, draw };
}

// -- J after each step, on a logarithmic axis --------------------------------------------------------
// The chart is one of so many decades deep. Costs this far below the first are off it.
const DEPTHS = [2, 4, 6, 10, 15, 21];
const DEEPEST = 14;

export function historyPanel(oneParameter) {
  const legend = [["path", "●", "J"], ["now", "●", "now"]];
  if (oneParameter) legend.push(["ink", "┄", "slope log r²"]);
  else legend.push(["ink", "┄", "J at the minimiser"]);
  const panel = frame({ title: "Cost after each step", x: "step", y: "J", legend });
  const law = path("ink", "line", "dashed");
  const trail = path("path", "line");
  const marks = path("path", "line", "dots");
  const now = node("circle", { class: "g-now g-mark", r: 5.5 });
  panel.plot.append(law, trail, marks);
  panel.root.append(node("g", { "aria-hidden": "true" }, now));

  const draw = (s) => {
    const first = s.costs[0] > 0 ? s.costs[0] : 1;
    const drawn = s.costs.filter((J) => J > first * 10 ** -DEEPEST && J <= first * 1e6);
    const [low, high] = extent([first, ...drawn]).map(Math.log10);
    const upper = Math.ceil(high + 0.01);
    const lower = upper - DEPTHS.find((depth) => depth >= upper - low - 0.01);
    const domain = [10 ** lower, 10 ** upper];
    const steps = s.costs.length - 1;
    const far = [10, 20, 50, 100].find((v) => v >= steps) ?? steps;
    const sx = linear([0, far], ACROSS);
    const sy = log(domain, UP);
    panel.scale(sx, sy, ticks(0, far, 5), decades(domain, 6), (v) => power(Math.round(Math.log10(v))));
    const p = (k, J) => [sx(k), J > 0 ? sy(J) : bottom + 1e4];
    const visited = s.costs.map((J, k) => p(k, J));
    set(trail, { d: polyline(visited) });
    set(marks, { d: dots(visited) });
    place(now, visited.at(-1));
    // In one parameter J − J(minimiser) shrinks by r² a step: a straight line. In two, the floor.
    const excess = s.costs[0] - s.least;
    const [r] = s.factors;
    const drop = 2 * far * Math.max(Math.log10(Math.abs(r)), -50);
    const unit = (bottom - top) / Math.log10(domain[1] / domain[0]);
    const [x0, y0] = p(0, oneParameter ? excess : s.least);
    const predicted = polyline([[x0, y0], [right, oneParameter ? y0 - drop * unit : y0]]);
    set(law, { d: predicted });
    set(panel.legend.at(-1), { display: predicted ? "inline" : "none" });
    const off = s.costs.findIndex((J) => !(J <= domain[1]));
    const below = s.costs.findLastIndex((J) => !(J < domain[0])) + 1;
    const reached = `now J is ${show(s.costs[steps], 3)}`;
    panel.tell(
      off >= 0 ? `off the chart from step ${off}; ${reached}` : below <= steps && `below the chart from step ${below}; ${reached}`,
    );
  };
  return { root: panel.root, draw };
}
