// The panels: each takes a solution and draws it. Nothing here steps downhill.

import {
  arrowhead, BOX, dots, draggable, exit, frame, handle, mark, minus, node, path, polyline, set,
} from "./draw.js";
import { decades, fixed, inside, linear, log, power, show, ticks, window } from "./scales.js";

const { left, right, top, bottom } = BOX;
const ACROSS = [left, right];
const UP = [bottom, top];
const { round } = Math;
const extent = (values) => [Math.min(...values), Math.max(...values)];
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);
const onGrid = (v, { min, max, step }) => clamp(Number((round(v / step) * step).toFixed(6)), min, max);
const gone = ({ step }) => (step ? `left the chart at step ${step}` : "outside the chart");

// -- The data, and the line that each θ means ----------------------------------------------------
export function dataPanel(count, { movePoint }) {
  const legend = [["ink", "●", "data"], ["path", "─", "steps"], ["now", "━", "now"], ["truth", "┄", "truth"]];
  const panel = frame({ title: "Data and fit lines", x: "x", y: "y", legend });
  const truth = path("truth", "line", "dashed");
  const lines = path("path", "line", "faint");
  const last = path("now", "line", "thick");
  const [halo, marks] = [path("paper", "line", "halo"), path("ink", "line", "points")];
  panel.fill(lines, truth, last, halo, marks);
  const points = Array.from({ length: count }, (_, i) => handle(`Data point ${i + 1} of ${count}`));
  const group = node("g", { role: "group", "aria-label": "Data points: arrows move one, Page Up and Page Down choose another" }, ...points);
  panel.root.append(group);
  let sx, sy, seen;
  let held = false;

  const choose = (i) => points.forEach((point, j) => set(point, { tabindex: i === j ? "0" : "-1" }));
  choose(0);
  group.addEventListener("focusin", (event) => {
    const i = points.indexOf(event.target);
    choose(i);
    follow(i);
  });
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

  // The handles are unseen, but for the one in use: they can follow with the words.
  const follow = (i) => {
    const [x, y] = [seen.x[i], seen.y[i]];
    const [low, high] = sy.domain.map((v) => v.toFixed(2));
    set(points[i], {
      cx: round(sx(x)), cy: round(sy(y)),
      "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": y.toFixed(2), "aria-valuetext": `x ${fixed(x, 0.01)}, y ${fixed(y, 0.01)}`,
    });
  };
  const tell = () => points.forEach((_, i) => follow(i));

  const draw = (s) => {
    ({ seen } = s);
    if (!held) {
      sx = linear(window(extent(seen.x), 0.5), ACROSS);
      sy = linear(window(extent([...seen.y, 0]), 0.5), UP);
    }
    const rescaled = panel.scale(sx, sy, () => [ticks(...sx.domain, 5), ticks(...sy.domain, 5)]);
    const d = seen.x.map((x, i) => `M${round(sx(x))} ${round(sy(seen.y[i]))}h0`).join("");
    set(halo, { d });
    set(marks, { d });
    const used = points.indexOf(document.activeElement);
    if (rescaled) tell();
    else if (used >= 0) follow(used);
    const { thetas } = s;
    const [x0, x1] = sx.domain;
    const ends = (theta) => {
      const [a, b] = s.line(theta);
      return [left, sy(a + b * x0), right, sy(a + b * x1)];
    };
    let fan = "";
    let before;
    for (let k = 0; k + 1 < thetas.length; k++) {
      const line = ends(thetas[k]);
      // As many lines as can be told apart.
      if (before && Math.abs(line[1] - before[1]) < 15 && Math.abs(line[3] - before[3]) < 15) continue;
      fan += polyline(line);
      before = line;
    }
    set(lines, { d: fan });
    set(last, { d: polyline(ends(thetas.at(-1))) });
    set(truth, { d: polyline(ends(s.target)) });
  };
  return { ...panel, draw, tell };
}

