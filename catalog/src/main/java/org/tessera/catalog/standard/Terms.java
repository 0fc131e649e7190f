package org.tessera.catalog.standard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.rdf4j.model.IRI;
import org.eclipse.rdf4j.model.util.Values;

/// The names of HealthDCAT-AP release 8 and of the vocabularies it is made of.
final class Terms {
  private static final Map<String, String> NAMESPACES = new LinkedHashMap<>();

  static {
    NAMESPACES.put("dcat", "http://www.w3.org/ns/dcat#");
    NAMESPACES.put("dcatap", "http://data.europa.eu/r5r/");
    NAMESPACES.put("dct", "http://purl.org/dc/terms/");
    NAMESPACES.put("healthdcatap", "http://healthdataportal.eu/ns/health#");
    NAMESPACES.put("adms", "http://www.w3.org/ns/adms#");
    NAMESPACES.put("geodcatap", "http://data.europa.eu/930/");
    NAMESPACES.put("csvw", "http://www.w3.org/ns/csvw#");
    NAMESPACES.put("cv", "http://data.europa.eu/m8g/");
    NAMESPACES.put("foaf", "http://xmlns.com/foaf/0.1/");
    NAMESPACES.put("rdfs", "http://www.w3.org/2000/01/rdf-schema#");
    NAMESPACES.put("vcard", "http://www.w3.org/2006/vcard/ns#");
    NAMESPACES.put("xsd", "http://www.w3.org/2001/XMLSchema#");
  }

  // The values come from the lists the release names; no other is used.
  private static final String EU = "http://publications.europa.eu/resource/authority/";
  private static final String HEALTH =
      "https://hdeu-dcat.data.health.europa.eu/resource/authority/";
  static final IRI PUBLIC = Values.iri(EU + "access-right/PUBLIC");
  static final IRI RESTRICTED = Values.iri(EU + "access-right/RESTRICTED");
  static final IRI NON_PUBLIC = Values.iri(EU + "access-right/NON_PUBLIC");
  static final IRI THEME_HEALTH = Values.iri(EU + "data-theme/HEAL");

  /// Electronic health data from electronic health records (Article 51(1)(a)).
  static final IRI HEALTH_RECORDS = Values.iri(HEALTH + "healthcategories/EHRS");

  static final IRI CANCER = Values.iri(HEALTH + "health-theme/CANCER_DISEASE");
  static final IRI ICD_10 = Values.iri(HEALTH + "coding-system/ICD-10");
  static final IRI FHIR = Values.iri(HEALTH + "standard/FHIR");
  static final IRI OMOP = Values.iri(HEALTH + "standard/OMOP-CDM");
  static final IRI ZIP = Values.iri("http://www.iana.org/assignments/media-types/application/zip");

  private Terms() {}

  /// A country of the list of the European Union, whose codes are those of ISO 3166 alpha-3.
  ///
  /// @param alpha2 a code of ISO 3166
  static IRI country(String alpha2) {
    return Values.iri(EU + "country/" + Locale.of("", alpha2).getISO3Country());
  }

  /// Prefix → namespace, as written documents use them.
  static Map<String, String> namespaces() {
    return Collections.unmodifiableMap(NAMESPACES);
  }

  /// A name such as `dcat:Dataset`.
  static IRI term(String name) {
    int colon = name.indexOf(':');
    String namespace = NAMESPACES.get(name.substring(0, colon));
    return Values.iri(Objects.requireNonNull(namespace, name), name.substring(colon + 1));
  }
}
