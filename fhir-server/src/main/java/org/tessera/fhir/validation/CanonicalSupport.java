package org.tessera.fhir.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// Gives HAPI's validator the definitions clients stored and those that ship.
final class CanonicalSupport implements IValidationSupport {
  private final FhirContext context;
  private final Canonicals canonicals;

  CanonicalSupport(FhirContext context, Canonicals canonicals) {
    this.context = context;
    this.canonicals = canonicals;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public @Nullable IBaseResource fetchStructureDefinition(String url) {
    return find("StructureDefinition", url);
  }

  @Override
  public @Nullable IBaseResource fetchValueSet(String url) {
    return find("ValueSet", url);
  }

  @Override
  public @Nullable IBaseResource fetchCodeSystem(String url) {
    return find("CodeSystem", url);
  }

  @Override
  public boolean isValueSetSupported(ValidationSupportContext chain, String url) {
    return canonicals.find("ValueSet", url).isPresent();
  }

  private @Nullable IBaseResource find(String type, String url) {
    IParser parser = context.newJsonParser();
    parser.setParserErrorHandler(new LenientErrorHandler(false));
    Optional<ObjectNode> found = canonicals.find(type, url);
    return found.isEmpty()
        ? null
        : parser.parseResource(new String(FhirJson.write(found.get()), StandardCharsets.UTF_8));
  }
}