// -- The cost, over one parameter or two ----------------------------------------------------------
// What both have: the path of the steps, the marks, and the start, which can be dragged. The scales
// of the axes, [sx] or [sx, sy], are those of the parameters.
function costPanel({ title, x, y, label, spell, back = [], size }, spec, moveStart) {
  const legend = [["path", "○", "start"], ["now", "●", "now"], ["truth", "★", "minimiser"], ["truth", "◇", "truth"]];
  const panel = frame({ title, x, y, legend });
  const trail = path("path", "line");
  const steps = path("path", "line", size);
  const heads = path("path", "fill");
  const arrow = path("danger", "fill");
  const [truth, minimum] = [mark("diamond", "truth", "hollow"), mark("star", "truth", "mark")];
  const [now, first] = [mark("now", "now", "mark"), mark("start", "path", "hollow")];
  const start = handle(label);
  set(start, { "aria-valuemin": String(spec.min), "aria-valuemax": String(spec.max) });
  panel.fill(...back, trail, steps, heads, arrow, truth.root, minimum.root, now.root, first.root);
  panel.root.append(start);
  let scales, at;
  let held = false;
  const to = (theta) => {
    at = theta.map((v) => onGrid(v, spec)); // now: the next key may come before the next frame
    moveStart(at);
  };
  draggable(panel.root, [start], {
    grab: () => (held = true),
    move: (_, x, y) => {
      const there = [clamp(x, left, right), clamp(y, top, bottom)];
      to(scales.map((scale, j) => scale.invert(there[j])));
    },
    drop: () => { held = false; moveStart(); },
    nudge: (_, dx, dy) => to(at.length === 1 ? [at[0] + (dx || dy) * spec.step] : [at[0] + dx * spec.step, at[1] + dy * spec.step]),
  });

  const draw = (s, parameters, { visited, line = visited, marks }) => {
    scales = parameters;
    at = s.start;
    set(trail, { d: polyline(line) });
    set(steps, { d: dots(visited) });
    const out = exit(visited);
    set(arrow, { d: (out && exit(line)?.arrow) || "" });
    panel.say(() => out && gone(out));
    now.place(...visited.slice(-2));
    minimum.place(...marks.minimizer);
    truth.place(...marks.truth);
    first.place(visited[0], visited[1]);
    set(start, { cx: round(visited[0]), cy: round(visited[1]), "aria-valuenow": String(at[0]), "aria-valuetext": spell(at.map(minus)) });
  };
  return { ...panel, heads, held: () => held, draw };
}

// The parabola, the staircase, the tangent.
export function parabolaPanel(spec, { moveStart }) {
  const words = { title: "Cost J(θ₁)", x: "θ₁", y: "J", label: "Start θ₁", spell: ([a]) => a };
  const [curve, tangent] = [path("curve"), path("now", "line", "dashed")];
  const panel = costPanel({ ...words, back: [curve, tangent], size: "dots" }, spec, moveStart);
  let sx;

  const draw = (s) => {
    const [theta0] = s.minimizer;
    const h = s.bowl[0].value;
    const J = (theta) => s.least + (h / 2) * (theta - theta0) ** 2;
    if (!panel.held()) {
      const reach = Math.max(...[s.start[0], s.target[0]].map((v) => Math.abs(v - theta0)), 0.25);
      sx = linear(window([theta0 - 1.2 * reach, theta0 + 1.2 * reach], 0.25), ACROSS);
    }
    const [a, b] = sx.domain;
    const high = Math.max(J(a), J(b), 1e-9);
    const sy = linear([-0.05 * high, 1.04 * high], UP);
    panel.scale(sx, sy, () => [ticks(a, b, 5), ticks(0, sy.domain[1], 5)]);
    const at = (theta, cost = J(theta)) => [sx(theta), sy(cost)];
    // A parabola is one quadratic Bézier curve.
    const bend = at((a + b) / 2, J(a) + (h * (a - theta0) * (b - a)) / 2);
    set(curve, { d: `M${at(a).map(round).join(" ")}Q${[...bend, ...at(b)].map(round).join(" ")}` });
    const [visited, line] = [[], []];
    s.thetas.forEach(([theta], k) => {
      const [x, y] = at(theta, s.costs[k]);
      if (k) line.push(x, line.at(-1));
      line.push(x, y);
      visited.push(x, y);
    });
    panel.draw(s, [sx], { visited, line, marks: { minimizer: at(theta0), truth: at(s.target[0]) } });
    const [theta] = s.thetas.at(-1);
    const slope = (v) => at(v, s.costs.at(-1) + s.gradient[0] * (v - theta));
    set(tangent, { d: inside(...visited.slice(-2), BOX) ? polyline([...slope(a), ...slope(b)]) : "" });
  };
  return { ...panel, draw };
}

// Contours, which are ellipses, and the path across them.
const RINGS = 9;

