package org.tessera.fhir.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.search.Designation;
import org.tessera.vocabularies.search.DesignationSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The other terms imported definitions give codes: those of code systems, and those value sets
/// add.
public final class DefinitionDesignations implements DesignationSource {
  private final PackageImports packages;

  /// @param packages whose definitions are read one after the other
  public DefinitionDesignations(PackageImports packages) {
    this.packages = packages;
  }

  @Override
  public void tell(Taker taker) throws IOException {
    try {
      packages.forEach(definition -> {
        try {
          tell(definition, taker);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void tell(ObjectNode definition, Taker taker) throws IOException {
    switch (definition.path("resourceType").asString("")) {
      case "CodeSystem" ->
          concepts(definition.path("url").asString(""), definition.path("concept"), taker);
      case "ValueSet" -> {
        for (JsonNode include : definition.path("compose").path("include")) {
          concepts(include.path("system").asString(""), include.path("concept"), taker);
        }
      }
      default -> {
        // A concept map calls nothing by a name of its own.
      }
    }
  }

  private static void concepts(String system, JsonNode concepts, Taker taker) throws IOException {
    for (JsonNode concept : concepts) {
      Code code = new Code(system, concept.path("code").asString(""));
      for (JsonNode each : concept.path("designation")) {
        String text = each.path("value").asString("");
        if (!text.isEmpty()) {
          String language = each.path("language").asString("");
          taker.take(new Designation(code, text, language, Designation.SYNONYM, false));
        }
      }
      // What another list calls it is one more thing it is called.
      String display = concept.path("display").asString("");
      if (!display.isEmpty()) {
        taker.take(new Designation(code, display, "", Designation.SYNONYM, false));
      }
      concepts(system, concept.path("concept"), taker);
    }
  }
}
