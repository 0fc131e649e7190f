package org.tessera.fhir.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.operation.DefinitionSource;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// The definitions of the standard itself, as HAPI's resources hold them. The first question reads
/// them all, which takes seconds and memory.
final class BaseDefinitions implements DefinitionSource {
  private final FhirContext context;
  private final DefaultProfileValidationSupport support;

  BaseDefinitions(FhirContext context) {
    this.context = context;
    this.support = new DefaultProfileValidationSupport(context);
  }

  DefaultProfileValidationSupport support() {
    return support;
  }

  @Override
  public Optional<ObjectNode> find(String type, String url) {
    @Nullable IBaseResource found =
        switch (type) {
          case "CodeSystem" -> support.fetchCodeSystem(url);
          case "ValueSet" -> support.fetchValueSet(url);
          case "StructureDefinition" -> support.fetchStructureDefinition(url);
          default -> null;
        };
    return Optional.ofNullable(found)
        .map(it -> context.newJsonParser().encodeResourceToString(it))
        .map(json -> FhirJson.parse(json.getBytes(StandardCharsets.UTF_8)));
  }
}
