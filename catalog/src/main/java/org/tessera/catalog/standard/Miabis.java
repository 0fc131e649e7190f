package org.tessera.catalog.standard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Networks, biobanks and collections that somebody describes as resources of MIABIS on FHIR 1.3.0.
///
/// A resource names its profile when it has everything the profile asks for; what nobody said is
/// left out, never made up. https://fhir.miabis.bbmri-eric.eu
final class Miabis {
  private static final String OF_ID = "catalogue";
  private static final String ICD_10 = "http://hl7.org/fhir/sid/icd-10";
  private static final String GENDER = "http://hl7.org/fhir/administrative-gender";

  /// The sexes the characteristic may have.
  private static final Set<String> GENDERS = Set.of("male", "female", "other", "unknown");

  private final MiabisCodes codes = new MiabisCodes();
  private final Holder holder;

  Miabis(Holder holder) {
    this.holder = holder;
  }

  /// All resources, each after those it refers to.
  List<ObjectNode> resources(Descriptions descriptions, List<Collection> collections) {
    List<ObjectNode> all = new ArrayList<>();
    Set<String> persons = new HashSet<>();
    for (Described biobank : descriptions.all("biobank")) {
      person(biobank, persons, all);
      all.add(biobank(biobank));
    }
    for (Described network : descriptions.all("network")) {
      person(network, persons, all);
      ObjectNode organization = organization(network, "miabis-network-organization");
      all.add(organization);
      all.add(network(network, organization, descriptions));
    }
    for (Collection collection : collections) {
      Optional<Described> described = descriptions.find("collection", collection.id());
      if (described.isPresent()) {
        ObjectNode organization = organization(collection, described.get(), descriptions);
        all.add(organization);
        all.add(group(collection, described.get(), organization));
      }
    }
    return all;
  }

  private void person(Described described, Set<String> persons, List<ObjectNode> all) {
    String name = described.first("juristic-person");
    if (!name.isEmpty() && persons.add(name)) {
      ObjectNode organization = resource("Organization", "juristic-person", name);
      all.add(organization.put("name", name));
    }
  }

  private ObjectNode biobank(Described biobank) {
    return organization(biobank, "miabis-biobank");
  }

  private ObjectNode organization(Described described, String profile) {
    ObjectNode organization = named("Organization", described, described.name());
    String person = described.first("juristic-person");
    if (!person.isEmpty()) {
      organization
          .putObject("partOf")
          .put("reference", "Organization/" + FhirIds.of("juristic-person", person));
    }
    described.values("country").stream()
        .findFirst()
        .ifPresent(country -> organization.putArray("address").addObject().put("country", country));
    codes.extend(organization, described);
    return claimed(organization, profile, "identifier", "name", "address", "partOf");
  }

  private ObjectNode network(
      Described network, ObjectNode organization, Descriptions descriptions) {
    ObjectNode group = resource("Group", "network", network.id());
    identifier(group, network.id(), "/catalogue/networks/");
    status(group, network);
    group.put("type", "person").put("actual", true).put("name", network.name());
    group.putObject("managingEntity").put("reference", reference(organization));
    descriptions.all("biobank").stream()
        .filter(biobank -> biobank.values("network").contains(network.id()))
        .forEach(biobank ->
            MiabisCodes.add(group, "miabis-member-entity-extension")
                .putObject("valueReference")
                .put("reference", "Organization/" + FhirIds.of("biobank", biobank.id())));
    return claimed(group, "miabis-network", "identifier", "name", "managingEntity");
  }

  private ObjectNode organization(
      Collection collection, Described described, Descriptions descriptions) {
    ObjectNode organization = named("Organization", described, collection.name());
    Optional<Described> biobank = descriptions.find("biobank", described.first("biobank"));
    biobank.ifPresent(one -> {
      organization
          .putObject("partOf")
          .put("reference", "Organization/" + FhirIds.of("biobank", one.id()));
      one.values("country").stream()
          .findFirst()
          .ifPresent(
              country -> organization.putArray("address").addObject().put("country", country));
    });
    codes.extend(organization, described);
    codes.extend(
        organization,
        "miabis-organization-description-extension",
        "",
        Told.description(collection));
    return claimed(
        organization, "miabis-collection-organization", "identifier", "name", "address", "partOf");
  }

