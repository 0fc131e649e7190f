package org.tessera.catalog.standard;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.impl.LinkedHashModel;
import org.eclipse.rdf4j.model.util.Values;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.description.Descriptions;

/// HealthDCAT-AP release 8; unless somebody says otherwise, for data that are given out under
/// conditions (`RESTRICTED`). https://healthdataeu.pages.code.europa.eu/healthdcat-ap/
final class HealthDcat {
  private static final String ORIGIN =
      "Taken from the workbooks of the study's sites, checked cell by cell, pseudonymised, and"
          + " mapped to HL7 FHIR R4 and the OMOP Common Data Model 5.4.";
  private static final String RIGHTS =
      "Given out after a request that a committee has approved, as a package with new patient ids"
          + " and shifted dates.";

  private final Holder holder;
  private final Variables variables;
  private final DataVersion version;
  private final Descriptions descriptions;

  HealthDcat(Holder holder, Variables variables, Descriptions descriptions, DataVersion version) {
    this.holder = holder;
    this.descriptions = descriptions;
    this.variables = variables;
    this.version = version;
  }

  /// The node's catalogue with all its datasets.
  Model catalogue(List<Collection> collections) {
    Model graph = new LinkedHashModel();
    var catalogue =
        Subject.of(
            graph,
            Values.iri(holder.base() + "/catalogue#catalogue"),
            "dcat:Catalog",
            holder.language());
    catalogue.english("dct:title", "Catalogue of " + holder.name());
    catalogue.english(
        "dct:description",
        "Collections of imaging and clinical data that can be requested from " + holder.name());
    legislation(catalogue);
    publisher(catalogue);
    catalogue.link("foaf:homepage", holder.base() + "/catalogue");
    catalogue.value("dct:modified", version.day().toString(), "xsd:date");
    for (Collection collection : collections) {
      catalogue.link("dcat:dataset", holder.dataset(collection.id()));
      describe(graph, collection);
    }
    return graph;
  }

  /// One dataset.
  Model dataset(Collection collection) {
    Model graph = new LinkedHashModel();
    describe(graph, collection);
    return graph;
  }

  private void describe(Model graph, Collection collection) {
    String id = collection.id();
    var dataset =
        Subject.of(graph, Values.iri(holder.dataset(id)), "dcat:Dataset", holder.language());
    dataset.text("dct:title", collection.name());
    dataset.text("dct:description", Told.description(collection));
    dataset.add("dct:identifier", Values.literal(holder.dataset(id)));
    dataset.add("dcat:theme", Terms.THEME_HEALTH);
    dataset.add("healthdcatap:healthCategory", Terms.HEALTH_RECORDS);
    dataset.add("dct:conformsTo", Terms.FHIR);
    dataset.add("dct:conformsTo", Terms.OMOP);
    dataset.link("dcat:landingPage", holder.page(id));
    dataset.inner("dct:provenance", "dct:ProvenanceStatement").english("rdfs:label", ORIGIN);
    dataset.value(
        "dct:issued",
        collection.since().atZone(ZoneOffset.UTC).toLocalDate().toString(),
        "xsd:date");
    dataset.value("dct:modified", version.day().toString(), "xsd:date");
    var words = new Words(descriptions, collection);
    dataset.add("dcat:version", Values.literal(words.version(version)));
    dataset.english("adms:versionNotes", "Data version " + version);
    written(dataset, words);
    legislation(dataset);
    publisher(dataset);
    contact(dataset, id);
    accessBody(dataset);
    population(dataset, collection);
    if (!collection.whole().equals(id)) {
      dataset.link("dct:isPartOf", holder.dataset(collection.whole()));
    }
    variables.describe(dataset, collection.whole());
    distribution(dataset, id, words);
  }

  private void written(Subject dataset, Words words) {
    dataset.add(
        "dct:accessRights",
        switch (words.first("access-level").orElse("")) {
          case "open" -> Terms.PUBLIC;
          case "closed" -> Terms.NON_PUBLIC;
          default -> Terms.RESTRICTED;
        });
    words.values("acronym").forEach(acronym -> dataset.text("dct:alternative", acronym));
    words.keywords().forEach(keyword -> dataset.english("dcat:keyword", keyword));
    words.values("country").forEach(country -> dataset.add("dct:spatial", Terms.country(country)));
    words.publications().forEach(address -> dataset.link("dct:isReferencedBy", address));
    words
        .biobank()
        .ifPresent(biobank ->
            Holder.readable(biobank.first("contact"))
                .ifPresent(contact -> {
                  var custodian = dataset.inner("geodcatap:custodian", "foaf:Agent");
                  custodian.text("foaf:name", biobank.name());
                  address(custodian, Optional.of(contact));
                }));
  }

