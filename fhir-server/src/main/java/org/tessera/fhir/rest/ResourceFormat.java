package org.tessera.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IAnyResource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

/// Between the store's JSON trees and HAPI's objects.
final class ResourceFormat {
  private final FhirContext context;

  ResourceFormat(FhirContext context) {
    this.context = context;
  }

  /// What the client sent, as a tree. A JSON body is taken as it was written: HAPI has parsed it
  /// strictly, but decimals and unusual extensions come back best from the text itself.
  ObjectNode tree(RequestDetails request, IBaseResource parsed) {
    String type = request.getHeader("Content-Type");
    boolean xml = type != null && type.toLowerCase(Locale.ROOT).contains("xml");
    byte[] body = request.loadRequestContents();
    return xml || body == null || body.length == 0 ? tree(parsed) : FhirJson.parse(body);
  }

  private ObjectNode tree(IBaseResource resource) {
    String json = context.newJsonParser().encodeResourceToString(resource);
    return FhirJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /// A stored version as HAPI's object; empty for a deletion.
  Optional<Resource> resource(StoredResource stored) {
    return stored.content().map(this::resource);
  }

  Resource resource(ObjectNode content) {
    IParser parser = context.newJsonParser();
    // What is stored was checked when it came in.
    parser.setParserErrorHandler(new LenientErrorHandler(false));
    String json = new String(FhirJson.write(content), StandardCharsets.UTF_8);
    IAnyResource resource = (IAnyResource) parser.parseResource(json);
    return (Resource) resource;
  }
}
