package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Profile;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.dataset.DatasetSearch;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.harvest.Harvest;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.catalog.search.Listing;
import org.tessera.catalog.search.QuestionCohort;
import org.tessera.catalog.standard.Standards;

/// The catalogue: a question in the address, collections and facets in the answer.
@Controller
final class CatalogPages {
  private final CatalogSearch search;
  private final Looser looser;
  private final Standards standards;
  private final CohortSearch cohorts;
  private final Harvest harvest;
  private final DatasetSearch datasets;

  CatalogPages(
      CatalogSearch search,
      CohortSearch cohorts,
      Standards standards,
      Harvest harvest,
      DatasetSearch datasets) {
    this.harvest = harvest;
    this.datasets = datasets;
    this.search = search;
    this.cohorts = cohorts;
    this.looser = new Looser(search);
    this.standards = standards;
  }

  @GetMapping({"/", "/catalogue"})
  String catalogue(
      @RequestParam MultiValueMap<String, String> parameters,
      @ModelAttribute("terms") Terms terms,
      Model model,
      HttpServletResponse response) {
    Forms.link(response, "/api/catalogue");
    CatalogAddress asked = CatalogAddress.of(parameters);
    if (CatalogAddress.typesRange(parameters)) {
      return "redirect:" + asked.withRanges(parameters);
    }
    CatalogAnswer answer =
        search.answer(
            asked.question(), new Listing(asked.order(), CatalogAddress.page(parameters)));
    var address = new CatalogAddress(answer.question(), asked.order());
    var facets = new Facets(answer, address, parameters, terms);
    String rule = Rule.of(answer, terms);
    boolean none = answer.collections().isEmpty();
    model.addAttribute("question", answer.question());
    model.addAttribute("carried", address.carried(CatalogAddress.WORDS));
    model.addAttribute("rule", rule);
    model.addAttribute(
        "cohort",
        CohortPages.address(
            CohortJson.write(QuestionCohort.of(answer.question(), cohorts.attributes()))));
    model.addAttribute("understood", answer.understood());
    model.addAttribute("version", answer.version());
    model.addAttribute("making", search.making());
    model.addAttribute("collections", answer.collections());
    model.addAttribute("found", answer.found());
    model.addAttribute("listed", listed(answer, address));
    model.addAttribute("why", answer.why());
    model.addAttribute("patients", answer.patients());
    model.addAttribute("datasets", datasets.matching(answer.question()));
    model.addAttribute("elsewhere", ElsewhereView.of(harvest, answer.question()));
    model.addAttribute("facets", facets.views());
    model.addAttribute("chosen", facets.chosen());
    model.addAttribute("empty", none && answer.question().asksForEverything());
    model.addAttribute("looser", none ? looser.than(answer, terms) : List.of());
    model.addAttribute("citation", rule.isEmpty() ? "" : citation(answer, address));
    return "catalog/catalogue";
  }

  /// The same question for programs: the collections of a page and every facet, told as the page
  /// tells them.
  @GetMapping("/api/catalogue")
  ResponseEntity<byte[]> numbers(@RequestParam MultiValueMap<String, String> parameters) {
    CatalogAddress asked = CatalogAddress.of(parameters);
    CatalogAnswer answer =
        search.answer(
            asked.question(), new Listing(asked.order(), CatalogAddress.page(parameters)));
    var tree = CatalogNumbers.tree(answer, cohorts.english());
    tree.put("citation", citation(answer, new CatalogAddress(answer.question(), asked.order())));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body((tree.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private String citation(CatalogAnswer answer, CatalogAddress address) {
    String rule = Rule.of(answer, cohorts.english());
    return standards.citation(
        answer.version(),
        "Catalogue search: %s. %s, told in tens"
            .formatted(rule.isEmpty() ? "everything" : rule, Rule.found(answer)),
        address.toString());
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
    Written.of(search.descriptions(), search.descriptions().find("collection", id), model);
    model.addAttribute("datasets", datasets.of(collection.id()));
    model.addAttribute("collection", collection);
    model.addAttribute("version", version);
    model.addAttribute("citation", standards.citation(version, collection));
    model.addAttribute("schemaOrg", standards.schemaOrgInPage(version, collection));
    Forms.link(response, "/api/catalogue/" + collection.id());
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
    Written.of(search.descriptions(), Optional.of(found), model);
    List<Collection> collections =
        search.holdings().collections().stream()
            .filter(one -> search.descriptions().of(one.id(), entity).contains(id))
            .toList();
    model.addAttribute("collections", collections);
    CatalogQuestion question = CatalogQuestion.of("", Map.of(entity, List.of(id)));
    // Of an id that no patient has the index would pass over the question.
    model.addAttribute("found", collections.isEmpty() ? Optional.empty() : search.found(question));
    model.addAttribute("search", new CatalogAddress(question, Listing.Order.MATCH).toString());
    return "catalog/holder";
  }

  /// How the answer is listed, and the addresses of its other pages and orders.
  ///
  /// @param previous empty on the first page
  /// @param next empty on the last
  public record ListedView(
      int page, int pages, String previous, String next, List<OrderView> orders) {}

  /// An order, `catalogue.order.LABEL`, and the address of the answer in it.
  public record OrderView(String label, boolean current, String address) {}

  private static ListedView listed(CatalogAnswer answer, CatalogAddress address) {
    int page = answer.listing().page();
    int pages = Listing.pages(answer.found());
    List<OrderView> orders = new ArrayList<>();
    for (Listing.Order order : Listing.Order.values()) {
      String label = order.name().toLowerCase(Locale.ROOT);
      orders.add(new OrderView(label, order == address.order(), address.in(order).toString()));
    }
    return new ListedView(
        page,
        pages,
        page > 1 ? address.page(page - 1) : "",
        page < pages ? address.page(page + 1) : "",
        orders);
  }
}
