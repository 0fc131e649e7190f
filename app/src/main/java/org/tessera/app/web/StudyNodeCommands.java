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

  StudyNodeCommands(Mappings mappings, StudyShelf shelf, StudyDiff diff, Replays replays) {
    this.mappings = mappings;
    this.shelf = shelf;
    this.diff = diff;
    this.replays = replays;
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
    return ResponseEntity.ok(
        words(study, diff.compare(known.get(), shelf.compiled(study, texts(files)))));
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
    return text.append("Nothing was changed.\n").toString();
  }

  /// Takes the files in, and reads the archived deliveries of the study by them.
  @PostMapping("/apply")
  ResponseEntity<String> apply(@RequestParam String study, @RequestBody String files)
      throws IOException {
    Map<String, String> texts = texts(files);
    if (!texts.isEmpty()) {
      shelf.install(study, texts);
    } else if (mappings.study(study).isEmpty()) {
      return ResponseEntity.unprocessableContent().body("There is no study " + study + ".\n");
    }
    List<Report> reports = replays.run(study);
    var text = new StringBuilder("The definition of " + study + " counts now.\n");
    for (Report report : reports) {
      Delivery.Counts counts = report.delivery().counts();
      text.append(
          "Delivery %d read again: %,d rows accepted, %,d rejected; %,d resources created, %,d updated, %,d unchanged, %,d deleted.%n"
              .formatted(
                  report.delivery().id(),
                  counts.accepted(),
                  counts.rejected(),
                  counts.resourcesCreated(),
                  counts.resourcesUpdated(),
                  counts.resourcesUnchanged(),
                  counts.resourcesDeleted()));
      if (!report.delivery().message().isEmpty()) {
        text.append("  ").append(report.delivery().message()).append('\n');
      }
    }
    return ResponseEntity.ok(
        reports.isEmpty()
            ? text.append("No delivery was loaded for it.\n").toString()
            : text.toString());
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
    return ResponseEntity.status(HttpStatus.CONFLICT).body(e.getMessage() + "\n");
  }
}
