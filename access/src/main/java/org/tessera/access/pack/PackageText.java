package org.tessera.access.pack;

import java.io.IOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.List;
import org.tessera.access.request.Request;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a package says about itself.
final class PackageText {
  private static final JsonMapper json = JsonMapper.builder().build();

  private final Request request;
  private final int patients;
  private final LocalDate today;

  PackageText(Request request, int patients, LocalDate today) {
    this.request = request;
    this.patients = patients;
    this.today = today;
  }

  long readme(Writer writer) throws IOException {
    writer.write(
        """
        %s
        version %s, %s, %d patients

        What this is
          An anonymised extract of one collection, made for one approved request. It may be used for
          that project only; nobody may try to identify a patient.

        What is in it
          fhir/*.ndjson   FHIR R4 resources, one a line
          omop/*.csv      OMOP CDM 5.4 tables, UTF-8, with a header line; an empty field is no value
          manifest.json   every file with its SHA-256, bytes and number of records
          SHA256SUMS      the same sums: sha256sum -c SHA256SUMS

        What was done to it
          - Patients, resources and rows have new ids, made under a key that was not kept. A patient
            has one id in FHIR and one in OMOP; person.person_source_value links them.
          - All dates of a patient are moved by one number of days between -365 and 365, so that the
            time between any two of them is true and the dates themselves are not. A month or a year
            that stands alone is moved as its middle would be.
          - Names, addresses, identifiers, narratives, notes, attachments and other free text are
            withheld. A wording is kept only where at least %d patients share it or it is a known
            code.
          - Provenance, staff and places are withheld.
          - A display is the term of our vocabulary, where its licence allows; otherwise the code
            stands alone, and as concept_name in omop/concept.csv.

        Limits
          Rare combinations of true values can still point to a person; treat it as health data.
        """
            .formatted(
                request.collectionName(),
                PackageBuilder.VERSION,
                today,
                patients,
                SharedTexts.PATIENTS_MIN));
    return 1;
  }

  long manifest(List<PackageZip.Entry> entries, Writer writer) throws IOException {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("version", PackageBuilder.VERSION);
    manifest.put("collection", request.collection());
    manifest.put("title", request.collectionName());
    manifest.put("request", request.id().toString());
    manifest.put("created", today.toString());
    manifest.put("mode", "anonymised");
    manifest.put("patients", patients);
    ArrayNode files = manifest.putArray("files");
    for (PackageZip.Entry entry : entries) {
      files
          .addObject()
          .put("path", entry.path())
          .put("sha256", entry.sha256())
          .put("bytes", entry.bytes())
          .put("records", entry.records());
    }
    writer.write(json.writerWithDefaultPrettyPrinter().writeValueAsString(manifest));
    writer.write('\n');
    return 1;
  }

  long sums(List<PackageZip.Entry> entries, Writer writer) throws IOException {
    for (PackageZip.Entry entry : entries) {
      writer.write(entry.sha256() + "  " + entry.path() + "\n");
    }
    return entries.size();
  }

  /// The collection as it is published in the catalogue.
  static ObjectNode study(ObjectNode study) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String element : List.of("resourceType", "id", "status", "title", "description")) {
      if (study.has(element)) {
        kept.set(element, study.get(element));
      }
    }
    return kept;
  }
}
