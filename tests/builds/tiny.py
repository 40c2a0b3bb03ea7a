"""A site of a few small pages, built by the project's own build, to be broken and mended.

Each kind of page is there once: a chapter with a cell that prints, one that draws, a formula and a live
figure; a notebook; two scripts. It lies in a folder whose name has a space, Ü, # and %.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("docs/_ext", "docs/_ipython/profile_default/ipython_kernel_config.py", "docs/_static")
COPIED += (
    "docs/_templates",
    "docs/explorable",
    "docs/inventories",
    "docs/style",
    "docs/build.py",
    "docs/conf.py",
)
COPIED += ("docs/404.md", "gallery/GALLERY_HEADER.rst", "gallery/fit_one_parameter.py")
COPIED += (
    "gallery/fit_two_parameters.py",
    "src",
    "tools/bench/peers.json",
    "requirements/docs.txt",
    "requirements/home.txt",
)
COPIED += ("LICENSE", "README.md", "pyproject.toml")
CHAPTER = "docs/tutorial/one-parameter.md"
HEADER = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n"
PAGES = {
    "docs/index.md": """\
# A small site

It has a page of each kind.

```{toctree}
tutorial/index
gallery/index
lab/one-parameter
reference/index
about
```
""",
    "docs/about.md": "---\nmyst:\n  html_meta:\n    description: Who wrote it.\n---\n\n"
    "# About\n\nA page of words alone.\n",
    "docs/reference/index.md": "# Reference\n\nA name.\n\n"
    "```{eval-rst}\n.. autofunction:: gd.with_intercept\n```\n",
    "docs/tutorial/index.md": "# Tutorial\n\nOne chapter.\n\n```{toctree}\none-parameter\n```\n",
    CHAPTER: HEADER
    + r"""# Fit one parameter

By `gd.descend`, of {eq}`one-cost`, whose error is $\alpha h e_k$.

```{math}
:label: one-cost

J(\theta) = \frac{1}{2m}\sum_{i=1}^m (\theta x_i - y_i)^2
```

```{code-cell} python
import matplotlib.pyplot as plt
import numpy as np

import gd

plt.style.use("gd.figure")
alpha = 1.15
x = np.linspace(-1, 1, 20)
thetas, costs = gd.descend(gd.LeastSquares(x[:, np.newaxis], 2 * x), [0], alpha, 14)
print(np.array([1.99996019, 1.99996019]))
```

```{code-cell} python
---
mystnb:
  image:
    alt: The cost falls with each step.
---
fig, ax = plt.subplots()
ax.semilogy(costs)
ax.set(title="Cost after each step")
plt.show()
```

```{explorable} one-parameter
---
steps: 12
---
A live figure.
```
""",
    "docs/lab/one-parameter.md": HEADER.replace(
        "kernelspec", "dependencies: [ipywidgets, matplotlib]\nkernelspec"
    )
    + "# A notebook\n\nWith one cell.\n\n```{code-cell} python\nfrom ipykernel.kernelapp import "
    "IPKernelApp\n\nimport gd\n\nprint(IPKernelApp.instance().transport)\n"
    'print("Half a line", flush=True, end=" ")\nprint("and its rest.")\n```\n',
}


class Project:
    """A copy of what the site is built by, with these pages; without JupyterLite, which takes its time."""

    def __init__(self, root, *, lite=False):
        self.root = root
        for name in COPIED:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, root / name)
        for name, text in PAGES.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text, "utf-8")
        if not lite:
            self.change(
                "docs/_ext/finish.py", "    lite.add,  # with the wheel that is there\n", ""
            )
        self.sources = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        self.html = root / "docs/_build/html"
        self.env = dict(os.environ)

    def start(self, *arguments, **options):
        return subprocess.Popen(
            [sys.executable, self.root / "docs/build.py", *arguments],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            **options,
        )

    def build(self, *arguments, **options):
        """The exit code and what was printed."""
        with self.start(*arguments, **options) as process:
            output = process.communicate()[0]
        return process.returncode, output

    def site(self):
        """Every file of the finished site, but for the search index: a build that goes on from
        another leaves it in another order."""
        return {
            path.relative_to(self.html).as_posix(): path.read_bytes()
            for path in self.html.rglob("*")
            if path.is_file() and path.name != "searchindex.js"
        }

    def index(self):
        return (self.html / "searchindex.js").read_bytes()

    def differs(self, from_):
        """Of each file that is another or only in one: what stands where the first difference is."""
        sites = [from_, self.site()]
        found = {}
        for name in sorted({*sites[0], *sites[1]}):
            one, other = (site.get(name, b"(no such file)") for site in sites)
            if one != other:
                at = next(
                    (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1
                )
                found[name] = [text[max(at - 60, 0) :][:200] for text in (one, other)]
        return found

    def change(self, name, old, new):
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def mend(self):
        """Put the sources back as they were."""
        for path, source in self.sources.items():
            if not path.exists() or path.read_bytes() != source:
                path.write_bytes(source)
