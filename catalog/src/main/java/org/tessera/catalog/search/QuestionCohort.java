package org.tessera.catalog.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Span;

/// A question to the catalogue as a cohort: what is chosen of one level holds in one entry, as it
/// does there.
public final class QuestionCohort {
  private QuestionCohort() {}

  /// The patients a question asks for.
  public static Criterion of(CatalogQuestion question, Attributes attributes) {
    Map<String, SortedMap<String, Criterion.Wanted>> byLevel = new LinkedHashMap<>();
    List<Criterion> all = new ArrayList<>();
    if (!question.words().isEmpty()) {
      all.add(new Criterion.Words(question.words()));
    }
    question
        .chosen()
        .forEach((field, values) -> {
          String level = attributes.shown(field).map(Attribute::level).orElse("");
          List<Criterion.Wanted> wanted = wanted(values, question.all().contains(field));
          if (wanted.size() == 1) {
            byLevel.computeIfAbsent(level, _ -> new TreeMap<>()).put(field, wanted.getFirst());
          } else {
            List<Criterion> apart =
                wanted.stream().map(one -> has(level, new TreeMap<>(Map.of(field, one)))).toList();
            all.addAll(question.all().contains(field) ? apart : List.of(new Criterion.Any(apart)));
          }
        });
    byLevel.forEach((level, where) -> all.add(has(level, where)));
    return new Criterion.All(all);
  }

  private static Criterion has(String level, SortedMap<String, Criterion.Wanted> where) {
    return new Criterion.Has(new Criterion.Entry(level, where), 1, false, Optional.empty());
  }

  /// @param apart whether each value is wanted for itself
  private static List<Criterion.Wanted> wanted(List<String> values, boolean apart) {
    List<Criterion.Wanted> wanted = new ArrayList<>();
    List<String> listed = new ArrayList<>();
    for (String value : values) {
      Optional<Span> span = Span.parse(value);
      if (span.isPresent()) {
        wanted.add(new Criterion.Between(span.get()));
      } else if (apart) {
        wanted.add(new Criterion.OneOf(List.of(value)));
      } else {
        listed.add(value);
      }
    }
    if (!listed.isEmpty()) {
      wanted.add(new Criterion.OneOf(listed));
    }
    return wanted;
  }
}
