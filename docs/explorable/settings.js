// From text to settings and back, by the table that each kind has of them. _ext/explorable/settings.py
// reads the same table and takes the same texts.
//
// A setting is a number {min, max, step, value}, several of them (its value is a list), a switch
// {value: false}, or points that were moved {points, reach, value: {}}. A number that the slider cannot
// show may be accepted, from `least` to `most`; a whole one says so. A slider may be among the first.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const LONGEST = 2000;

const trim = (text) => text.replace(/^[ \t\n\r\f]+|[ \t\n\r\f]+$/g, "");
const split = (text) => trim(text).split(/[ \t\n\r\f,]+/);
const numbers = (text) => split(text).map((word) => (NUMBER.test(word) ? Number(word) : NaN));
const within = (v, least, most) => v >= least && v <= most;

// What a text asks for; undefined if it makes no sense.
export function parse(setting, text) {
  if (text.length > LONGEST) return undefined;
  const { value, points, min, max, least = min, most = max, whole } = setting;
  if (points) return parseMoved(setting, text);
  if (typeof value === "boolean") return { "": true, true: true, false: false }[text];
  const v = numbers(text);
  if (v.length !== [value].flat().length) return undefined;
  if (!v.every((number) => within(number, least, most) && (!whole || Number.isInteger(number)))) return undefined;
  return Array.isArray(value) ? v : v[0];
}

// 3,0.1,0.2_5,0,1: by how much points 3 and 5 were moved, in x and in y. An empty text: none.
function parseMoved({ points, reach }, text) {
  const moved = {};
  for (const part of text ? text.split("_") : []) {
    const [i, dx, dy, ...rest] = numbers(part);
    if (rest.length || !Number.isInteger(i) || !within(i, 0, points - 1)) return undefined;
    if (![dx, dy].every((d) => within(d, -reach, reach))) return undefined;
    moved[i] = [dx, dy];
  }
  return moved;
}

// The controls that a text names, of those that there are: steps, alpha. An empty text: none.
export function parseControls(settings, text) {
  const names = trim(text) ? split(text) : [];
  return names.every((name) => Object.hasOwn(settings, name) && settings[name].label) ? names : undefined;
}

// A button: its words, a colon, and what it sets, as links have it: Too large: alpha=2.1&steps=20
export function parsePreset(settings, text) {
  const [, words, pairs] = /^(.*):(.*)$/s.exec(text) ?? [];
  if (!words || !trim(words)) return undefined;
  const state = {};
  for (const pair of trim(pairs).split("&")) {
    const [, key, asked] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    const value = Object.hasOwn(settings, key) ? parse(settings[key], asked) : undefined;
    if (value === undefined) return undefined;
    state[key] = value;
  }
  return { words: trim(words), state };
}

// The same as text.
export const spell = ({ points }, value) =>
  points ? Object.entries(value ?? {}).map(([i, offset]) => `${i},${offset}`).join("_") : String(value);

// What a property may be set to: what its attribute may, or the value itself.
export function accept(setting, value) {
  const text = setting.points && typeof value === "object" ? spell(setting, value) : [value].flat().map(String).join(",");
  return parse(setting, text);
}

export const defaults = (settings) =>
  Object.fromEntries(Object.entries(settings).map(([key, { value }]) => [key, value]));

// -- The fragment: #id?kind=…&alpha=…, with what differs from what the page asks for ------------------
export function toFragment(id, kind, settings, state, initial) {
  let text = `#${encodeURIComponent(id)}?kind=${kind}`;
  for (const [key, setting] of Object.entries(settings)) {
    const words = spell(setting, state[key]);
    if (words !== spell(setting, initial[key])) text += `&${key}=${words}`;
  }
  return text;
}

// The state that a fragment holds; null if it speaks of something else. Nonsense is what the page asks for.
export function fromFragment(fragment, id, kind, settings, initial) {
  const name = `#${encodeURIComponent(id)}?`;
  if (!fragment.startsWith(name)) return null;
  const words = new URLSearchParams(fragment.length > 5000 ? "" : fragment.slice(name.length));
  const state = { ...initial };
  if (words.get("kind") !== kind) return state;
  words.delete("kind");
  for (const [key, text] of words) {
    const value = Object.hasOwn(settings, key) ? parse(settings[key], text) : undefined;
    if (value === undefined) return { ...initial };
    state[key] = value;
  }
  return state;
}
