package org.tessera.fhir.rest;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.search.InvalidSearch;
import org.tessera.fhir.search.NotIndexedYet;
import org.tessera.fhir.store.DatabaseFailure;
import org.tessera.fhir.store.OwnerConflict;
import org.tessera.fhir.store.ReferenceConflict;
import org.tessera.fhir.store.UnknownCodeSet;
import org.tessera.fhir.store.UnsupportedExpression;
import org.tessera.fhir.store.VersionConflict;
import org.tessera.fhir.structure.Issue;
import org.tessera.fhir.structure.MalformedXml;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/// Which HTTP status each failure has.
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /// What to tell the client: nothing of a failure of ours but that it happened.
  static Refusal translate(Throwable thrown) {
    return switch (thrown) {
      case Refusal refusal -> refusal;
      case VersionConflict e -> Refusal.precondition(message(e));
      case OwnerConflict e -> Refusal.of(409, "business-rule", message(e));
      case ReferenceConflict e ->
          e.isDangling()
              ? Refusal.unprocessable(
                  List.of(new Issue("not-found", e.element(), message(e), true)))
              : Refusal.of(409, "conflict", message(e));
      case InvalidSearch e -> Refusal.badRequest(message(e));
      case UnknownCodeSet e -> Refusal.badRequest(message(e));
      case NotIndexedYet e -> Refusal.of(503, "transient", message(e));
      case UnsupportedExpression e -> Refusal.of(422, "not-supported", message(e));
      case MalformedXml e -> Refusal.of(400, "structure", message(e));
      case JacksonException e -> malformed(e);
      case DatabaseFailure e -> {
        log.warn("the database failed a FHIR request: {}", e.getMessage());
        yield Refusal.of(503, "transient", "the database does not answer; try again");
      }
      default -> {
        log.error("a FHIR request failed", thrown);
        yield Refusal.of(500, "exception", "the request failed; the server's log says why");
      }
    };
  }

  private static String message(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  /// A broken limit on depth or lengths has no place; the parser's own words would repeat values.
  private static Refusal malformed(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    boolean duplicate = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
    String what =
        duplicate ? "the JSON has a key twice" : "the body is not well-formed JSON (RFC 8259)";
    return Refusal.of(
        400,
        "structure",
        at == null || at.getLineNr() < 0
            ? what + ", or nests deeper than 100 or has a longer number than the limits allow"
            : what + ": line " + at.getLineNr() + ", column " + at.getColumnNr());
  }
}
