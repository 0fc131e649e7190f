package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer.Chart;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Difference;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.dataset.Reference;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.vocabularies.words.Said;
import org.tessera.vocabularies.words.Words;

/// Collections and datasets side by side, how far each is from one of them or from a population of
/// reference, and how many patients they share.
@Controller
final class ComparePages {
  private static final int SIDES_MAX = 4;

  private final CohortSearch cohorts;
  private final CatalogSearch catalogue;
  private final Sides sides;

  ComparePages(CohortSearch cohorts, CatalogSearch catalogue, Sides sides) {
    this.cohorts = cohorts;
    this.catalogue = catalogue;
    this.sides = sides;
  }

  /// An attribute of all sides.
  ///
  /// @param completeness empty where that is not counted here
  /// @param values one line a value that any of them tells, its share in each
  public record Row(
      String label, List<String> completeness, List<Line> values, List<Apart> apart) {}

  /// A value and its share in each side.
  public record Line(String label, List<Share> shares) {}

  /// The share of a value in a side.
  ///
  /// @param words empty where the side tells nothing of the attribute
  /// @param size how long its bar is, of 100: 0 where it is not told
  public record Share(String words, long size) {}

  /// How far a side is from the one they are held against; empty words for that one itself.
  public record Apart(String words, boolean small) {}

  /// The patients two sides share.
  public record Shared(String one, String other, Count patients, String address) {}

  @GetMapping("/catalogue/compare")
  String compare(
      @RequestParam(name = "c", defaultValue = "") List<String> paths,
      @RequestParam(name = "against", defaultValue = "") String against,
      @ModelAttribute("terms") Terms terms,
      HttpServletRequest request,
      Model model) {
    Set<String> asked = new LinkedHashSet<>(paths);
    SequencedMap<String, Side> found = new LinkedHashMap<>();
    for (String path : asked) {
      if (found.size() < SIDES_MAX) {
        sides.find(path).ifPresent(side -> found.put(path, side));
      }
    }
    List<String> chosen = List.copyOf(found.keySet());
    if (!found.isEmpty() && !found.containsKey(against)) {
      sides.reference(against).ifPresent(side -> found.put(against, side));
    }
    List<Side> all = List.copyOf(found.values());
    int first = Math.max(0, List.copyOf(found.keySet()).indexOf(against));
    model.addAttribute("sides", all);
    model.addAttribute("chosen", chosen);
    model.addAttribute("first", first);
    model.addAttribute("choices", all.isEmpty() ? List.of() : sides.choices(found.values()));
    model.addAttribute("rows", rows(all, first, terms));
    model.addAttribute("left", asked.size() > SIDES_MAX);
    model.addAttribute("problems", problems(all));
    boolean exact = request.isUserInRole(CohortPages.SEES_PATIENTS);
    model.addAttribute("exact", exact);
    model.addAttribute("shared", shared(all, exact));
    return "catalog/compare";
  }

  private List<Said> problems(List<Side> all) {
    return all.stream()
        .flatMap(side -> side.reference().stream())
        .flatMap(one -> Reference.problems(one, cohorts.attributes()).stream())
        .toList();
  }

  /// What somebody brought to hold collections against.
  @GetMapping("/catalogue/references/{id}")
  String reference(@PathVariable String id, Model model) {
    Described described =
        catalogue
            .descriptions()
            .find(Reference.ENTITY, id)
            .orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such population"));
    model.addAttribute("described", described);
    model.addAttribute(
        "rows",
        catalogue.descriptions().rows(described).stream().filter(row -> !row.isTable()).toList());
    List<Chart> charts = new ArrayList<>();
    for (Attribute attribute : cohorts.attributes().shown()) {
      Chart chart = Reference.chart(described, attribute);
      if (!chart.values().isEmpty()) {
        charts.add(chart);
      }
    }
    model.addAttribute("charts", charts);
    model.addAttribute("problems", Reference.problems(described, cohorts.attributes()));
    return "catalog/reference";
  }

