package org.tessera.catalog.dataset;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer.Chart;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.vocabularies.words.Said;

/// A population people bring to hold collections against, such as that of a registry. Its numbers
/// are theirs: nothing of them is counted here, and nothing is made smaller than it is.
public final class Reference {
  /// The entity of descriptions.
  public static final String ENTITY = "reference";

  private static final String SEX = "sex";

  private Reference() {}

  /// What it says of an attribute; without values where it says nothing.
  ///
  /// Rows that say how many of a value have a sex are summed for the value, and those of the age
  /// for the sexes too where nothing else is said of them.
  public static Chart chart(Described reference, Attribute attribute) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (Map<String, String> row : reference.rows("share")) {
      if (attribute.field().equals(row.get("attribute"))) {
        add(numbers, value(attribute, row.getOrDefault("value", "")), row);
      }
    }
    if (numbers.isEmpty() && attribute.field().equals(SEX)) {
      reference.rows("share").stream()
          .filter(row -> row.containsKey(SEX) && "age".equals(row.get("attribute")))
          .forEach(row -> add(numbers, row.getOrDefault(SEX, ""), row));
    }
    List<ValueCount> values = new ArrayList<>();
    numbers.forEach(
        (value, number) -> values.add(new ValueCount(value, value, Count.exact(number))));
    long all = numbers.values().stream().mapToLong(Long::longValue).sum();
    return new Chart(attribute.field(), attribute.label(), Count.exact(all), values);
  }

  /// The same by age and sex at once, values named `AGE|SEX`; without values where not all rows of
  /// the age say a sex.
  public static Chart crossed(Described reference, Attribute age) {
    List<ValueCount> values = new ArrayList<>();
    long all = 0;
    for (Map<String, String> row : reference.rows("share")) {
      if ("age".equals(row.get("attribute"))) {
        if (!row.containsKey(SEX)) {
          return new Chart("age", "", Count.exact(0), List.of());
        }
        String value = value(age, row.getOrDefault("value", "")) + "|" + row.getOrDefault(SEX, "");
        values.add(new ValueCount(value, value, Count.exact(number(row))));
        all += number(row);
      }
    }
    return new Chart("age", "", Count.exact(all), values);
  }

  private static void add(Map<String, Long> numbers, String value, Map<String, String> row) {
    numbers.merge(value, number(row), Long::sum);
  }

  private static long number(Map<String, String> row) {
    String text = row.getOrDefault("number", "");
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
  }

  /// What of its distribution names nothing patients are asked by, in sentences.
  public static List<Said> problems(Described reference, Attributes attributes) {
    List<Said> problems = new ArrayList<>();
    for (Map<String, String> row : reference.rows("share")) {
      String field = row.getOrDefault("attribute", "");
      String value = row.getOrDefault("value", "");
      Optional<Attribute> attribute = attributes.shown(field);
      if (attribute.isEmpty()) {
        problems.add(Said.of("reference.no-attribute", field));
      } else if (!isValue(attribute.get(), value(attribute.get(), value))) {
        problems.add(
            attribute
                .get()
                .number()
                .map(number -> String.join(", ", spans(number).keySet()))
                .map(ranges -> Said.of("reference.no-range", value, field, ranges))
                .orElseGet(() -> Said.of("reference.no-value", value, field)));
      }
    }
    return problems.stream().distinct().toList();
  }

  private static boolean isValue(Attribute attribute, String value) {
    return attribute
        .number()
        .map(number -> number.ranges().contains(value))
        .orElse(!attribute.isGroup(value) && !value.equals(CatalogIndex.MISSING));
  }

  /// A value as the catalogue has it: people write the range of a number with its ends, `40..49`.
  private static String value(Attribute attribute, String written) {
    return attribute
        .number()
        .map(number -> spans(number).getOrDefault(written, written))
        .orElse(written);
  }

  /// The ranges a number is told in, as people write them, and their names in the index.
  private static Map<String, String> spans(Attribute.Numbers number) {
    Map<String, String> spans = new LinkedHashMap<>();
    for (String range : number.ranges()) {
      Attribute.Ends ends = number.ends(range).orElseThrow();
      BigDecimal first = new BigDecimal(ends.first());
      spans.put(
          switch (ends.form()) {
            case ZERO, UP_TO, MOST -> ".." + ends.first();
            case ABOVE, LEAST ->
                (number.whole() ? first.add(BigDecimal.ONE) : first).toPlainString() + "..";
            case BETWEEN -> ends.first() + ".." + ends.last();
          },
          range);
    }
    return spans;
  }
}
