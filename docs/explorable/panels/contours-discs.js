// Contours with two discs around where the descent is: one that must hold the minimiser, by the gradient, and one whose rim
// goes through it. Two marks point at where the path may stop.

import { BOX, mark, node, set } from "../draw.js";
import { inside } from "../scales.js";
import { contourPanel } from "./contours.js";
import { segments } from "./surface.js";

const FARTHEST = 1e5; // the radius of a disc whose rim is not seen
const SIDES = 48;

// A circle as values of contours have to know it.
function outline(x, y, r) {
  const points = [];
  for (let i = 0; i <= SIDES; i++) {
    const turn = (2 * Math.PI * i) / SIDES;
    points.push(x + r * Math.cos(turn), y + r * Math.sin(turn));
  }
  return segments(points);
}

export function discsPanel(spec, moves) {
  const legend = [["truth", "★", "minimiser"], ["ink", "─", "error"], ["ink", "▽", "bound"], ["path", "▼", "step"]];
  const panel = contourPanel(spec, moves, legend);
  const discs = ["g-ink g-line", "g-ink g-line g-dashed"].map((name) => node("circle", { class: name }));
  const stopped = [mark("pin", "ink", "hollow"), mark("pin", "path", "mark")];
  panel.below.append(...discs);
  panel.fill(...stopped.map(({ root }) => root));

  const draw = (s) => panel.draw(s, (at, unit) => {
    const { steps, whole, errors, bounds, stops } = s;
    const [x, y] = at(s.thetas[steps]);
    const rims = [errors, bounds].flatMap((radii, i) => {
      const r = radii[steps] * unit;
      const seen = r < FARTHEST && inside(x, y, BOX);
      set(discs[i], { display: seen ? "inline" : "none", ...(seen && { cx: Math.round(x), cy: Math.round(y), r: Math.round(r) }) });
      return seen ? outline(x, y, r) : [];
    });
    set(panel.legend[2], { display: s.flat ? "none" : "inline" });
    [stops.gradient, stops.step].forEach((k, i) => stopped[i].place(...(k === null ? [NaN, NaN] : at(whole[k]))));
    return rims;
  });
  return { ...panel, draw };
}
