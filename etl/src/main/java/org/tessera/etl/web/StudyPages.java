package org.tessera.etl.web;

import java.io.IOException;
import java.security.Principal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.etl.Coverage;
import org.tessera.mappings.BrokenRules;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;
import org.tessera.mappings.StudyShelf;

/// The studies of a node, and for each what of its data is mapped and what is not.
@Controller
class StudyPages {
  private static final int VALUES_SHOWN = 300;

  private final Mappings mappings;
  private final Coverage coverage;
  private final StudyShelf shelf;

  StudyPages(Mappings mappings, Coverage coverage, StudyShelf shelf) {
    this.mappings = mappings;
    this.coverage = coverage;
    this.shelf = shelf;
  }

  /// A code as a form sends it.
  public record Choice(
      String list, String value, String code, String relationship, String comment) {}

  @GetMapping("/studies")
  String list(Model model) {
    model.addAttribute("studies", mappings.studies());
    return "etl/studies";
  }

  @GetMapping("/studies/{name:[a-z0-9-]+}/coverage")
  String coverage(@PathVariable String name, Model model) {
    Study study = study(name);
    Coverage.Result result = coverage.of(study);
    List<Coverage.ValueLine> uncoded = result.uncoded();
    model.addAttribute("study", study);
    model.addAttribute("result", result);
    model.addAttribute("uncoded", uncoded.stream().limit(VALUES_SHOWN).toList());
    model.addAttribute("more", Math.max(0, uncoded.size() - VALUES_SHOWN));
    model.addAttribute("coded", result.values().size() - uncoded.size());
    return "etl/coverage";
  }

  @PostMapping("/studies/{name:[a-z0-9-]+}/coverage")
  String accept(@PathVariable String name, Choice choice, Principal person, Model model)
      throws IOException {
    study(name);
    try {
      shelf.accept(
          name,
          List.of(
              new StudyShelf.Accepted(
                  choice.list(),
                  choice.value(),
                  choice.code().strip(),
                  choice.relationship(),
                  choice.comment() == null ? "" : choice.comment())),
          person.getName(),
          LocalDate.now(ZoneOffset.UTC).toString());
    } catch (BrokenRules e) {
      model.addAttribute(
          "problem", e.problems().getFirst().message() + ": " + e.problems().getFirst().remedy());
      return coverage(name, model);
    }
    return "redirect:/studies/" + name + "/coverage";
  }

  private Study study(String name) {
    return mappings
        .study(name)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
