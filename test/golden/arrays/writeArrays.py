"""Arrays as NumPy saves them, which the readers of arrays are held to: python3 writeArrays.py, with NumPy 2."""

import pathlib

import numpy as np

here = pathlib.Path(__file__).parent
x = np.arange(24, dtype="<f4").reshape(4, 3, 2) / 2
y = np.array(["up", "down", "up", "left"])
np.savez(here / "stored.npz", X=x, y=y)
np.savez_compressed(here / "deflated.npz", X=x, y=y)
np.save(here / "bigEndian.npy", x.astype(">i2"))
np.save(here / "half.npy", np.array([[0.5, -2, 65504, 6e-8, np.inf]], dtype="<f2"))
np.save(here / "fortran.npy", np.asfortranarray(x))
np.save(here / "objects.npy", np.array([[1, "a"]], dtype=object))
