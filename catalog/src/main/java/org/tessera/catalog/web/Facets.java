package org.tessera.catalog.web;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Span;
import org.tessera.catalog.index.Tree;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.CatalogAnswer.FacetCounts;

/// The facets of an answer as the page shows them.
final class Facets {
  private static final int OPEN = 6;
  private static final int AT_ONCE = 8;
  private static final int AT_ONCE_IN_TREES = 14;
  private static final int SEARCHED_FROM = 12;

  private final CatalogAnswer answer;
  private final CatalogAddress address;
  private final MultiValueMap<String, String> parameters;
  private final Terms terms;

  Facets(
      CatalogAnswer answer,
      CatalogAddress address,
      MultiValueMap<String, String> parameters,
      Terms terms) {
    this.terms = terms;
    this.answer = answer;
    this.address = address;
    this.parameters = parameters;
  }

  /// Those of which something is recorded anywhere.
  List<FacetView> views() {
    List<FacetView> views = new ArrayList<>();
    for (FacetCounts facet : answer.facets()) {
      boolean chosen = address.question().chosen().containsKey(facet.field());
      boolean says =
          facet.choices().stream()
              .anyMatch(choice -> !choice.value().value().equals(CatalogIndex.MISSING));
      if (chosen || says) {
        views.add(view(facet, chosen || views.size() < OPEN));
      }
    }
    return views;
  }

  /// What is chosen, each with the address that drops it.
  List<FacetView.Choice> chosen() {
    List<FacetView.Choice> chosen = new ArrayList<>();
    for (FacetCounts facet : answer.facets()) {
      facet.choices().stream()
          .filter(CatalogAnswer.Choice::chosen)
          .forEach(choice -> chosen.add(choice(facet, choice, 0)));
      for (Span span : facet.spans()) {
        String label =
            facet.attribute().number().map(number -> terms.span(number, span)).orElse("");
        chosen.add(
            new FacetView.Choice(
                terms.attribute(facet.field(), facet.label()) + " " + label,
                new Count.TooFew(),
                0,
                true,
                false,
                0,
                without(facet.field(), span.toString())));
      }
    }
    return chosen;
  }

  private String without(String field, String value) {
    Map<String, List<String>> chosen = new LinkedHashMap<>(address.question().chosen());
    List<String> values = new ArrayList<>(chosen.getOrDefault(field, List.of()));
    values.remove(value);
    chosen.put(field, values);
    return address.with(chosen).toString();
  }

  private FacetView view(FacetCounts facet, boolean open) {
    String within = CatalogAddress.within(parameters, facet.field());
    List<FacetView.Choice> first = new ArrayList<>();
    List<FacetView.Choice> more = new ArrayList<>();
    int atOnce = facet.attribute().tree().isPresent() ? AT_ONCE_IN_TREES : AT_ONCE;
    for (Placed placed : placed(facet)) {
      CatalogAnswer.Choice choice = placed.choice();
      if (!within.isEmpty() && !choice.chosen() && !has(facet, choice, within)) {
        continue;
      }
      // What is chosen stays in sight; what has no number to tell waits behind what has.
      boolean seen = choice.value().patients().size() > 0 && first.size() < atOnce;
      boolean now = choice.chosen() || seen || !within.isEmpty();
      (now ? first : more).add(choice(facet, choice, placed.depth()));
    }
    boolean turns = facet.all() || (facet.several() && chosen(facet) > 1);
    return new FacetView(
        facet.field(),
        terms.attribute(facet.field(), facet.label()),
        open || !within.isEmpty(),
        first,
        more,
        facet.all(),
        turns ? address.turned(facet.field()).toString() : "",
        range(facet),
        within,
        facet.choices().size() > SEARCHED_FROM && facet.attribute().number().isEmpty(),
        address.carried(facet.attribute().number().isPresent() ? facet.field() : ""));
  }

  private long chosen(FacetCounts facet) {
    return address.question().chosen().getOrDefault(facet.field(), List.of()).size();
  }

