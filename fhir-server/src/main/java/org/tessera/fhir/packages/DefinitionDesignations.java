package org.tessera.fhir.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Licence;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.search.Designation;
import org.tessera.vocabularies.search.DesignationSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The other terms imported definitions give codes: those of code systems, and those value sets
/// add.
public final class DefinitionDesignations implements DesignationSource {
  private final PackageImports packages;
  private final Vocabularies vocabularies;

  /// @param packages whose definitions are read one after the other
  /// @param vocabularies know which systems keep their terms here
  public DefinitionDesignations(PackageImports packages, Vocabularies vocabularies) {
    this.packages = packages;
    this.vocabularies = vocabularies;
  }

  @Override
  public void tell(Taker taker) throws IOException {
    try {
      packages.forEach((definition, licence) -> {
        try {
          tell(definition, licence, taker);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void tell(ObjectNode definition, Licence licence, Taker taker) throws IOException {
    switch (definition.path("resourceType").asString("")) {
      case "CodeSystem" ->
          concepts(definition.path("url").asString(""), definition.path("concept"), licence, taker);
      case "ValueSet" -> {
        for (JsonNode include : definition.path("compose").path("include")) {
          concepts(include.path("system").asString(""), include.path("concept"), licence, taker);
        }
      }
      default -> {
        // A concept map calls nothing by a name of its own.
      }
    }
  }

  private void concepts(String system, JsonNode concepts, Licence licence, Taker taker)
      throws IOException {
    boolean leaves = licence.terms() && !vocabularies.keepsTerms(system);
    for (JsonNode concept : concepts) {
      Code code = new Code(system, concept.path("code").asString(""));
      for (JsonNode each : concept.path("designation")) {
        String text = each.path("value").asString("");
        if (!text.isEmpty()) {
          String language = each.path("language").asString("");
          taker.take(new Designation(code, text, language, Designation.SYNONYM, false, leaves));
        }
      }
      // What another list calls it is one more thing it is called.
      String display = concept.path("display").asString("");
      if (!display.isEmpty()) {
        taker.take(new Designation(code, display, "", Designation.SYNONYM, false, leaves));
      }
      concepts(system, concept.path("concept"), licence, taker);
    }
  }
}
