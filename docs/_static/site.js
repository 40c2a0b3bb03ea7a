// Before anything is shown: the mode that the reader chose (Furo has this line in each page), and the
// button to choose it (which Furo shows at the end, moving what is beside it).
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto"; // where a reader allows no storage
}
document.documentElement.classList.replace("no-js", "arriving");
// All of the page is there. Where the wheel of gd is, for pip: wherever this page came from, a folder too.
function arrived() {
  document.documentElement.classList.remove("arriving");
  document.querySelectorAll("a.wheel").forEach((link) => {
    link.textContent = link.href;
  });
}
document.addEventListener("readystatechange", arrived, { once: true });

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
  // Formulas may be wider then, in boxes of the same width. (Between frames WebKit might complain of a loop.)
  document.fonts.ready.then(() => requestAnimationFrame(observe));
  document.querySelectorAll("label:is(.nav-overlay-icon, .toc-overlay-icon)").forEach(buttonFor);
});

// On paper nothing opens: the answers are printed after all else, on a page of their own.
addEventListener("DOMContentLoaded", () => {
  const questions = [...document.querySelectorAll("details.question")];
  if (!questions.length) return;
  const answers = document.createElement("section");
  answers.className = "answers";
  const title = document.createElement("h2");
  title.textContent = "Answers";
  answers.append(title);
  for (const { children: [question, ...answer] } of questions) {
    const asked = document.createElement("h3");
    asked.append(...question.cloneNode(true).childNodes);
    answers.append(asked, ...answer.map((part) => part.cloneNode(true)));
  }
  answers.querySelectorAll("[id]").forEach((copy) => copy.removeAttribute("id"));
  document.querySelector("article").append(answers);
});

// Pictures below the screen come once the page is there: WebKit prints none that has not come. Print is light.
addEventListener("load", () =>
  document.querySelectorAll("img[loading]").forEach((image) => {
    if (image.checkVisibility() || !image.matches(".only-dark")) image.loading = "eager";
  }),
);

// From a folder on disk a browser lets no style sheet mask with a file, no search read in the pages
// that it found, and no page start what JupyterLite is made of.
if (location.protocol === "file:") {
  // Written, so that it is there before anything is drawn. WebKit asks for the files while it comes.
  const icons = new URL("styles/icons.css", document.currentScript.src).href.replaceAll("&", "&amp;");
  document.documentElement.classList.add("no-icons");
  document.write(`<link rel="stylesheet" href="${icons}" id="icons">`);
  document.getElementById("icons").addEventListener("load", () => document.documentElement.classList.remove("no-icons"));
  document.addEventListener("DOMContentLoaded", () => {
    if (typeof DOCUMENTATION_OPTIONS === "object") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
    document.querySelectorAll('a[href*="/lite/"]').forEach((link) => {
      const note = document.createElement("em");
      note.textContent = "JupyterLite does not start from a folder: serve the site (python -m http.server), and open it there.";
      link.replaceWith(note);
    });
  });
}
