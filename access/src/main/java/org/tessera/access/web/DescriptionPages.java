package org.tessera.access.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.tessera.catalog.search.CatalogSearch;

/// Where networks, biobanks and collections are described, and descriptions published.
@Controller
final class DescriptionPages {
  private final DescriptionDesk desk;
  private final CatalogSearch catalogue;

  DescriptionPages(DescriptionDesk desk, CatalogSearch catalogue) {
    this.desk = desk;
    this.catalogue = catalogue;
  }

  /// Something that is described, or could be.
  ///
  /// @param published whether the catalogue shows a description of it
  /// @param state of the last version, empty where it was never edited in the page
  public record Row(String entity, String id, String name, boolean published, String state) {}

  @GetMapping("/descriptions")
  String list(Model model) {
    model.addAttribute("entities", entities());
    return "access/descriptions";
  }

  private Map<String, List<Row>> entities() {
    Descriptions shown = catalogue.descriptions();
    Map<String, Edition> latest = new HashMap<>();
    desk.latest().forEach(edition -> latest.put(key(edition.described()), edition));
    Map<String, List<Row>> entities = new LinkedHashMap<>();
    for (String entity : Descriptions.ENTITIES) {
      Map<String, Row> rows = new LinkedHashMap<>();
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

  private Row row(String entity, String id, String name, Map<String, Edition> latest) {
    Optional<Edition> edition = Optional.ofNullable(latest.get(entity + "/" + id));
    return new Row(
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
      Authentication authentication) {
    requireKnown(entity, id);
    return page(entity, id, SignedIn.person(authentication), Optional.empty(), Optional.empty());
  }

  @PostMapping("/descriptions/{entity}/{id}")
  ModelAndView change(
      @PathVariable("entity") String entity,
      @PathVariable("id") String id,
      @RequestParam MultiValueMap<String, String> form,
      Authentication authentication) {
    requireKnown(entity, id);
    Person person = SignedIn.person(authentication);
    Optional<Described> typed = Optional.empty();
    try {
      int revision = number(form.getFirst("revision"));
      String remark = Optional.ofNullable(form.getFirst("remark")).orElse("");
      switch (Optional.ofNullable(form.getFirst("act")).orElse("")) {
        case "publish" -> desk.publish(person, entity, id, revision);
        case "give-back" -> desk.giveBack(person, entity, id, revision, remark);
        case "withdraw" -> desk.withdraw(person, entity, id, revision, remark);
        case "submit" -> {
          typed = Optional.of(form(entity).read(id, form));
          desk.save(person, typed.get(), revision);
          typed = Optional.empty();
          desk.submit(person, entity, id, revision + 1);
        }
        default -> {
          typed = Optional.of(form(entity).read(id, form));
          desk.save(person, typed.get(), revision);
        }
      }
    } catch (Unchanged e) {
      // What was typed stays in the form.
      return page(entity, id, person, typed, Optional.of(e));
    }
    return new ModelAndView("redirect:/descriptions/" + entity + "/" + id);
  }

  private static int number(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private DescriptionForm form(String entity) {
    return new DescriptionForm(catalogue.descriptions(), entity);
  }

  private ModelAndView page(
      String entity,
      String id,
      Person person,
      Optional<Described> typed,
      Optional<Unchanged> refused) {
    List<Edition> history = desk.history(entity, id);
    Optional<Edition> last = history.stream().findFirst();
    Descriptions shown = catalogue.descriptions();
    Optional<String> title =
        catalogue
            .holdings()
            .collection(id)
            .filter(_ -> entity.equals("collection"))
            .map(c -> c.name());
    Described described =
        typed
            .or(() -> last.map(Edition::described))
            .or(() -> shown.find(entity, id))
            .orElseGet(() -> new Described(entity, id, id, Map.of()));
    var page =
        new ModelAndView(
            "access/description",
            refused.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
    page.addObject("described", described);
    page.addObject("title", title.orElse(described.name()));
    page.addObject("fields", form(entity).fields(described));
    page.addObject("history", history);
    page.addObject("last", last.orElse(null));
    page.addObject("state", last.map(one -> one.state().name()).orElse(""));
    page.addObject("revision", last.map(Edition::revision).orElse(0));
    page.addObject("mine", last.filter(one -> one.author().equals(person.name())).isPresent());
    page.addObject("published", shown.find(entity, id).isPresent());
    page.addObject("address", address(entity, id));
    page.addObject("changes", changes(history));
    page.addObject("refused", refused.map(Unchanged::reason).orElse(null));
    page.addObject("problems", refused.map(Unchanged::problems).orElse(List.of()));
    return page;
  }

  private static String address(String entity, String id) {
    return switch (entity) {
      case "network" -> "/catalogue/networks/" + id;
      case "biobank" -> "/catalogue/biobanks/" + id;
      default -> "/catalogue/" + id;
    };
  }

  /// What a version says otherwise than the one before it.
  public record Change(int number, String label, String before, String after) {}

  private List<Change> changes(List<Edition> history) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i + 1 < history.size(); i++) {
      Described after = history.get(i).described();
      Described before = history.get(i + 1).described();
      for (Descriptions.Row row : catalogue.descriptions().table()) {
        List<String> was = before.values(row.attribute());
        List<String> is = after.values(row.attribute());
        if (row.entity().equals(after.entity()) && !was.equals(is)) {
          changes.add(
              new Change(
                  history.get(i).number(),
                  row.label(),
                  String.join(", ", was),
                  String.join(", ", is)));
        }
      }
    }
    return changes;
  }

  private static void requireKnown(String entity, String id) {
    if (!DescriptionDesk.isKnown(entity, id)) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "an id is of letters, digits, . _ and -");
    }
  }
}
