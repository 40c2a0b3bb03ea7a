"""Figures of the chapters: SVG, at the size that gd.figure says, the same bytes every time."""

c = get_config()  # noqa: F821 - IPython puts it here
c.IPKernelApp.log_level = "ERROR"
c.HistoryManager.enabled = False
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": None, "metadata": {"Date": None}}
