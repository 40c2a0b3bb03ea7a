// When a descent on a quadratic may stop: after a short step, or where its gradient says that the minimiser is near. No DOM here.

const { sqrt } = Math;
const size = (v) => sqrt(v.reduce((total, each) => total + each * each, 0));
const between = (a, b) => size(a.map((value, j) => value - b[j]));

// Of each θ of a path: the length of the step that led there, how far the minimiser is, and how far it can be. A gradient
// is He, and H stretches an error by λmin at least, so an error is no longer than the gradient / λmin: where J is flat
// along a line, the gradient bounds nothing.
export function distances({ thetas, gradients }, { bowl, minimizer }) {
  const flattest = bowl.at(-1).value;
  const flat = !(flattest > 1e-14 * bowl[0].value);
  return {
    flat,
    lengths: thetas.map((theta, k) => (k ? between(theta, thetas[k - 1]) : NaN)),
    errors: thetas.map((theta) => between(theta, minimizer)),
    bounds: gradients.map((gradient) => (flat ? Infinity : size(gradient) / flattest)),
  };
}

// At which step each rule stops first; null where it never does.
export function stops({ lengths, bounds }, tolerance) {
  const first = (k) => (k < 0 ? null : k);
  return {
    step: first(lengths.findIndex((length) => length < tolerance)),
    gradient: first(bounds.findIndex((bound) => bound <= tolerance)),
  };
}
