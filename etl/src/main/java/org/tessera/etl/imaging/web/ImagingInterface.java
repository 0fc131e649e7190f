package org.tessera.etl.imaging.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.Instance;
import org.tessera.etl.imaging.StudyTable;
import org.tessera.etl.imaging.forward.Forwarding;
import org.tessera.etl.imaging.forward.Forwards;
import org.tessera.etl.imaging.pull.Pull;
import org.tessera.etl.imaging.pull.Pulls;

/// Images without their clinical data, clinical rows without their images, and pictures that wait
/// for a person, for programs.
@RestController
final class ImagingInterface {
  private static final int LISTED_MAX = 10_000;

  private final ImageIntake images;
  private final Pulls pulls;

  private final Forwards forwards;

  ImagingInterface(ImageIntake images, Pulls pulls, Forwards forwards) {
    this.images = images;
    this.pulls = pulls;
    this.forwards = forwards;
  }

  @GetMapping("/api/imaging/counterparts")
  Map<String, Object> counterparts() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "imagesWithoutPatient",
        images.studies().waiting(LISTED_MAX).stream().map(ImagingInterface::study).toList());
    json.put("rowsWithoutImages", images.studies().missing(LISTED_MAX));
    return json;
  }

  @GetMapping("/api/imaging/held")
  List<Map<String, Object>> held() {
    return images.held().list(LISTED_MAX).stream().map(ImagingInterface::held).toList();
  }

  @GetMapping("/api/imaging/pulls")
  List<Pull> pulls() {
    return pulls.latest(LISTED_MAX);
  }

  @GetMapping("/api/imaging/forwarding")
  List<Forwarding> forwarding() {
    return forwards.state();
  }

  @GetMapping("/api/imaging/forwarding/withdrawn")
  List<Forwarding.Withdrawn> withdrawn() {
    return forwards.withdrawn();
  }

  private static Map<String, Object> study(StudyTable.Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", row.study());
    json.put("patient", row.patient());
    json.put("studyInstanceUid", row.uid());
    json.put("arrivedAt", row.arrivedAt().toString());
    return json;
  }

  private static Map<String, Object> held(Instance instance) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", instance.study());
    json.put("studyInstanceUid", instance.studyUid());
    json.put("seriesInstanceUid", instance.seriesUid());
    json.put("sopInstanceUid", instance.uid());
    json.put("delivery", instance.delivery());
    json.put("reasons", instance.reasons());
    return json;
  }
}
