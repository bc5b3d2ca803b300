#!/usr/bin/env bash
# Made the files of this folder, once: `bash make.sh LAUNCHER` with the launcher of the version that the folder is named after.
# Never run it here again with a later one: then the files would no longer be that version's. For the next version copy it into a folder of its own.
set -eu
lariat=$(realpath "$1")
wine=$(dirname "$lariat")/examples/data/wine.csv
keras=$(dirname "$lariat")/handover/src/test/resources/dev/lariat/handover/keras/functional.keras
cd "$(dirname "$0")"
work=$(mktemp -d)

# Every kind of column, with missing values, quotes, a comma and a letter beyond ASCII. The same numbers with every awk: all are whole below 2^53.
awk 'function u() { s = s * 16807 % 2147483647; return s / 2147483647 }
     function z() { return int(1000 * (u() + u() + u() + u() - 2)) / 500 }
  BEGIN {
    s = 20260101
    split("red|grün|\"sea, deep\"|blue", colours, "|")
    print "size,weight,colour,town,member,since,kind,side,price,visits"
    for (i = 0; i < 180; i++) {
      a = z(); b = z(); c = 1 + int(4 * u()); t = int(12 * u()); m = u() < 0.4; d = int(28 * u()); e = z() / 3
      kind = a + b > 1.5 ? "far" : a * b + e > 0 ? "same" : "other"
      side = 2 * a + m - 0.5 + 2 * e > 0 ? "\"ja, doch\"" : "nein"
      lambda = (a > 0) + 2 * m
      printf "%s,%s,%s,town%02d,%s,20%02d-%02d-%02d,%s,%s,%s,%d\n", u() < 0.06 ? "" : a, b, u() < 0.06 ? "" : colours[c], t, m ? "yes" : "no",
        10 + int(d / 2), 1 + d % 12, 1 + d, kind, side, 100 + 30 * a - 20 * (c == 1) + 5 * m + 10 * e, int(lambda + 2 * u())
    }
  }' > mixed.csv
# Twelve of its rows, then what training has not seen: another town and colour, nothing at all, numbers far away.
{
  head -n 13 mixed.csv
  echo '0.5,-0.5,violet,Ürümqi,yes,2031-12-31,same,nein,100,1'
  echo ',,,,,,,,,'
  echo '1e6,-1e6,red,town00,no,1969-07-20,far,nein,1e6,3'
} > "$work/mixed.csv"
head -n 9 "$wine" > "$work/wine.csv"

# A model's folder: NAME ROWS COMMAND…
made() {
  local name=$1 rows=$2
  shift 2
  "$lariat" "$@" --out "$name" --quiet
  cp "$work/$rows" "$name/rows.csv"
  "$lariat" predict "$name" "$name/rows.csv" -o "$name/predictions.csv" > "$work/said"
}
small="--epochs 6 --lr 0.02 --hidden 6"

made network-classes mixed.csv train mixed.csv --target kind $small --l2 0.001
made network-numbers mixed.csv train mixed.csv --target price $small --optimizer nesterov --schedule cosine:1
made network-layers mixed.csv train mixed.csv --target kind $small --batch-norm --dropout 0.2 --max-norm 2 --optimizer adamw --early-stopping 2 \
  --class-weight balanced --activation gelu
made network-pruned mixed.csv train mixed.csv --target side --epochs 12 --lr 0.02 --hidden 6,4 --layer-norm --group-lasso 0.1
cp "$wine" "$keras" "$work"
(cd "$work" && "$lariat" train wine.csv --target cultivar --network functional.keras --epochs 4 --out network-keras --quiet)
mv "$work/network-keras" .
head -n 9 "$wine" > "$work/wine.csv"
cp "$work/wine.csv" network-keras/rows.csv
"$lariat" predict network-keras network-keras/rows.csv -o network-keras/predictions.csv > "$work/said"

# The command line makes no embeddings: a program does.
cat > "$work/Embedding.java" <<'JAVA'
import dev.lariat.data.PreprocessingOptions;
import dev.lariat.io.Tables;
import dev.lariat.model.Trainer;
import dev.lariat.net.Activation;
import dev.lariat.net.Layer;
import dev.lariat.net.Network;
import dev.lariat.optim.Optimizer;
import java.nio.file.Path;
void main() {
  Trainer.of(Network.of(Layer.dense(6, Activation.RELU))).optimizer(Optimizer.adam(0.02)).epochs(6)
      .preprocessing(PreprocessingOptions.network().embedAbove(5))
      .train(Tables.read(Path.of("mixed.csv")).target("kind")).model().save(Path.of("network-embedding", "model.lariat"));
}
JAVA
mkdir network-embedding
"$lariat" run "$work/Embedding.java"
cp "$work/mixed.csv" network-embedding/rows.csv
"$lariat" predict network-embedding network-embedding/rows.csv -o network-embedding/predictions.csv > "$work/said"

grid="--lambda-count 12 --lambda-ratio 0.01"
made linear-gaussian mixed.csv linear mixed.csv --target price $grid --folds 4 --penalty-factor size=0.5 --lower weight=-3 --upper weight=3
"$lariat" linear mixed.csv --target price $grid --folds 4 --penalty-factor size=0.5 --lower weight=-3 --upper weight=3 --json --out "$work/json" \
  > linear-gaussian/linear.json
made linear-groups mixed.csv linear mixed.csv --target price $grid --group --alpha 0.5 --dialect glmnet
made linear-binomial mixed.csv linear mixed.csv --target side $grid --folds 4 --alpha 0.3
made linear-multinomial mixed.csv linear mixed.csv --target kind $grid --grouped-classes
made linear-poisson mixed.csv linear mixed.csv --target visits --family poisson $grid --no-standardize

made study-classes mixed.csv fit mixed.csv --target kind --quick --epochs 30 --hidden 8 --lr 0.03 --folds 3 --regularizers none,l1,dropout,early-stopping \
  --strengths l1=0.001,0.003 --strengths dropout=0.1,0.3 --test 0.2
made study-numbers mixed.csv fit mixed.csv --target price --quick --epochs 6 --hidden 4 --lr 0.03 --folds 3 --regularizers none,l2 --strengths l2=0.01,0.1
# Nothing tells whether a row's number is large: the recommendation is to say the same for all.
cut -d , -f 2,5,6 mixed.csv | awk -F , 'NR == 1 { print $0 ",luck" } NR > 1 && NR < 62 { print $0 "," NR * 7919 % 61 }' > "$work/luck.csv"
cp "$work/luck.csv" luck.csv
made trivial mixed.csv fit luck.csv --target luck --quick --epochs 2 --hidden 2 --folds 3 --regularizers none --models linear --prefer simplest
for run in study-classes study-numbers trivial; do rm -f "$run/.lock" "$run/report.html"; done
rm -f trivial/evidence.json trivial/trials.jsonl trivial/verdict.json luck.csv

"$lariat" export network-classes --to safetensors > "$work/said"
"$lariat" export network-pruned --to safetensors > "$work/said"
"$lariat" export linear-multinomial --to safetensors > "$work/said"
rm -r "$work"
