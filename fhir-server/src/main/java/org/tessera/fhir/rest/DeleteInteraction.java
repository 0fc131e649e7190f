package org.tessera.fhir.rest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.tessera.fhir.store.Commit;
import org.tessera.fhir.store.Write;

/// Removes a resource; its history stays. https://hl7.org/fhir/R4/http.html#delete
final class DeleteInteraction {
  private static final int CASCADE_MAX = 10_000;

  private final RestWriter writer;
  private final Conditions conditions;
  private final FhirSettings settings;

  DeleteInteraction(RestWriter writer, Conditions conditions, FhirSettings settings) {
    this.writer = writer;
    this.conditions = conditions;
    this.settings = settings;
  }

  Answer run(FhirRequest request, String type, String id) {
    OptionalLong expected = VersionTag.expected(request.header("If-Match"), Optional.empty());
    List<Write> writes = new ArrayList<>();
    writes.add(new Write.Delete(type, id, expected));
    if (cascades(request)) {
      for (String referrer : referrers(type + "/" + id)) {
        int slash = referrer.indexOf('/');
        writes.add(Write.Delete.of(referrer.substring(0, slash), referrer.substring(slash + 1)));
      }
    }
    Commit commit = writer.commit(writes);
    Commit.Outcome done = commit.outcomes().getFirst();
    Answer answer =
        request.prefersReturn().equals("OperationOutcome")
            ? Answer.of(200, Outcome.done(writes.size() + " deleted"))
            : Answer.of(204);
    return done.version() == 0 ? answer : answer.with("ETag", VersionTag.of(done.version()));
  }

  /// Removes the one resource a search finds.
  Answer conditional(FhirRequest request, String type) {
    String condition = Conditions.of(request.parameters());
    return conditions.alone(
        List.of(Conditions.key(type, condition)),
        () ->
            conditions
                .find(type, condition, request.base())
                .map(id -> run(request, type, id))
                .orElseGet(() -> Answer.of(204)));
  }

  private boolean cascades(FhirRequest request) {
    boolean asked =
        request.parameter("_cascade").filter("delete"::equals).isPresent()
            || request.header("X-Cascade").filter(value -> value.startsWith("delete")).isPresent();
    if (asked && !settings.cascades()) {
      throw Refusal.of(
          403, "forbidden", "this server does not delete in cascades (tessera.fhir.cascade)");
    }
    return asked;
  }

  /// All that refer to it, and to those, and so on.
  private Set<String> referrers(String resource) {
    Set<String> all = new LinkedHashSet<>();
    List<String> wave = List.of(resource);
    while (!wave.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String found : writer.store().referrers(wave, CASCADE_MAX + 1)) {
        if (!found.equals(resource) && all.add(found)) {
          next.add(found);
        }
      }
      if (all.size() > CASCADE_MAX) {
        throw Refusal.of(
            409, "too-costly", "more than " + CASCADE_MAX + " resources would be deleted");
      }
      wave = next;
    }
    return all;
  }
}
