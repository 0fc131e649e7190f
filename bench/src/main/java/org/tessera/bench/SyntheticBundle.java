package org.tessera.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A transaction bundle of one invented patient's record, of the shape and size that public
/// generators of synthetic patients give: about 230 resources that refer to each other by
/// `urn:uuid`, and to practitioners and organizations by identifier.
final class SyntheticBundle {
  static final int ORGANIZATIONS = 40;
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int ENCOUNTERS = 26;

  private final Random random;
  private final ObjectNode bundle = MAPPER.createObjectNode();
  private final ArrayNode entries;
  private int resources;

  private SyntheticBundle(long seed) {
    random = new Random(seed);
    bundle.put("resourceType", "Bundle").put("type", "transaction");
    entries = bundle.putArray("entry");
  }

  /// A bundle as text, and how many resources it creates.
  record Text(String json, int resources) {}

  /// The record of one patient.
  static Text patient(long seed) {
    var one = new SyntheticBundle(seed);
    one.record();
    return new Text(
        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(one.bundle), one.resources);
  }

  /// The practitioners and organizations all records refer to.
  static Text providers() {
    var one = new SyntheticBundle(1);
    for (int i = 0; i < ORGANIZATIONS; i++) {
      one.provider(i);
    }
    return new Text(MAPPER.writeValueAsString(one.bundle), one.resources);
  }

  private void provider(int number) {
    ObjectNode organization = resource("Organization");
    identifier(organization, "https://example.org/synthetic/organization", "org-" + number);
    organization.put("active", true).put("name", "Hospital number " + number);
    entry(organization, "identifier=https://example.org/synthetic/organization|org-" + number);
    ObjectNode practitioner = resource("Practitioner");
    identifier(practitioner, "http://hl7.org/fhir/sid/us-npi", Integer.toString(99_000 + number));
    practitioner.put("active", true).put("gender", number % 2 == 0 ? "female" : "male");
    practitioner.putArray("name").addObject().put("family", "Practitioner" + number);
    entry(practitioner, "identifier=http://hl7.org/fhir/sid/us-npi|" + (99_000 + number));
  }

  private void record() {
    ObjectNode patient = resource("Patient");
    var care = new SyntheticCare(random, this);
    care.describe(patient);
    String person = entry(patient, "");
    List<String> encounters = new ArrayList<>();
    LocalDate day = LocalDate.of(2009, 1, 1).plusDays(random.nextInt(400));
    for (int i = 0; i < ENCOUNTERS; i++) {
      day = day.plusDays(20 + random.nextInt(150));
      String encounter = care.encounter(person, day);
      encounters.add(encounter);
      care.during(person, encounter, day);
    }
    care.plan(person, encounters.getFirst(), day);
  }

  ObjectNode resource(String type) {
    return MAPPER.createObjectNode().put("resourceType", type);
  }

  static void identifier(ObjectNode resource, String system, String value) {
    resource.withArray("identifier").addObject().put("system", system).put("value", value);
  }

  /// Adds a resource to be created.
  ///
  /// @return its address inside the bundle
  String entry(ObjectNode resource, String ifNoneExist) {
    String url = "urn:uuid:" + new UUID(random.nextLong(), random.nextLong());
    ObjectNode entry = entries.addObject().put("fullUrl", url);
    entry.set("resource", resource);
    ObjectNode request = entry.putObject("request");
    request.put("method", "POST").put("url", resource.path("resourceType").stringValue());
    if (!ifNoneExist.isEmpty()) {
      request.put("ifNoneExist", ifNoneExist);
    }
    resources++;
    return url;
  }
}
