package org.tessera.app.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.omop.athena.AthenaImports;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.CodeSystem;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.search.ConceptIndex;

/// Vocabularies to look at: concepts by what they are called, and each with everything known of it.
///
/// Terms are shown as their licences let them: whoever keeps this node's data sees all of them,
/// others those that may leave it.
@Controller
final class VocabularyPages {
  private static final int SHOWN = 50;
  private static final int TYPED_MAX = 200;
  private static final List<String> KEEPERS = List.of("DATA_MANAGER", "ADMINISTRATOR");
  private static final String SEES_PATIENTS = "DATA_MANAGER";

  private final Vocabularies vocabularies;
  private final ConceptIndex index;
  private final ConceptView view;
  private final AthenaImports imports;

  VocabularyPages(
      Vocabularies vocabularies, ConceptIndex index, ConceptView view, AthenaImports imports) {
    this.vocabularies = vocabularies;
    this.index = index;
    this.view = view;
    this.imports = imports;
  }

  /// A concept in a list.
  ///
  /// @param called what it was found by, empty where that is its term or may not be shown
  public record Row(ConceptView.Named concept, String called) {}

  @GetMapping("/vocabularies")
  String search(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String system,
      HttpServletRequest request,
      Model model) {
    String asked = q.strip().substring(0, Math.min(q.strip().length(), TYPED_MAX));
    model.addAttribute("asked", asked);
    model.addAttribute("system", system);
    model.addAttribute("systems", choices());
    model.addAttribute("ready", index.isReady());
    if (asked.isEmpty()) {
      model.addAttribute("held", view.systems(imports.release()));
      return "vocabularies";
    }
    boolean all = KEEPERS.stream().anyMatch(request::isUserInRole);
    ConceptIndex.Found found =
        index.find(asked, system.isEmpty() ? Set.of() : Set.of(system), SHOWN);
    model.addAttribute("forgiven", found.forgiven());
    model.addAttribute("full", found.hits().size() == SHOWN);
    model.addAttribute("rows", found.hits().stream().map(hit -> row(hit, all)).toList());
    return "vocabularies";
  }

  private Row row(ConceptIndex.Hit hit, boolean all) {
    ConceptView.Named concept = view.named(hit.code(), all);
    boolean own = hit.matched().text().equals(concept.term());
    boolean shown = all || hit.matched().leaves();
    return new Row(concept, own || !shown ? "" : hit.matched().text());
  }

  /// Systems a search can be narrowed to: those with codes of their own name.
  private List<CodeSystem> choices() {
    return vocabularies.systems().stream()
        .filter(system -> !system.title().isBlank() && !system.title().equals(system.url()))
        .sorted(Comparator.comparing(system -> system.title().toLowerCase(Locale.ROOT)))
        .toList();
  }

  @GetMapping("/vocabularies/concept")
  String concept(
      @RequestParam String system,
      @RequestParam String code,
      HttpServletRequest request,
      Model model) {
    Code asked = new Code(vocabularies.canonicalSystem(system), code);
    Optional<ConceptView.Shown> shown =
        view.of(
            asked,
            KEEPERS.stream().anyMatch(request::isUserInRole),
            request.isUserInRole(SEES_PATIENTS));
    model.addAttribute(
        "shown",
        shown.orElseThrow(() ->
            new ResponseStatusException(HttpStatus.NOT_FOUND, "this code is not known here")));
    return "concept";
  }
}
