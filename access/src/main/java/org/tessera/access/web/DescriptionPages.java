package org.tessera.access.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.tessera.access.Person;
import org.tessera.access.description.DescriptionDesk;
import org.tessera.access.description.Edition;
import org.tessera.access.description.Unchanged;
import org.tessera.access.identity.SignedIn;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.description.Row;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.vocabularies.words.Phrases;

/// Where networks, biobanks, collections, datasets and populations of reference are described, and
/// descriptions published.
@Controller
final class DescriptionPages {
  private final DescriptionDesk desk;
  private final CatalogSearch catalogue;
  private final Phrases phrases;

  DescriptionPages(DescriptionDesk desk, CatalogSearch catalogue, Phrases phrases) {
    this.desk = desk;
    this.catalogue = catalogue;
    this.phrases = phrases;
  }

  /// Something that is described, or could be.
  ///
  /// @param published whether the catalogue shows a description of it
  /// @param state of the last version, empty where it was never edited in the page
  public record Listed(String entity, String id, String name, boolean published, String state) {}

  @GetMapping("/descriptions")
  String list(Model model) {
    model.addAttribute("entities", entities());
    return "access/descriptions";
  }

  private Map<String, List<Listed>> entities() {
    Descriptions shown = catalogue.descriptions();
    Map<String, Edition> latest = new HashMap<>();
    desk.latest().forEach(edition -> latest.put(key(edition.described()), edition));
    Map<String, List<Listed>> entities = new LinkedHashMap<>();
    for (String entity : Descriptions.ENTITIES) {
      Map<String, Listed> rows = new LinkedHashMap<>();
      if (entity.equals("collection")) {
        catalogue
            .holdings()
            .collections()
            .forEach(one -> rows.put(one.id(), row(entity, one.id(), one.name(), latest)));
      }
      shown
          .all(entity)
          .forEach(one -> rows.putIfAbsent(one.id(), row(entity, one.id(), one.name(), latest)));
      latest.values().stream()
          .map(Edition::described)
          .filter(one -> one.entity().equals(entity))
          .forEach(one -> rows.putIfAbsent(one.id(), row(entity, one.id(), one.name(), latest)));
      entities.put(entity, List.copyOf(rows.values()));
    }
    return entities;
  }

  private static String key(Described described) {
    return described.entity() + "/" + described.id();
  }

  private Listed row(String entity, String id, String name, Map<String, Edition> latest) {
    Optional<Edition> edition = Optional.ofNullable(latest.get(entity + "/" + id));
    return new Listed(
        entity,
        id,
        name,
        catalogue.descriptions().find(entity, id).isPresent(),
        edition.map(one -> one.state().name()).orElse(""));
  }

  @GetMapping("/descriptions/new")
  String begin(@RequestParam("entity") String entity, @RequestParam("id") String id) {
    requireKnown(entity, id.strip());
    return "redirect:/descriptions/" + entity + "/" + id.strip();
  }

  @GetMapping("/descriptions/{entity}/{id}")
  ModelAndView show(
      @PathVariable("entity") String entity,
      @PathVariable("id") String id,
      Authentication authentication,
      Locale language) {
    requireKnown(entity, id);
    return page(
        new Shown(entity, id, SignedIn.person(authentication), language),
        Optional.empty(),
        Optional.empty());
  }

