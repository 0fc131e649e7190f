package org.tessera.app.web;

import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.etl.imaging.pull.Pull;
import org.tessera.etl.imaging.pull.Pull.State;
import org.tessera.etl.imaging.pull.PullOrder;
import org.tessera.etl.imaging.pull.Pulls;
import org.tessera.etl.imaging.pull.StudyFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./tessera dicom pull`: the node fetches, and whoever asked looks how far it is.
@RestController
@RequestMapping(path = "/api/node/dicom/pull", produces = MediaType.TEXT_PLAIN_VALUE)
final class PullCommands {
  private static final JsonMapper JSON = new JsonMapper();

  private final Pulls pulls;

  PullCommands(Pulls pulls) {
    this.pulls = pulls;
  }

  @PostMapping
  ResponseEntity<String> begin(@RequestBody String body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a pull is asked for as a JSON object");
    }
    var order =
        new PullOrder(
            json.path("from").asString(""),
            json.path("into").asString(""),
            PullOrder.uids(json.path("studies").asString("")),
            StudyFilter.parse(json.path("where").asString("")),
            new PullOrder.Manner(
                json.path("tls").asBoolean(false), json.path("again").asBoolean(false), false));
    return status(pulls.submit(order));
  }

  /// 202 with the pull's number and a line of progress while it runs, then what came of it.
  @GetMapping("/{id}")
  ResponseEntity<String> status(@PathVariable long id) {
    Optional<Pull> found = pulls.find(id);
    if (found.isEmpty()) {
      return ResponseEntity.status(HttpStatus.NOT_FOUND).body("There is no pull " + id + ".\n");
    }
    Pull pull = found.get();
    if (pull.state() == State.OPEN) {
      return ResponseEntity.accepted()
          .body(
              "%d%n%,d studies fetched, %,d instances%n"
                  .formatted(id, pull.studies().fetched(), pull.instances()));
    }
    return ResponseEntity.status(
            pull.state() == State.DONE ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT)
        .body(pull.text());
  }

  @ExceptionHandler
  ResponseEntity<String> unfit(IllegalArgumentException e) {
    return ResponseEntity.unprocessableContent().body(e.getMessage() + "\n");
  }

  @ExceptionHandler
  ResponseEntity<String> closed(IllegalStateException e) {
    return ResponseEntity.status(HttpStatus.CONFLICT).body(e.getMessage() + "\n");
  }
}
