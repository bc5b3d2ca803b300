# ==== vocabulary ====
# Every term of '$COLUMN' and its weight: ln((1 + rows) / (1 + rows with the term)) + 1.
$NAME = {
$TERMS}
# ==== columns ====
# How each column becomes inputs, as fitted on the training rows: a number as
# (fill for missing, center, factor, clip); missing=True adds an input that tells where it is missing.
$LIST = [
$COLUMNS]
# What is cut off at both ends of a cell, and how one is written that holds nothing.
BLANKS = "".join(map(chr, range(33)))
MISSING = $MISSING
# ==== missing among values ====
# Words that stand for nothing among numbers, dates, and yes and no, which they cannot be; in lower case.
MISSING_AMONG_VALUES = $WORDS
# ==== kept ====
# Inputs whose weights are all zero are left out.
$NAME = $KEPT
# ==== encode begin ====
def $FUNCTION(table):
    """$WHAT, [rows, $WIDTH]$HOW."""
    columns = []
    for kind, name, how, missing in $LIST:
        if name not in table:
            sys.exit(f"there is no column {name}: the table is read with commas between its columns, or tabs in .tsv")
        text = table[name].str.strip(BLANKS)
        absent = text.isin(MISSING).to_numpy()
# ==== encode among values ====
        if kind not in $NAMES:
            absent = absent | text.str.lower().isin(MISSING_AMONG_VALUES).to_numpy()
# ==== encode end ====
        if missing:
            columns.append(absent)
    return np.column_stack(columns).astype(np.$TYPE)$KEPT
# ==== scaled ====
def scaled(x, fill, center, factor, clip):
    x = (np.where(np.isnan(x), fill, x) - center) * factor
    if clip == 0:
        return x
    x = np.clip(x, -1e100 * clip, 1e100 * clip)  # further out it is the clip, and the square would overflow
    return x / np.sqrt(1 + (x / clip) ** 2)


# ==== numbers ====
def numbers(name, text):
    """A column of numbers, missing where they are masked."""
    try:
        x = pd.to_numeric(text).to_numpy(np.float64)
    except (ValueError, TypeError) as error:
        sys.exit(f"column {name}: {error}; write numbers plainly, such as 1234.5")
    if np.isinf(x).any():
        sys.exit(f"row {np.isinf(x).argmax() + 1}: {name} is infinite or too large; leave it empty if it is not known")
    return x


# ==== yes or no ====
YES_NO = $WORDS


