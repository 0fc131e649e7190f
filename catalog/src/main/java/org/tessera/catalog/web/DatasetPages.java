package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.dataset.DatasetSearch;
import org.tessera.catalog.dataset.Datasets;
import org.tessera.catalog.dataset.Datasets.Dataset;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.description.Row;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.catalog.standard.Standards;

/// Imaging datasets: all of them with facets, one of them, and its label for print.
@Controller
final class DatasetPages {
  private static final String ALL = "/catalogue/datasets";

  private final Datasets datasets;
  private final DatasetSearch search;
  private final CatalogSearch catalogue;
  private final CohortSearch cohorts;
  private final Standards standards;

  DatasetPages(
      Datasets datasets,
      DatasetSearch search,
      CatalogSearch catalogue,
      CohortSearch cohorts,
      Standards standards) {
    this.datasets = datasets;
    this.search = search;
    this.catalogue = catalogue;
    this.cohorts = cohorts;
    this.standards = standards;
  }

  /// A facet of datasets.
  public record FacetView(String label, List<ChoiceView> choices) {}

  /// A value of a facet, and the address with it chosen or let go.
  public record ChoiceView(String label, int datasets, boolean chosen, String address) {}

  @GetMapping(ALL)
  String all(
      @RequestParam MultiValueMap<String, String> parameters,
      @ModelAttribute("terms") Terms terms,
      Model model) {
    CatalogQuestion question = CatalogAddress.of(parameters).question();
    DatasetSearch.Found found = search.found(question);
    model.addAttribute("question", question);
    model.addAttribute("carried", CatalogAddress.of(parameters).carried(CatalogAddress.WORDS));
    model.addAttribute("datasets", found.datasets());
    model.addAttribute("ignored", found.ignored());
    model.addAttribute("none", search.found(CatalogQuestion.of("", Map.of())).datasets().isEmpty());
    model.addAttribute(
        "facets", found.facets().stream().map(facet -> view(facet, question, terms)).toList());
    return "catalog/datasets";
  }

  private FacetView view(DatasetSearch.Facet facet, CatalogQuestion question, Terms terms) {
    String label =
        cohorts
            .attributes()
            .asked(facet.field())
            .map(known -> known.label())
            .orElseGet(() -> catalogue.descriptions().row(Datasets.ENTITY, facet.field()).label());
    return new FacetView(
        terms.attribute(facet.field(), label),
        facet.choices().stream()
            .map(choice ->
                new ChoiceView(
                    terms.value(facet.field(), choice.value(), choice.label()),
                    choice.datasets(),
                    choice.chosen(),
                    address(turned(question, facet.field(), choice))))
            .toList());
  }

  private static CatalogQuestion turned(
      CatalogQuestion question, String field, DatasetSearch.Choice choice) {
    Map<String, List<String>> chosen = new LinkedHashMap<>(question.chosen());
    List<String> values = new ArrayList<>(chosen.getOrDefault(field, List.of()));
    if (!values.remove(choice.value())) {
      values.add(choice.value());
    }
    chosen.put(field, values);
    return question.with(chosen);
  }

  private static String address(CatalogQuestion question) {
    var address = UriComponentsBuilder.fromPath(ALL);
    Map<String, Object> values = new LinkedHashMap<>();
    if (!question.words().isEmpty()) {
      values.put("words", question.words());
      address.queryParam(CatalogAddress.WORDS, "{words}");
    }
    question
        .chosen()
        .forEach((field, chosen) -> {
          for (String value : chosen) {
            String variable = "v" + values.size();
            values.put(variable, value);
            address.queryParam(field, "{" + variable + "}");
          }
        });
    return address.encode().buildAndExpand(values).toUriString();
  }

  @GetMapping("/catalogue/{collection}/datasets/{id}")
  String one(
      @PathVariable String collection,
      @PathVariable String id,
      @ModelAttribute("terms") Terms terms,
      Model model,
      HttpServletResponse response) {
    Dataset dataset = find(collection, id);
    show(dataset, terms, model);
    Forms.link(response, "/api/catalogue/" + dataset.path());
    model.addAttribute(
        "schemaOrg",
        search.entries().stream()
            .filter(entry -> entry.id().equals(dataset.path()))
            .findFirst()
            .map(entry -> standards.schemaOrgInPage(catalogue.version(), entry))
            .orElse("{}"));
    return "catalog/dataset";
  }

  /// One page of paper.
  @GetMapping("/catalogue/{collection}/datasets/{id}/label")
  String label(
      @PathVariable String collection,
      @PathVariable String id,
      @ModelAttribute("terms") Terms terms,
      Model model) {
    show(find(collection, id), terms, model);
    return "catalog/label";
  }

  private Dataset find(String collection, String id) {
    return datasets
        .find(collection, id)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no such dataset"));
  }

  private void show(Dataset dataset, Terms terms, Model model) {
    Descriptions descriptions = catalogue.descriptions();
    CohortAnswer answer = datasets.answer(dataset, false);
    List<Row> rows =
        descriptions.table().stream().filter(row -> row.entity().equals(Datasets.ENTITY)).toList();
    model.addAttribute("dataset", dataset);
    model.addAttribute("described", dataset.described());
    model.addAttribute("collection", dataset.collection());
    model.addAttribute("answer", answer);
    model.addAttribute("problems", dataset.problems());
    model.addAttribute("words", cohorts.wording(terms).of(dataset.cohort()));
    model.addAttribute("cohort", CohortPages.address(CohortJson.write(dataset.cohort())));
    model.addAttribute(
        "view",
        DatasetView.of(
            dataset.described(),
            rows,
            answer,
            datasets.specification(dataset, false),
            new DatasetView.Reader(terms, cohorts.wording(terms), datasets.counted())));
    model.addAttribute(
        "citation",
        standards.citation(
            answer.version(),
            dataset.described().name()
                + " [Data set], version "
                + dataset.described().first("version"),
            "/catalogue/" + dataset.path()));
    Written.holders(
        descriptions, descriptions.find("collection", dataset.collection().id()), model);
  }
}
