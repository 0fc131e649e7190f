package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.search.ConceptIndex;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Value sets that are one part of one imported code system, of any size: a list of positions that
/// is kept, so that the next page costs only its own codes.
final class ImportedExpansion {
  private static final int KEPT_MAX = 8;

  /// Concepts that are near to a text no term holds.
  private static final int NEAR_MAX = 1_000;

  private final CodeSystems systems;
  private final Optional<ConceptIndex> index;
  private final Map<Key, int[]> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, int[]> eldest) {
              return size() > KEPT_MAX;
            }
          });

  /// @param index knows what else codes are called
  ImportedExpansion(CodeSystems systems, Optional<ConceptIndex> index) {
    this.systems = systems;
    this.index = index;
  }

  private record Key(ConceptFile file, String system, List<ValueSetFilter> filters, Ask ask) {}

  /// What is asked of the members.
  ///
  /// @param text folded, empty for any
  record Ask(String text, boolean activeOnly) {}

  /// Members in order, to be read page by page.
  static final class Members {
    private final ImportedCodes codes;
    private final int[] positions;

    private Members(ImportedCodes codes, int[] positions) {
      this.codes = codes;
      this.positions = positions;
    }

    int total() {
      return positions.length;
    }

    List<Concept> page(int offset, int count) {
      return IntStream.range(
              Math.min(offset, total()), (int) Math.min((long) offset + count, total()))
          .map(i -> positions[i])
          .mapToObj(codes::concept)
          .toList();
    }
  }

  /// The members, if the value set is of that kind; without a text in the order of their codes,
  /// with one the best first.
  Optional<Members> members(ObjectNode valueSet, Ask ask) {
    JsonNode compose = valueSet.path("compose");
    JsonNode part = compose.path("include").path(0);
    boolean simple =
        compose.path("include").size() == 1
            && compose.path("exclude").isEmpty()
            && !part.has("concept")
            && !part.has("valueSet")
            && part.has("system")
            && part.path("version").asString("").isEmpty();
    if (!simple
        || !(systems.find(part.path("system").asString("")).orElse(null)
            instanceof ImportedCodes codes)) {
      return Optional.empty();
    }
    List<ValueSetFilter> filters = new ArrayList<>();
    part.path("filter").forEach(filter -> filters.add(ValueSetFilter.of(filter)));
    var key = new Key(codes.file(), codes.system(), filters, ask);
    int[] known = kept.get(key);
    if (known == null) {
      known = ranked(codes, select(codes, filters, ask), ask.text());
      if (known.length == 0 && !ask.text().isEmpty()) {
        known = near(codes, filters, ask);
      }
      kept.put(key, known);
    }
    return Optional.of(new Members(codes, known));
  }

  /// Members by their other designations, in any language, and by mistyped ones.
  private int[] near(ImportedCodes codes, List<ValueSetFilter> filters, Ask ask) {
    if (index.isEmpty()) {
      return new int[0];
    }
    var all = new BitSet();
    IntStream.of(select(codes, filters, new Ask("", ask.activeOnly()))).forEach(all::set);
    return index.get().find(ask.text(), Set.of(codes.system()), NEAR_MAX).hits().stream()
        .mapToInt(hit -> codes.position(hit.code().value()))
        .filter(position -> position >= 0 && all.get(position))
        .toArray();
  }

  private static int[] select(ImportedCodes codes, List<ValueSetFilter> filters, Ask ask) {
    ConceptFile.Range range = codes.range();
    var chosen = new BitSet();
    chosen.set(range.from(), range.to());
    List<ValueSetFilter> others = new ArrayList<>();
    for (ValueSetFilter filter : filters) {
      switch (filter.operator()) {
        case "is-a", "descendent-of" -> {
          chosen.and(below(codes, filter.value()));
          if (filter.operator().equals("descendent-of") && codes.position(filter.value()) >= 0) {
            chosen.clear(codes.position(filter.value()));
          }
        }
        case "is-not-a" -> chosen.andNot(below(codes, filter.value()));
        case "generalizes" -> {
          int at = codes.position(filter.value());
          chosen.and(at < 0 ? new BitSet() : codes.file().above(at));
        }
        default -> others.add(filter);
      }
    }
    return chosen.stream()
        .filter(codes::isMeant)
        .filter(position -> fits(codes, position, others, ask))
        .toArray();
  }

  private static BitSet below(ImportedCodes codes, String code) {
    int at = codes.position(code);
    return at < 0 ? new BitSet() : codes.file().below(at);
  }

  /// What the columns of the release decide is asked of them first: a concept with its term is put
  /// together for what they let through.
  private static boolean fits(
      ImportedCodes codes, int position, List<ValueSetFilter> filters, Ask ask) {
    if (ask.activeOnly() && !codes.file().isValid(position)) {
      return false;
    }
    boolean rest = !ask.text().isEmpty();
    for (ValueSetFilter filter : filters) {
      if (!ImportedCodes.isColumn(filter.property())) {
        rest = true;
      } else if (!filter.accepts(codes.column(position, filter.property()))) {
        return false;
      }
    }
    if (!rest) {
      return true;
    }
    Concept concept = codes.concept(position);
    return (ask.text().isEmpty() || ExpandOperation.fits(concept, ask.text()))
        && filters.stream()
            .filter(filter -> !ImportedCodes.isColumn(filter.property()))
            .allMatch(filter -> filter.accepts(codes, concept));
  }

  /// The nearer a term is to what was asked, the earlier: the code itself, the whole term, the
  /// term's beginning, the beginning of a word; of equals the shorter term.
  private static int[] ranked(ImportedCodes codes, int[] found, String text) {
    if (text.isEmpty()) {
      return found;
    }
    record Ranked(int position, int rank, int length) {}
    return IntStream.of(found)
        .mapToObj(position -> {
          Concept concept = codes.concept(position);
          return new Ranked(position, rank(concept, text), concept.display().length());
        })
        .sorted(
            Comparator.comparingInt(Ranked::rank)
                .thenComparingInt(Ranked::length)
                .thenComparingInt(Ranked::position))
        .mapToInt(Ranked::position)
        .toArray();
  }

  private static int rank(Concept concept, String text) {
    String term = ExpandOperation.folded(concept.display());
    if (ExpandOperation.folded(concept.code()).equals(text)) {
      return 0;
    }
    if (term.equals(text)) {
      return 1;
    }
    if (term.startsWith(text)) {
      return 2;
    }
    return (" " + term).contains(" " + text) ? 3 : 4;
  }
}
