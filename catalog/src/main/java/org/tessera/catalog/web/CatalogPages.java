package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Profile;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.catalog.standard.Standards;

/// The catalogue: a question in the address, collections and facets in the answer.
@Controller
final class CatalogPages {
  private static final String WORDS = "q";
  private static final int FACETS_OPEN = 6;
  private static final int VALUES_AT_ONCE = 8;

  private final CatalogSearch search;
  private final Looser looser;
  private final Standards standards;
  private final CohortSearch cohorts;

  CatalogPages(CatalogSearch search, CohortSearch cohorts, Standards standards) {
    this.search = search;
    this.cohorts = cohorts;
    this.looser = new Looser(search);
    this.standards = standards;
  }

  /// A facet as the page shows it.
  ///
  /// @param open whether it is shown without being asked for
  /// @param first the values that are shown at once
  /// @param more the others
  public record FacetView(
      String label, boolean open, List<ChoiceView> first, List<ChoiceView> more) {}

  /// A facet value, its count in words and the address that adds or drops it.
  public record ChoiceView(String label, String patients, boolean chosen, String address) {}

  @GetMapping({"/", "/catalogue"})
  String catalogue(
      @RequestParam MultiValueMap<String, String> parameters,
      Model model,
      HttpServletResponse response) {
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    link(response, "/api/catalogue/dcat.ttl", CatalogFiles.TURTLE);
    link(response, "/api/catalogue/dcat.jsonld", CatalogFiles.JSON_LD);
    CatalogAnswer answer = search.answer(question(parameters));
    CatalogQuestion question = answer.question();
    List<FacetView> facets = facets(answer, question);
    String rule = Rule.of(answer);
    boolean none = answer.collections().isEmpty();
    model.addAttribute("question", question);
    model.addAttribute("rule", rule);
    model.addAttribute("cohort", cohort(question));
    model.addAttribute("understood", answer.understood());
    model.addAttribute("version", answer.version());
    model.addAttribute("collections", answer.collections());
    model.addAttribute("why", answer.why());
    model.addAttribute("patients", answer.patients());
    model.addAttribute("facets", facets);
    model.addAttribute(
        "chosen",
        facets.stream()
            .flatMap(facet -> Stream.concat(facet.first().stream(), facet.more().stream()))
            .filter(ChoiceView::chosen)
            .toList());
    model.addAttribute("empty", none && question.asksForEverything());
    model.addAttribute("looser", none ? looser.than(answer) : List.of());
    model.addAttribute(
        "citation",
        rule.isEmpty()
            ? ""
            : standards.citation(
                answer.version(),
                "Catalogue search: %s. %s, told in tens".formatted(rule, Rule.found(answer)),
                address(question.words(), question.chosen())));
    return "catalog/catalogue";
  }

  @GetMapping("/catalogue/{id}")
  String collection(@PathVariable String id, Model model, HttpServletResponse response) {
    Profile profile =
        cohorts
            .profile(id, false)
            .orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such collection"));
    Collection collection = profile.collection();
    DataVersion version = profile.version();
    model.addAttribute("profile", profile);
    described(search.descriptions().find("collection", id), model);
    model.addAttribute("collection", collection);
    model.addAttribute("version", version);
    model.addAttribute("citation", standards.citation(version, collection));
    model.addAttribute("schemaOrg", standards.schemaOrgInPage(version, collection));
    String forms = "/api/catalogue/" + collection.id();
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    link(response, forms + "/dcat.ttl", CatalogFiles.TURTLE);
    link(response, forms + "/dcat.jsonld", CatalogFiles.JSON_LD);
    return "catalog/collection";
  }

  @GetMapping("/catalogue/biobanks/{id}")
  String biobank(@PathVariable String id, Model model) {
    return holder("biobank", id, model);
  }

  @GetMapping("/catalogue/networks/{id}")
  String network(@PathVariable String id, Model model) {
    return holder("network", id, model);
  }

  private String holder(String entity, String id, Model model) {
    Described found =
        search
            .descriptions()
            .find(entity, id)
            .orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such " + entity));
    described(Optional.of(found), model);
    model.addAttribute(
        "collections",
        search.holdings().collections().stream()
            .filter(one -> search.descriptions().of(one.id(), entity).contains(id))
            .toList());
    model.addAttribute("found", search.found(CatalogQuestion.of("", Map.of(entity, List.of(id)))));
    model.addAttribute("search", address("", Map.of(entity, List.of(id))));
    return "catalog/holder";
  }

