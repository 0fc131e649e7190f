package org.tessera.app.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Replays;
import org.tessera.etl.Report;
import org.tessera.etl.StudyDiff;
import org.tessera.mappings.BrokenRules;
import org.tessera.mappings.DefinitionDiff;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Problem;
import org.tessera.mappings.Study;
import org.tessera.mappings.StudyShelf;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// `./tessera study diff` and `study apply`: the node's side.
@RestController
@RequestMapping(path = "/api/node/study", produces = MediaType.TEXT_PLAIN_VALUE)
final class StudyNodeCommands {
  private static final JsonMapper JSON = new JsonMapper();

  private final Mappings mappings;
  private final StudyShelf shelf;
  private final StudyDiff diff;
  private final Replays replays;
  private final Ingest ingest;

  StudyNodeCommands(
      Mappings mappings, StudyShelf shelf, StudyDiff diff, Replays replays, Ingest ingest) {
    this.mappings = mappings;
    this.shelf = shelf;
    this.diff = diff;
    this.replays = replays;
    this.ingest = ingest;
  }

  /// What the files sent would change of what is loaded: against the definition that counts, or
  /// another that is sent with them.
  @PostMapping("/diff")
  ResponseEntity<String> diff(@RequestParam String study, @RequestBody String folders)
      throws IOException {
    Optional<Study> known = mappings.study(study);
    if (known.isEmpty()) {
      return ResponseEntity.unprocessableContent()
          .body("There is no study " + study + " on the node; study apply brings it there.\n");
    }
    Map<String, Map<String, String>> sent = folders(folders);
    Map<String, String> after = sent.get("after");
    if (after == null) {
      throw new IllegalArgumentException("no definition was sent");
    }
    StudyShelf.Fitting fitting = shelf.compiled(study, after);
    Map<String, String> other = sent.get("before");
    Study before = other == null ? known.get() : shelf.compiled(study, other).study();
    return ResponseEntity.ok(
        StudyWords.differences(DefinitionDiff.of(before, fitting.study()))
            + StudyWords.effect(study, diff.compare(before, fitting.study()))
            + lost(fitting)
            + "Nothing was changed.\n");
  }

  /// Decisions of people that would no longer count.
  private static String lost(StudyShelf.Fitting fitting) {
    return fitting.lost().stream()
        .map(each -> "accepted here, and the lists no longer hold its value: " + each + "\n")
        .collect(Collectors.joining());
  }

  /// Takes the files in, and reads the archived deliveries of the study by them.
  @PostMapping("/apply")
  ResponseEntity<String> apply(@RequestParam String study, @RequestBody String files)
      throws IOException {
    Map<String, String> texts = texts(files);
    if (texts.isEmpty() && mappings.study(study).isEmpty()) {
      return ResponseEntity.unprocessableContent().body("There is no study " + study + ".\n");
    }
    StudyShelf.Fitting fitting =
        texts.isEmpty()
            ? new StudyShelf.Fitting(mappings.study(study).orElseThrow(), List.of())
            : shelf.compiled(study, texts);
    requireProfile(fitting.study());
    List<Report> reports =
        replays.run(
            study,
            () -> {
              if (!texts.isEmpty()) {
                shelf.install(study, texts);
              }
            });
    return ResponseEntity.ok(words(study, reports) + lost(fitting));
  }

  /// With a profile that is not there the node would not start again.
  private void requireProfile(Study study) {
    try {
      ingest.images().require(study);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage() + "\nNothing was changed.", e);
    }
  }

  private static String words(String study, List<Report> reports) {
    var text = new StringBuilder("The definition of " + study + " counts now.\n");
    for (Report report : reports) {
      if (report.delivery().replay()) {
        text.append(
            "Delivery %d is still to be read again; the node does so by itself.%n"
                .formatted(report.delivery().id()));
        continue;
      }
      Delivery.Counts counts = report.delivery().counts();
      text.append(
          "Delivery %d read again: %,d rows accepted, %,d of them superseded, %,d rejected; %,d resources created, %,d updated, %,d unchanged, %,d deleted.%n"
              .formatted(
                  report.delivery().id(),
                  counts.accepted(),
                  counts.superseded(),
                  counts.rejected(),
                  counts.resourcesCreated(),
                  counts.resourcesUpdated(),
                  counts.resourcesUnchanged(),
                  counts.resourcesDeleted()));
      if (!report.delivery().message().isEmpty()) {
        text.append("  ").append(report.delivery().message()).append('\n');
      }
    }
    return reports.isEmpty()
        ? text.append("No delivery was loaded for it.\n").toString()
        : text.toString();
  }

  private static Map<String, Map<String, String>> folders(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, Map<String, String>>>() {});
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "definitions travel as a JSON object: after, and before if it is not the node's");
    }
  }

  private static Map<String, String> texts(String files) {
    try {
      return JSON.readValue(files, new TypeReference<Map<String, String>>() {});
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a study travels as a JSON object of texts by file name");
    }
  }

  @ExceptionHandler
  ResponseEntity<String> broken(BrokenRules broken) {
    String told =
        broken.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    return ResponseEntity.unprocessableContent()
        .body(told + "\nNothing was changed: " + broken.problems().size() + " to mend.\n");
  }

  @ExceptionHandler
  ResponseEntity<String> unfit(IllegalArgumentException e) {
    return ResponseEntity.unprocessableContent().body(e.getMessage() + "\n");
  }

  @ExceptionHandler
  ResponseEntity<String> busy(IllegalStateException e) {
    return ResponseEntity.status(HttpStatus.CONFLICT)
        .body(e.getMessage() + "\nNothing was changed.\n");
  }
}
