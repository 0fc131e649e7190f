package org.tessera.etl.imaging.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.Instance;
import org.tessera.etl.imaging.StudyTable;
import org.tessera.etl.imaging.StudyTable.Row;
import org.tessera.etl.imaging.forward.Forwards;
import org.tessera.etl.imaging.pull.Pulls;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a node knows of images: the studies, those without their counterpart, pictures a person
/// must look at, and a page for each study.
@Controller
final class ImagingPages {
  private static final int SHOWN = 200;

  private static final int PULLS_SHOWN = 20;

  private final ImageIntake images;
  private final Pulls pulls;
  private final Forwards forwards;
  private final Path viewer;

  ImagingPages(
      ImageIntake images, Pulls pulls, Forwards forwards, @Value("${tessera.home}") String home) {
    this.images = images;
    this.pulls = pulls;
    this.forwards = forwards;
    this.viewer = ViewerConfiguration.folder(home);
  }

  /// A study as the list shows it.
  public record Line(Row row) {
    /// What its digest says under a name.
    public String fact(String name) {
      JsonNode value = row.digest().map(digest -> digest.path(name)).orElse(null);
      if (value == null || value.isMissingNode()) {
        return "";
      }
      if (value.isArray()) {
        List<String> parts = new ArrayList<>();
        value.forEach(one -> parts.add(one.asString()));
        return String.join(", ", parts);
      }
      return value.asString("");
    }

    /// A number of its digest.
    public long count(String name) {
      return row.digest().map(digest -> digest.path(name).asLong(0)).orElse(0L);
    }

    /// Whether reports of it say anything, told or not.
    public boolean reported() {
      boolean observed =
          row.digest().filter(one -> !one.path("observations").isEmpty()).isPresent();
      return observed || count("left") > 0 || count("superseded") > 0;
    }

    private String settling() {
      return switch (row.trouble()) {
        case "" -> "arriving";
        case "owner-conflict" -> "conflict";
        default -> "failed";
      };
    }

    /// Where it stands: `imaging.state.STANDING`.
    public String standing() {
      return switch (row.state()) {
        case SETTLING -> settling();
        case WAITING -> "waiting";
        case SETTLED -> row.resourceId().isEmpty() ? "held" : "settled";
      };
    }
  }

  /// A series as the page of its study shows it.
  ///
  /// @param pictured whether there is anything to see: a report has no pixels
  public record SeriesView(
      String uid, ObjectNode digest, boolean pictured, Map<String, List<String>> features) {
    /// What the digest says under a name.
    public String fact(String name) {
      return digest.path(name).asString("");
    }

    /// A number the digest has under a name.
    public long count(String name) {
      return digest.path(name).asLong(0);
    }

    /// What a segmentation or structure set marks: its label, its kind and how it was drawn.
    public List<String> marks() {
      List<String> marks = new ArrayList<>();
      for (JsonNode one : digest.path("structures")) {
        List<String> parts = new ArrayList<>();
        parts.add(one.path("label").asString(""));
        parts.add(Measured.words(one.path("type")));
        parts.add(one.path("interpreted").asString(""));
        parts.add(one.path("algorithmType").asString("").toLowerCase(Locale.ROOT));
        parts.removeIf(String::isEmpty);
        marks.add(String.join(", ", parts));
      }
      return marks;
    }
  }

  /// One line of a report on de-identification.
  public record Change(String attribute, String name, String done, String rule, long times) {}

  @GetMapping("/imaging")
  String list(Model model) {
    StudyTable table = images.studies();
    model.addAttribute("studies", table.latest(SHOWN).stream().map(Line::new).toList());
    model.addAttribute("waiting", table.waiting(SHOWN).stream().map(Line::new).toList());
    model.addAttribute("missing", table.missing(SHOWN));
    model.addAttribute("held", images.held().list(SHOWN));
    model.addAttribute("pulls", pulls.latest(PULLS_SHOWN));
    model.addAttribute("forwards", forwards.state());
    return "imaging/imaging";
  }

  @GetMapping("/imaging/{study}/{uid:[0-9.]+}")
  String one(@PathVariable String study, @PathVariable String uid, Model model) {
    Row row = images.studies().find(study, uid).orElseThrow(ImagingPages::missing);
    model.addAttribute("line", new Line(row));
    model.addAttribute("series", series(row, images.journal().usable(study, uid)));
    model.addAttribute("viewer", Files.exists(viewer.resolve("index.html")));
    model.addAttribute("measured", row.digest().map(Measured::of).orElse(List.of()));
    model.addAttribute("held", images.held().of(study, uid));
    model.addAttribute("changes", changes(images.journal().reports(study, uid)));
    return "imaging/study";
  }

  private static ResponseStatusException missing() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }

  private static List<SeriesView> series(Row row, List<Instance> usable) {
    List<SeriesView> views = new ArrayList<>();
    if (row.digest().isEmpty()) {
      return views;
    }
    for (JsonNode series : row.digest().get().path("series")) {
      String uid = series.path("uid").asString("");
      List<Instance> own = usable.stream().filter(one -> one.seriesUid().equals(uid)).toList();
      Map<String, List<String>> features = new LinkedHashMap<>();
      for (JsonNode feature : series.path("features")) {
        String unit = feature.path("unit").asString("");
        String value =
            feature.has("text")
                ? feature.path("text").asString("")
                : feature.path("number").decimalValue().toPlainString()
                    + (unit.isEmpty() ? "" : " " + unit);
        features
            .computeIfAbsent(feature.path("name").asString(""), _ -> new ArrayList<>())
            .add(value);
      }
      boolean pictured = own.stream().anyMatch(one -> !one.attribute("Rows").isEmpty());
      views.add(new SeriesView(uid, (ObjectNode) series, pictured, features));
    }
    return views;
  }

  /// What was done by all deliveries of the study together.
  private static List<Change> changes(List<ObjectNode> reports) {
    Map<String, Change> changes = new TreeMap<>();
    for (ObjectNode report : reports) {
      for (JsonNode one : report.path("changes")) {
        var change =
            new Change(
                one.path("attribute").asString(""),
                one.path("name").asString(""),
                one.path("done").asString(""),
                one.path("rule").asString(""),
                one.path("times").asLong());
        changes.merge(
            change.attribute + change.done + change.rule,
            change,
            (a, b) -> new Change(a.attribute, a.name, a.done, a.rule, a.times + b.times));
      }
    }
    return List.copyOf(changes.values());
  }

  @PostMapping("/imaging/{study}/held/{instance:[0-9.]+}/release")
  String release(@PathVariable String study, @PathVariable String instance) throws IOException {
    return decided(images.held().release(study, instance));
  }

  @PostMapping("/imaging/{study}/held/{instance:[0-9.]+}/discard")
  String discard(@PathVariable String study, @PathVariable String instance) throws IOException {
    return decided(images.held().discard(study, instance));
  }

  /// A person has seen to it that what was withdrawn is gone elsewhere as well.
  @PostMapping("/imaging/{study}/forwarded/deleted")
  String deletedThere(@PathVariable String study, @RequestParam String archive) {
    forwards.deletedThere(study, archive);
    return "redirect:/imaging";
  }

  private static String decided(Optional<Instance> instance) {
    Instance one = instance.orElseThrow(ImagingPages::missing);
    return "redirect:/imaging/" + one.study() + "/" + one.studyUid();
  }
}
