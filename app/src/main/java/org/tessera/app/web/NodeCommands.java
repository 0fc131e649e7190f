package org.tessera.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.app.NodeReport;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Reception;
import org.tessera.etl.Report;
import org.tessera.etl.Verification;
import org.tessera.fhir.store.ProjectionRunner;

/// The node's side of the command line: plain text over loopback, for the holder of the home's own
/// token.
@RestController
@RequestMapping(path = "/api/node", produces = MediaType.TEXT_PLAIN_VALUE)
final class NodeCommands {
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final NodeReport report;
  private final Verification verification;
  private final ProjectionRunner projections;
  private final Reception reception;
  private final Ingest ingest;

  NodeCommands(
      NodeReport report,
      Verification verification,
      ProjectionRunner projections,
      Reception reception,
      Ingest ingest) {
    this.report = report;
    this.verification = verification;
    this.projections = projections;
    this.reception = reception;
    this.ingest = ingest;
  }

  @GetMapping("/report")
  String report() {
    projections.awaitCaughtUp(PATIENCE);
    return report.text();
  }

  @GetMapping("/verify")
  ResponseEntity<String> verify() {
    projections.awaitCaughtUp(PATIENCE);
    List<Verification.Check> checks = verification.checks();
    boolean holds = checks.stream().allMatch(Verification.Check::holds);
    var text = new StringBuilder();
    for (Verification.Check check : checks) {
      text.append(
          "%-4s %-78s %,12d %,12d%n"
              .formatted(
                  check.holds() ? "ok" : "BAD", check.name(), check.expected(), check.actual()));
    }
    text.append(holds ? "Everything agrees.\n" : "The lines marked BAD do not agree.\n");
    return ResponseEntity.status(holds ? HttpStatus.OK : HttpStatus.CONFLICT).body(text.toString());
  }

  @PostMapping("/rebuild")
  ResponseEntity<String> rebuild(@RequestParam String name) {
    long head = projections.progress(name).head();
    projections.rebuild(name);
    return rebuilt(name, head);
  }

  /// 202 with what to ask on about and a line of progress while it goes on; it does so whether
  /// anybody watches or not.
  ///
  /// @param head the last change there was when it was begun
  @GetMapping("/rebuild/{name}/{head}")
  ResponseEntity<String> rebuilt(@PathVariable String name, @PathVariable long head) {
    long position = projections.progress(name).position();
    if (position >= head) {
      return ResponseEntity.ok("%s is rebuilt from the change log.%n".formatted(name));
    }
    String line =
        "%s/%d%n%,d of %,d changes, %d %%%n"
            .formatted(name, head, position, head, 100 * position / head);
    Throwable failure = projections.failures().get(name);
    return ResponseEntity.accepted()
        .body(failure == null ? line : line.stripTrailing() + ", it fails and is tried again\n");
  }

  @PostMapping("/load")
  ResponseEntity<String> load(
      @RequestParam String study,
      @RequestHeader(name = "X-File-Name", defaultValue = "") String name,
      InputStream content)
      throws IOException {
    Delivery received =
        reception.receive(
            new Reception.Submission(
                study, URLDecoder.decode(name, StandardCharsets.UTF_8), "api", false),
            content);
    Report done = ingest.run(received);
    projections.awaitCaughtUp(PATIENCE);
    boolean bad = done.delivery().state() == Delivery.State.QUARANTINED;
    return ResponseEntity.status(bad ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK)
        .body(LoadWords.of(done, ingest.images().journal()));
  }
}
