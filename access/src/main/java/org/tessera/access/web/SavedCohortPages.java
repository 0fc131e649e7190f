package org.tessera.access.web;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.tessera.access.Person;
import org.tessera.access.cohort.SavedCohort;
import org.tessera.access.cohort.SavedCohorts;
import org.tessera.access.identity.SignedIn;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.vocabularies.words.Phrases;

/// Cohorts people keep: with the numbers they had, and those they have now.
@Controller
final class SavedCohortPages {
  private final SavedCohorts saved;
  private final CohortSearch cohorts;
  private final CatalogSearch catalogue;
  private final Phrases phrases;

  SavedCohortPages(
      SavedCohorts saved, CohortSearch cohorts, CatalogSearch catalogue, Phrases phrases) {
    this.phrases = phrases;
    this.saved = saved;
    this.cohorts = cohorts;
    this.catalogue = catalogue;
  }

  /// A collection's patients in each version, and now.
  public record PartRow(String id, String name, List<Count> patients, Count now) {}

  @GetMapping("/cohorts/saved")
  String list(Authentication authentication, Locale language, Model model) {
    Person person = SignedIn.person(authentication);
    List<SavedCohort> mine = saved.mine(person);
    List<SavedCohort> shared = saved.shared(person);
    model.addAttribute("mine", mine);
    model.addAttribute("shared", shared);
    Map<UUID, String> words = new HashMap<>();
    Stream.concat(mine.stream(), shared.stream())
        .forEach(one -> words.put(one.id(), words(one.latest().definition(), language)));
    model.addAttribute("words", words);
    model.addAttribute("listed", SavedCohorts.LISTED_MAX);
    return "access/cohorts";
  }

  @GetMapping("/cohorts/saved/new")
  String blank(
      @RequestParam(name = "cohort", defaultValue = "") String json, Locale language, Model model) {
    CohortAnswer answer = answer(json);
    model.addAttribute("words", words(json, language));
    model.addAttribute("answer", answer);
    model.addAttribute("json", CohortJson.write(answer.cohort()));
    return "access/cohort-new";
  }

  @PostMapping("/cohorts/saved")
  ModelAndView save(
      @RequestParam("cohort") String json,
      @RequestParam("name") String name,
      Locale language,
      Authentication authentication) {
    CohortAnswer answer = answer(json);
    Optional<SavedCohort> kept = saved.save(SignedIn.person(authentication), name, answer);
    if (kept.isPresent()) {
      return new ModelAndView("redirect:/cohorts/saved/" + kept.get().id());
    }
    var again = new ModelAndView("access/cohort-new", HttpStatus.UNPROCESSABLE_CONTENT);
    again.addObject("answer", answer);
    again.addObject("words", words(json, language));
    again.addObject("json", CohortJson.write(answer.cohort()));
    again.addObject("problem", "cohort-new.problem");
    return again;
  }

  @GetMapping("/cohorts/saved/{id}")
  String show(
      @PathVariable("id") UUID id, Authentication authentication, Locale language, Model model) {
    Person person = SignedIn.person(authentication);
    SavedCohort cohort = find(person, id);
    CohortAnswer now = answer(cohort.latest().definition());
    model.addAttribute("cohort", cohort);
    model.addAttribute("now", now);
    model.addAttribute("mine", cohort.owner().equals(person.name()));
    model.addAttribute("json", cohort.latest().definition());
    model.addAttribute("words", words(cohort.latest().definition(), language));
    model.addAttribute("parts", parts(cohort, now));
    return "access/cohort";
  }

  @PostMapping("/cohorts/saved/{id}/version")
  String version(@PathVariable("id") UUID id, Authentication authentication) {
    Person person = SignedIn.person(authentication);
    CohortAnswer now = answer(find(person, id).latest().definition());
    saved.update(person, id, now).orElseThrow(SavedCohortPages::notFound);
    return "redirect:/cohorts/saved/" + id;
  }

  @PostMapping("/cohorts/saved/{id}/share")
  String share(
      @PathVariable("id") UUID id,
      @RequestParam("shared") boolean shared,
      Authentication authentication) {
    saved.share(SignedIn.person(authentication), id, shared);
    return "redirect:/cohorts/saved/" + id;
  }

  @PostMapping("/cohorts/saved/{id}/remove")
  String remove(@PathVariable("id") UUID id, Authentication authentication) {
    saved.remove(SignedIn.person(authentication), id);
    return "redirect:/cohorts/saved";
  }

  /// What is kept is what everybody may know.
  private CohortAnswer answer(String json) {
    return cohorts.answer(CohortJson.read(json).cohort(), false);
  }

  /// Who is in it, in the reader's language.
  private String words(String json, Locale language) {
    var terms = new Terms(phrases.in(language), cohorts.attributes());
    return cohorts.wording(terms).of(cohorts.understood(CohortJson.read(json).cohort()));
  }

  private List<PartRow> parts(SavedCohort cohort, CohortAnswer now) {
    Set<String> ids = new LinkedHashSet<>();
    now.collections().forEach(part -> ids.add(part.id()));
    cohort.versions().forEach(version -> ids.addAll(version.parts().keySet()));
    var holdings = catalogue.holdings();
    return ids.stream()
        .map(id ->
            new PartRow(
                id,
                holdings.collection(id).map(found -> found.name()).orElse(id),
                cohort.versions().stream()
                    .map(version -> version.parts().getOrDefault(id, new Count.TooFew()))
                    .toList(),
                now.collections().stream()
                    .filter(part -> part.id().equals(id))
                    .map(part -> part.patients())
                    .findFirst()
                    .orElse(new Count.TooFew())))
        .toList();
  }

  private SavedCohort find(Person person, UUID id) {
    return saved.find(person, id).orElseThrow(SavedCohortPages::notFound);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "no such cohort");
  }
}
