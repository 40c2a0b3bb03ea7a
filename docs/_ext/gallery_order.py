"""The order of the gallery: as the lesson goes."""

ORDER = (
    "derive_the_gradient.py",
    "fit_one_parameter.py",
    "fit_two_parameters.py",
    "choose_the_learning_rate.py",
    "hubble_1929.py",
)


class Order:
    """A sort key for sphinx-gallery. A script that is not named above comes last."""

    def __init__(self, src_dir: str) -> None:
        pass

    def __call__(self, filename: str) -> tuple[int, str]:
        return (ORDER.index(filename) if filename in ORDER else len(ORDER), filename)