  private boolean has(FacetCounts facet, CatalogAnswer.Choice choice, String within) {
    String label = (label(facet, choice) + " " + choice.value().label()).toLowerCase(Locale.ROOT);
    for (String word : within.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      if (!label.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private Optional<FacetView.Range> range(FacetCounts facet) {
    long longest =
        facet.choices().stream()
            .mapToLong(choice -> choice.value().patients().size())
            .max()
            .orElse(0);
    Optional<Span> span = facet.spans().stream().findFirst();
    return facet
        .attribute()
        .number()
        .map(number ->
            new FacetView.Range(
                terms.unit(number.unit()),
                end(span.flatMap(Span::from)),
                end(span.flatMap(Span::to)),
                Math.max(1, longest)));
  }

  private static String end(Optional<BigDecimal> end) {
    return end.map(BigDecimal::toPlainString).orElse("");
  }

  private String label(FacetCounts facet, CatalogAnswer.Choice choice) {
    return terms.value(facet.field(), choice.value().value(), choice.value().label());
  }

  private FacetView.Choice choice(FacetCounts facet, CatalogAnswer.Choice choice, int depth) {
    String value = choice.value().value();
    List<String> values = address.question().chosen().getOrDefault(facet.field(), List.of());
    boolean part =
        facet.attribute().isGroup(value)
            && !choice.chosen()
            && values.stream().anyMatch(one -> isWithin(facet.attribute(), one, value));
    Map<String, List<String>> next = new LinkedHashMap<>(address.question().chosen());
    next.put(facet.field(), toggled(facet, values, value));
    return new FacetView.Choice(
        label(facet, choice),
        choice.value().patients(),
        choice.value().patients().size(),
        choice.chosen(),
        part,
        depth,
        address.with(next).toString());
  }

  /// A value takes the place of the groups it is in and of the values in it, a range that of
  /// numbers that were typed.
  private static List<String> toggled(FacetCounts facet, List<String> values, String value) {
    List<String> toggled = new ArrayList<>(values);
    if (!toggled.remove(value)) {
      if (!facet.all()) {
        toggled.removeIf(one ->
            isWithin(facet.attribute(), one, value)
                || isWithin(facet.attribute(), value, one)
                || Span.parse(one).isPresent());
      }
      toggled.add(value);
    }
    return toggled;
  }

  private static boolean isWithin(Attribute attribute, String value, String group) {
    return attribute
        .tree()
        .filter(tree -> !value.equals(group) && tree.path(value).contains(group))
        .isPresent();
  }

  /// A choice and how deep it stands.
  private record Placed(CatalogAnswer.Choice choice, int depth) {}

  /// The choices in the order of their groups. A group that says no more than its only part is left
  /// out.
  private static List<Placed> placed(FacetCounts facet) {
    Optional<Tree> tree = facet.attribute().tree();
    if (tree.isEmpty()) {
      return facet.choices().stream().map(choice -> new Placed(choice, 0)).toList();
    }
    Map<String, CatalogAnswer.Choice> byValue =
        new TreeMap<>(Comparator.comparing((String value) -> place(tree.get(), value)));
    facet.choices().forEach(choice -> byValue.put(choice.value().value(), choice));
    for (Tree.Group group : tree.get().groups().reversed()) {
      CatalogAnswer.Choice choice = byValue.get(group.name());
      if (choice != null && !choice.chosen() && parts(tree.get(), byValue, group.name()) == 1) {
        byValue.remove(group.name());
      }
    }
    List<Placed> placed = new ArrayList<>();
    place(tree.get(), byValue, "", 0, placed);
    return placed;
  }

  /// Where a value stands: the numbers of its groups from the top, then itself; what is in no group
  /// comes last.
  private static String place(Tree tree, String value) {
    List<String> groups = tree.groups().stream().map(Tree.Group::name).toList();
    return tree.path(value).reversed().stream()
        .map(one -> tree.isGroup(one) ? "%04d".formatted(groups.indexOf(one)) : "~" + one)
        .collect(Collectors.joining("/"));
  }

  private static long parts(Tree tree, Map<String, CatalogAnswer.Choice> shown, String group) {
    return shown.keySet().stream().filter(value -> above(tree, shown, value).equals(group)).count();
  }

  /// The smallest group that is shown and holds the value; empty for none.
  private static String above(Tree tree, Map<String, CatalogAnswer.Choice> shown, String value) {
    return tree.path(value).stream().skip(1).filter(shown::containsKey).findFirst().orElse("");
  }

  private static void place(
      Tree tree,
      Map<String, CatalogAnswer.Choice> shown,
      String group,
      int depth,
      List<Placed> placed) {
    shown.forEach((value, choice) -> {
      if (above(tree, shown, value).equals(group)) {
        placed.add(new Placed(choice, depth));
        if (tree.isGroup(value)) {
          place(tree, shown, value, depth + 1, placed);
        }
      }
    });
  }
}
