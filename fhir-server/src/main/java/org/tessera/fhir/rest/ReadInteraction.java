package org.tessera.fhir.rest;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

/// The current or a former version of a resource; a definition that ships where the store has none.
/// https://hl7.org/fhir/R4/http.html#read
final class ReadInteraction {
  /// A version this store can have given: a longer number is unknown, not a failure.
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

  private final ResourceStore store;
  private final Canonicals definitions;

  ReadInteraction(ResourceStore store, Canonicals definitions) {
    this.store = store;
    this.definitions = definitions;
  }

  Answer current(FhirRequest request, String type, String id) {
    Optional<StoredResource> stored = store.read(type, id);
    Optional<ObjectNode> shipped = stored.isEmpty() ? definitions.read(type, id) : Optional.empty();
    return shipped.isPresent() ? Answer.of(200, shipped.get()) : answer(request, stored);
  }

  Answer version(FhirRequest request, List<String> path) {
    String version = path.get(3);
    return answer(
        request,
        VERSION.matcher(version).matches()
            ? store.read(path.getFirst(), path.get(1), Long.parseLong(version))
            : Optional.empty());
  }

  private static Answer answer(FhirRequest request, Optional<StoredResource> found) {
    StoredResource resource =
        found.orElseThrow(() -> Refusal.notFound("there is no resource of that id or version"));
    if (resource.isDeleted()) {
      return Answer.of(Refusal.of(410, "deleted", "the resource is deleted; its history remains"))
          .versioned(resource);
    }
    Answer answer =
        isKnown(request, resource)
            ? Answer.of(304)
            : Answer.of(200, new AnswerBody.Stored(resource));
    return answer.versioned(resource);
  }

  /// Whether the client has this version already (RFC 9110 section 13: a tag goes before a time).
  private static boolean isKnown(FhirRequest request, StoredResource resource) {
    Optional<String> tags = request.header("If-None-Match");
    if (tags.isPresent()) {
      return VersionTag.matches(tags.get(), resource.version());
    }
    return request
        .header("If-Modified-Since")
        .flatMap(ReadInteraction::time)
        .filter(since -> !resource.lastUpdated().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
        .isPresent();
  }

  /// A time that cannot be read is no condition.
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
