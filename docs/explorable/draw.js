// What every panel is made of: SVG nodes, a frame with axes, marks, lines cut at the frame, handles.

import { clip, inside } from "./scales.js";

// Write a text only when it changes, into the text node that is there.
export function write(target, words) {
  const { firstChild } = target;
  if (!firstChild) target.append(words);
  else if (firstChild.data !== words) firstChild.data = words;
}

const NS = "http://www.w3.org/2000/svg";
// The unit is a tenth of a pixel, so that coordinates are whole numbers: paths are shorter then, and
// sooner written and read. Marks have their coordinates, not a transform: each transform is a layer
// of its own to the browser.
export const [WIDTH, HEIGHT] = [3600, 3000];
export const BOX = { left: 440, right: 3500, top: 340, bottom: 2580 };
const { left, right, top, bottom } = BOX;
export const [ACROSS, UP] = [[left, right], [bottom, top]];
// The letters of style/panels.css, and how much larger there is room for them side by side.
const FONT_SIZE = 115;
const MOST = 1.8;
const { round } = Math;

// Set what has changed.
const known = new WeakMap();

export function set(target, attributes) {
  let was = known.get(target);
  if (!was) known.set(target, (was = {}));
  for (const name in attributes) {
    const value = attributes[name];
    if (was[name] === value) continue;
    was[name] = value;
    target.setAttribute(name, value);
  }
  return target;
}

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
    node("tspan", {}, node("tspan", { class: `g-${role} g-sign`, ...(i && { dx: 90 }) }, sign), ` ${name}`),
  );
  const lines = node("path", { class: "g-axes" });
  const [name, key, across, up] = [
    text(0, 0, title, { class: "g-title" }),
    node("text", { x: right, "text-anchor": "end" }, ...entries),
    text(right, 0, x, { class: "g-label", "text-anchor": "end" }),
    text(0, 0, y, { class: "g-label" }),
  ];
  const axes = node("g", { "aria-hidden": "true" }, name, key, across, up, lines);
  const below = labels(axes, { "text-anchor": "middle" });
  const beside = labels(axes, { "text-anchor": "end" });
  const plot = node("g", { "aria-hidden": "true" });
  const note = text(right - 40, 0, " ", { class: "g-note", "text-anchor": "end" });
  const root = node("svg", { role: "group", "aria-label": title }, axes, plot);
  // Make the letters so high in a panel so wide, both in pixels, but no smaller than they are drawn. The
  // panel keeps its shape and grows around its box, which gets smaller on the screen.
  let textScale;
  const scaleText = (wide, high) => {
    const [inner, outer] = [bottom - top, HEIGHT - bottom + top].map((v) => (v * WIDTH) / HEIGHT);
    const room = FONT_SIZE * wide - outer * high;
    const wanted = room > 0 ? (inner * high) / room : MOST;
    const now = wide > 0 ? Math.min(Math.max(wanted, 1), MOST) : 1; // it may not be shown
    if (now === textScale) return false;
    textScale = now;
    shown = "";
    const width = inner + outer * textScale;
    const [x0, y0] = [right + (WIDTH - right) * textScale - width, top - top * textScale].map(round);
    set(root, { viewBox: `${x0} ${y0} ${round(width)} ${round((width * HEIGHT) / WIDTH)}` });
    root.style.setProperty("--text-scale", textScale.toFixed(3));
    set(name, { x: x0 + 40, y: round(top - 220 * textScale) });
    for (const words of [key, up]) set(words, { y: round(top - 50 * textScale) });
    set(up, { x: x0 + 40 });
    set(across, { y: round(bottom + 360 * textScale) });
    return true;
  };
  let shown;
  scaleText(WIDTH, 0);
  const scale = (sx, sy, places, name = minus) => {
    const domains = [...sx.domain, ...sy.domain].join();
    if (domains === shown) return false;
    shown = domains;
    const [xs, ys] = places();
    const ticks = [...xs.map((v) => `M${round(sx(v))} ${bottom}v40`), ...ys.map((v) => `M${left} ${round(sy(v))}h-40`)];
    set(lines, { d: `M${left} ${top}V${bottom}H${right}${ticks.join("")}` });
    below(xs, minus, (v) => ({ x: round(sx(v)), y: round(bottom + 50 + 120 * textScale) }));
    beside(ys, name, (v) => ({ x: left - 70, y: round(sy(v) + 40 * textScale) }));
    return true;
  };
  // What belongs to the plot, in the order of drawing; the note is before it.
  const fill = (...marks) => plot.append(...marks, note);
  // What the note will say, once there is time for words: at the bottom, or high.
  let words = () => "";
  const say = (compose, high) => {
    words = compose;
    set(note, { y: high ? round(top + 120 * textScale) : bottom - 80 });
  };
  const tell = () => write(note, words() || " ");
  return { root, fill, scale, scaleText, legend: entries, say, tell };
}

export const minus = (v) => String(v).replace("-", "−");

// -- Lines and marks as path data, nothing of it outside the box ------------------------------------
// Points are in one row, x, y, x, y, …, and the loops are plain: this runs in each frame.
// Points that would be seen as one are drawn as one.
const apart = (x, y, x1, y1) => !(Math.abs(x - x1) < 4 && Math.abs(y - y1) < 4);

