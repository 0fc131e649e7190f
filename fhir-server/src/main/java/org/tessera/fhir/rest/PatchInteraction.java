package org.tessera.fhir.rest;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.VersionConflict;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A change described instead of a whole resource: JSON Patch or FHIRPath Patch.
/// https://hl7.org/fhir/R4/http.html#patch
final class PatchInteraction {
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final int ATTEMPTS_MAX = 10;

  private final RestWriter writer;
  private final Conditions conditions;

  PatchInteraction(RestWriter writer, Conditions conditions) {
    this.writer = writer;
    this.conditions = conditions;
  }

  /// Without `If-Match` the patch is applied again when somebody else was faster.
  Answer run(FhirRequest request, String type, String id) {
    OptionalLong expected = VersionTag.expected(request.header("If-Match"), Optional.empty());
    for (int attempt = 1; ; attempt++) {
      try {
        return writer.commit(request, write(type, id, request.content(), expected));
      } catch (VersionConflict e) {
        if (expected.isPresent() || attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  /// Patches the one resource a search finds.
  Answer conditional(FhirRequest request, String type) {
    String condition = Conditions.of(request.parameters());
    return conditions.alone(
        List.of(Conditions.key(type, condition)),
        () ->
            run(
                request,
                type,
                conditions
                    .find(type, condition, request.base())
                    .orElseThrow(PatchInteraction::nothingToPatch)));
  }

  static Refusal nothingToPatch() {
    return Refusal.notFound("there is no resource to patch");
  }

  /// What a patch comes to: a whole resource in the place of the version it was applied to.
  Write write(String type, String id, Content patch, OptionalLong expected) {
    StoredResource current =
        writer.store().read(type, id).orElseThrow(PatchInteraction::nothingToPatch);
    if (current.isDeleted()) {
      throw Refusal.of(410, "deleted", "the resource is deleted; it cannot be patched");
    }
    if (expected.isPresent() && expected.getAsLong() != current.version()) {
      throw new VersionConflict(type, id, expected.getAsLong(), current.version());
    }
    ObjectNode patched = patched(current.content().orElseThrow(), patch);
    prune(patched);
    boolean same =
        patched.path("resourceType").asString("").equals(type)
            && patched.path("id").asString("").equals(id);
    if (!same) {
      throw Refusal.of(422, "business-rule", "a patch does not change type or id");
    }
    Content.check(patched, false);
    return new Write.Put(patched, OptionalLong.of(current.version()), "", false);
  }

  private static ObjectNode patched(ObjectNode resource, Content patch) {
    if (patch.mediaType().equals(JSON_PATCH)) {
      return JsonPatch.apply(resource, patch.any());
    }
    ObjectNode parameters = patch.tree();
    if (!parameters.path("resourceType").asString("").equals("Parameters")) {
      throw Refusal.of(
          415,
          "not-supported",
          "a patch is " + JSON_PATCH + " or a Parameters resource (FHIRPath Patch)");
    }
    Content.check(parameters, false);
    return FhirPathPatch.apply(resource, parameters);
  }

  /// What a patch has emptied goes: FHIR has no empty lists and elements.
  static boolean prune(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(field -> prune(field.getValue()));
      return object.isEmpty();
    }
    if (node instanceof ArrayNode array) {
      array.removeIf(item -> item.isContainer() && prune(item));
      return array.isEmpty();
    }
    return false;
  }

  /// The patch in an entry of a bundle: Parameters, or a Binary that holds a JSON Patch.
  static Content content(ObjectNode resource) {
    if (!resource.path("resourceType").asString("").equals("Binary")) {
      return Content.of(resource);
    }
    JsonNode data = resource.path("data");
    try {
      byte[] patch = Base64.getMimeDecoder().decode(data.asString(""));
      return Content.of(resource.path("contentType").asString(""), patch);
    } catch (IllegalArgumentException _) {
      throw Refusal.badRequest("the Binary's data are not base64");
    }
  }
}
