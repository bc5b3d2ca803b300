# ==== columns ====
# How each column becomes inputs, as fitted on the training rows: a number as
# (fill for missing, center, factor, clip); missing=True adds an input that tells where it is missing.
COLUMNS = [
$COLUMNS]
MISSING = {"", "NA", "N/A", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "Null", "?"}
# ==== kept ====
# Inputs whose weights are all zero are left out.
KEPT = $KEPT
# ==== encode begin ====
def encode(table):
    """$WHAT, [rows, $WIDTH]$HOW."""
    columns = []
    for kind, name, how, missing in COLUMNS:
        text = table[name]
        absent = text.isin(MISSING).to_numpy()
# ==== encode end ====
        if missing:
            columns.append(absent)
    return np.column_stack(columns).astype(np.$TYPE)$KEPT
# ==== scaled ====
def scaled(x, fill, center, factor, clip):
    x = (np.where(np.isnan(x), fill, x) - center) * factor
    return x if clip == 0 else x / np.sqrt(1 + (x / clip) ** 2)


# ==== date_part ====
def date_part(dates, part):
    days = (dates - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    return {
        "year": dates.dt.year,
        "month": dates.dt.month,
        "weekday": dates.dt.day_of_week + 1,
        "day": days,
        "hour": np.rint((days - np.floor(days)) * 86400) / 3600,
    }[part].to_numpy(np.float64)


# ==== branch number ====
            x = pd.to_numeric(text.mask(absent)).to_numpy(np.float64)
            columns.append(scaled(x, *how))
# ==== branch yes_no ====
            x = np.where(text.str.lower().isin({"true", "yes", "t", "y", "1"}), 1.0, 0.0)
            columns.append(scaled(np.where(absent, np.nan, x), *how))
# ==== branch levels ====
            columns += [text.eq(level).to_numpy() for level in how]
# ==== branch levels_and_other ====
            columns += [text.eq(level).to_numpy() for level in how]
            columns.append(~text.isin(how).to_numpy() & ~absent)
# ==== branch code ====
            codes = text.map({level: code for code, level in enumerate(how, 1)})
            columns.append(np.where(absent, len(how) + 1, codes.fillna(0).to_numpy()))
# ==== branch date ====
            dates = pd.to_datetime($DATES, utc=True)
            columns += [scaled(date_part(dates, part), *scale) for part, scale in how]
# ==== target number ====


def target(table):
    return pd.to_numeric(table[TARGET]).to_numpy(np.float64)
# ==== target standardised ====


def target(table):
    """The numbers to predict, standardised: the loss is reported in their own unit."""
    return ((pd.to_numeric(table[TARGET]).to_numpy(np.float64) - MEAN) / DEVIATION).astype(np.float32)
# ==== target class ====


def target(table):
    """Each row's class as its place in CLASSES."""
    labels = table[TARGET].map({name: i for i, name in enumerate(CLASSES)})
    if labels.isna().any():
        raise SystemExit(f"{TARGET} has other classes than {CLASSES}")
    return labels.to_numpy(np.int32)
# ==== read and split ====


def read(path):
    separator = "\t" if ".tsv" in path else ","
    table = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    return encode(table), target(table)


def split(rows, order):
    """Which rows to train on and which to validate on."""
    if order:
        return np.array(order["training"]), np.array(order["validation"])
    shuffled = np.random.default_rng(SEED).permutation(rows)
    held_out = max(1, round(VALIDATION * rows))
    return shuffled[held_out:], shuffled[:held_out]
