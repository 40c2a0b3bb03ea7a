// What every panel is made of: SVG nodes, a frame with axes, marks, lines cut at the frame, handles.

import { clip, inside } from "./scales.js";

// Write a text only when it changes, into the text node that is there.
export function write(target, words) {
  const { firstChild } = target;
  if (!firstChild) target.append(words);
  else if (firstChild.data !== words) firstChild.data = words;
}

const NS = "http://www.w3.org/2000/svg";
export const [WIDTH, HEIGHT] = [360, 300];
export const BOX = { left: 44, right: 350, top: 34, bottom: 258 };
const { left, right, top, bottom } = BOX;

// Set what has changed.
const known = new WeakMap();

export function set(target, attributes) {
  let was = known.get(target);
  if (!was) known.set(target, (was = {}));
  for (const name in attributes) {
    const value = attributes[name];
    if (was[name] === value) continue;
    was[name] = value;
    target.setAttribute(name, typeof value === "number" ? round(value) : value);
  }
  return target;
}

export const round = (v) => Math.round(v * 100) / 100;

export function node(tag, attributes = {}, ...children) {
  const target = set(document.createElementNS(NS, tag), attributes);
  target.append(...children);
  return target;
}

const text = (x, y, words, attributes = {}) => node("text", { x, y, ...attributes }, words);

// As many texts as there are ticks, made once and used again.
function labels(parent, attributes) {
  const made = [];
  return (values, name, position) => {
    values.forEach((v, i) => {
      made[i] ??= parent.appendChild(text(0, 0, " ", attributes));
      set(made[i], { ...position(v), display: "inline" });
      write(made[i], name(v));
    });
    for (let i = values.length; i < made.length; i++) set(made[i], { display: "none" });
  };
}

// A panel without its contents. The entries of a legend are a role with its sign, and a name.
export function frame({ title, x, y, legend }) {
  const entries = legend.map(([role, sign, name], i) =>
    node("tspan", {}, node("tspan", { class: `g-${role} g-sign`, ...(i && { dx: 9 }) }, sign), ` ${name}`),
  );
  const lines = node("path", { class: "g-axes" });
  const axes = node("g", { "aria-hidden": "true" }, lines);
  const below = labels(axes, { "text-anchor": "middle" });
  const beside = labels(axes, { "text-anchor": "end" });
  const size = { x: left, y: top, width: right - left, height: bottom - top };
  const plot = node("svg", {
    ...size, viewBox: `${left} ${top} ${size.width} ${size.height}`, "aria-hidden": "true",
  });
  const note = text(right - 4, bottom - 8, " ", { class: "g-note", "text-anchor": "end", "aria-hidden": "true" });
  const root = node(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": title },
    node("g", { "aria-hidden": "true" },
      text(4, 12, title, { class: "g-title" }),
      node("text", { x: right, y: 29, "text-anchor": "end" }, ...entries),
      text(right, bottom + 36, x, { class: "g-label", "text-anchor": "end" }),
      text(4, 29, y, { class: "g-label" }),
    ),
    axes, plot, note,
  );
  let shown = "";
  const scale = (sx, sy, xs, ys, name = minus) => {
    const domains = [...sx.domain, ...sy.domain].join();
    if (domains === shown) return;
    shown = domains;
    const ticks = [...xs.map((v) => `M${round(sx(v))} ${bottom}v4`), ...ys.map((v) => `M${left} ${round(sy(v))}h-4`)];
    set(lines, { d: `M${left} ${top}V${bottom}H${right}${ticks.join("")}` });
    below(xs, minus, (v) => ({ x: sx(v), y: bottom + 17 }));
    beside(ys, name, (v) => ({ x: left - 7, y: sy(v) + 4 }));
  };
  return { root, plot, scale, legend: entries, tell: (words) => write(note, words || " ") };
}

export const minus = (v) => String(v).replace("-", "−");

// -- Lines and marks as path data, nothing of it outside the box ------------------------------------
// Points that would be seen as one are drawn as one.
const apart = ([x, y], [x1, y1]) => !(Math.abs(x - x1) < 0.3 && Math.abs(y - y1) < 0.3);

export function polyline(points) {
  let d = "";
  let pen;
  let from = points[0];
  for (let i = 1; i < points.length; i++) {
    const to = points[i];
    if (i + 1 < points.length && !apart(from, to)) continue;
    const part = clip(from, to, BOX);
    from = to;
    if (!part) continue;
    const [a, b] = part;
    if (!pen || apart(pen, a)) d += `M${round(a[0])} ${round(a[1])}`;
    d += `L${round(b[0])} ${round(b[1])}`;
    pen = b;
  }
  return d;
}

