"""The numbers that golden networks begin with, which `drawValues.ts` makes again: the files hold results alone."""

import numpy as np


def draw_words(key, count):
    """`count` integers of 32 bits: FNV-1a of the key, counted on and mixed as in splitmix32."""
    state = 0x811C9DC5
    for byte in key.encode():
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    x = np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(state)
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    x = (x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return x ^ (x >> np.uint32(16))


def draw_shares(key, count):
    """Numbers in [0, 1), multiples of 2^-24."""
    return (draw_words(key, count) >> np.uint32(8)) / float(1 << 24)


def draw_values(key, shape, scale):
    """Numbers in [-scale, scale) of 32 bits."""
    shares = draw_shares(key, int(np.prod(shape)))
    return ((2 * shares - 1) * scale).astype(np.float32).reshape(shape)


def draw_integers(key, shape, below):
    return np.floor(draw_shares(key, int(np.prod(shape))) * below).astype(np.int64).reshape(shape)


def nudge(key, values):
    """Each of these numbers of 32 bits moved to the next one, up or down."""
    is_up = draw_shares(key, values.size).reshape(values.shape) < 0.5
    return np.nextafter(values, np.where(is_up, np.inf, -np.inf).astype(np.float32))


def draw_parameter(key, name, shape):
    """First values of the parameter `name`, `rnn.weight_hh_l0` or so."""
    if "norm_" in name:
        return draw_values(f"{key}/{name}", shape, 0.5) + np.float32(1)
    if "weight" in name and not name.startswith("embedding"):
        return draw_values(f"{key}/{name}", shape, 1 / np.sqrt(shape[1]))
    return draw_values(f"{key}/{name}", shape, 0.5)
