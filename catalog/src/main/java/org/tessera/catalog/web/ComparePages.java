package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tessera.catalog.cohort.CohortAnswer.Chart;
import org.tessera.catalog.cohort.Difference;
import org.tessera.catalog.cohort.Profile;
import org.tessera.catalog.search.CohortSearch;

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
  String compare(@RequestParam(name = "c", defaultValue = "") List<String> ids, Model model) {
    List<Profile> profiles = new ArrayList<>();
    for (String id : new LinkedHashSet<>(ids)) {
      if (profiles.size() < COLLECTIONS_MAX) {
        cohorts.profile(id, false).ifPresent(profiles::add);
      }
    }
    List<Row> rows = new ArrayList<>();
    int attributes = profiles.isEmpty() ? 0 : profiles.getFirst().charts().size();
    for (int attribute = 0; attribute < attributes; attribute++) {
      row(profiles, attribute, rows);
    }
    model.addAttribute("profiles", profiles);
    model.addAttribute("rows", rows);
    model.addAttribute("left", new LinkedHashSet<>(ids).size() > COLLECTIONS_MAX);
    return "catalog/compare";
  }

  private static void row(List<Profile> profiles, int attribute, List<Row> rows) {
    List<Chart> charts = profiles.stream().map(profile -> profile.charts().get(attribute)).toList();
    List<Line> lines = new ArrayList<>();
    for (int value = 0; value < charts.getFirst().values().size(); value++) {
      int number = value;
      if (charts.stream().anyMatch(chart -> size(chart, number) > 0)) {
        lines.add(
            new Line(
                charts.getFirst().values().get(value).label(),
                charts.stream().map(chart -> share(chart, number)).toList()));
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    List<String> completeness = new ArrayList<>();
    List<Apart> apart = new ArrayList<>();
    for (int i = 0; i < profiles.size(); i++) {
      completeness.add(charts.get(i).completeness(profiles.get(i).collection().patients()) + " %");
      apart.add(
          i == 0 ? new Apart("", true) : apart(Difference.of(charts.getFirst(), charts.get(i))));
    }
    rows.add(new Row(charts.getFirst().label(), completeness, lines, apart));
  }

  private static Apart apart(Difference difference) {
    if (Double.isNaN(difference.distance())) {
      return new Apart("cannot be told", false);
    }
    String standardised =
        difference.standardised() > 9
            ? "above 9"
            : String.format(Locale.ROOT, "%.2f", difference.standardised());
    return new Apart(
        String.format(Locale.ROOT, "distance %.2f", difference.distance())
            + (difference.where().isEmpty()
                ? ""
                : ", most in “%s”: %s".formatted(difference.where(), standardised)),
        difference.isSmall());
  }

  private static long size(Chart chart, int value) {
    return chart.values().get(value).patients().size();
  }

  /// Of those who have any value that is told; a patient may have several.
  private static String share(Chart chart, int value) {
    long recorded = chart.recorded().size();
    return size(chart, value) == 0 || recorded == 0
        ? "fewer than 10"
        : Math.min(100, Math.round(size(chart, value) * 100.0 / recorded)) + " %";
  }
}
