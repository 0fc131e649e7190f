package org.tessera.fhir.search;

import java.util.Random;
import org.tessera.fhir.store.Resources;
import tools.jackson.databind.node.ObjectNode;

/// Random resources that use few values, so that searches meet them.
final class Generated {
  private static final String[] CODES = {"718-7", "8310-5", "85354-9", "8480-6"};
  private static final String[] STATUS = {"final", "amended", "preliminary"};
  private static final String[] UNITS = {"g/L", "g/dL", "mg/dL"};
  private static final String[] DATES = {
    "2019", "2020", "2020-02", "2020-02-03", "2020-02-03T10:00:00Z", "2021-12-31T23:30:00-05:00"
  };

  private Generated() {}

  static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  static ObjectNode observation(Random random, String id) {
    ObjectNode resource = Resources.json("{'resourceType':'Observation','id':'%s'}".formatted(id));
    resource.put("status", any(random, STATUS));
    if (random.nextInt(4) > 0) {
      code(random, resource.putObject("code"));
    }
    if (random.nextInt(3) == 0) {
      coding(
          resource.putArray("category").addObject(),
          "http://terminology.hl7.org/CodeSystem/observation-category",
          random.nextBoolean() ? "laboratory" : "exam");
    }
    if (random.nextInt(5) > 0) {
      String patient = any(random, new String[] {"ann", "bob", "cy", "dot", "nobody"});
      resource.putObject("subject").put("reference", "Patient/" + patient);
    }
    effective(random, resource);
    value(random, resource);
    if (random.nextInt(4) == 0) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        ObjectNode component = resource.withArray("component").addObject();
        code(random, component.putObject("code"));
        quantity(random, component.putObject("valueQuantity"));
      }
    }
    return resource;
  }

  private static void code(Random random, ObjectNode concept) {
    boolean local = random.nextInt(4) == 0;
    coding(concept, local ? "urn:local" : "http://loinc.org", any(random, CODES));
    if (random.nextInt(3) == 0) {
      concept.put("text", random.nextBoolean() ? "Haemoglobin" : "Ärea");
    }
  }

  private static void coding(ObjectNode concept, String system, String code) {
    concept.putArray("coding").addObject().put("system", system).put("code", code);
  }

  private static void effective(Random random, ObjectNode resource) {
    switch (random.nextInt(6)) {
      case 0 -> {
        // Without a date.
      }
      case 1 -> {
        ObjectNode period = resource.putObject("effectivePeriod");
        if (random.nextInt(3) > 0) {
          period.put("start", any(random, new String[] {"2019-06", "2020-01-15", "2020"}));
        }
        if (random.nextInt(3) > 0 || period.isEmpty()) {
          period.put("end", any(random, new String[] {"2020-03", "2020-12-31", "2021"}));
        }
      }
      default -> resource.put("effectiveDateTime", any(random, DATES));
    }
  }

  private static void value(Random random, ObjectNode resource) {
    switch (random.nextInt(4)) {
      case 0 -> quantity(random, resource.putObject("valueQuantity"));
      case 1 ->
          coding(
              resource.putObject("valueCodeableConcept"),
              "urn:stage",
              any(random, new String[] {"I", "II", "IIA", "IV"}));
      case 2 -> resource.put("valueString", any(random, new String[] {"Grün", "gruen", "groß"}));
      default -> {
        // Without a value.
      }
    }
  }

  private static void quantity(Random random, ObjectNode quantity) {
    quantity.put("value", new java.math.BigDecimal(random.nextInt(40) + "." + random.nextInt(10)));
    if (random.nextInt(4) > 0) {
      String unit = any(random, UNITS);
      quantity.put("unit", unit).put("system", "http://unitsofmeasure.org").put("code", unit);
    }
  }
}
