"""What others forecast from the same origins: python3 forecastRivals.py RIVAL FILE

FILE holds {"season", "horizon", "folds", "series": {name: [value or null]}, "scales": {name: number}}. Printed is an object:
MAE over all, MASE and sMAPE as means over series, by the scales that are given; seconds without imports; megabytes of
resident memory at most.
Models of statsforecast are fitted before each fold, those of neuralforecast before the first, with the defaults of each.
"""

import json
import logging
import os
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
os.environ["NIXTLA_ID_AS_COL"] = "1"

import numpy as np
import pandas as pd


def table_of(series):
    """Values that are missing count as the ones before, for those who cannot do without."""
    parts = []
    for name, values in series.items():
        filled = pd.Series(values, dtype="float64").ffill().bfill()
        parts.append(pd.DataFrame({"unique_id": name, "ds": np.arange(len(filled)), "y": filled}))
    return pd.concat(parts, ignore_index=True)


def statistical(rival, asked, table):
    from statsforecast import StatsForecast, models

    season = asked["season"]
    if rival == "SeasonalNaive" and season < 2:
        model = models.Naive()
    elif rival == "SeasonalNaive":
        model = models.SeasonalNaive(season_length=season)
    else:
        model = getattr(models, rival)(season_length=season)
    program = StatsForecast([model], freq=1, n_jobs=-1, fallback_model=models.Naive())
    return program.cross_validation(asked["horizon"], table, n_windows=asked["folds"], step_size=asked["horizon"])


def neural(rival, asked, table):
    from neuralforecast import NeuralForecast, models

    silent = {"enable_progress_bar": False, "logger": False, "enable_model_summary": False}
    window = max(2 * asked["horizon"], asked["season"])
    model = getattr(models, rival)(h=asked["horizon"], input_size=window, random_seed=1, **silent)
    program = NeuralForecast([model], freq=1)
    return program.cross_validation(
        table, n_windows=asked["folds"], step_size=asked["horizon"], refit=False, verbose=0
    )


def main():
    rival, file = sys.argv[1:]
    with open(file) as opened:
        asked = json.load(opened)
    table = table_of(asked["series"])
    begin = time.perf_counter()
    made = (neural if rival in ("LSTM", "NHITS") else statistical)(rival, asked, table)
    seconds = time.perf_counter() - begin
    said = [name for name in made.columns if name not in ("unique_id", "ds", "cutoff", "y", "index")][0]
    all_errors, mases, smapes = [], [], []
    for name, rows in made.groupby("unique_id"):
        values = asked["series"][name]
        pairs = [(values[int(at)], guess) for at, guess in zip(rows["ds"], rows[said])]
        known = np.array([pair for pair in pairs if pair[0] is not None], dtype="float64")
        errors = np.abs(known[:, 0] - known[:, 1])
        all_errors.extend(errors)
        mases.append(errors.mean() / asked["scales"].get(name, np.nan))
        smapes.append(np.mean(200 * errors / np.maximum(1e-300, np.abs(known).sum(1))))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {"mae": np.mean(all_errors), "mase": np.nanmean(mases), "smape": np.mean(smapes)}
    print(json.dumps({**{key: float(value) for key, value in result.items()}, "seconds": seconds, "megabytes": memory}))


if __name__ == "__main__":
    main()
