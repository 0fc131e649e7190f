package org.tessera.fhir.rest;

import java.util.List;
import java.util.Optional;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

/// A new resource under an id of ours, unless `If-None-Exist` finds one.
/// https://hl7.org/fhir/R4/http.html#create
final class CreateInteraction {
  private final RestWriter writer;
  private final Conditions conditions;

  CreateInteraction(RestWriter writer, Conditions conditions) {
    this.writer = writer;
    this.conditions = conditions;
  }

  Answer run(FhirRequest request, String type) {
    NewIds ids = NewIds.of(request);
    ObjectNode resource = request.content().resource(request.isLenient());
    requireType(resource, type);
    Optional<String> condition = request.header("If-None-Exist").filter(text -> !text.isBlank());
    if (condition.isEmpty()) {
      return writer.commit(request, ids.create(resource));
    }
    return conditions.alone(
        List.of(Conditions.key(type, condition.get())),
        () -> {
          Optional<StoredResource> existing =
              conditions
                  .find(type, condition.get(), request.base())
                  .flatMap(id -> writer.store().read(type, id))
                  .filter(found -> !found.isDeleted());
          return existing
              .map(found -> writer.located(request, 200, found))
              .orElseGet(() -> writer.commit(request, ids.create(resource)));
        });
  }

  static void requireType(ObjectNode resource, String type) {
    if (!resource.path("resourceType").asString("").equals(type)) {
      throw Refusal.badRequest("the resource is not of the type in the address");
    }
  }
}
