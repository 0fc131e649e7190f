package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.tessera.catalog.index.Span;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.Listing;

/// The page's address: what is asked and how the answer is listed.
record CatalogAddress(CatalogQuestion question, Listing.Order order) {
  /// The parameter of what is typed.
  static final String WORDS = "q";

  private static final String ALL = "all";
  private static final String SORT = "sort";
  private static final String PAGE = "page";

  /// How the page is shown, whatever it asks: the frame reads these.
  private static final Set<String> SHOWN = Set.of("lang", "theme");

  private static final String FROM = "from.";
  private static final String TO = "to.";
  private static final String WITHIN = "in.";

  /// A field of a form that carries what is asked along.
  public record Carried(String name, String value) {}

  /// Reads an address; what it holds of forms is left out.
  static CatalogAddress of(MultiValueMap<String, String> parameters) {
    Map<String, List<String>> chosen = new LinkedHashMap<>(parameters);
    chosen.keySet().removeIf(CatalogAddress::isOfForms);
    chosen.keySet().removeAll(SHOWN);
    List<String> words = chosen.remove(WORDS);
    List<String> all = chosen.remove(ALL);
    chosen.remove(PAGE);
    List<String> order = chosen.remove(SORT);
    return new CatalogAddress(
        CatalogQuestion.of(
            words == null ? "" : String.join(" ", words), chosen, all == null ? List.of() : all),
        order == null ? Listing.Order.MATCH : order(order.getFirst()));
  }

  private static boolean isOfForms(String name) {
    return name.startsWith(FROM) || name.startsWith(TO) || name.startsWith(WITHIN);
  }

  private static Listing.Order order(String name) {
    for (Listing.Order order : Listing.Order.values()) {
      if (name(order).equals(name)) {
        return order;
      }
    }
    return Listing.Order.MATCH;
  }

  static String name(Listing.Order order) {
    return order.name().toLowerCase(Locale.ROOT);
  }

  /// The page that is asked for, 1 where none is.
  static int page(MultiValueMap<String, String> parameters) {
    String page = parameters.getFirst(PAGE);
    return page != null && page.matches("\\d{1,6}") ? Integer.parseInt(page) : 1;
  }

  /// What is looked for among the values of a facet, empty for nothing.
  static String within(MultiValueMap<String, String> parameters, String field) {
    String text = parameters.getFirst(WITHIN + field);
    return text == null ? "" : text.strip();
  }

  /// Whether the ends of a range were typed into the form of a facet.
  static boolean typesRange(MultiValueMap<String, String> parameters) {
    return parameters.keySet().stream().anyMatch(name -> name.startsWith(FROM));
  }

  /// The same with the ranges that were typed chosen; an empty one lets go of the facet.
  CatalogAddress withRanges(MultiValueMap<String, String> parameters) {
    Map<String, List<String>> chosen = new LinkedHashMap<>(question.chosen());
    for (String name : parameters.keySet()) {
      if (name.startsWith(FROM)) {
        String field = name.substring(FROM.length());
        String span = end(parameters, FROM + field) + ".." + end(parameters, TO + field);
        chosen.put(field, Span.parse(span).map(one -> List.of(one.toString())).orElseGet(List::of));
      }
    }
    return new CatalogAddress(question.with(chosen), order);
  }

  private static String end(MultiValueMap<String, String> parameters, String name) {
    String end = parameters.getFirst(name);
    return end == null ? "" : end.strip();
  }

  /// The same with other choices.
  CatalogAddress with(Map<String, List<String>> chosen) {
    return new CatalogAddress(question.with(chosen), order);
  }

  /// The same with all of a facet's values wanted instead of any, or the other way round.
  CatalogAddress turned(String field) {
    List<String> all = new ArrayList<>(question.all());
    if (!all.remove(field)) {
      all.add(field);
    }
    return new CatalogAddress(CatalogQuestion.of(question.words(), question.chosen(), all), order);
  }

  CatalogAddress in(Listing.Order other) {
    return new CatalogAddress(question, other);
  }

  /// What a form must carry along to ask the same, without the words or a facet of its own.
  List<Carried> carried(String without) {
    List<Carried> carried = new ArrayList<>();
    if (!question.words().isEmpty() && !without.equals(WORDS)) {
      carried.add(new Carried(WORDS, question.words()));
    }
    question
        .chosen()
        .forEach((field, values) -> {
          if (!field.equals(without)) {
            values.forEach(value -> carried.add(new Carried(field, value)));
          }
        });
    question.all().stream()
        .filter(field -> !field.equals(without))
        .forEach(field -> carried.add(new Carried(ALL, field)));
    if (order != Listing.Order.MATCH) {
      carried.add(new Carried(SORT, name(order)));
    }
    return carried;
  }

  /// The address of a page of the answer.
  String page(int page) {
    List<Carried> all = new ArrayList<>(carried(""));
    if (page > 1) {
      all.add(new Carried(PAGE, Integer.toString(page)));
    }
    var address = UriComponentsBuilder.fromPath("/catalogue");
    Map<String, Object> values = new LinkedHashMap<>();
    for (Carried one : all) {
      String variable = "v" + values.size();
      values.put(variable, one.value());
      address.queryParam(one.name(), "{" + variable + "}");
    }
    // Values are encoded as what they are: a + in a question is no blank.
    return address.encode().buildAndExpand(values).toUriString();
  }

  @Override
  public String toString() {
    return page(1);
  }
}
