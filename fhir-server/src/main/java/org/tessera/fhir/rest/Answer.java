package org.tessera.fhir.rest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

/// What an interaction answers, before it has a form.
public final class Answer {
  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Optional<AnswerBody> body;
  private String about = "";
  private List<String> entries = List.of();

  private Answer(int status, Optional<AnswerBody> body) {
    this.status = status;
    this.body = body;
  }

  public static Answer of(int status) {
    return new Answer(status, Optional.empty());
  }

  public static Answer of(int status, AnswerBody body) {
    return new Answer(status, Optional.of(body));
  }

  public static Answer of(int status, ObjectNode resource) {
    return of(status, new AnswerBody.Tree(resource));
  }

  static Answer of(Refusal refusal) {
    Answer answer = of(refusal.status(), Outcome.of(refusal.issues()));
    return refusal.status() == 503 ? answer.with("Retry-After", "5") : answer;
  }

  /// The same without what it carries, if it went well.
  Answer withoutBody() {
    Answer bare = status < 400 ? of(status) : this;
    headers.forEach(bare::with);
    return bare;
  }

  /// Adds a header.
  public Answer with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /// Adds version and time of a resource.
  Answer versioned(long version, Instant at) {
    with("ETag", VersionTag.of(version));
    return with(
        "Last-Modified", DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC)));
  }

  Answer versioned(StoredResource resource) {
    return versioned(resource.version(), resource.lastUpdated());
  }

  /// Says for the audit trail what the request was about beyond its address.
  ///
  /// @param what verbs and types, no ids and values
  /// @param each requests inside this one that are to be recorded by themselves: status, method and
  ///   address below the base
  Answer about(String what, List<String> each) {
    about = what;
    entries = List.copyOf(each);
    return this;
  }

  String about() {
    return about;
  }

  List<String> entries() {
    return entries;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  Optional<AnswerBody> body() {
    return body;
  }
}
