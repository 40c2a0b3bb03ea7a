// What each kind starts with and how far its sliders go. JSON after the next two words, because the
// build reads it too; draws are np.random.default_rng(0).normal(size=20).round(2), for the noise.
export default {
  "draws": [
    0.13, -0.13, 0.64, 0.1, -0.54, 0.36, 1.3, 0.95, -0.7, -1.27,
    -0.62, 0.04, -2.33, -0.22, -1.25, -0.73, -0.54, -0.32, 0.41, 1.04
  ],
  "one-parameter": {
    "steps": { "min": 0, "max": 100, "step": 1, "value": 19 },
    "alpha": { "min": 0.05, "max": 6, "step": 0.05, "value": 1.15 },
    "start": { "min": -1, "max": 2, "step": 0.05, "value": [0] },
    "truth": { "min": -1, "max": 2, "step": 0.05, "value": [0.5] },
    "noise": { "min": 0, "max": 0.5, "step": 0.05, "value": 0 }
  },
  "two-parameters": {
    "steps": { "min": 0, "max": 100, "step": 1, "value": 14 },
    "alpha": { "min": 0.05, "max": 2.2, "step": 0.05, "value": 0.7 },
    "start": { "min": -4, "max": 4, "step": 0.1, "value": [0, 0] },
    "truth": { "min": -4, "max": 4, "step": 0.1, "value": [2, 2] },
    "noise": { "min": 0, "max": 2, "step": 0.1, "value": 0 },
    "shift": { "min": 0, "max": 5, "step": 0.1, "value": 0 },
    "standardise": { "value": false }
  }
}