  /// What somebody wrote, and who holds it.
  private void described(Optional<Described> described, Model model) {
    Descriptions all = search.descriptions();
    Optional<Described> biobank =
        described.flatMap(one -> all.find("biobank", one.first("biobank")));
    model.addAttribute("described", described.orElse(null));
    model.addAttribute("rows", described.map(all::rows).orElse(List.of()));
    model.addAttribute("biobank", biobank.orElse(null));
    model.addAttribute(
        "networks",
        biobank.or(() -> described).stream()
            .flatMap(one -> one.values("network").stream())
            .flatMap(id -> all.find("network", id).stream())
            .toList());
  }

  /// Where a page is told of for machines. https://signposting.org/FAIR/
  private static void link(HttpServletResponse response, String address, String type) {
    response.addHeader(
        HttpHeaders.LINK, "<%s>; rel=\"describedby\"; type=\"%s\"".formatted(address, type));
  }

  static String address(String words, Map<String, List<String>> chosen) {
    var address = UriComponentsBuilder.fromPath("/catalogue");
    Map<String, Object> values = new LinkedHashMap<>();
    if (!words.isEmpty()) {
      values.put("w", words);
      address.queryParam(WORDS, "{w}");
    }
    chosen.forEach((name, all) ->
        all.forEach(one -> {
          String variable = "v" + values.size();
          values.put(variable, one);
          address.queryParam(name, "{" + variable + "}");
        }));
    // Values are encoded as what they are: a + in a question is no blank.
    return address.encode().buildAndExpand(values).toUriString();
  }

  private static CatalogQuestion question(MultiValueMap<String, String> parameters) {
    Map<String, List<String>> chosen = new LinkedHashMap<>(parameters);
    List<String> words = chosen.remove(WORDS);
    return CatalogQuestion.of(words == null ? "" : String.join(" ", words), chosen);
  }

  private static List<FacetView> facets(CatalogAnswer answer, CatalogQuestion question) {
    List<FacetView> views = new ArrayList<>();
    for (CatalogAnswer.FacetCounts facet : answer.facets()) {
      List<ChoiceView> first = new ArrayList<>();
      List<ChoiceView> more = new ArrayList<>();
      for (CatalogAnswer.Choice choice : facet.choices()) {
        // What is chosen stays in sight; what has no number to tell waits behind what has.
        boolean atOnce = choice.value().patients().size() > 0 && first.size() < VALUES_AT_ONCE;
        (choice.chosen() || atOnce ? first : more).add(choice(facet.field(), choice, question));
      }
      boolean chosen = first.stream().anyMatch(ChoiceView::chosen);
      if (chosen || facet.choices().stream().anyMatch(CatalogPages::saysSomething)) {
        views.add(new FacetView(facet.label(), chosen || views.size() < FACETS_OPEN, first, more));
      }
    }
    return views;
  }

  /// A facet of which nothing is recorded anywhere is not worth a place.
  private static boolean saysSomething(CatalogAnswer.Choice choice) {
    return !choice.value().value().equals(CatalogIndex.MISSING);
  }

  /// The question as a cohort: what is chosen of one level holds in one entry, as it does here.
  private String cohort(CatalogQuestion question) {
    Map<String, SortedMap<String, Criterion.Wanted>> byLevel = new LinkedHashMap<>();
    question
        .chosen()
        .forEach((field, values) ->
            cohorts
                .attributes()
                .shown(field)
                .ifPresent(attribute ->
                    byLevel
                        .computeIfAbsent(attribute.level(), _ -> new TreeMap<>())
                        .put(field, new Criterion.OneOf(values))));
    List<Criterion> all = new ArrayList<>();
    if (!question.words().isEmpty()) {
      all.add(new Criterion.Words(question.words()));
    }
    byLevel.forEach((level, where) ->
        all.add(new Criterion.Has(new Criterion.Entry(level, where), 1, false, Optional.empty())));
    return CohortPages.address(CohortJson.write(new Criterion.All(all)));
  }

  private static ChoiceView choice(
      String field, CatalogAnswer.Choice choice, CatalogQuestion question) {
    String value = choice.value().value();
    Map<String, List<String>> next = new LinkedHashMap<>(question.chosen());
    List<String> values = new ArrayList<>(next.getOrDefault(field, List.of()));
    if (!values.remove(value)) {
      values.add(value);
    }
    next.put(field, values);
    return new ChoiceView(
        choice.value().label(),
        choice.value().patients().toString(),
        choice.chosen(),
        address(question.words(), next));
  }
}
