// What each panel of a cost over the parameters has: the path of the steps, the marks, and the start, which can
// be dragged. The scales of the axes, [sx] or [sx, sy], are those of the parameters.

import { BOX, dots, draggable, exit, frame, handle, mark, minus, path, polyline, set } from "../draw.js";
import { clamp } from "../scales.js";

const { left, right, top, bottom } = BOX;
const { round } = Math;
const NOWHERE = [NaN, NaN];
const gone = ({ step }) => (step ? `left the chart at step ${step}` : "outside the chart");

export const LEGEND = [["path", "○", "start"], ["now", "●", "now"], ["truth", "★", "minimiser"], ["truth", "◇", "truth"]];

export function pathPanel({ title, x, y, label, spell, back = [], size, legend = LEGEND }, spec, moveStart) {
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
  let scales;
  let held = false;
  draggable(panel.root, [start], {
    grab: () => (held = true),
    move: (_, x, y) => {
      const there = [clamp(x, left, right), clamp(y, top, bottom)];
      moveStart.to(scales.map((scale, j) => scale.invert(there[j])));
    },
    drop: () => { held = false; moveStart.drop(); },
    nudge: (_, dx, dy) => (scales.length === 1 ? moveStart.by(dx || dy) : moveStart.by(dx, dy)),
  });

  const draw = (s, parameters, { visited, line = visited, marks }) => {
    scales = parameters;
    set(trail, { d: polyline(line) });
    set(steps, { d: dots(visited) });
    const out = exit(visited);
    set(arrow, { d: (out && exit(line)?.arrow) || "" });
    panel.say(() => out && gone(out));
    now.place(...visited.slice(-2));
    for (const [mark, where] of [[minimum, marks.minimizer], [truth, marks.truth]]) mark.place(...(where ?? NOWHERE));
    first.place(visited[0], visited[1]);
    set(start, { cx: round(visited[0]), cy: round(visited[1]), "aria-valuenow": String(s.start[0]), "aria-valuetext": spell(s.start.map(minus)) });
    return Boolean(out);
  };
  return { ...panel, heads, held: () => held, draw };
}
