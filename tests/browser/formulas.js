// What does not hold together in the formulas of a page, in words; nothing, if all is well.
() => {
  const faults = [];
  const box = (node) => node.getBoundingClientRect();
  const tell = (what, part) => faults.push(`${what}: ${part.closest("math, .math-and-mark").textContent.slice(0, 60)}`);
  for (const formula of document.querySelectorAll("math")) {
    if (!formula.checkVisibility()) continue;
    const em = parseFloat(getComputedStyle(formula).fontSize);
    for (const part of formula.querySelectorAll("msub, msup, msubsup")) {
      const [base, ...scripts] = [...part.children].map(box);
      if (scripts.some((script) => Math.abs(script.left - base.right) > 0.2 * em)) tell("a script begins where its base does not end", part);
    }
    for (const part of formula.querySelectorAll("mfrac")) {
      const [all, above, below] = [part, ...part.children].map(box);
      const outside = ({ left, right }) => left < all.left - 1 || right > all.right + 1;
      if (outside(above) || outside(below) || above.bottom > below.top + 1) tell("a fraction does not contain its parts", part);
    }
    for (const part of formula.querySelectorAll("msqrt")) {
      if (box(part).right > box(part.lastElementChild).right + 0.1 * em) tell("a gap follows a root", part);
    }
    for (const cell of formula.querySelectorAll("mtd")) {
      const { left, right } = box(cell);
      const parts = [...cell.querySelectorAll("mi, mn, mo, mtext")].map(box);
      if (parts.some((part) => part.left < left - 1 || part.right > right + 1)) tell("a cell does not contain its parts", cell);
    }
    const { height } = box(formula);
    formula.style.whiteSpace = "nowrap";
    if (height > box(formula).height + 1) tell("a formula is wrapped", formula);
    formula.style.removeProperty("white-space");
  }
  for (const pair of document.querySelectorAll(".math-and-mark")) {
    const mark = document.createRange();
    mark.selectNodeContents(pair.lastChild);
    if (box(mark).width && box(mark).left < box(pair.querySelector("math")).right - 2) tell("a line begins with a mark", pair);
  }
  return faults;
}
