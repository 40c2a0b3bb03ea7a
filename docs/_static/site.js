// Before anything is shown: the mode that the reader chose (Furo has this line in each page), and the
// button to choose it (which Furo shows at the end, moving what is beside it).
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto"; // where a reader allows no storage
}
document.documentElement.classList.replace("no-js", "arriving");
document.addEventListener("readystatechange", () => document.documentElement.classList.remove("arriving"), {
  once: true, // all of the page is there
});

// What scrolls by itself can take the focus, and so be scrolled with the arrow keys.
const scrolling = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

// Furo opens its drawers by labels, which no key can reach: a button in the place of each.
function buttonFor(label) {
  const drawer = document.getElementById(label.htmlFor);
  const button = document.createElement("button");
  button.className = label.className;
  button.ariaLabel = drawer.ariaLabel;
  button.ariaExpanded = drawer.checked;
  button.append(...label.childNodes);
  button.addEventListener("click", () => drawer.click());
  drawer.addEventListener("change", () => {
    button.ariaExpanded = drawer.checked;
    const links = document.querySelectorAll(drawer.id === "__toc" ? ".toc-drawer a" : ".sidebar-drawer a");
    if (drawer.checked) [...links].find((link) => link.checkVisibility())?.focus();
    else button.focus(); // a hidden one ignores it
  });
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && drawer.checked) drawer.click();
  });
  label.replaceWith(button);
}

addEventListener("DOMContentLoaded", () => {
  const observe = () =>
    document.querySelectorAll("pre, div.math, .table-wrapper").forEach((wide) => {
      scrolling.unobserve(wide);
      scrolling.observe(wide);
    });
  observe();
  document.fonts.ready.then(observe); // formulas may be wider then, in boxes of the same width
  document.querySelectorAll("label:is(.nav-overlay-icon, .toc-overlay-icon)").forEach(buttonFor);
});

// Where the wheel of gd is, for pip: wherever this page came from, a folder on disk too.
addEventListener("DOMContentLoaded", () =>
  document.querySelectorAll("a.wheel").forEach((link) => {
    link.textContent = link.href;
  }),
);

// From a folder on disk a browser lets no style sheet mask with a file, and no page start what
// JupyterLite is made of.
if (location.protocol === "file:") {
  // Written, so that it is there before anything is drawn.
  const icons = new URL("styles/icons.css", document.currentScript.src).href.replaceAll("&", "&amp;");
  document.write(`<link rel="stylesheet" href="${icons}">`);
  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll('a[href*="/lite/"]').forEach((link) => {
      const note = document.createElement("em");
      note.textContent = "JupyterLite does not start from a folder: serve the site (python -m http.server), and open it there";
      link.replaceWith(note);
    });
  });
}
