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

  /// What the files sent would change of what is loaded.
  @PostMapping("/diff")
  ResponseEntity<String> diff(@RequestParam String study, @RequestBody String files)
      throws IOException {
    Optional<Study> known = mappings.study(study);
    if (known.isEmpty()) {
      return ResponseEntity.unprocessableContent()
          .body("There is no study " + study + " on the node; study apply brings it there.\n");
    }
    StudyShelf.Fitting fitting = shelf.compiled(study, texts(files));
    return ResponseEntity.ok(
        words(study, diff.compare(known.get(), fitting.study()))
            + lost(fitting)
            + "Nothing was changed.\n");
  }

  /// Decisions of people that would no longer count.
  private static String lost(StudyShelf.Fitting fitting) {
    return fitting.lost().stream()
        .map(each -> "accepted here, and the lists no longer hold its value: " + each + "\n")
        .collect(Collectors.joining());
  }

  private static String words(String study, StudyDiff.Result result) {
    var text = new StringBuilder();
    text.append(
        "%s: %,d deliveries read by both definitions; rows that become resources: %,d before, %,d after.%n"
            .formatted(study, result.deliveries(), result.rowsBefore(), result.rowsAfter()));
    result
        .unreadable()
        .forEach(line -> text.append("cannot be read any more: ").append(line).append('\n'));
    text.append("Resources%30s %10s %10s %10s%n".formatted("added", "changed", "removed", "same"));
    result
        .resources()
        .forEach((type, change) ->
            text.append(
                "  %-26s %,10d %,10d %,10d %,10d%n"
                    .formatted(
                        type, change.added(), change.changed(), change.removed(), change.same())));
    text.append(
        "Cells and rows rejected%16s %10s %10s%n".formatted("newly", "no longer", "as before"));
    result
        .rejections()
        .forEach((rule, change) ->
            text.append(
                "  %-26s %,10d %,10d %,10d%n"
                    .formatted(rule, change.added(), change.removed(), change.same())));
    return text.toString();
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
