package org.tessera.catalog.dataset;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Criterion.Between;
import org.tessera.catalog.cohort.Criterion.Wanted;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.vocabularies.words.Said;

/// A cohort as people write it into a description: the address of its page, its JSON, or what one
/// types into the catalogue's search box.
final class CohortText {
  private static final Pattern ADDRESS = Pattern.compile("[?&]cohort=([^&#]*)");

  private CohortText() {}

  /// What a text says; of none at all, everybody. Nothing is an error.
  static CohortJson.Read read(String text) {
    String plain = text.strip();
    if (plain.isEmpty() || plain.startsWith("{")) {
      return CohortJson.read(plain);
    }
    Matcher address = ADDRESS.matcher(plain);
    if (address.find()) {
      return decoded(address.group(1))
          .map(CohortJson::read)
          .orElseGet(() ->
              new CohortJson.Read(
                  new Criterion.All(List.of()), List.of(Said.of("cohort-problem.address"))));
    }
    return new CohortJson.Read(new Criterion.Words(plain), List.of());
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// What of a text names nothing here, in sentences.
  static List<Said> problems(String text, Attributes attributes) {
    CohortJson.Read read = read(text);
    List<Said> problems = new ArrayList<>(read.problems());
    unknown(read.cohort(), attributes, problems);
    return problems;
  }

  private static void unknown(Criterion criterion, Attributes attributes, List<Said> problems) {
    switch (criterion) {
      case Criterion.All all -> all.of().forEach(one -> unknown(one, attributes, problems));
      case Criterion.Any any -> any.of().forEach(one -> unknown(one, attributes, problems));
      case Criterion.Not not -> unknown(not.of(), attributes, problems);
      case Criterion.Words _ -> {
        // Whatever can be typed can be searched.
      }
      case Criterion.Has has -> {
        unknown(has.entry(), attributes, problems);
        has.near().ifPresent(near -> unknown(near.other(), attributes, problems));
      }
    }
  }

  private static void unknown(Criterion.Entry entry, Attributes attributes, List<Said> problems) {
    if (attributes.level(entry.level()) < 0) {
      problems.add(Said.of("cohort-problem.kind", entry.level()));
      return;
    }
    SortedMap<String, Wanted> where = entry.where();
    for (Map.Entry<String, Wanted> one : where.entrySet()) {
      Optional<Attribute> attribute =
          attributes.asked(one.getKey()).filter(known -> known.level().equals(entry.level()));
      if (attribute.isEmpty()) {
        problems.add(Said.of("cohort-problem.attribute", one.getKey(), entry.level()));
      } else if (one.getValue() instanceof Between && attribute.get().number().isEmpty()) {
        problems.add(Said.of("cohort-problem.number", one.getKey()));
      }
    }
  }
}
