"""What the speed benches of PyTorch share: how steps are timed."""

import statistics
import time


def time_steps(seconds, step):
    """As timeSteps.ts."""
    times, began = [], time.perf_counter()
    while True:
        start = time.perf_counter()
        step()
        end = time.perf_counter()
        if end - began > seconds / 3:
            times.append((end - start) * 1000)
        if end - began > seconds and len(times) >= 2:
            return {"best": min(times), "median": statistics.median(times)}


def time_work(make_step, work, seconds, by):
    """With the fastest of Adam's implementations that this version has, by "best" or "median"."""
    fastest = None
    for adam in ({"foreach": False}, {"foreach": True}, {"fused": True}):
        try:
            step = make_step(work, adam)
            took = time_steps(seconds / 4, step)[by]
        except (TypeError, RuntimeError):
            continue
        if fastest is None or took < fastest[0]:
            fastest = took, step
    return time_steps(seconds, fastest[1])
