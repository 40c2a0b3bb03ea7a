// What each panel of a cost over the parameters has: the path of the steps, the marks, and the start, which can
// be dragged. The scales of the axes, [sx] or [sx, sy], are those of the parameters.

import { BOX, dots, draggable, exit, frame, handle, mark, minus, path, polyline, set } from "../draw.js";
import { clamp } from "../scales.js";

const { left, right, top, bottom } = BOX;
const { round } = Math;
const onGrid = (v, { min, max, step }) => clamp(Number((round(v / step) * step).toFixed(6)), min, max);
const gone = ({ step }) => (step ? `left the chart at step ${step}` : "outside the chart");

export function pathPanel({ title, x, y, label, spell, back = [], size }, spec, moveStart) {
  const legend = [["path", "○", "start"], ["now", "●", "now"], ["truth", "★", "minimiser"], ["truth", "◇", "truth"]];
  const panel = frame({ title, x, y, legend });
  const trail = path("path", "line");
  const steps = path("path", "line", size);
  const heads = path("path", "fill");
  const arrow = path("danger", "mark");
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
