package org.tessera.etl.web;

import java.security.Principal;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;

/// "My patient 004-000001": a data manager asks who is who. Question and answer travel in bodies,
/// never in an address; each question leaves an audit row.
@Controller
class LookupPage {
  private final Mappings mappings;
  private final Pseudonymizer pseudonymizer;

  LookupPage(Mappings mappings, Pseudonymizer pseudonymizer) {
    this.mappings = mappings;
    this.pseudonymizer = pseudonymizer;
  }

  @GetMapping("/lookup")
  String form(Model model) {
    model.addAttribute("studies", mappings.studies());
    return "etl/lookup";
  }

  @PostMapping("/lookup")
  String answer(
      @RequestParam String study,
      @RequestParam(defaultValue = "") String number,
      @RequestParam(defaultValue = "") String pseudonym,
      Principal person,
      Model model) {
    model.addAttribute("studies", mappings.studies());
    model.addAttribute("study", study);
    Optional<Study> asked = mappings.study(study);
    if (asked.isEmpty()) {
      model.addAttribute("problem", "lookup.problem.study");
    } else if (!number.isBlank()) {
      find(asked.get(), number, person.getName(), model);
    } else if (!pseudonym.isBlank()) {
      Optional<String> found = pseudonymizer.reidentify(person.getName(), study, pseudonym.strip());
      model.addAttribute("pseudonym", pseudonym.strip());
      found.ifPresentOrElse(
          text -> model.addAttribute("number", text),
          () -> model.addAttribute("problem", "lookup.problem.pseudonym"));
    } else {
      model.addAttribute("problem", "lookup.problem.nothing");
    }
    return "etl/lookup";
  }

  private void find(Study study, String number, String person, Model model) {
    try {
      String canonical = study.patientKey().canonical(number);
      Optional<String> found = pseudonymizer.find(person, study.name(), canonical);
      model.addAttribute("number", canonical);
      found.ifPresentOrElse(
          text -> model.addAttribute("pseudonym", text),
          () -> model.addAttribute("problem", "lookup.problem.number"));
    } catch (IllegalArgumentException e) {
      model.addAttribute("problem", "lookup.problem.pattern");
    }
  }
}
