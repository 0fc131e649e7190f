package org.tessera.catalog.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.search.CohortMembers;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The patients of a cohort themselves, down to their studies and series: for who may see them; the
/// table of addresses in `access` says who that is, and that it is recorded.
@Controller
final class CohortMemberPages {
  private static final String PLACE = "/cohorts/patients";

  /// What the id of the Endpoint ends in that an ImagingStudy of images which are here names.
  private static final String DICOMWEB = "-dicomweb";

  private final CohortSearch cohorts;
  private final ResourceStore store;

  CohortMemberPages(CohortSearch cohorts, ResourceStore store) {
    this.cohorts = cohorts;
    this.store = store;
  }

  /// A patient.
  public record PatientView(String id, List<StudyView> studies) {}

  /// An imaging study.
  ///
  /// @param id of the ImagingStudy
  /// @param day when it was made, empty where nobody says
  /// @param page of its images, empty when only a form tells of it
  public record StudyView(
      String id, String day, String description, Optional<String> page, List<SeriesView> series) {}

  /// A series.
  ///
  /// @param words modality, number and description as far as they are stated
  /// @param images how many, 0 where nobody says
  /// @param meets whether it is one the cohort asks for
  public record SeriesView(String words, String part, long images, boolean meets) {}

  @GetMapping(PLACE)
  String patients(
      @RequestParam(name = "cohort", defaultValue = "") String json,
      @RequestParam(name = "page", defaultValue = "1") String page,
      Model model) {
    Criterion cohort = CohortJson.read(json).cohort();
    String same = CohortJson.write(cohort);
    CohortMembers found =
        cohorts.members(cohort, page.matches("\\d{1,7}") ? Integer.parseInt(page) : 1);
    model.addAttribute("words", cohorts.wording(CohortPages.terms(model)).of(cohort));
    model.addAttribute("address", CohortPages.address(same));
    model.addAttribute("found", found);
    model.addAttribute("patients", found.members().stream().map(this::view).toList());
    model.addAttribute("previous", found.page() > 1 ? page(same, found.page() - 1) : "");
    model.addAttribute("next", found.page() < found.pages() ? page(same, found.page() + 1) : "");
    return "catalog/cohort-patients";
  }

  private static String page(String json, int page) {
    return PLACE + CohortPages.query(json, "page", Integer.toString(page));
  }

  private PatientView view(CohortMembers.Member member) {
    List<StudyView> studies = new ArrayList<>();
    for (CohortMembers.Study study : member.studies()) {
      // One that went since the index was asked is not shown.
      store
          .read("ImagingStudy", study.id())
          .flatMap(StoredResource::content)
          .ifPresent(content -> studies.add(view(study, content)));
    }
    studies.sort(Comparator.comparing(StudyView::day));
    return new PatientView(member.id(), studies);
  }

  private static StudyView view(CohortMembers.Study study, ObjectNode content) {
    List<SeriesView> series = new ArrayList<>();
    for (JsonNode one : content.path("series")) {
      series.add(
          new SeriesView(
              String.join(" ", said(one)),
              one.path("bodySite").path("display").asString(""),
              one.path("numberOfInstances").asLong(0),
              study.meeting().contains(series.size())));
    }
    String started = content.path("started").asString("");
    return new StudyView(
        study.id(),
        started.substring(0, Math.min(10, started.length())),
        content.path("description").asString(""),
        imaging(content),
        series);
  }

  private static List<String> said(JsonNode series) {
    List<String> said = new ArrayList<>();
    said.add(series.path("modality").path("code").asString(""));
    said.add(series.path("number").asString(""));
    said.add(series.path("description").asString(""));
    said.removeIf(String::isBlank);
    return said;
  }

  /// The page of the study's images.
  private static Optional<String> imaging(ObjectNode content) {
    String endpoint = content.path("endpoint").path(0).path("reference").asString("");
    String uid = content.path("identifier").path(0).path("value").asString("");
    boolean here =
        endpoint.startsWith("Endpoint/")
            && endpoint.endsWith(DICOMWEB)
            && uid.matches("urn:oid:[0-9.]+");
    return here
        ? Optional.of(
            "/imaging/%s/%s"
                .formatted(
                    endpoint.substring("Endpoint/".length(), endpoint.length() - DICOMWEB.length()),
                    uid.substring("urn:oid:".length())))
        : Optional.empty();
  }
}