  private ObjectNode group(Collection collection, Described described, ObjectNode organization) {
    ObjectNode group = resource("Group", "collection", collection.id());
    identifier(group, collection.id(), "/catalogue/");
    status(group, described);
    group.put("type", "person").put("actual", true).put("name", collection.name());
    group.putObject("managingEntity").put("reference", reference(organization));
    if (collection.patients() instanceof Count.Told told) {
      MiabisCodes.add(group, "miabis-number-of-subjects-extension")
          .put("valueInteger", told.value());
    }
    for (String criterion : described.values("inclusion-criterion")) {
      codes.extend(
          group, "miabis-inclusion-criteria-extension", "miabis-inclusion-criteria-cs", criterion);
    }
    collection
        .ages()
        .ifPresent(ages -> {
          ObjectNode range = characteristic(group, "Age").putObject("valueRange");
          range.set("low", years(ages.youngest()));
          range.set("high", years(ages.oldest()));
        });
    for (ValueCount sex : Told.values(collection.sexes())) {
      if (GENDERS.contains(sex.value())) {
        characteristic(group, "Sex")
            .set("valueCodeableConcept", MiabisCodes.coded(GENDER, sex.value()));
      }
    }
    for (String type : described.values("sample-type")) {
      codes
          .concept("miabis-collection-sample-type-cs", type)
          .ifPresent(material ->
              characteristic(group, "MaterialType").set("valueCodeableConcept", material));
    }
    for (ValueCount diagnosis : Told.values(collection.diagnoses())) {
      characteristic(group, "Diagnosis")
          .set("valueCodeableConcept", MiabisCodes.coded(ICD_10, diagnosis.value()));
    }
    return has(group, "Sex") && has(group, "MaterialType")
        ? claimed(group, "miabis-collection", "identifier", "name", "managingEntity")
        : group;
  }

  private static boolean has(ObjectNode group, String characteristic) {
    return group
        .path("characteristic")
        .valueStream()
        .anyMatch(one -> one.at("/code/coding/0/code").asString("").equals(characteristic));
  }

  private static ObjectNode characteristic(ObjectNode group, String code) {
    ObjectNode one = group.withArray("characteristic").addObject();
    one.set(
        "code",
        MiabisCodes.coded(
            MiabisCodes.CANONICAL + "CodeSystem/" + MiabisCodes.CHARACTERISTICS, code));
    one.put("exclude", false);
    return one;
  }

  private static ObjectNode years(int number) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("value", number)
        .put("unit", "years")
        .put("system", "http://unitsofmeasure.org")
        .put("code", "a");
  }

  /// What all organizations have in common.
  private ObjectNode named(String type, Described described, String name) {
    ObjectNode resource = resource(type, described.entity(), described.id());
    String place =
        switch (described.entity()) {
          case "network" -> "/catalogue/networks/";
          case "biobank" -> "/catalogue/biobanks/";
          default -> "/catalogue/";
        };
    identifier(resource, described.id(), place);
    status(resource, described);
    resource.put("name", name);
    if (!described.first("acronym").isEmpty()) {
      resource.putArray("alias").add(described.first("acronym"));
    }
    Holder.readable(described.first("url"))
        .filter(address -> address.startsWith("http"))
        .ifPresent(address ->
            resource.putArray("telecom").addObject().put("system", "url").put("value", address));
    contact(resource, described);
    return resource;
  }

  /// The profiles know contacts with a name alone.
  private static void contact(ObjectNode resource, Described described) {
    Optional<String> address = Holder.readable(described.first("contact"));
    String first = described.first("contact-first-name");
    String last = described.first("contact-last-name");
    if (address.isEmpty() || first.isEmpty() || last.isEmpty()) {
      return;
    }
    ObjectNode contact = resource.putArray("contact").addObject();
    contact.putObject("name").put("family", last).putArray("given").add(first);
    boolean mail = address.get().startsWith("mailto:");
    contact
        .putArray("telecom")
        .addObject()
        .put("system", mail ? "email" : "url")
        .put("value", mail ? address.get().substring("mailto:".length()) : address.get());
  }

  private static void status(ObjectNode resource, Described described) {
    switch (described.first("status").toLowerCase(Locale.ROOT)) {
      case "active" -> resource.put("active", true);
      case "ended" -> resource.put("active", false);
      default -> {
        // Neither of the two.
      }
    }
  }

  /// Its page names the entity for everybody.
  private void identifier(ObjectNode resource, String id, String place) {
    resource
        .putArray("identifier")
        .addObject()
        .put("system", holder.base() + place.replaceAll("/$", ""))
        .put("value", id);
  }

  private static ObjectNode resource(String type, String entity, String id) {
    ObjectNode resource = JsonMapper.shared().createObjectNode();
    resource.put("resourceType", type).put("id", FhirIds.of(entity, id));
    resource.putObject("meta").put("source", "urn:tessera:" + OF_ID);
    return resource;
  }

  private static ObjectNode claimed(ObjectNode resource, String profile, String... required) {
    for (String element : required) {
      if (!resource.has(element)) {
        return resource;
      }
    }
    resource.withObjectProperty("meta").putArray("profile").add(MiabisCodes.definition(profile));
    return resource;
  }

  static String reference(ObjectNode resource) {
    return resource.path("resourceType").asString("") + "/" + resource.path("id").asString("");
  }
}