export function dots(points) {
  let d = "";
  let last;
  for (const p of points) {
    if (!inside(p, BOX) || (last && !apart(last, p))) continue;
    d += `M${round(p[0])} ${round(p[1])}h0`;
    last = p;
  }
  return d;
}

// An arrowhead at b, for whoever comes from a; none for a step too short to see.
export function arrowhead([x, y], [x1, y1], size = 7) {
  const length = Math.hypot(x1 - x, y1 - y);
  if (!(length > 1.3 * size && length < 1e15) || !inside([x1, y1], BOX)) return "";
  const [u, v] = [((x1 - x) / length) * size, ((y1 - y) / length) * size];
  const corner = (side) => `${round(x1 - u + side * 0.45 * v)} ${round(y1 - v - side * 0.45 * u)}`;
  return `M${round(x1)} ${round(y1)}L${corner(1)}L${corner(-1)}Z`;
}

// Where a path leaves the box for good: the index of the first point after which none is inside,
// and an arrow at the frame. Null if its last point is inside.
export function exit(points) {
  if (inside(points.at(-1), BOX)) return null;
  const step = points.findLastIndex((p) => inside(p, BOX)) + 1;
  const part = step > 0 && clip(points[step - 1], points[step], BOX);
  if (!part) return { step, arrow: "" };
  const [[x, y], [x1, y1]] = part;
  const length = Math.hypot(x1 - x, y1 - y);
  return { step, arrow: arrowhead(part[0], part[1], Math.min(12, length / 1.4)) };
}

export const STAR = Array.from({ length: 10 }, (_, i) => {
  const r = i % 2 ? 3.4 : 8.5;
  const angle = (i * Math.PI) / 5;
  return `${i ? "L" : "M"}${round(r * Math.sin(angle))} ${round(-r * Math.cos(angle))}`;
}).join("") + "Z";
export const DIAMOND = "M0-7L6 0L0 7L-6 0Z";

// Put a mark at a point, or take it away where the point is outside.
export function place(mark, point) {
  const shown = inside(point, BOX);
  set(mark, { visibility: shown ? "visible" : "hidden" });
  if (shown) set(mark, { transform: `translate(${round(point[0])} ${round(point[1])})` });
}

// -- What can be dragged --------------------------------------------------------------------------
export function handle(label, ...shape) {
  return node(
    "g",
    { class: "g-handle", role: "slider", tabindex: "0", "aria-label": label, "aria-roledescription": "draggable point" },
    node("circle", { class: "g-hit", r: 16 }),
    node("circle", { class: "g-ring", r: 11 }),
    ...shape,
  );
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// Call grab(i), move(i, x, y) in the panel's pixels and drop() for pointers; nudge(i, dx, dy) with
// the sense of the arrow keys, ten at once with Shift.
export function draggable(root, handles, { grab, move, drop, nudge }) {
  const where = (event) => {
    const box = root.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  };
  const centre = (g) => g.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
  root.addEventListener("touchstart", (event) => event.target.closest(".g-handle") && event.preventDefault(), { passive: false });
  root.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.closest(".g-handle")) return;
    event.preventDefault();
    const [x, y] = where(event);
    const distance = handles.map((g) => { const [a, b] = centre(g); return Math.hypot(a - x, b - y); });
    const i = distance.indexOf(Math.min(...distance));
    const [dx, dy] = centre(handles[i]).map((v, axis) => v - [x, y][axis]);
    handles[i].focus({ preventScroll: true });
    grab(i);
    root.setPointerCapture(event.pointerId);
    root.classList.add("dragging");
    const follow = (moved) => {
      if (moved.pointerId !== event.pointerId) return;
      const [a, b] = where(moved);
      move(i, a + dx, b + dy);
    };
    const end = (ended) => {
      if (ended.pointerId !== event.pointerId) return;
      root.removeEventListener("pointermove", follow);
      for (const name of ["pointerup", "pointercancel"]) root.removeEventListener(name, end);
      root.classList.remove("dragging");
      drop();
    };
    root.addEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel"]) root.addEventListener(name, end);
  });
  root.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    const i = handles.indexOf(event.target);
    if (!arrow || i < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const by = event.shiftKey ? 10 : 1;
    nudge(i, arrow[0] * by, arrow[1] * by);
  });
}
