package dev.lariat.handover.python;

import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.Script;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.Scale;
import dev.lariat.model.ModelTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of every emitted file that reads the table: the preprocessing with its constants, the target, the split. */
final class PythonTable {
  private final Preprocessing preprocessing;
  private final ModelTarget target;
  private final List<Integer> inputs;
  private final boolean network;
  private final List<String> kinds = new ArrayList<>();

  private PythonTable(Preprocessing preprocessing, ModelTarget target, List<Integer> inputs, boolean network) {
    this.preprocessing = preprocessing;
    this.target = target;
    this.inputs = inputs;
    this.network = network;
  }

  /** For a network: inputs in single precision, a number to predict standardised. */
  static PythonTable of(ScriptPlan plan) {
    return new PythonTable(plan.model.preprocessing(), plan.model.target(), plan.network.inputs(), true);
  }

  /** For a linear model: doubles, a number to predict as it is. */
  static PythonTable of(LinearPlan plan) {
    return new PythonTable(plan.model.preprocessing(), plan.model.target(), plan.features, false);
  }

  String text() {
    var columns = new StringBuilder();
    var places = new ArrayList<Integer>(); // of the encoded columns' features, in the model's numbering
    int from = 0;
    for (Encoding encoding : preprocessing.encodings()) {
      int to = from + encoding.width();
      int first = from;
      if (inputs.stream().anyMatch(i -> i >= first && i < to)) {
        columns.append("    ").append(column(encoding)).append(",\n");
        for (int f = from; f < to; f++) {
          places.add(f);
        }
      }
      from = to;
    }
    var script = new Script();
    script.add("""
        # How each column becomes inputs, as fitted on the training rows: a number as
        # (fill for missing, center, factor, clip); missing=True adds an input that tells where it is missing.
        COLUMNS = [
        $COLUMNS]
        MISSING = {"", "NA", "N/A", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "Null", "?"}
        """, "COLUMNS", columns);
    List<Integer> kept = inputs.stream().map(places::indexOf).toList();
    boolean all = kept.size() == places.size();
    script.addIf(!all, """
        # Inputs whose weights are all zero are left out.
        KEPT = $KEPT
        """, "KEPT", Script.numbers(kept));
    script.add("\n\n");
    helpers(script);
    script.add("""
        def encode(table):
            \"""$WHAT, [rows, $WIDTH]$HOW.\"""
            columns = []
            for kind, name, how, missing in COLUMNS:
                text = table[name]
                absent = text.isin(MISSING).to_numpy()
        """, "WIDTH", kept.size(), "WHAT", network ? "The network's inputs" : "The features", "HOW",
        network ? ": scaled in double precision, then narrowed" : "");
    boolean elseNeeded = false;
    for (String kind : kinds) {
      script.add("        " + (elseNeeded ? "el" : "") + "if kind == \"" + kind + "\":\n" + branch(kind));
      elseNeeded = true;
    }
    script.add("""
                if missing:
                    columns.append(absent)
            return np.column_stack(columns).astype(np.$TYPE)$KEPT
        """, "TYPE", network ? "float32" : "float64", "KEPT", all ? "" : "[:, KEPT]");
    target(script);
    split(script);
    return script.toString();
  }