  private List<Row> rows(List<Side> all, int first, Terms terms) {
    BinaryOperator<String> called =
        (field, value) -> terms.value(field, value, cohorts.label(field, value));
    List<Row> rows = new ArrayList<>();
    for (Attribute attribute :
        all.isEmpty() ? List.<Attribute>of() : cohorts.attributes().shown()) {
      List<Chart> charts = new ArrayList<>();
      for (Side side : all) {
        charts.add(named(side.chart(attribute), called));
      }
      List<String> order = attribute.number().map(Attribute.Numbers::ranges).orElse(List.of());
      String label = terms.attribute(attribute.field(), attribute.label());
      row(label, new Held(all, charts, first, order), terms.words()).ifPresent(rows::add);
      if (attribute.field().equals("age")) {
        List<Chart> crossed = all.stream().map(side -> side.crossed(attribute, called)).toList();
        String both = terms.words().say("compare.crossed");
        row(both, new Held(all, crossed, first, order), terms.words()).ifPresent(rows::add);
      }
    }
    return rows;
  }

  private static Chart named(Chart chart, BinaryOperator<String> called) {
    return new Chart(
        chart.field(),
        chart.label(),
        chart.recorded(),
        chart.values().stream()
            .map(value ->
                new ValueCount(
                    value.value(), called.apply(chart.field(), value.value()), value.patients()))
            .toList());
  }

  /// One attribute of all sides.
  ///
  /// @param first the side that the others are held against
  /// @param order of the ranges of a number; of other values as they come
  private record Held(List<Side> sides, List<Chart> charts, int first, List<String> order) {
    /// The values that any side tells, and what they are called.
    SequencedMap<String, String> values() {
      List<ValueCount> told = new ArrayList<>();
      for (Chart chart : charts) {
        chart.values().stream().filter(value -> value.patients().size() > 0).forEach(told::add);
      }
      told.sort(Comparator.comparingInt(value -> place(value.value())));
      SequencedMap<String, String> values = new LinkedHashMap<>();
      told.forEach(value -> values.putIfAbsent(value.value(), value.label()));
      return values;
    }

    private int place(String value) {
      return order.indexOf(value.split("\\|", 2)[0]);
    }
  }

  private static Optional<Row> row(String label, Held held, Words words) {
    SequencedMap<String, String> values = held.values();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    values.forEach((value, name) ->
        lines.add(
            new Line(
                name, held.charts().stream().map(chart -> share(chart, value, words)).toList())));
    List<String> completeness = new ArrayList<>();
    List<Apart> apart = new ArrayList<>();
    for (int i = 0; i < held.sides().size(); i++) {
      Chart chart = held.charts().get(i);
      completeness.add(held.sides().get(i).completeness(chart));
      apart.add(
          i == held.first()
              ? new Apart("", true)
              : apart(held.charts().get(held.first()), chart, words));
    }
    return Optional.of(new Row(label, completeness, lines, apart));
  }

  private static Apart apart(Chart first, Chart other, Words words) {
    Difference difference = Difference.of(first, other);
    if (Double.isNaN(difference.distance())) {
      return new Apart(words.say("compare.untold"), false);
    }
    String key =
        difference.where().isEmpty()
            ? "compare.distance"
            : difference.standardised() > 9 ? "compare.above" : "compare.most";
    return new Apart(
        words.say(key, difference.distance(), difference.where(), difference.standardised()),
        difference.isSmall());
  }

  /// Of those who have any value that is told; a patient may have several.
  private static Share share(Chart chart, String value, Words words) {
    long size =
        chart.values().stream()
            .filter(one -> one.value().equals(value))
            .mapToLong(one -> one.patients().size())
            .sum();
    long recorded = chart.recorded().size();
    if (chart.values().isEmpty()) {
      return new Share("", 0);
    }
    if (size == 0 || recorded == 0) {
      return new Share(words.say("count", new Count.TooFew()), 0);
    }
    long percent = Math.min(100, Math.round(size * 100.0 / recorded));
    return new Share(percent + " %", percent);
  }

  /// Asked as a cohort of those who are in both, and told as any cohort is.
  private List<Shared> shared(List<Side> all, boolean exact) {
    List<Side> counted = all.stream().filter(side -> side.counted().isPresent()).toList();
    List<Shared> shared = new ArrayList<>();
    for (int i = 0; i < counted.size(); i++) {
      for (int j = i + 1; j < counted.size(); j++) {
        Criterion both =
            new Criterion.All(
                Stream.of(counted.get(i), counted.get(j))
                    .flatMap(side -> side.counted().stream())
                    .map(Side.Counted::cohort)
                    .toList());
        shared.add(
            new Shared(
                counted.get(i).name(),
                counted.get(j).name(),
                cohorts.size(both, exact).patients(),
                DatasetView.Reader.address(both)));
      }
    }
    return shared;
  }
}
