package dev.lariat.study.evidence;

/**
 * How much worse the recommended model's predictions of validation rows become when the values of a column are shuffled
 * among the rows (Breiman 2001, "Random forests"; Fisher, Rudin and Dominici 2019, "All models are wrong, but many are
 * useful").
 *
 * @param column the table's column
 * @param increase mean increase of the loss over folds and shuffles
 * @param deviation its standard deviation over folds and shuffles; 0 where there was one only
 */
public record Importance(String column, double increase, double deviation) {}
