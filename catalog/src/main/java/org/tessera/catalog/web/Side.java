package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortAnswer.Chart;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.dataset.Reference;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.index.Attribute;

/// A column of the page of comparison: a collection, a dataset, or a population of reference.
///
/// @param path its address below the catalogue's
/// @param counted empty for a population
/// @param reference the population; empty for what is counted here
public record Side(
    String path, String name, Optional<Counted> counted, Optional<Described> reference) {
  /// What is counted here.
  ///
  /// @param cohort its patients
  public record Counted(
      Criterion cohort, CohortAnswer.Size size, List<Chart> charts, CohortAnswer.Crossed crossed) {
    private Chart chart(Attribute attribute) {
      return charts.stream()
          .filter(chart -> chart.field().equals(attribute.field()))
          .findFirst()
          .orElseGet(
              () -> new Chart(attribute.field(), attribute.label(), new Count.TooFew(), List.of()));
    }

    private Chart joined(Attribute age) {
      List<ValueCount> values = new ArrayList<>();
      long all = 0;
      for (int row = 0; row < crossed.rows().size(); row++) {
        for (int column = 0; column < crossed.columns().size(); column++) {
          Count cell = crossed.cells().get(row).get(column);
          String value =
              crossed.rows().get(row).value() + "|" + crossed.columns().get(column).value();
          values.add(new ValueCount(value, value, cell));
          all += cell.size();
        }
      }
      return new Chart(age.field(), age.label(), Count.exact(all), values);
    }
  }

  static Side of(String path, String name, Counted counted) {
    return new Side(path, name, Optional.of(counted), Optional.empty());
  }

  static Side of(String path, Described reference) {
    return new Side(path, reference.name(), Optional.empty(), Optional.of(reference));
  }

  /// The patients by value of an attribute.
  Chart chart(Attribute attribute) {
    return counted
        .map(numbers -> numbers.chart(attribute))
        .orElseGet(() -> Reference.chart(reference.orElseThrow(), attribute));
  }

  /// The patients by age and sex at once.
  ///
  /// @param called what a value of a field is called
  Chart crossed(Attribute age, BinaryOperator<String> called) {
    Chart chart =
        counted
            .map(numbers -> numbers.joined(age))
            .orElseGet(() -> Reference.crossed(reference.orElseThrow(), age));
    return new Chart(
        age.field() + "-and-sex",
        chart.label(),
        chart.recorded(),
        chart.values().stream()
            .map(value ->
                new ValueCount(value.value(), both(value.value(), called), value.patients()))
            .toList());
  }

  private static String both(String value, BinaryOperator<String> called) {
    String[] both = value.split("\\|", 2);
    return called.apply("age", both[0]) + ", " + called.apply("sex", both[1]);
  }

  /// Of how many of its patients the attribute is recorded; empty for a population.
  String completeness(Chart chart) {
    return counted.map(numbers -> chart.completeness(numbers.size().patients()) + " %").orElse("");
  }
}
