# ==== vocabulary ====
# Every term of '$COLUMN' and its weight: ln((1 + rows) / (1 + rows with the term)) + 1.
$NAME = {
$TERMS}
# ==== columns ====
# How each column becomes inputs, as fitted on the training rows: a number as
# (fill for missing, center, factor, clip); missing=True adds an input that tells where it is missing.
$LIST = [
$COLUMNS]
MISSING = {"", "NA", "N/A", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "Null", "?"}
# ==== kept ====
# Inputs whose weights are all zero are left out.
$NAME = $KEPT
# ==== encode begin ====
def $FUNCTION(table):
    """$WHAT, [rows, $WIDTH]$HOW."""
    columns = []
    for kind, name, how, missing in $LIST:
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


# ==== terms ====
def terms_of(text, parts, shortest, longest, stop):
    """The words or characters of a text, alone and in a row, as scikit-learn finds them."""
    text = text.lower()
    if parts == "words":
        pieces, blank = [word for word in re.findall(r"\w\w+", text) if word not in stop], " "
    else:
        pieces, blank = re.sub(r"\s\s+", " ", text), ""
    for n in range(shortest, longest + 1):
        for i in range(len(pieces) - n + 1):
            yield blank.join(pieces[i : i + n])


def weighted(texts, idf, used, sublinear, *how):
    """How often a term is in a text times how rare it is, by the length of the row: [texts, used terms]."""
    places = {term: i for i, term in enumerate(idf)}
    weights = np.array(list(idf.values()))
    column = {place: i for i, place in enumerate(range(len(idf)) if used is None else used)}
    x = np.zeros((len(texts), len(column)))
    for row, text in enumerate(texts):
        counts = {}
        for term in terms_of(text, *how):
            if term in places:
                counts[places[term]] = counts.get(places[term], 0) + 1
        found = np.array(sorted(counts), int)
        tf = np.array([counts[place] for place in found], float)
        values = (1 + np.log(tf) if sublinear else tf) * weights[found]
        length = np.sqrt(np.sum(values**2))
        for place, value in zip(found, values):
            if place in column:
                x[row, column[place]] = value / length
    return x


# ==== branch text ====
            stripped = text.str.strip("".join(map(chr, range(33))))
            absent = stripped.isin(MISSING).to_numpy()
            columns.append(weighted(stripped.mask(absent, "").tolist(), *how))
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
# ==== target logarithm ====


def target(table):
    """The logarithms of the numbers to predict: a prediction is np.exp(output), the median; losses are of the logarithm."""
    return np.log(pd.to_numeric(table[TARGET]).to_numpy(np.float64))
# ==== target standardised ====


def target(table):
    """The numbers to predict, standardised: the loss is reported in their own unit."""
    return ((pd.to_numeric(table[TARGET]).to_numpy(np.float64) - MEAN) / DEVIATION).astype(np.float32)
# ==== target logarithm standardised ====


def target(table):
    """The logarithms of the numbers to predict, standardised: np.exp(MEAN + DEVIATION * output) is the median.

    The loss is reported in the unit of the logarithm.
    """
    return ((np.log(pd.to_numeric(table[TARGET]).to_numpy(np.float64)) - MEAN) / DEVIATION).astype(np.float32)
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
    return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)


def split(rows, order):
    """Which rows to train on and which to validate on."""
    if order:
        return np.array(order["training"]), np.array(order["validation"])
    shuffled = np.random.default_rng(SEED).permutation(rows)
    held_out = max(1, round(VALIDATION * rows))
    return shuffled[held_out:], shuffled[:held_out]
