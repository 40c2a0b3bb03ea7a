"""Data as libraries for tables hold them: columns of several kinds, missing values, masks."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import gd

A, B, Y = [1.0, 2, 3, 4], [True, False, True, False], [13, 6, 19, 12]


def pandas_frames():
    yield pd.DataFrame({"a": A, "b": B})
    yield pd.DataFrame({"a": pd.array([1, 2, 3, 4], dtype="Int64"), "b": pd.array(B, "boolean")})
    yield pd.DataFrame({"a": pd.Categorical(A), "b": np.array(B, dtype=np.int8)})


def arrow_frames():
    yield pd.DataFrame({"a": A, "b": B}).convert_dtypes(dtype_backend="pyarrow")


@pytest.mark.parametrize("frames", [pandas_frames, arrow_frames])
def test_a_pandas_frame_of_several_kinds_of_numbers_is_numbers(frames):
    for frame in frames():
        for y in (Y, pd.Series(Y), pd.Series(Y, dtype="Int64")):
            np.testing.assert_allclose(gd.LeastSquares(frame, y).minimizer, [3, 10])
        np.testing.assert_array_equal(gd.with_intercept(frame)[:, 1:], np.column_stack([A, B]))
        np.testing.assert_array_equal(gd.hypothesis([3, 10], frame), Y)


def test_a_pandas_frame_says_which_column_is_at_fault():
    frame = pd.DataFrame({"a": A, "city": ["Oslo", "Rome", "Bern", "Bonn"]})
    with pytest.raises(TypeError, match=r"^X .* 'Oslo' of type str at .* in column 'city'$"):
        gd.LeastSquares(frame, Y)
    frame = pd.DataFrame({"a": A, "day": pd.to_datetime(["2026-01-01"] * 4)})
    with pytest.raises(TypeError, match=r"^X .* of type Timestamp at .* in column 'day'$"):
        gd.LeastSquares(frame, Y)
    frame = pd.DataFrame({"a": A, "b": pd.array([1, 2, None, 4], dtype="Int64")})
    with pytest.raises(ValueError, match=r"^X must be finite; got .* at index \(2, 1\)"):
        gd.LeastSquares(frame, Y)
    with pytest.raises(ValueError, match=r"^y must be finite; got .* at index \(2,\)"):
        gd.LeastSquares(frame[["a"]], frame["b"])


def test_the_hint_for_one_parameter_works_for_a_series():
    x = pd.Series(A)
    with pytest.raises(ValueError, match="for one parameter write") as caught:
        gd.LeastSquares(x, Y)
    hint = str(caught.value).partition("write ")[2]
    assert repr(gd.LeastSquares(eval(hint, {"np": np, "x": x}), Y)) == "LeastSquares(m=4, n=1)"


def test_a_table_of_another_library_is_numbers_too():
    np.testing.assert_allclose(gd.LeastSquares(pa.table({"a": A, "b": B}), Y).minimizer, [3, 10])
    odd = pa.table({"a": A, "city": ["Oslo", "Rome", "Bern", "Bonn"]})
    with pytest.raises(TypeError, match=r"'Oslo' of type str at .* in column 'city'$"):
        gd.LeastSquares(odd, Y)
