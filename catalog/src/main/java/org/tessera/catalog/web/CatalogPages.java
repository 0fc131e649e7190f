package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.standard.Standards;

/// The catalogue: a question in the address, collections and facets in the answer.
@Controller
final class CatalogPages {
  private static final String WORDS = "q";

  private final CatalogSearch search;
  private final Looser looser;
  private final Standards standards;

  CatalogPages(CatalogSearch search, Standards standards) {
    this.search = search;
    this.looser = new Looser(search);
    this.standards = standards;
  }

  /// A facet as the page shows it.
  public record FacetView(String label, List<ChoiceView> choices) {}

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
    model.addAttribute("understood", answer.understood());
    model.addAttribute("version", answer.version());
    model.addAttribute("collections", answer.collections());
    model.addAttribute("why", answer.why());
    model.addAttribute("patients", answer.patients());
    model.addAttribute("facets", facets);
    model.addAttribute(
        "chosen",
        facets.stream()
            .flatMap(facet -> facet.choices().stream())
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
    Collection collection =
        search
            .collection(id)
            .orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such collection"));
    DataVersion version = search.version();
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
    return answer.facets().stream()
        .map(facet ->
            new FacetView(
                facet.label(),
                facet.choices().stream()
                    .map(choice -> choice(facet.field(), choice, question))
                    .toList()))
        .toList();
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
