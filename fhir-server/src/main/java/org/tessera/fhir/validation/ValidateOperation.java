package org.tessera.fhir.validation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.operation.Answer;
import org.tessera.fhir.operation.Call;
import org.tessera.fhir.operation.Operation;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.operation.Signature;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Checks a resource without writing it; the answer is 200 and an OperationOutcome whatever is
/// found. https://hl7.org/fhir/R4/resource-operation-validate.html
final class ValidateOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading(
          "validate", Set.of(Level.TYPE, Level.INSTANCE), List.of(), "Resource-validate");
  private static final int VALIDATED_BYTES_MAX = 4 * 1024 * 1024;
  private static final String OWNER = "rest";

  private final ProfileValidator validator;
  private final ResourceStore store;

  ValidateOperation(ProfileValidator validator, ResourceStore store) {
    this.validator = validator;
    this.store = store;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    Optional<StoredResource> stored =
        call.id().isEmpty() ? Optional.empty() : store.read(call.type(), call.id());
    Optional<ObjectNode> sent = call.inputs().resource("resource");
    String mode = call.inputs().text("mode").orElse("");
    if (!Set.of("", "create", "update", "delete", "profile").contains(mode)) {
      throw OperationFailure.invalid("mode takes create, update, delete or profile");
    }
    ArrayNode issues = JsonNodeFactory.instance.arrayNode();
    checkMode(call, mode, sent, stored, issues);
    if (!mode.equals("delete")) {
      ObjectNode subject =
          sent.or(() -> stored.flatMap(StoredResource::content))
              .orElseThrow(() -> OperationFailure.invalid("there is no resource to validate"));
      validate(call, subject, issues);
    }
    if (issues.isEmpty()) {
      issue(issues, "information", "informational", "no issue was found");
    }
    ObjectNode outcome = JsonNodeFactory.instance.objectNode();
    outcome.put("resourceType", "OperationOutcome").set("issue", issues);
    return Answer.of(outcome);
  }

  private void validate(Call call, ObjectNode subject, ArrayNode issues) {
    if (FhirJson.write(subject).length > VALIDATED_BYTES_MAX) {
      throw new OperationFailure(
          413,
          "too-long",
          "more than " + VALIDATED_BYTES_MAX + " bytes are not validated (validatedBytesMax)",
          Map.of());
    }
    if (!subject.path("resourceType").asString("").equals(call.type())) {
      issue(issues, "error", "invalid", "the resource is not of the type in the address");
    }
    Optional<String> profile = call.inputs().text("profile");
    if (profile.isPresent() && !validator.knows(profile.get())) {
      throw OperationFailure.unprocessable("not-supported", "the profile is not known here");
    }
    validator.validate(subject, profile).path("issue").forEach(issues::add);
    if (issues.size() == 1
        && issues.get(0).path("diagnostics").asString("").startsWith("No issues")) {
      issues.removeAll();
    }
  }

  /// Whether the resource could be created, updated or deleted besides being valid.
  private static void checkMode(
      Call call,
      String mode,
      Optional<ObjectNode> sent,
      Optional<StoredResource> stored,
      ArrayNode issues) {
    boolean there = stored.flatMap(StoredResource::content).isPresent();
    boolean ours = stored.isEmpty() || stored.get().owner().equals(OWNER);
    switch (mode) {
      case "create" -> {
        if (!call.id().isEmpty() && there) {
          issue(issues, "error", "duplicate", "there is a resource with this id");
        }
      }
      case "update" -> {
        if (call.id().isEmpty()) {
          throw OperationFailure.invalid("mode update is asked of one resource");
        }
        boolean same = sent.isEmpty() || sent.get().path("id").asString("").equals(call.id());
        if (!same) {
          issue(issues, "error", "invalid", "the id in the resource is not the one in the address");
        }
      }
      case "delete" -> {
        if (call.id().isEmpty()) {
          throw OperationFailure.invalid("mode delete is asked of one resource");
        }
        if (!there) {
          issue(issues, "error", "not-found", "there is no such resource");
        }
      }
      default -> {
        // Only the content is checked.
      }
    }
    if (!mode.isEmpty() && !mode.equals("profile") && !ours) {
      issue(issues, "error", "conflict", "the resource belongs to a study's deliveries");
    }
  }

  private static void issue(ArrayNode issues, String severity, String code, String text) {
    issues.addObject().put("severity", severity).put("code", code).put("diagnostics", text);
  }
}
