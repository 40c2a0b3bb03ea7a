// Outcomes, a yes or a no at each x, and the S-curve that each θ means. A point can be dragged along the axis, and turned into
// its opposite by a click, by Enter or Space, and by dragging or moving it there.

import { expit } from "../costs/cross-entropy.js";
import { ACROSS, BOX, draggable, frame, node, path, polyline, set, UP, write } from "../draw.js";
import { clamp, extent, linear, show, ticks, window } from "../scales.js";
import { handles } from "./points.js";

const { left, right, top, bottom } = BOX;
const { abs, hypot, round } = Math;
const SAMPLES = 48;
const DOT = 80; // of which one does not cover another: they stand on each other

// `asked` is an x that the data are asked about, which may be far outside; `change` is told what somebody does with a point.
export function outcomesPanel(count, { title, name, unit, asked, change }) {
  const legend = [["ink", "●", "data"], ["path", "─", "steps"], ["now", "━", "now"], ["truth", "┄", "best"]];
  const panel = frame({ title, x: unit, y: "p", legend });
  const [best, lines, last, edge] = [path("truth", "line", "dashed"), path("path", "line", "faint"), path("now", "line", "thick"), path("ink", "line", "faint")];
  const [halo, marks] = [path("paper", "line", "halo"), path("ink", "line", "points")];
  const [where, what] = [1, 2].map(() => node("text", { class: "g-note" }));
  panel.fill(edge, lines, best, last, halo, marks, where, what);
  const sy = linear([-0.1, 1.1], UP);
  let sx, seen, heights;
  let held; // {i, still}: which point, and whether it has not been moved

  const points = handles(panel.root, count, {
    name,
    label: `${name}s: arrows move one and turn it, Page Up and Page Down choose another`,
    follow: (i) => follow(i),
    press: (key, i) => (key === "Enter" || key === " ") && (change.turn(i), true),
  });
  draggable(panel.root, points, {
    grab: (i) => (held = { i, from: [sx(seen.x[i]), sy(heights[i])], still: true }),
    move: (i, x, y) => {
      const [x0, y0] = held.from;
      if (held.still && hypot(x - x0, y - y0) < 30) return;
      held.still = false;
      const p = sy.invert(y);
      change.put(i, round(10 * sx.invert(clamp(x, left, right))) / 10, p > 0.65 ? 1 : p < 0.35 ? 0 : change.seen().y[i]);
    },
    drop: (away) => {
      const { i, still } = held;
      held = undefined;
      if (still && !away) change.turn(i);
      else change.done();
    },
    nudge: (i, dx, dy) => {
      const { x, y } = change.seen(); // there may be more keys than frames
      change.put(i, x[i] + dx, dy ? (dy > 0 ? 1 : 0) : y[i]);
    },
  });

  const said = (p) => (p > 0.99995 ? "> 0.9999" : p < 0.00005 ? "< 0.0001" : `= ${show(p, 4)}`);
  const says = (y) => ({ 0: "no", 1: "yes" })[y] ?? `${show(100 * y, 3)} % yes`;
  const follow = (i) => set(points[i], {
    cx: round(sx(seen.x[i])), cy: round(sy(heights[i])),
    "aria-valuemin": sx.domain[0].toFixed(), "aria-valuemax": sx.domain[1].toFixed(), "aria-valuenow": String(seen.x[i]), "aria-valuetext": `${show(seen.x[i], 6)} ${unit}, ${says(seen.y[i])}`,
  });

  // Points that would cover each other stand on each other, inwards; who is dragged comes last, so that none gives way.
  const stack = () => {
    const order = points.map((_, i) => i).sort((i, j) => (i === held?.i) - (j === held?.i) || i - j);
    heights = [];
    const put = [];
    const [one, up] = [DOT / (sx(1) - sx(0)), DOT / (sy(0) - sy(1))];
    for (const i of order) {
      const [x, y] = [seen.x[i], seen.y[i]];
      let h = y;
      while (put.some((j) => abs(seen.x[j] - x) < one && abs(heights[j] - h) < up * 0.99)) h += y < 0.5 ? up : -up;
      heights[i] = h;
      put.push(i);
    }
  };

  const tell = () => {
    points.forEach((_, i) => follow(i));
    write(where, `${asked} ${unit}:`);
    write(what, `p ${now}`);
  };
  let now = "";

  const draw = (s) => {
    ({ seen } = s);
    if (!held) sx = linear(window(extent([...seen.x, asked]), 1), ACROSS);
    const rescaled = panel.scale(sx, sy, () => [ticks(...sx.domain, 5), [0, 0.5, 1]]);
    stack();
    const d = seen.x.map((x, i) => `M${round(sx(x))} ${round(sy(heights[i]))}h0`).join("");
    set(halo, { d });
    set(marks, { d });
    const used = points.indexOf(document.activeElement);
    if (rescaled) points.forEach((_, i) => follow(i));
    else if (used >= 0) follow(used);
    const [x0, x1] = sx.domain;
    const curve = (theta) => {
      const [a, b] = s.line(theta);
      const row = [];
      for (let i = 0; i <= SAMPLES; i++) {
        const part = i / SAMPLES;
        row.push(left + part * (right - left), sy(expit(a + b * (x0 + part * (x1 - x0)))));
      }
      return row;
    };
    const { thetas } = s;
    let fan = "";
    let before;
    for (let k = 0; k + 1 < thetas.length; k++) {
      const row = curve(thetas[k]);
      // As many curves as can be told apart.
      if (before && !row.some((v, i) => abs(v - before[i]) > 40)) continue;
      fan += polyline(row);
      before = row;
    }
    set(lines, { d: fan });
    set(last, { d: polyline(curve(thetas.at(-1))) });
    set(best, { d: s.minimizer ? polyline(curve(s.minimizer)) : "" });
    set(panel.legend[3], { display: s.minimizer ? "inline" : "none" });
    const [a, b] = s.line(thetas.at(-1));
    now = said(expit(a + b * asked));
    const x = round(sx(asked));
    const scale = panel.root.style.getPropertyValue("--text-scale");
    set(edge, { d: `M${x} ${top}V${bottom}` });
    for (const [text, line] of [[where, 0], [what, 1]]) set(text, { x: x + 60, y: round(sy(0.4) + 150 * line * scale) });
  };
  return { ...panel, draw, tell };
}
