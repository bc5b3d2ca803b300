// ==== fit ====
    var fit = LinearTrainer.of(data, Family.$FAMILY, LinearPenalty.elasticNet($ALPHA)$CLASSES)
        .options(PathOptions.DEFAULT.withLambdas($LAMBDA)$OPTIONS)
$MORE        .crossValidate(10);
    fit.coefficients(0, $LAST).forEach(
        (feature, value) -> System.out.printf(Locale.ROOT, "%-30s %12.6g%n", feature, value));
    if (arguments.length > 1) {
      LinearModel.of(fit, Provenance.now("lariat run $NAME.java", $SEED, data.name(), "")).save(Path.of(arguments[1]));
    }
    System.out.println("{\"validationLoss\": " + fit.validation().orElseThrow().mean()[0] + "}");
  }
}