# ==== places ====
def value_of(text):
    """The text that all spellings of a number share: 1.0 and 1e0 are 1. One with leading zeros is a name."""
    if len(text) > 60 or not re.fullmatch(r"[+-]?(?!0[0-9])([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text):
        return text
    number = float(text)
    if abs(number) == float("inf"):
        return text
    if abs(number) < 2**53 and number.is_integer():
        return str(int(number))
    return format(Decimal(repr(number) if "e" in text.lower() else text).normalize(), "f")


def places(text, levels):
    """The place of each cell's level, -1 for none: the level of its name, else of its value."""
    named = {level: place for place, level in enumerate(levels)}
    values, meant = {}, {}
    for level, place in named.items():
        values[value_of(level)] = -1 if value_of(level) in values else place
        meant[YES_NO.get(level.lower())] = place
    if len(levels) != 2 or None in meant or len(meant) != 2:
        meant = {}

    def find(cell):
        place = named.get(cell, values.get(value_of(cell), -1))
        return place if place >= 0 else meant.get(YES_NO.get(cell.lower()), -1)

    return text.map({cell: find(cell) for cell in text.unique()}).to_numpy()


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


# ==== weighted ====
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


# ==== in order ====
def in_order(texts, vocabulary, most, *how):
    """The numbers of a text's first words, and behind them how many they are; a word that is not known, and a text
    without words, is one behind the last: [texts, most + 1]."""
    places = {word: i for i, word in enumerate(vocabulary)}
    x = np.zeros((len(texts), most + 1))
    for row, text in enumerate(texts):
        found = [places.get(word, len(places)) for word in terms_of(text, *how)][:most] or [len(places)]
        x[row, : len(found)], x[row, most] = found, len(found)
    return x


# ==== branch words ====
            columns.append(in_order(text.mask(absent, "").tolist(), *how))
# ==== branch text ====
            columns.append(weighted(text.mask(absent, "").tolist(), *how))
# ==== branch number ====
            x = numbers(name, text.mask(absent))
            columns.append(scaled(x, *how))
# ==== branch pieces ====
            scale, edges = how  # the number, and how far it is through each piece between two edges
            x = numbers(name, text.mask(absent))
            columns.append(scaled(x, *scale))
            x = np.where(np.isnan(x), scale[0], x)
            columns += [np.clip((x - low) / (high - low), 0, 1) for low, high in zip(edges, edges[1:])]
# ==== branch yes_no ====
            x = text.mask(absent).str.lower().map(YES_NO).to_numpy(np.float64)
            if (np.isnan(x) & ~absent).any():
                sys.exit(f"row {(np.isnan(x) & ~absent).argmax() + 1}: {name} is neither yes nor no")
            columns.append(scaled(x, *how))
# ==== branch levels ====
            place = places(text, how)
            columns += [(place == i) & ~absent for i in range(len(how))]
# ==== branch levels_and_other ====
            place = places(text, how)
            columns += [(place == i) & ~absent for i in range(len(how))]
            columns.append((place < 0) & ~absent)
# ==== branch code ====
            columns.append(np.where(absent, len(how) + 1, places(text, how) + 1))
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
# ==== read ====


def read(path):
    separator = "\t" if ".tsv" in path else ","
    $RETURN pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
# ==== lengths ====
    if "sequence_steps" not in table:  # a series ends with its last number
        there = ~table[$COLUMNS].isin(MISSING).to_numpy()
        ends = $NUMBERS - there[:, ::-1].argmax(axis=1)
        table["sequence_steps"] = np.where(there.any(axis=1), -(-ends // $CHANNELS), 0).astype(str)
    return table
# ==== read steps ====


SEQUENCE_ID, SEQUENCE_TIME = $ID, $TIME
AT_STEP = re.compile(r"(.+)@([1-9]\d*)", re.DOTALL)


def read(path):
    """A table with a row for each step of a sequence; or one with a row for each sequence, and sequence_steps."""
    separator = "\t" if ".tsv" in path else ","
    table = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    return table if "sequence_steps" in table else of_steps(table)


def of_steps(table):
    """A row for each sequence, in the order in which they come first; its steps in the order of time."""
    absent = table[SEQUENCE_TIME].isin(MISSING)
    times = pd.to_numeric(table[SEQUENCE_TIME].mask(absent), errors="coerce")
    if times.isna().all():
        times = pd.to_datetime(table[SEQUENCE_TIME].mask(absent), utc=True, format="mixed")
    if times.isna().any():
        sys.exit(f"row {times.isna().to_numpy().argmax() + 1} has no {SEQUENCE_TIME}, or one that is none")
    rows = {}
    for row, name in enumerate(table[SEQUENCE_ID]):
        rows.setdefault(name, []).append(row)
    rows = [sorted(own, key=times.__getitem__) for own in rows.values()]
    if table.assign(**{SEQUENCE_TIME: times}).duplicated([SEQUENCE_ID, SEQUENCE_TIME]).any():
        sys.exit(f"a sequence has a {SEQUENCE_TIME} twice")
    wide = {"sequence_steps": [str(len(own)) for own in rows]}
    most = 0
    for name in [column[1] for column in COLUMNS] + list(table):  # what does not change stands in every step
        place = AT_STEP.fullmatch(name)
        if name in wide or (name not in table and place is None):
            continue
        column, step = (place[1], int(place[2])) if name not in table else (name, 0)
        level = None
        if column not in table:
            ends = [i for i, sign in enumerate(column) if sign == "=" and column[:i] in table]
            if not ends:
                sys.exit(f"there is no column {column}")
            column, level = column[: ends[0]], column[ends[0] + 1 :]
        values, most = table[column].tolist(), max(most, step)
        here = [own[max(step, 1) - 1] if len(own) >= step else None for own in rows]
        wide[name] = ["" if at is None else values[at] if level is None else str(int(values[at] == level)) for at in here]
    if max(map(len, rows)) > most > 0:
        sys.exit(f"a sequence has {max(map(len, rows))} steps, and the model takes {most} at most")
    return pd.DataFrame(wide)
# ==== read pictures ====


HEIGHT, WIDTH, CHANNELS = $SHAPE  # of a picture


def read(path):
    """A table with a column for each pixel; or pictures: a folder of one folder
    for each class with PNG or JPEG files, or an IDX file with its labels beside it."""
    if os.path.isdir(path):
        pictures, classes = of_folder(path)
    elif opened(path).read(4) == b"\0\0\x08\3":
        folder, name = os.path.split(path)
        labels = os.path.join(folder, name.replace("images", "labels").replace("idx3", "idx1").removesuffix(".gz"))
        beside = [file for file in (labels, labels + ".gz") if "images" in name and os.path.exists(file)]
        pictures = [of_size(picture[:, :, None]) for picture in of_idx(path, 3)]
        classes = of_idx(beside[0], 1).astype(str) if beside else []
    else:
        separator = "\t" if ".tsv" in path else ","
        return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    pixels = np.stack([picture.reshape(-1) for picture in pictures]).astype(str)
    table = pd.DataFrame(pixels, columns=[column[1] for column in COLUMNS])
    return table.assign(**{TARGET: classes}) if len(classes) else table


def of_folder(path):
    from PIL import Image  # pip install pillow

    def listed(folder):
        return sorted(os.path.join(folder, each) for each in os.listdir(folder) if not each.startswith("."))

    def is_picture(file):
        return file.lower().endswith((".png", ".jpg", ".jpeg")) and os.path.isfile(file)

    files = [file for each in listed(path) if os.path.isdir(each) for file in listed(each) if is_picture(file)]
    classes = [os.path.basename(os.path.dirname(file)) for file in files]
    files = files or [file for file in listed(path) if is_picture(file)]
    if not files:
        sys.exit(f"{path} has no PNG or JPEG files, neither in folders of classes nor by themselves")
    pictures = []
    for file in files:
        with Image.open(file) as picture:
            if picture.mode == "CMYK":
                sys.exit(f"{file} has colours of ink, CMYK: save it with red, green and blue")
            if picture.mode.startswith("I"):  # 16 bits of gray
                pixels = (np.asarray(picture).astype(np.int64) * 255 // 65535)[:, :, None]
            else:
                pixels = np.asarray(picture.convert("L" if picture.mode in ("1", "L", "LA") else "RGB"))
                pixels = pixels.reshape(picture.height, picture.width, -1).astype(np.int64)
            pictures.append(of_size(pixels))
    return pictures, classes


def opened(path):
    return gzip.open(path) if path.endswith(".gz") else open(path, "rb")


def of_idx(path, dimensions):
    data = opened(path).read()
    shape = np.frombuffer(data, ">i4", dimensions, 4)
    return np.frombuffer(data, np.uint8, -1, 4 + 4 * dimensions).astype(np.int64).reshape(shape)


def of_size(picture):
    """The channels and the size of the network: a new pixel is the mean of the old ones that it covers."""
    if picture.shape[2] > CHANNELS:
        picture = ((picture @ np.array([299, 587, 114]) + 500) // 1000)[:, :, None]
    elif picture.shape[2] < CHANNELS:
        picture = np.repeat(picture, CHANNELS, axis=2)
    height, width = picture.shape[:2]
    if (height, width) == (HEIGHT, WIDTH):
        return picture
    tops, lefts = [np.arange(new) * old // new for new, old in ((HEIGHT, height), (WIDTH, width))]
    bottoms = np.maximum(tops + 1, np.arange(1, HEIGHT + 1) * height // HEIGHT)
    rights = np.maximum(lefts + 1, np.arange(1, WIDTH + 1) * width // WIDTH)
    sums = np.zeros((height + 1, width + 1, CHANNELS), np.int64)
    sums[1:, 1:] = picture.cumsum(0).cumsum(1)
    covered = sums[bottoms][:, rights] - sums[tops][:, rights] - sums[bottoms][:, lefts] + sums[tops][:, lefts]
    count = ((bottoms - tops)[:, None] * (rights - lefts))[:, :, None]
    return (covered + count // 2) // count
# ==== split ====


def split(rows, order):
    """Which rows to train on and which to validate on."""
    if order:
        return np.array(order["training"]), np.array(order["validation"])
    shuffled = np.random.default_rng(SEED).permutation(rows)
    held_out = max(1, round(VALIDATION * rows))
    return shuffled[held_out:], shuffled[:held_out]
