// What costs of linear models share: means, summed as NumPy does, and curvatures.

// NumPy's pairwise order of summation.
function sum(v, from = 0, count = v.length) {
  if (count > 128) {
    const half = Math.floor(count / 16) * 8;
    return sum(v, from, half) + sum(v, from + half, count - half);
  }
  let total = 0;
  let i = from;
  const end = from + count;
  if (count >= 8) {
    let a = v[i];
    let b = v[i + 1];
    let c = v[i + 2];
    let d = v[i + 3];
    let e = v[i + 4];
    let f = v[i + 5];
    let g = v[i + 6];
    let h = v[i + 7];
    for (i += 8; i + 8 <= end; i += 8) {
      a += v[i];
      b += v[i + 1];
      c += v[i + 2];
      d += v[i + 3];
      e += v[i + 4];
      f += v[i + 5];
      g += v[i + 6];
      h += v[i + 7];
    }
    total = a + b + (c + d) + (e + f + (g + h));
  }
  for (; i < end; i++) total += v[i];
  return total;
}

export const mean = (v) => sum(v) / v.length;

// The curvatures of J, the steepest first, each with its direction: the eigenvalues of XᵀX / m,
// for one or two parameters.
export function curvatures(columns) {
  const entry = (i, j) => mean(columns[i].map((x, k) => x * columns[j][k]));
  const a = entry(0, 0);
  if (columns.length === 1) return [{ value: a, direction: [1] }];
  const b = entry(0, 1);
  const c = entry(1, 1);
  const steep = (a + c) / 2 + Math.hypot((a - c) / 2, b);
  const flat = steep > 0 ? Math.max((a * c - b * b) / steep, 0) : 0;
  const angle = Math.atan2(2 * b, a - c) / 2;
  const [u, v] = [Math.cos(angle), Math.sin(angle)];
  return [
    { value: steep, direction: [u, v] },
    { value: flat, direction: [-v, u] },
  ];
}
