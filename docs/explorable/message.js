// What a figure says of a button that was pressed, and the clipboard.

import { html } from "./controls.js";

export function message() {
  const root = html("span", { class: "message", role: "status" });
  const say = (words) => {
    if (words || root.firstChild) root.replaceChildren(...(words ? [words] : []));
  };
  const copy = async (text, done) => {
    try {
      await navigator.clipboard.writeText(text);
      say(done);
    } catch {
      // No clipboard here (an insecure address, or not allowed): show it, selected.
      const area = html("textarea", { readonly: "", rows: "3", "aria-label": "To copy" });
      area.value = text;
      root.replaceChildren(area);
      area.select();
    }
  };
  return { root, say, copy };
}
