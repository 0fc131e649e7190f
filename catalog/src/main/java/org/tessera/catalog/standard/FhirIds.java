package org.tessera.catalog.standard;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Ids of the catalogue's resources: what they are of and its id, or what stands for one that FHIR
/// does not allow. https://hl7.org/fhir/R4/datatypes.html#id
final class FhirIds {
  private FhirIds() {}

  static String of(String entity, String id) {
    String plain = "miabis-" + entity + "-" + id;
    return plain.matches("[A-Za-z0-9.-]{1,64}")
        ? plain
        : "miabis-" + entity + "-" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }
}
