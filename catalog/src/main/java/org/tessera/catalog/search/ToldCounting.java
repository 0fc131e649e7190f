package org.tessera.catalog.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tessera.catalog.Count;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Span;

/// Counts the patients of a question as everybody may be told of them.
///
/// What decides about fewer than ten patients is passed over, one thing after the other, beside
/// everything else that is asked: the two answers together would tell of them.
final class ToldCounting {
  private final Segments segments;
  private final FacetFields fields;
  private final PatientSet words;

  /// The facets of which one value is enough.
  private final SortedMap<String, List<String>> chosen;

  /// The patients of each value of which all are wanted.
  private final List<PatientSet> wanted = new ArrayList<>();

  private ToldCounting(
      Segments segments, FacetFields fields, PatientSet words, CatalogQuestion question) {
    this.segments = segments;
    this.fields = fields;
    this.words = words;
    chosen = new TreeMap<>(question.chosen());
    for (String field : question.all()) {
      List<String> values = chosen.remove(field);
      for (String value : values == null ? List.<String>of() : values) {
        wanted.add(segments.meeting(List.of(fields.filter(field, List.of(value)))));
      }
    }
  }

  static Tally of(
      Segments segments, FacetFields fields, Meaning meaning, CatalogQuestion question) {
    var counting = new ToldCounting(segments, fields, meaning.patients(), question);
    Tally tally = counting.tally();
    while (counting.passedOver(tally)) {
      tally = counting.tally();
    }
    boolean narrowed = !counting.chosen.isEmpty() || !counting.wanted.isEmpty();
    return narrowed && !meaning.asked().isEmpty() ? counting.wordsPassedOver(tally) : tally;
  }

  private Tally tally() {
    return Counting.of(segments, among(wanted), fields.filters(chosen));
  }

  private PatientSet among(List<PatientSet> conditions) {
    return met(words, conditions);
  }

  private static PatientSet met(PatientSet from, List<PatientSet> conditions) {
    PatientSet met = from;
    for (PatientSet condition : conditions) {
      met = met.and(condition);
    }
    return met;
  }

  /// Drops a filter, a value of one, or a value that is wanted beside others; false where there is
  /// nothing to drop.
  private boolean passedOver(Tally tally) {
    return filterPassedOver(tally) || valuePassedOver(tally) || wantedPassedOver(tally);
  }

  private boolean filterPassedOver(Tally tally) {
    // Of several, the one that leaves out most: the answer is the widest of its neighbours.
    String widest = "";
    long most = tally.patients() - 1;
    int filter = 0;
    for (String field : chosen.keySet()) {
      long without = tally.without(filter++);
      if (Telling.SUPPRESSED.tooClose(without, tally.patients()) && without > most) {
        most = without;
        widest = field;
      }
    }
    return !widest.isEmpty() && chosen.remove(widest) != null;
  }

  private boolean valuePassedOver(Tally tally) {
    for (Map.Entry<String, List<String>> one : chosen.entrySet()) {
      if (one.getValue().size() > 1) {
        List<String> enough =
            one.getValue().stream()
                .filter(value -> having(tally, one.getKey(), value) >= Count.SMALLEST_TOLD)
                .toList();
        if (!enough.isEmpty() && enough.size() < one.getValue().size()) {
          one.setValue(enough);
          return true;
        }
      }
    }
    return false;
  }

  /// The patients with a value who meet what is asked of other facets. A span has no number in the
  /// tally.
  private long having(Tally tally, String field, String value) {
    Attributes attributes = segments.attributes();
    if (Span.parse(value).isEmpty()) {
      return tally.of(attributes.find(field), value);
    }
    SortedMap<String, List<String>> alone = new TreeMap<>(chosen);
    alone.put(field, List.of(value));
    return among(wanted).and(segments.meeting(fields.filters(alone))).count();
  }

  private boolean wantedPassedOver(Tally tally) {
    if (wanted.isEmpty()) {
      return false;
    }
    PatientSet filtered = segments.meeting(fields.filters(chosen));
    for (int i = 0; i < wanted.size(); i++) {
      List<PatientSet> others = new ArrayList<>(wanted);
      others.remove(i);
      long without = among(others).and(filtered).count();
      if (Telling.SUPPRESSED.tooClose(without, tally.patients())) {
        wanted.remove(i);
        return true;
      }
    }
    return false;
  }

  private Tally wordsPassedOver(Tally tally) {
    List<Filter> filters = fields.filters(chosen);
    PatientSet all = met(segments.everyone(), wanted);
    long without = all.and(segments.meeting(filters)).count();
    return Telling.SUPPRESSED.tooClose(without, tally.patients())
        ? Counting.of(segments, all, filters)
        : tally;
  }
}
