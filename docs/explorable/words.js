// What the picture shows, in words and numbers.

import { fixed, show } from "./scales.js";

const names = (n) => (n === 1 ? ["θ₁"] : ["θ₀", "θ₁"]);

const none = (factor) => Math.abs(factor) < 1e-9;
export function percent(factor) {
  if (none(factor)) return "0 %";
  const digits = (n) => show(100 * Math.abs(factor), n);
  const few = digits(digits(3) === "100" ? 6 : 3);
  return `${few === "100" && Math.abs(factor) !== 1 ? "almost 100" : few} %`;
}

// What each step does to the error.
export function effect({ regime, factors }) {
  const [steep, flat] = factors;
  if (flat === undefined || none(steep - flat)) {
    return {
      monotone: `each step keeps ${percent(steep)} of the error`,
      "one step": "the first step lands on the minimiser",
      alternating: `each step overshoots and keeps ${percent(steep)} of the error`,
      cycling: "each step turns the error round and keeps its size",
      diverging: `each step multiplies the error by ${show(steep, 3)}`,
    }[regime];
  }
  const along = `along it ${percent(flat)} stays`;
  if (none(steep)) return `one step ends the error across the valley; ${along}`;
  return {
    monotone: `each step keeps ${percent(steep)} of the error across the valley; ${along}`,
    alternating: `each step overshoots across the valley and keeps ${percent(steep)}; ${along}`,
    cycling: `each step turns the error across the valley round; ${along}`,
    diverging: `each step multiplies the error across the valley by ${show(steep, 3)}`,
  }[regime];
}

// On one line each, like the cost.
const pairs = (theta, digits) => names(theta.length).map((name, j) => `${name}\u00a0=\u00a0${show(theta[j], digits)}`);

const reached = ({ steps, thetas, costs }) =>
  `After ${steps} ${steps === 1 ? "step" : "steps"}: ${pairs(thetas[steps], 6).join(", ")}, J\u00a0=\u00a0${show(costs[steps])}`;

// Six digits, so that a reader who multiplies finds the same.
const signed = (v) => (v < 0 || Object.is(v, -0) ? `(${show(v, 6)})` : show(v, 6));

// The next step, a line for each parameter: its name, its law, its numbers. With momentum Δ is the last step.
const arithmetic = ({ steps, thetas, alpha, momentum, gradient, last, next }) =>
  names(next.length).map((name, j) => {
    const [law, push] = momentum === undefined ? ["", ""] : [` + β Δ${name}`, ` + ${show(momentum, 6)} × ${signed(last[j])}`];
    return [
      `${name} := `,
      `${name} − α ∂J/∂${name}${law} = `,
      `${show(thetas[steps][j], 5)} − ${show(alpha, 6)} × ${signed(gradient[j])}${push} = ${show(next[j], 5)}`,
    ];
  });

// All of it, and in one sentence for who listens, where what the rate does is told if it can be chosen. A kind calls the
// steepest curvature by its name, and says what its steps do in words of its own.
export const telling = (product, told = effect) => ({
  words: (s) => ({ product: product(s), effect: told(s), reached: reached(s), sums: arithmetic(s) }),
  sentence: (s, rate) =>
    `${reached(s)}. ${s.minimizer ? `The minimiser is ${pairs(s.minimizer, 4).join(", ")}` : "There is no minimiser"}.` +
    (rate ? ` ${s.regime[0].toUpperCase()}${s.regime.slice(1)}: ${told(s)}.` : ""),
});

export const rateTimes = (curvature) => ({ product }) => `α·${curvature} = ${fixed(product, 0.001)}`;
