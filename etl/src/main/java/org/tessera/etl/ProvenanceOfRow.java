package org.tessera.etl;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.tessera.mappings.Secrets;
import tools.jackson.databind.node.ObjectNode;

/// Says of a row's resources which delivery, tab and row they come from.
/// https://hl7.org/fhir/R4/provenance.html
final class ProvenanceOfRow {
  private static final int KEY_CHARACTERS = 16;

  private ProvenanceOfRow() {}

  static ObjectNode of(
      String patient, HeldRow row, Set<String> targets, Instant recorded, Secrets secrets) {
    ObjectNode provenance = Json.MAPPER.createObjectNode();
    String digest = secrets.digest("row " + row.key().form() + "/" + row.key().key());
    provenance.put("resourceType", "Provenance");
    provenance.put("id", patient + "-row-" + digest.substring(0, KEY_CHARACTERS));
    var target = provenance.putArray("target");
    targets.forEach(reference -> target.addObject().put("reference", reference));
    // The journal's time, not the clock's: a replay says the same.
    provenance.put("recorded", recorded.truncatedTo(ChronoUnit.SECONDS).toString());
    var activity = provenance.putObject("activity").putArray("coding").addObject();
    activity.put("system", "http://terminology.hl7.org/CodeSystem/v3-DataOperation");
    activity.put("code", "CREATE");
    activity.put("display", "create");
    provenance.putArray("agent").addObject().putObject("who").put("display", "Tessera intake");
    var what = provenance.putArray("entity").addObject().put("role", "source").putObject("what");
    what.putObject("identifier")
        .put("system", "urn:tessera:delivery")
        .put("value", Long.toString(row.delivery()));
    what.put(
        "display",
        "delivery " + row.delivery() + ", sheet " + row.sheet() + ", row " + row.ownNumber());
    return provenance;
  }
}
