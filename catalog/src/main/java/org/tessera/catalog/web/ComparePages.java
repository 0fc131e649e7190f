package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer.Chart;
import org.tessera.catalog.cohort.Difference;
import org.tessera.catalog.cohort.Profile;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.vocabularies.words.Words;

/// Collections side by side, and how far each is from the first.
@Controller
final class ComparePages {
  private static final int COLLECTIONS_MAX = 4;

  private final CohortSearch cohorts;

  ComparePages(CohortSearch cohorts) {
    this.cohorts = cohorts;
  }

  /// An attribute of all collections.
  ///
  /// @param values one line a value that any of them tells, its share in each
  public record Row(
      String label, List<String> completeness, List<Line> values, List<Apart> apart) {}

  /// A value and its share in each collection, in words.
  public record Line(String label, List<String> shares) {}

  /// How far a collection is from the first; empty words for the first itself.
  public record Apart(String words, boolean small) {}

  @GetMapping("/catalogue/compare")
  String compare(
      @RequestParam(name = "c", defaultValue = "") List<String> ids,
      @ModelAttribute("terms") Terms terms,
      Model model) {
    List<Profile> profiles = new ArrayList<>();
    for (String id : new LinkedHashSet<>(ids)) {
      if (profiles.size() < COLLECTIONS_MAX) {
        cohorts.profile(id, false).ifPresent(profiles::add);
      }
    }
    List<Row> rows = new ArrayList<>();
    int attributes = profiles.isEmpty() ? 0 : profiles.getFirst().charts().size();
    for (int attribute = 0; attribute < attributes; attribute++) {
      row(profiles, attribute, rows, terms);
    }
    model.addAttribute("profiles", profiles);
    model.addAttribute("rows", rows);
    model.addAttribute("left", new LinkedHashSet<>(ids).size() > COLLECTIONS_MAX);
    return "catalog/compare";
  }

  private static void row(List<Profile> profiles, int attribute, List<Row> rows, Terms terms) {
    List<Chart> charts = profiles.stream().map(profile -> profile.charts().get(attribute)).toList();
    List<Line> lines = new ArrayList<>();
    for (int value = 0; value < charts.getFirst().values().size(); value++) {
      int number = value;
      if (charts.stream().anyMatch(chart -> size(chart, number) > 0)) {
        lines.add(
            new Line(
                called(charts.getFirst(), charts.getFirst().values().get(value), terms),
                charts.stream().map(chart -> share(chart, number, terms.words())).toList()));
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    List<String> completeness = new ArrayList<>();
    List<Apart> apart = new ArrayList<>();
    for (int i = 0; i < profiles.size(); i++) {
      completeness.add(charts.get(i).completeness(profiles.get(i).collection().patients()) + " %");
      apart.add(i == 0 ? new Apart("", true) : apart(charts.getFirst(), charts.get(i), terms));
    }
    rows.add(
        new Row(
            terms.attribute(charts.getFirst().field(), charts.getFirst().label()),
            completeness,
            lines,
            apart));
  }

  private static Apart apart(Chart first, Chart other, Terms terms) {
    Difference difference = Difference.of(first, other);
    Words words = terms.words();
    if (Double.isNaN(difference.distance())) {
      return new Apart(words.say("compare.untold"), false);
    }
    String where =
        Stream.concat(first.values().stream(), other.values().stream())
            .filter(value -> value.label().equals(difference.where()))
            .findFirst()
            .map(value -> called(first, value, terms))
            .orElse(difference.where());
    String key =
        where.isEmpty()
            ? "compare.distance"
            : difference.standardised() > 9 ? "compare.above" : "compare.most";
    return new Apart(
        words.say(key, difference.distance(), where, difference.standardised()),
        difference.isSmall());
  }

  private static String called(Chart chart, ValueCount value, Terms terms) {
    return terms.value(chart.field(), value.value(), value.label());
  }

  private static long size(Chart chart, int value) {
    return chart.values().get(value).patients().size();
  }

  /// Of those who have any value that is told; a patient may have several.
  private static String share(Chart chart, int value, Words words) {
    long recorded = chart.recorded().size();
    return size(chart, value) == 0 || recorded == 0
        ? words.say("count", new Count.TooFew())
        : Math.min(100, Math.round(size(chart, value) * 100.0 / recorded)) + " %";
  }
}