  @PostMapping("/descriptions/{entity}/{id}")
  ModelAndView change(
      @PathVariable("entity") String entity,
      @PathVariable("id") String id,
      @RequestParam MultiValueMap<String, String> form,
      Authentication authentication,
      Locale language) {
    requireKnown(entity, id);
    Person person = SignedIn.person(authentication);
    var shown = new Shown(entity, id, person, language);
    Optional<Described> typed = Optional.empty();
    try {
      int revision = number(form.getFirst("revision"));
      String remark = Optional.ofNullable(form.getFirst("remark")).orElse("");
      switch (Optional.ofNullable(form.getFirst("act")).orElse("")) {
        case "publish" -> desk.publish(person, entity, id, revision);
        case "give-back" -> desk.giveBack(person, entity, id, revision, remark);
        case "withdraw" -> desk.withdraw(person, entity, id, revision, remark);
        case "submit" -> {
          typed = Optional.of(form(shown).read(id, form));
          desk.save(person, typed.get(), revision);
          typed = Optional.empty();
          desk.submit(person, entity, id, revision + 1);
        }
        default -> {
          typed = Optional.of(form(shown).read(id, form));
          desk.save(person, typed.get(), revision);
        }
      }
    } catch (Unchanged e) {
      // What was typed stays in the form.
      return page(shown, typed, Optional.of(e));
    }
    return new ModelAndView("redirect:/descriptions/" + entity + "/" + id);
  }

  private static int number(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  /// What is shown to whom.
  private record Shown(String entity, String id, Person person, Locale language) {}

  private DescriptionForm form(Shown shown) {
    return new DescriptionForm(catalogue, shown.entity(), phrases.in(shown.language()));
  }

  private ModelAndView page(Shown shown, Optional<Described> typed, Optional<Unchanged> refused) {
    String entity = shown.entity();
    String id = shown.id();
    List<Edition> history = desk.history(entity, id);
    Optional<Edition> last = history.stream().findFirst();
    Optional<Described> published = catalogue.descriptions().find(entity, id);
    Optional<String> title =
        catalogue
            .holdings()
            .collection(id)
            .filter(_ -> entity.equals("collection"))
            .map(c -> c.name());
    Described described =
        typed
            .or(() -> last.map(Edition::described))
            .or(() -> published)
            .orElseGet(() -> new Described(entity, id, id, Map.of()));
    DescriptionForm form = form(shown);
    var page =
        new ModelAndView(
            "access/description",
            refused.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
    page.addObject("described", described);
    page.addObject("title", title.orElse(described.name()));
    page.addObject("parts", form.parts(described));
    page.addObject("history", history);
    page.addObject("last", last.orElse(null));
    page.addObject("state", last.map(one -> one.state().name()).orElse(""));
    page.addObject("revision", last.map(Edition::revision).orElse(0));
    page.addObject(
        "mine", last.filter(one -> one.author().equals(shown.person().name())).isPresent());
    page.addObject("published", published.isPresent());
    page.addObject("address", published.map(DescriptionPages::address).orElse(""));
    page.addObject("changes", changes(history, form));
    page.addObject("refused", refused.map(Unchanged::reason).orElse(null));
    page.addObject("problems", refused.map(Unchanged::problems).orElse(List.of()));
    return page;
  }

  private static String address(Described one) {
    return switch (one.entity()) {
      case "network" -> "/catalogue/networks/" + one.id();
      case "biobank" -> "/catalogue/biobanks/" + one.id();
      case "dataset" -> "/catalogue/" + one.first("collection") + "/datasets/" + one.id();
      case "reference" -> "/catalogue/references/" + one.id();
      default -> "/catalogue/" + one.id();
    };
  }

  /// What a version says otherwise than the one before it.
  public record Change(int number, String label, String before, String after) {}

  private List<Change> changes(List<Edition> history, DescriptionForm form) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i + 1 < history.size(); i++) {
      Described after = history.get(i).described();
      Described before = history.get(i + 1).described();
      for (Row row : catalogue.descriptions().table()) {
        String was = text(before, row);
        String is = text(after, row);
        if (row.entity().equals(after.entity()) && !was.equals(is)) {
          changes.add(new Change(history.get(i).number(), form.label(row), was, is));
        }
      }
    }
    return changes;
  }

  private static String text(Described described, Row row) {
    List<String> texts = new ArrayList<>(described.values(row.attribute()));
    described.rows(row.attribute()).forEach(cells -> texts.add(String.join(" · ", cells.values())));
    return String.join(", ", texts);
  }

  private static void requireKnown(String entity, String id) {
    if (!DescriptionDesk.isKnown(entity, id)) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "an id is of letters, digits, . _ and -");
    }
  }
}
