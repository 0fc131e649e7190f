package org.tessera.fhir.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Small resources for tests.
public final class Resources {
  private Resources() {}

  /// JSON with single quotes for double ones.
  public static ObjectNode json(String text) {
    return FhirJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  public static ObjectNode patient(String id, String family) {
    return json(
        "{'resourceType':'Patient','id':'%s','name':[{'family':'%s'}],'gender':'female'}"
            .formatted(id, family));
  }

  public static ObjectNode observation(String id, String patient, String code, String date) {
    return json(
        ("{'resourceType':'Observation','id':'%s','status':'final','code':{'coding':"
                + "[{'system':'http://loinc.org','code':'%s'}]},'subject':{'reference':"
                + "'Patient/%s'},'effectiveDateTime':'%s','valueQuantity':{'value':1.50,"
                + "'unit':'mm','system':'http://unitsofmeasure.org','code':'mm'}}")
            .formatted(id, code, patient, date));
  }

  public static Transaction puts(String owner, ObjectNode... resources) {
    return new Transaction(owner, Stream.of(resources).<Write>map(Write.Put::of).toList());
  }

  public static Transaction delete(String owner, String type, String id) {
    return new Transaction(owner, List.of(Write.Delete.of(type, id)));
  }
}
