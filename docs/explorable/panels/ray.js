// J along the ray against the gradient: a parabola over the rate, its tangent where the descent is, the chord that J must not be
// above, and the rates that are tried. The first one can be dragged.

import { ACROSS, BOX, draggable, frame, handle, mark, minus, node, path, polyline, set, shape, UP, write } from "../draw.js";
import { clamp, inside, linear, power, show, ticks } from "../scales.js";

const { left, right, top, bottom } = BOX;
const { ceil, floor, log10, log2, max, min, round, sqrt } = Math;
const EDGE = 90; // of a mark from the edge that it stands at

export function rayPanel({ move }) {
  const legend = [["now", "┄", "tangent"], ["danger", "─", "chord"], ["danger", "✕", "refused"], ["path", "●", "taken"]];
  const title = "J along the ray";
  const panel = frame({ title, x: "α", y: "J", legend });
  const heading = panel.root.querySelector(".g-title");
  const curve = path("ink", "line");
  const tangent = path("now", "line", "dashed");
  const chord = path("danger", "line");
  const stems = path("ink", "line", "faint");
  const refused = path("danger", "mark");
  const [accepted, now] = [mark("now", "path", "mark"), mark("now", "now", "mark")];
  const name = node("text", { class: "g-note", "text-anchor": "middle" }, " ");
  panel.fill(curve, tangent, chord, stems, refused, now.root, accepted.root, name);
  const first = handle("First trial α along the ray");
  panel.root.append(first);
  let sx;
  let held = false;
  draggable(panel.root, [first], {
    grab: () => (held = true),
    move: (_, x) => move.to(sx.invert(clamp(x, left, right))),
    drop: () => { held = false; move.drop(); },
    nudge: (_, dx, dy) => move.by(dx || dy),
  });

  const draw = (s) => {
    const { alpha, slope, gradient, bowl, trials } = s;
    const J = s.costs.at(-1);
    const square = gradient.reduce((total, g) => total + g * g, 0);
    const bend = bowl.reduce((total, { value, direction }) => total + value * direction.reduce((sum, d, j) => sum + d * gradient[j], 0) ** 2, 0);
    const lowest = square > 0 ? square / bend : Infinity; // the rate
    // As far as a quarter more than the first trial, but no further than five times where J is lowest; in jumps.
    if (!held) sx = linear([0, 2 ** (ceil(4 * log2(min(1.25 * alpha, 5 * lowest))) / 4)], ACROSS);
    const far = sx.domain[1];
    const along = (rate) => J + (-square + (rate * bend) / 2) * rate;
    // The curve is readable where it falls; what rises much higher is off the chart.
    const fall = max(J - along(min(lowest, far)), 1e-3 * J) || 1;
    const high = J + 1.2 * clamp(along(far) - J, 0.2 * fall, 1.5 * fall);
    const sy = linear([J - 1.6 * fall, high], UP);
    // Numbers that would be long are in units of a power of ten.
    const size = max(high, 1.6 * fall - J);
    const exponent = size < (fall < 0.01 * J ? 1 : 0.1) || size >= 1e5 ? floor(log10(size)) : 0;
    write(heading, exponent ? `${title}, in ${power(exponent)}` : title);
    panel.scale(sx, sy, () => [ticks(0, far, 5), ticks(...sy.domain, 5)], (v) => show(v / 10 ** exponent, 4));
    const at = (rate, cost) => [sx(rate), sy(cost)];
    // A parabola is one quadratic Bézier curve, to where it leaves the chart.
    const end = along(far) > high ? min(far, (square + sqrt(square * square + 2 * bend * (high - J))) / bend) : far;
    const corners = [at(0, J), at(end / 2, J - (square * end) / 2), at(end, along(end))].map((point) => point.map(round).join(" "));
    set(curve, { d: `M${corners[0]}Q${corners.slice(1).join(" ")}` });
    const straight = (part) => polyline([...at(0, J), ...at(far, J - part * square * far)]);
    set(tangent, { d: straight(1) });
    set(chord, { d: straight(slope) });
    // A trial that is off the chart stands at its upper edge.
    const places = trials.map((trial) => [sx(trial.alpha), max(sy(trial.cost), top + EDGE)]);
    const visible = ([x, y]) => inside(x, y, BOX);
    const stem = ([x, y], { accepted: passes, allowed }) => (visible([x, y]) ? polyline([x, y, x, sy(passes ? J : allowed)]) : "");
    set(stems, { d: trials.map((trial, i) => stem(places[i], trial)).join("") });
    set(refused, { d: trials.map((trial, i) => (trial.accepted ? "" : shape("cross", ...places[i]))).join("") });
    const last = trials.at(-1);
    const taken = last.accepted ? places.at(-1) : [NaN, NaN];
    now.place(...at(0, J));
    accepted.place(...taken);
    const scale = Number(panel.root.style.getPropertyValue("--text-scale"));
    set(name, { display: visible(taken) ? "inline" : "none" });
    if (visible(taken)) {
      write(name, `α = ${show(last.alpha, 3)}`);
      set(name, { x: round(clamp(taken[0], left + 400 * scale, right - 300 * scale)), y: round(sy(J) - 80 * scale) });
    }
    const [x, y] = places[0];
    const { min: least, max: most } = s.limits.alpha;
    set(first, {
      cx: round(min(x, right)), cy: round(clamp(y, top, bottom)),
      "aria-valuemin": String(min(least, alpha)), "aria-valuemax": String(max(most, alpha)), "aria-valuenow": String(alpha),
      "aria-valuetext": `α ${minus(alpha)}, ${trials[0].accepted ? "accepted" : "refused"}`,
    });
    const above = trials.filter(({ alpha: rate, cost }) => rate <= far && cost > high);
    panel.say(() => {
      if (alpha > far) return `the first trial is at α = ${show(alpha)}`;
      return above.length ? `J is ${show(above[0].cost, 3)} at α = ${show(above[0].alpha, 3)}` : "";
    });
  };
  return { ...panel, draw };
}
