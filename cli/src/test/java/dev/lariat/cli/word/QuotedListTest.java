package dev.lariat.cli.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lariat.cli.linear.TypedNumbers;
import dev.lariat.cli.word.QuotedList.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotedListTest {
  @Test
  void itemsAreALineOfCsv() {
    assertThat(QuotedList.items("--drop", List.of("a,b", "\"c, d\",e f"))).containsExactly("a", "b", "c, d", "e f");
    assertThat(QuotedList.items("--drop", List.of("\"say \"\"x\"\", y\""))).containsExactly("say \"x\", y");
  }

  @Test
  void whatIsEmptyIsSaidOfItsOption() {
    assertThatIllegalArgumentException().isThrownBy(() -> QuotedList.items("--target", List.of("")))
        .withMessage("--target: a list has no item");
    assertThatIllegalArgumentException().isThrownBy(() -> QuotedList.pairs("--kinds COLUMN=KIND", List.of("a=date,")))
        .withMessage("--kinds: the list 'a=date,' has a comma too many");
    assertThatIllegalArgumentException().isThrownBy(() -> TypedNumbers.descending("--lambda", ""))
        .withMessage("--lambda: a list has no item");
    assertThatIllegalArgumentException().isThrownBy(() -> TypedNumbers.descending("--lambda", "1,,2"))
        .withMessage("--lambda: the list '1,,2' has a comma too many");
  }

  @Test
  void namesMayHoldCommasAndEqualsSigns() {
    String form = "--kinds COLUMN=KIND";
    assertThat(QuotedList.pairs(form, List.of("a=numeric,b=date"))).containsExactly(new Pair("a", "numeric"),
        new Pair("b", "date"));
    Pair price = new Pair("price, EUR", "numeric");
    assertThat(QuotedList.pairs(form, List.of("\"price, EUR\"=numeric"))).containsExactly(price);
    // The item as a whole in quotes, as a CSV writer would put it.
    assertThat(QuotedList.pairs(form, List.of("\"price, EUR=numeric\",x=date"))).containsExactly(price,
        new Pair("x", "date"));
    assertThat(QuotedList.pairs(form, List.of("a=b=numeric"))).containsExactly(new Pair("a=b", "numeric"));
    assertThat(QuotedList.optionalPairs("--lower", List.of("0,x=-1"))).containsExactly(new Pair("", "0"),
        new Pair("x", "-1"));
    assertThatIllegalArgumentException().isThrownBy(() -> QuotedList.pairs(form, List.of("price, EUR=numeric")))
        .withMessage("--kinds takes COLUMN=KIND, not 'price'; a name with a comma stands in double quotes");
  }
}
