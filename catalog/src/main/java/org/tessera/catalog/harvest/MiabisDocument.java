package org.tessera.catalog.harvest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Collections of MIABIS on FHIR, in a Bundle.
final class MiabisDocument {
  private static final String DEFINITION = "https://fhir.bbmri-eric.eu/StructureDefinition/";
  private static final String ICD_10 = "http://hl7.org/fhir/sid/icd-10";
  private static final int COLLECTIONS_MAX = 5_000;

  private final String source;
  private final Map<String, JsonNode> organizations = new HashMap<>();

  private MiabisDocument(String source) {
    this.source = source;
  }

  static List<Elsewhere> read(String source, byte[] json) throws Unreadable {
    JsonNode bundle;
    try {
      bundle = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new Unreadable("what it sent is no JSON");
    }
    if (!bundle.path("resourceType").asString("").equals("Bundle")) {
      throw new Unreadable("what it sent is no Bundle of FHIR resources");
    }
    var document = new MiabisDocument(source);
    List<JsonNode> groups = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      switch (resource.path("resourceType").asString("")) {
        case "Organization" ->
            document.organizations.put(
                "Organization/" + resource.path("id").asString(""), resource);
        case "Group" -> {
          if (resource.has("characteristic") && groups.size() < COLLECTIONS_MAX) {
            groups.add(resource);
          }
        }
        default -> {
          // Nothing a catalogue shows.
        }
      }
    }
    return groups.stream()
        .map(document::collection)
        .filter(collection -> !collection.name().isEmpty())
        .toList();
  }

  private Elsewhere collection(JsonNode group) {
    JsonNode organization = referred(group.path("managingEntity"));
    JsonNode biobank = referred(organization.path("partOf"));
    List<String> keywords = new ArrayList<>();
    extensions(organization, "miabis-collection-dataset-type-extension", keywords);
    extensions(organization, "miabis-collection-design-extension", keywords);
    List<String> codes = new ArrayList<>();
    for (JsonNode characteristic : group.path("characteristic")) {
      for (JsonNode coding : characteristic.path("valueCodeableConcept").path("coding")) {
        if (coding.path("system").asString("").equals(ICD_10) && codes.size() < Plain.VALUES_MAX) {
          codes.add(Plain.text(coding.path("code").asString(""), Plain.NAME_MAX));
        }
      }
    }
    String country = organization.at("/address/0/country").asString("");
    return new Elsewhere(
        source,
        Plain.text(group.path("name").asString(""), Plain.NAME_MAX),
        text(organization, "miabis-organization-description-extension"),
        page(organization),
        Plain.text(biobank.path("name").asString(""), Plain.NAME_MAX),
        keywords,
        codes,
        country.matches("[A-Z]{2}") ? List.of(country) : List.of(),
        Optional.empty(),
        subjects(group),
        OptionalLong.empty(),
        "");
  }

  private JsonNode referred(JsonNode reference) {
    return organizations.getOrDefault(
        reference.path("reference").asString(""), MissingNode.getInstance());
  }

  private static Optional<String> page(JsonNode organization) {
    for (JsonNode telecom : organization.path("telecom")) {
      if (telecom.path("system").asString("").equals("url")) {
        return Plain.page(telecom.path("value").asString(""));
      }
    }
    return Optional.empty();
  }

  private static OptionalLong subjects(JsonNode group) {
    for (JsonNode extension : group.path("extension")) {
      if (is(extension, "miabis-number-of-subjects-extension")) {
        return Plain.number(extension.path("valueInteger").asString(""));
      }
    }
    return OptionalLong.empty();
  }

  private static String text(JsonNode resource, String name) {
    for (JsonNode extension : resource.path("extension")) {
      if (is(extension, name)) {
        return Plain.text(extension.path("valueString").asString(""), Plain.TEXT_MAX);
      }
    }
    return "";
  }

  private static void extensions(JsonNode resource, String name, List<String> into) {
    for (JsonNode extension : resource.path("extension")) {
      JsonNode concept = extension.path("valueCodeableConcept");
      if (is(extension, name) && into.size() < Plain.VALUES_MAX) {
        String text = concept.path("text").asString(concept.at("/coding/0/code").asString(""));
        into.add(Plain.text(text, Plain.NAME_MAX));
      }
    }
  }

  private static boolean is(JsonNode extension, String name) {
    return extension.path("url").asString("").equals(DEFINITION + name);
  }
}
