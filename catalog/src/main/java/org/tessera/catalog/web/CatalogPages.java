package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Profile;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.harvest.Harvest;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Span;
import org.tessera.catalog.search.CatalogAnswer;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.catalog.search.Listing;
import org.tessera.catalog.standard.Standards;

/// The catalogue: a question in the address, collections and facets in the answer.
@Controller
final class CatalogPages {
  private final CatalogSearch search;
  private final Looser looser;
  private final Standards standards;
  private final CohortSearch cohorts;
  private final Harvest harvest;

  CatalogPages(CatalogSearch search, CohortSearch cohorts, Standards standards, Harvest harvest) {
    this.harvest = harvest;
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
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    link(response, "/api/catalogue/dcat.ttl", CatalogFiles.TURTLE);
    link(response, "/api/catalogue/dcat.jsonld", CatalogFiles.JSON_LD);
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
    model.addAttribute("cohort", cohort(answer.question()));
    model.addAttribute("understood", answer.understood());
    model.addAttribute("version", answer.version());
    model.addAttribute("collections", answer.collections());
    model.addAttribute("found", answer.found());
    model.addAttribute("listed", listed(answer, address));
    model.addAttribute("why", answer.why());
    model.addAttribute("patients", answer.patients());
    model.addAttribute("elsewhere", ElsewhereView.of(harvest, answer.question()));
    model.addAttribute("facets", facets.views());
    model.addAttribute("chosen", facets.chosen());
    model.addAttribute("empty", none && answer.question().asksForEverything());
    model.addAttribute("looser", none ? looser.than(answer, terms) : List.of());
    model.addAttribute(
        "citation",
        rule.isEmpty()
            ? ""
            : standards.citation(
                answer.version(),
                "Catalogue search: %s. %s, told in tens"
                    .formatted(Rule.of(answer, cohorts.english()), Rule.found(answer)),
                address.toString()));
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

  /// The question as a cohort: what is chosen of one level holds in one entry, as it does here.
  private String cohort(CatalogQuestion question) {
    Map<String, SortedMap<String, Criterion.Wanted>> byLevel = new LinkedHashMap<>();
    List<Criterion> all = new ArrayList<>();
    if (!question.words().isEmpty()) {
      all.add(new Criterion.Words(question.words()));
    }
    question
        .chosen()
        .forEach((field, values) -> {
          String level = cohorts.attributes().shown(field).map(Attribute::level).orElse("");
          List<Criterion.Wanted> wanted = wanted(values, question.all().contains(field));
          if (wanted.size() == 1) {
            byLevel.computeIfAbsent(level, _ -> new TreeMap<>()).put(field, wanted.getFirst());
          } else {
            List<Criterion> apart =
                wanted.stream().map(one -> has(level, new TreeMap<>(Map.of(field, one)))).toList();
            all.addAll(question.all().contains(field) ? apart : List.of(new Criterion.Any(apart)));
          }
        });
    byLevel.forEach((level, where) -> all.add(has(level, where)));
    return CohortPages.address(CohortJson.write(new Criterion.All(all)));
  }

  private static Criterion has(String level, SortedMap<String, Criterion.Wanted> where) {
    return new Criterion.Has(new Criterion.Entry(level, where), 1, false, Optional.empty());
  }

  /// @param apart whether each value is wanted for itself
  private static List<Criterion.Wanted> wanted(List<String> values, boolean apart) {
    List<Criterion.Wanted> wanted = new ArrayList<>();
    List<String> listed = new ArrayList<>();
    for (String value : values) {
      Optional<Span> span = Span.parse(value);
      if (span.isPresent()) {
        wanted.add(new Criterion.Between(span.get()));
      } else if (apart) {
        wanted.add(new Criterion.OneOf(List.of(value)));
      } else {
        listed.add(value);
      }
    }
    if (!listed.isEmpty()) {
      wanted.add(new Criterion.OneOf(listed));
    }
    return wanted;
  }
}