  private void population(Subject dataset, Collection collection) {
    if (collection.patients() instanceof Count.Told told) {
      dataset.value(
          "healthdcatap:numberOfUniqueIndividuals",
          Long.toString(told.value()),
          "xsd:nonNegativeInteger");
    }
    // A record is an imaging study: EUCAIM's profile of HealthDCAT-AP, version 2.0.
    if (collection.studies() instanceof Count.Told told) {
      dataset.value(
          "healthdcatap:numberOfRecords", Long.toString(told.value()), "xsd:nonNegativeInteger");
    }
    collection
        .ages()
        .ifPresent(ages -> {
          dataset.value(
              "healthdcatap:minTypicalAge",
              Integer.toString(ages.youngest()),
              "xsd:nonNegativeInteger");
          dataset.value(
              "healthdcatap:maxTypicalAge",
              Integer.toString(ages.oldest()),
              "xsd:nonNegativeInteger");
        });
    var diagnoses = Told.values(collection.diagnoses());
    diagnoses.forEach(diagnosis -> {
      dataset.add("healthdcatap:hasCodeValues", Values.literal("ICD-10: " + diagnosis.value()));
      dataset.english("dcat:keyword", diagnosis.label());
    });
    if (!diagnoses.isEmpty()) {
      dataset.add("healthdcatap:hasCodingSystem", Terms.ICD_10);
    }
    if (diagnoses.stream().anyMatch(diagnosis -> Told.isMalignant(diagnosis.value()))) {
      dataset.add("healthdcatap:healthTheme", Terms.CANCER);
    }
    Told.values(collection.modalities())
        .forEach(modality -> dataset.english("dcat:keyword", modality.label()));
  }

  private void distribution(Subject dataset, String id, Words words) {
    var given = dataset.inner("dcat:distribution", "dcat:Distribution");
    given.english("dct:title", "Package of OMOP tables and FHIR resources");
    given.link("dcat:accessURL", holder.request(id));
    given.add("dcat:mediaType", Terms.ZIP);
    given.add("dct:conformsTo", Terms.FHIR);
    given.add("dct:conformsTo", Terms.OMOP);
    licence(given, id, words);
    given.inner("dct:rights", "dct:RightsStatement").english("rdfs:label", RIGHTS);
    legislation(given);
  }

  /// Terms without an address are told by their name.
  private void licence(Subject given, String id, Words words) {
    Optional<String> named = words.first("licence");
    Optional<String> address =
        named.isEmpty() ? Optional.of(holder.licence(id)) : named.flatMap(Holder::readable);
    address.ifPresentOrElse(
        known -> given.link("dct:license", known),
        () ->
            given
                .inner("dct:license", "dct:LicenseDocument")
                .text("dct:title", named.orElseThrow()));
  }

  private void legislation(Subject subject) {
    holder.legislation().forEach(law -> subject.link("dcatap:applicableLegislation", law));
  }

  private void publisher(Subject subject) {
    subject.link("dct:publisher", holder.base() + "/#holder");
    var agent =
        Subject.of(
            subject.graph(),
            Values.iri(holder.base() + "/#holder"),
            "foaf:Agent",
            holder.language());
    agent.text("foaf:name", holder.name());
    if (!subject.graph().contains(agent.id(), Terms.term("cv:contactPoint"), null)) {
      address(agent, holder.contact());
    }
  }

  private void accessBody(Subject dataset) {
    holder
        .accessBody()
        .ifPresent(body -> {
          var agent = dataset.inner("healthdcatap:hdab", "foaf:Agent");
          agent.text("foaf:name", body.name());
          address(agent, Optional.of(body.contact()));
        });
  }

  private void address(Subject agent, Optional<String> contact) {
    var point = agent.inner("cv:contactPoint", "cv:ContactPoint");
    String address = contact.orElse(holder.base() + "/catalogue");
    if (address.startsWith("mailto:")) {
      point.add("cv:email", Values.literal(address.substring("mailto:".length())));
    } else {
      point.link("cv:contactPage", address);
    }
  }

  private void contact(Subject dataset, String id) {
    var kind = dataset.inner("dcat:contactPoint", "vcard:Kind");
    kind.text("vcard:fn", holder.name());
    String address = holder.contact().orElse(holder.request(id));
    kind.link(address.startsWith("mailto:") ? "vcard:hasEmail" : "vcard:hasURL", address);
  }
}
