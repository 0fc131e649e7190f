package org.tessera.fhir.rest;

import java.util.Map;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// The answer to an entry, as it stands in the answer to its bundle.
final class EntryAnswer {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "200 OK"),
          Map.entry(201, "201 Created"),
          Map.entry(204, "204 No Content"),
          Map.entry(304, "304 Not Modified"),
          Map.entry(400, "400 Bad Request"),
          Map.entry(403, "403 Forbidden"),
          Map.entry(404, "404 Not Found"),
          Map.entry(405, "405 Method Not Allowed"),
          Map.entry(409, "409 Conflict"),
          Map.entry(410, "410 Gone"),
          Map.entry(412, "412 Precondition Failed"),
          Map.entry(415, "415 Unsupported Media Type"),
          Map.entry(422, "422 Unprocessable Entity"));

  private EntryAnswer() {}

  static void add(ResourceBundle bundle, Answer answer, String base) {
    ObjectNode shell = FhirJson.newObject();
    bundle.entry(shell, answer.status() < 400 ? answer.body().orElse(null) : null);
    ObjectNode response = shell.putObject("response");
    response.put("status", status(answer.status()));
    String location =
        answer.headers().getOrDefault("Location", answer.headers().get("Content-Location"));
    if (location != null) {
      response.put("location", location.substring(base.length() + 1));
    }
    String tag = answer.headers().get("ETag");
    if (tag != null) {
      response.put("etag", tag);
    }
    if (answer.status() >= 400 && answer.body().isPresent()) {
      response.set("outcome", answer.body().get().tree());
    }
  }

  /// Refuses what cannot stand in a bundle.
  static Answer requireResource(Answer answer) {
    if (answer.body().orElse(null) instanceof AnswerBody.Raw) {
      throw Refusal.badRequest("the answer is no resource, so it cannot stand in a bundle");
    }
    return answer;
  }

  static String status(int status) {
    return REASONS.getOrDefault(status, Integer.toString(status));
  }
}