export function polyline(points) {
  let d = "";
  let x = points[0];
  let y = points[1];
  let penX, penY;
  for (let i = 2; i < points.length; i += 2) {
    const x1 = points[i];
    const y1 = points[i + 1];
    if (i + 2 < points.length && !apart(x, y, x1, y1)) continue;
    const part = clip(x, y, x1, y1, BOX);
    x = x1;
    y = y1;
    if (!part) continue;
    if (!d || apart(penX, penY, part[0], part[1])) d += `M${round(part[0])} ${round(part[1])}`;
    penX = part[2];
    penY = part[3];
    d += `L${round(penX)} ${round(penY)}`;
  }
  return d;
}

export function dots(points) {
  let d = "";
  let x, y;
  for (let i = 0; i < points.length; i += 2) {
    const x1 = points[i];
    const y1 = points[i + 1];
    if (!inside(x1, y1, BOX) || !apart(x, y, x1, y1)) continue;
    d += `M${round(x1)} ${round(y1)}h0`;
    x = x1;
    y = y1;
  }
  return d;
}

// An arrowhead at the second point, for whoever comes from the first; none for a step too short to see.
export function arrowhead(x, y, x1, y1, size = 70) {
  const length = Math.hypot(x1 - x, y1 - y);
  if (!(length > 1.3 * size && length < 1e15) || !inside(x1, y1, BOX)) return "";
  const u = ((x1 - x) / length) * size;
  const v = ((y1 - y) / length) * size;
  const corner = (side) => `${round(x1 - u + side * 0.45 * v)} ${round(y1 - v - side * 0.45 * u)}`;
  return `M${round(x1)} ${round(y1)}L${corner(1)}L${corner(-1)}Z`;
}

// Where a path leaves the box for good: the index of the first point after which none is inside,
// and an arrow at the frame. Null if its last point is inside.
export function exit(points) {
  let i = points.length;
  while (i > 0 && !inside(points[i - 2], points[i - 1], BOX)) i -= 2;
  if (i === points.length) return null;
  const part = i > 0 && clip(...points.slice(i - 2, i + 2), BOX);
  if (!part) return { step: i / 2, arrow: "" };
  const length = Math.hypot(part[2] - part[0], part[3] - part[1]);
  return { step: i / 2, arrow: arrowhead(...part, Math.min(120, length / 1.4)) };
}

// A mark, put at a point, or taken away where the point is outside.
const outline = (corners) => (x, y) =>
  `M${corners.map(([dx, dy]) => `${round(x + dx)} ${round(y + dy)}`).join("L")}Z`;
const star = outline(
  Array.from({ length: 10 }, (_, i) => {
    const [r, angle] = [i % 2 ? 34 : 85, (i * Math.PI) / 5];
    return [r * Math.sin(angle), -r * Math.cos(angle)];
  }),
);
const diamond = outline([[0, -70], [60, 0], [0, 70], [-60, 0]]);
const disc = (r) => (x, y) => `M${round(x) - r} ${round(y)}a${r} ${r} 0 1 1 0 1Z`;
const pin = outline([[0, -65], [-75, -195], [75, -195]]); // its tip just above what it points at
const cross = outline([[0, -25], [45, -70], [70, -45], [25, 0], [70, 45], [45, 70], [0, 25], [-45, 70], [-70, 45], [-25, 0], [-70, -45], [-45, -70]]);
const SHAPES = { star, diamond, pin, cross, now: disc(55), start: disc(60) };

// As path data; none where the point is outside.
export const shape = (name, x, y) => (inside(x, y, BOX) ? SHAPES[name](x, y) : "");

export function mark(name, ...names) {
  const root = path(...names);
  const place = (x, y) => set(root, { d: shape(name, x, y) });
  return { root, place };
}

export const path = (...names) => node("path", { class: names.map((name) => `g-${name}`).join(" ") });

// -- What can be dragged --------------------------------------------------------------------------
// Not to be seen until it is pointed at or has the focus; the mark under it is drawn by others.
export const handle = (label) =>
  node("circle", { class: "g-handle", r: 160, role: "slider", tabindex: "0", "aria-label": label, "aria-roledescription": "draggable point" });

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// Call grab(i), move(i, x, y) in the panel's units and drop(whether it was taken away) for pointers; nudge(i, dx, dy) with
// the sense of the arrow keys, ten at once with Shift.
export function draggable(root, handles, { grab, move, drop, nudge }) {
  const where = (event) => {
    const [box, seen] = [root.getBoundingClientRect(), root.viewBox.baseVal];
    const unit = seen.width / box.width;
    return [seen.x + (event.clientX - box.left) * unit, seen.y + (event.clientY - box.top) * unit];
  };
  const centre = (circle) => [circle.cx.baseVal.value, circle.cy.baseVal.value];
  root.addEventListener("touchstart", (event) => event.target.closest(".g-handle") && event.preventDefault(), { passive: false });
  root.addEventListener("pointerdown", (event) => {
    if (event.button || root.classList.contains("dragging") || !event.target.closest(".g-handle")) return; // one at a time
    event.preventDefault();
    const [x, y] = where(event);
    const distance = handles.map((circle) => { const [a, b] = centre(circle); return Math.hypot(a - x, b - y); });
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
      drop(ended.type === "pointercancel");
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