export function contourPanel(spec, { moveStart }) {
  const words = { title: "Contours of J(θ₀, θ₁)", x: "θ₀", y: "θ₁", label: "Start θ₀, θ₁", spell: ([a, b]) => `θ₀ ${a}, θ₁ ${b}` };
  const size = { width: right - left, height: bottom - top };
  const rings = path("curve");
  const cut = node("svg", { x: left, y: top, ...size, viewBox: `${left} ${top} ${size.width} ${size.height}`, "aria-hidden": "true" }, rings);
  const panel = costPanel({ ...words, size: "small" }, spec, moveStart);
  panel.root.prepend(cut); // before all else: what is cut divides the layers of paint
  let sx, sy;

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
    const centre = round(middle(across) / grid) * grid;
    sx = linear([centre - wide, centre + wide], ACROSS);
  };

  const draw = (s) => {
    if (!panel.held()) look(s);
    panel.scale(sx, sy, () => [ticks(...sx.domain, 6), ticks(...sy.domain, 5)]);
    const at = ([a, b]) => [sx(a), sy(b)];
    const [steep, flat] = s.bowl;
    const [cx, cy] = at(s.minimizer);
    const [u, v] = steep.direction;
    const angle = ((-Math.atan2(v, u) * 180) / Math.PI).toFixed(3);
    const narrow = Math.hypot(right - left, bottom - top) / 2 / RINGS;
    const long = Math.min(Math.sqrt(steep.value / flat.value), 1e4);
    // Two halves, from tip to tip of the narrow axis; radii too small are made to fit, in proportion.
    const arc = `a1 ${long.toFixed(4)} ${angle} 0 1`;
    let d = "";
    for (let i = 1; i <= RINGS; i++) {
      const [dx, dy] = [round(narrow * i * u), round(-narrow * i * v)];
      d += `M${round(cx) + dx} ${round(cy) + dy}${arc} ${-2 * dx} ${-2 * dy}${arc} ${2 * dx} ${2 * dy}Z`;
    }
    set(rings, { d });
    const visited = [];
    for (const [a, b] of s.thetas) visited.push(sx(a), sy(b));
    panel.draw(s, [sx, sy], { visited, marks: { minimizer: [cx, cy], truth: at(s.target) } });
    let arrows = "";
    for (let i = 2; i < visited.length; i += 2) arrows += arrowhead(visited[i - 2], visited[i - 1], visited[i], visited[i + 1]);
    set(panel.heads, { d: arrows });
  };
  return { ...panel, draw };
}

// -- J after each step, on a logarithmic axis --------------------------------------------------------
// The chart is one of so many decades deep. Costs this far below the first are off it.
const DEPTHS = [2, 4, 6, 10, 15, 21];
const DEEPEST = 14;

export function historyPanel(oneParameter) {
  const legend = [["path", "●", "J"], ["now", "●", "now"]];
  if (oneParameter) legend.push(["ink", "┄", "predicted"]);
  else legend.push(["ink", "┄", "J at the minimiser"]);
  const panel = frame({ title: "Cost after each step", x: "step", y: "J", legend });
  const law = path("ink", "line", "dashed");
  const trail = path("path", "line");
  const marks = path("path", "line", "dots");
  const now = mark("now", "now", "mark");
  panel.fill(law, trail, marks, now.root);

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
    panel.scale(sx, sy, () => [ticks(0, far, 5), decades(domain, 6)], (v) => power(Math.round(Math.log10(v))));
    const height = (J) => (J > 0 ? sy(J) : bottom + 1e5);
    const visited = [];
    s.costs.forEach((J, k) => visited.push(sx(k), height(J)));
    set(trail, { d: polyline(visited) });
    set(marks, { d: dots(visited) });
    now.place(...visited.slice(-2));
    // In one parameter J − J(minimiser) shrinks by r² a step: a straight line. In two, the floor.
    const excess = s.costs[0] - s.least;
    const [r] = s.factors;
    const drop = 2 * far * Math.max(Math.log10(Math.abs(r)), -50);
    const unit = (bottom - top) / Math.log10(domain[1] / domain[0]);
    const floor = height(oneParameter ? excess : s.least);
    const predicted = polyline([left, floor, right, oneParameter ? floor - drop * unit : floor]);
    set(law, { d: predicted });
    set(panel.legend.at(-1), { display: predicted ? "inline" : "none" });
    panel.say(() => {
      const off = s.costs.findIndex((J) => !(J <= domain[1]));
      const below = s.costs.findLastIndex((J) => !(J < domain[0])) + 1;
      const reached = `now J is ${show(s.costs[steps], 3)}`;
      if (off >= 0) return `off the chart from step ${off}; ${reached}`;
      return below <= steps && `below the chart from step ${below}; ${reached}`;
    });
  };
  return { ...panel, draw };
}