  private String column(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Numeric n -> tuple("number", n.column(), scale(n.scale()), n.indicator());
      case Encoding.Bool b -> tuple("yes_no", b.column(), scale(b.scale()), b.indicator());
      case Encoding.Date d -> {
        var parts = new StringBuilder("[");
        for (int i = 0; i < d.parts().size(); i++) {
          parts.append(i == 0 ? "" : ", ")
              .append("(\"")
              .append(d.parts().get(i).name().toLowerCase(Locale.ROOT))
              .append("\", ")
              .append(scale(d.scales().get(i)))
              .append(')');
        }
        String order = switch (d.order()) {
          case YEAR_FIRST -> "date_ymd";
          case DAY_FIRST -> "date_dmy";
          case MONTH_FIRST -> "date_mdy";
        };
        yield tuple(order, d.column(), parts.append(']').toString(), d.indicator());
      }
      case Encoding.OneHot h ->
        tuple(h.other() ? "levels_and_other" : "levels", h.column(), Script.strings(h.levels()), h.indicator());
      case Encoding.Code c -> tuple("code", c.column(), Script.strings(c.levels()), false);
    };
  }

  private String tuple(String kind, String column, String how, boolean missing) {
    if (!kinds.contains(kind)) {
      kinds.add(kind);
    }
    return "(\"" + kind + "\", " + Script.quoted(column) + ", " + how + ", " + Script.bool(missing) + ")";
  }

  private static String scale(Scale scale) {
    return "(" + NumberLiteral.of(scale.fill()) + ", " + NumberLiteral.of(scale.center()) + ", "
        + NumberLiteral.of(scale.factor()) + ", " + NumberLiteral.of(scale.clip()) + ")";
  }

  private void helpers(Script script) {
    script.addIf(kinds.stream().anyMatch(k -> k.equals("number") || k.equals("yes_no") || k.startsWith("date")), """
        def scaled(x, fill, center, factor, clip):
            x = (np.where(np.isnan(x), fill, x) - center) * factor
            return x if clip == 0 else x / np.sqrt(1 + (x / clip) ** 2)


        """);
    script.addIf(kinds.stream().anyMatch(k -> k.startsWith("date")), """
        def date_part(dates, part):
            days = (dates - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
            return {
                "year": dates.dt.year,
                "month": dates.dt.month,
                "weekday": dates.dt.day_of_week + 1,
                "day": days,
            }[part].to_numpy(np.float64)


        """);
  }

  private static String branch(String kind) {
    return switch (kind) {
      case "number" -> """
                      x = pd.to_numeric(text.mask(absent)).to_numpy(np.float64)
                      columns.append(scaled(x, *how))
          """;
      case "yes_no" -> """
                      x = np.where(text.str.lower().isin({"true", "yes", "t", "y", "1"}), 1.0, 0.0)
                      columns.append(scaled(np.where(absent, np.nan, x), *how))
          """;
      case "levels" -> """
                      columns += [text.eq(level).to_numpy() for level in how]
          """;
      case "levels_and_other" -> """
                      columns += [text.eq(level).to_numpy() for level in how]
                      columns.append(~text.isin(how).to_numpy() & ~absent)
          """;
      case "code" -> """
                      codes = text.map({level: code for code, level in enumerate(how, 1)})
                      columns.append(np.where(absent, len(how) + 1, codes.fillna(0).to_numpy()))
          """;
      default -> """
                      dates = pd.to_datetime(text.mask(absent), $FORMAT, utc=True)
                      columns += [scaled(date_part(dates, part), *scale) for part, scale in how]
          """.replace("$FORMAT",
          kind.equals("date_dmy")
              ? "dayfirst=True"
              : kind.equals("date_mdy") ? "format=\"mixed\", dayfirst=False" : "format=\"ISO8601\"");
    };
  }

  private void target(Script script) {
    if (target.classes().isEmpty() && !network) {
      script.add("""


          def target(table):
              return pd.to_numeric(table[TARGET]).to_numpy(np.float64)
          """);
      return;
    }
    if (target.classes().isEmpty()) {
      script.add("""


          def target(table):
              \"""The numbers to predict, standardised: the loss is reported in their own unit.\"""
              return ((pd.to_numeric(table[TARGET]).to_numpy(np.float64) - MEAN) / DEVIATION).astype(np.float32)
          """);
      return;
    }
    script.add("""


        def target(table):
            \"""Each row's class as its place in CLASSES.\"""
            labels = table[TARGET].map({name: i for i, name in enumerate(CLASSES)})
            if labels.isna().any():
                raise SystemExit(f"{TARGET} has other classes than {CLASSES}")
            return labels.to_numpy(np.int32)
        """);
  }

  private void split(Script script) {
    script.add("""


        def read(path):
            separator = "\\t" if ".tsv" in path else ","
            table = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
            return encode(table), target(table)


        def split(rows, order):
            \"""Which rows to train on and which to validate on.\"""
            if order:
                return np.array(order["training"]), np.array(order["validation"])
            shuffled = np.random.default_rng(SEED).permutation(rows)
            held_out = max(1, round(VALIDATION * rows))
            return shuffled[held_out:], shuffled[:held_out]
        """);
  }
}
