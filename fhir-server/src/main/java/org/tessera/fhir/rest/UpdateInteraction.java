package org.tessera.fhir.rest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// A resource in the place of another, or a new one under the client's id.
/// https://hl7.org/fhir/R4/http.html#update
final class UpdateInteraction {
  private final RestWriter writer;
  private final Conditions conditions;

  UpdateInteraction(RestWriter writer, Conditions conditions) {
    this.writer = writer;
    this.conditions = conditions;
  }

  Answer run(FhirRequest request, String type, String id) {
    ObjectNode resource = request.content().resource(request.isLenient());
    CreateInteraction.requireType(resource, type);
    requireId(resource, id);
    return writer.commit(request, new Write.Put(resource, VersionTag.expected(request), "", false));
  }

  /// Updates the one resource a search finds, or creates one if it finds none.
  Answer conditional(FhirRequest request, String type) {
    ObjectNode resource = request.content().resource(request.isLenient());
    CreateInteraction.requireType(resource, type);
    NewIds ids = NewIds.of(request);
    String condition = Conditions.of(request.parameters());
    return conditions.alone(
        List.of(Conditions.key(type, condition)),
        () -> {
          Write write = write(resource, conditions.find(type, condition, request.base()), ids);
          return writer.commit(request, expecting(write, VersionTag.expected(request)));
        });
  }

  /// What a conditional update comes to. https://hl7.org/fhir/R4/http.html#cond-update
  ///
  /// @param found the id of the resource the condition finds
  Write write(ObjectNode resource, Optional<String> found, NewIds ids) {
    String own = resource.path("id").asString("");
    if (found.isPresent()) {
      if (!own.isEmpty() && !own.equals(found.get())) {
        throw Refusal.badRequest("the resource's id is not that of the one the condition finds");
      }
      resource.put("id", found.get());
      return Write.Put.of(resource);
    }
    if (own.isEmpty()) {
      return ids.create(resource);
    }
    String type = resource.path("resourceType").stringValue();
    if (writer.store().read(type, own).filter(there -> !there.isDeleted()).isPresent()) {
      throw Refusal.of(
          409, "conflict", "the condition finds nothing, but the resource's id is in use");
    }
    return Write.Put.of(resource);
  }

  static Write expecting(Write write, OptionalLong expected) {
    return expected.isPresent() && write instanceof Write.Put put
        ? new Write.Put(put.resource(), expected, "", false)
        : write;
  }

  static void requireId(ObjectNode resource, String id) {
    if (!resource.path("id").asString("").equals(id)) {
      throw Refusal.badRequest("the id in the resource is not the one in the address");
    }
  }
}
