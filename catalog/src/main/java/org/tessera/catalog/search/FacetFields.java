package org.tessera.catalog.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Facet;

/// The facets as fields of a typed question, and what of an address names one of them.
final class FacetFields {
  private final CatalogIndex index;
  private final Labels labels;
  private final PatientCounter counter;
  private final Map<String, Set<String>> known = new LinkedHashMap<>();

  FacetFields(CatalogIndex index, Labels labels, PatientCounter counter) throws IOException {
    this.index = index;
    this.labels = labels;
    this.counter = counter;
    for (Facet facet : index.facets()) {
      known.put(facet.field(), counter.values(counter.everyone(), facet.field()).keySet());
    }
  }

  String names() {
    return index.facets().stream().map(Facet::field).collect(Collectors.joining(", "))
        + ", title, code";
  }

  Optional<Facet> facet(String field) {
    return index.facets().stream().filter(facet -> facet.field().equals(field)).findFirst();
  }

  /// The patients with a value that a clause names, by the value or by the words of its label.
  Query values(Facet facet, Clause clause, List<String> notes) {
    String text = clause.text().toLowerCase(Locale.ROOT);
    List<String> words = Tokens.of(text);
    List<String> meant = new ArrayList<>();
    for (String value : known.getOrDefault(facet.field(), Set.of())) {
      boolean beginning =
          clause.kind() == Clause.Kind.BEGINNING && value.toLowerCase(Locale.ROOT).startsWith(text);
      boolean below =
          facet.characters() > 0
              && text.length() > facet.characters()
              && text.startsWith(value.toLowerCase(Locale.ROOT));
      if (value.equalsIgnoreCase(text)
          || beginning
          || below
          || labels.calls(facet.field(), value, words)) {
        meant.add(value);
      }
    }
    if (meant.isEmpty()) {
      notes.add("No patient here has a " + facet.field() + " “" + clause.text() + "”.");
      return MatchNoDocsQuery.INSTANCE;
    }
    return counter.anyOf(facet.field(), meant);
  }

  /// The choices that name a facet and a value there is.
  SortedMap<String, List<String>> known(SortedMap<String, List<String>> chosen) {
    SortedMap<String, List<String>> kept = new TreeMap<>();
    chosen.forEach((field, values) -> {
      Set<String> there = known.getOrDefault(field, Set.of());
      List<String> rest = values.stream().filter(there::contains).toList();
      if (!rest.isEmpty()) {
        kept.put(field, rest);
      }
    });
    return kept;
  }

  /// The others, in words.
  List<String> ignored(SortedMap<String, List<String>> chosen) {
    List<String> ignored = new ArrayList<>();
    chosen.forEach((field, values) -> {
      if (facet(field).isEmpty()) {
        ignored.add("There is no filter “" + field + "”.");
      } else {
        values.stream()
            .filter(value -> !known.getOrDefault(field, Set.of()).contains(value))
            .forEach(value -> ignored.add("No " + field + " here has the value “" + value + "”."));
      }
    });
    return ignored;
  }
}
