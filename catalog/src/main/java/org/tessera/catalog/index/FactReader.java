package org.tessera.catalog.index;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.index.AttributeRules.Derived;
import org.tessera.catalog.index.AttributeRules.EntrySource;
import org.tessera.catalog.index.AttributeRules.Found;
import org.tessera.catalog.index.AttributeRules.Source;
import org.tessera.catalog.index.AttributeRules.Way;
import org.tessera.mappings.ResourceSource;
import org.tessera.mappings.Scope;
import org.tessera.vocabularies.Code;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes from FHIR resources what the catalogue needs of them, and from the facts of all of a
/// patient's resources the values of each attribute.
final class FactReader {
  private static final int OLDEST_YEARS = 120;
  private static final int VALUE_CHARACTERS_MAX = 200;

  private final AttributeRules rules;
  private final Supplier<Descriptions> descriptions;
  private final Set<String> types = new HashSet<>();

  FactReader(AttributeRules rules, Supplier<Descriptions> descriptions) {
    this.rules = rules;
    this.descriptions = descriptions;
    rules
        .ways()
        .values()
        .forEach(way -> way.sources().forEach(source -> types.add(source.resource())));
    rules.entries().forEach(entry -> types.add(entry.resource()));
    rules.codes().forEach(found -> types.add(found.resource()));
    rules.texts().forEach(found -> types.add(found.resource()));
  }

  /// Whether resources of this type can hold facts at all.
  boolean reads(String type) {
    return types.contains(type);
  }

  /// The patient a resource is about.
  static Optional<String> patient(ObjectNode resource) {
    if (resource.path("resourceType").asString("").equals("Patient")) {
      return Optional.of(resource.path("id").asString(""));
    }
    for (String element : List.of("subject", "patient", "individual")) {
      String reference = resource.path(element).path("reference").asString("");
      if (reference.startsWith("Patient/")) {
        return Optional.of(reference.substring("Patient/".length()));
      }
    }
    return Optional.empty();
  }

  /// What a resource says; empty when it says nothing the catalogue tells.
  ResourceFacts facts(ObjectNode resource) {
    String type = resource.path("resourceType").asString("");
    Scope scope = Scope.of((ResourceSource) () -> resource);
    return new ResourceFacts(
        values(type, resource, MissingNode.getInstance(), Attribute.PATIENT, scope),
        entries(type, resource, scope),
        codes(type, resource, scope),
        found(rules.texts(), type, scope).stream()
            .flatMap(found ->
                found.places().stream()
                    .flatMap(place -> Place.texts(List.of(place), resource, resource).stream()))
            .distinct()
            .toList());
  }

  private Map<String, List<String>> values(
      String type, ObjectNode resource, JsonNode item, String level, Scope scope) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Way way : rules.ways().values()) {
      if (!way.attribute().level().equals(level)) {
        continue;
      }
      for (int number = 0; number < way.sources().size(); number++) {
        Source source = way.sources().get(number);
        if (source.resource().equals(type) && source.holds(scope)) {
          List<String> said =
              Place.texts(source.places(), resource, item).stream()
                  .map(source::value)
                  .map(way.attribute()::cut)
                  .filter(value -> !value.isBlank() && value.length() <= VALUE_CHARACTERS_MAX)
                  .distinct()
                  .toList();
          if (!said.isEmpty()) {
            values.put(way.key(number), said);
          }
        }
      }
    }
    return values;
  }

  private List<ResourceFacts.Entry> entries(String type, ObjectNode resource, Scope scope) {
    List<ResourceFacts.Entry> entries = new ArrayList<>();
    for (EntrySource source : rules.entries()) {
      if (source.resource().equals(type) && !source.unless().holds(scope)) {
        List<JsonNode> items = new ArrayList<>(Place.first(source.each(), resource, resource));
        if (items.isEmpty()) {
          items.add(MissingNode.getInstance());
        }
        for (JsonNode item : items) {
          int day =
              Place.texts(source.at(), resource, item).stream()
                  .findFirst()
                  .flatMap(FactReader::day)
                  .map(date -> (int) date.toEpochDay())
                  .orElse(ResourceFacts.UNDATED);
          Map<String, List<String>> values = values(type, resource, item, source.level(), scope);
          entries.add(new ResourceFacts.Entry(source.level(), day, values));
        }
      }
    }
    return entries;
  }

  private List<String> codes(String type, ObjectNode resource, Scope scope) {
    List<String> codes = new ArrayList<>();
    for (Found found : found(rules.codes(), type, scope)) {
      for (JsonNode coding : Place.first(found.places(), resource, resource)) {
        String system = coding.path("system").asString("");
        String code = coding.path("code").asString("");
        if (!system.isEmpty() && !code.isEmpty()) {
          codes.add(new IndexedCode(found.what(), new Code(system, code)).term());
        }
      }
    }
    return codes.stream().distinct().toList();
  }

  private static List<Found> found(List<Found> all, String type, Scope scope) {
    return all.stream()
        .filter(found -> found.resource().equals(type) && !found.unless().holds(scope))
        .toList();
  }

  /// A patient's values of an attribute.
  List<String> values(PatientFacts facts, Way way) {
    if (!way.share().isEmpty()) {
      return List.of(share(facts, way.share()));
    }
    Set<String> all = new LinkedHashSet<>();
    for (int number = 0; number < way.sources().size(); number++) {
      if (all.isEmpty() || way.every()) {
        all.addAll(facts.values(way.key(number)));
      }
    }
    for (Derived derived : way.derived()) {
      if (all.isEmpty()) {
        between(facts, derived).ifPresent(number -> all.add(Integer.toString(number)));
      }
    }
    Way collections = rules.ways().get(CatalogIndex.COLLECTION);
    return way.described().isEmpty() || collections == null
        ? several(List.copyOf(all), way)
        : described(values(facts, collections), way);
  }

  /// How many of these attributes a patient's record has a value of, in whole per cent.
  private String share(PatientFacts facts, List<String> attributes) {
    long known =
        attributes.stream().map(rules.ways()::get).filter(way -> isKnown(facts, way)).count();
    return Long.toString(100 * known / attributes.size());
  }

  private boolean isKnown(PatientFacts facts, Way way) {
    String level = way.attribute().level();
    return level.equals(Attribute.PATIENT)
        ? !values(facts, way).isEmpty()
        : StreamSupport.stream(facts.facts().spliterator(), false)
            .flatMap(said -> said.entries().stream())
            .anyMatch(entry -> entry.level().equals(level) && !values(entry, way).isEmpty());
  }

  /// What is described of a patient's collections.
  List<String> described(List<String> collections, Way way) {
    Descriptions said = descriptions.get();
    return several(
        collections.stream()
            .flatMap(collection -> said.of(collection, way.described()).stream())
            .distinct()
            .toList(),
        way);
  }

  /// An entry's values of an attribute.
  static List<String> values(ResourceFacts.Entry entry, Way way) {
    for (int number = 0; number < way.sources().size(); number++) {
      List<String> said = entry.values().get(way.key(number));
      if (said != null) {
        return said;
      }
    }
    return List.of();
  }

  private static List<String> several(List<String> values, Way way) {
    if (values.size() < 2) {
      return values;
    }
    if (values.contains(way.wins())) {
      return List.of(way.wins());
    }
    Comparator<String> order =
        way.attribute().number().isPresent()
            ? Comparator.comparing(FactReader::number)
            : Comparator.naturalOrder();
    return switch (way.several()) {
      case ALL -> values;
      case LEAST -> values.stream().min(order).stream().toList();
      case GREATEST -> values.stream().max(order).stream().toList();
    };
  }

  /// A number as exact as it stands; what is none comes before all.
  static BigDecimal number(String text) {
    return isNumber(text) ? new BigDecimal(text) : BigDecimal.valueOf(Long.MIN_VALUE);
  }

  static boolean isNumber(String text) {
    return text.matches("-?\\d{1,9}(\\.\\d{1,30})?");
  }

  private Optional<Integer> between(PatientFacts facts, Derived derived) {
    Optional<LocalDate> from = date(facts, derived.from());
    Optional<LocalDate> to = date(facts, derived.to());
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    // Of a year alone only years can be told: the day of either date is not taken as stated.
    long number =
        derived.months()
            ? ChronoUnit.MONTHS.between(from.get(), to.get())
            : to.get().getYear() - from.get().getYear();
    return number >= 0 && number <= (derived.months() ? 12L : 1L) * OLDEST_YEARS
        ? Optional.of((int) number)
        : Optional.empty();
  }

  private Optional<LocalDate> date(PatientFacts facts, String attribute) {
    Way way = rules.ways().get(attribute);
    return way == null
        ? Optional.empty()
        : values(facts, way).stream().findFirst().flatMap(FactReader::day);
  }

  /// The day of a FHIR date or time on the source's own calendar; a month or year alone stands for
  /// its first day.
  static Optional<LocalDate> day(String text) {
    try {
      return switch (text.length()) {
        case 4 -> Optional.of(LocalDate.of(Integer.parseInt(text), 1, 1));
        case 7 -> Optional.of(LocalDate.parse(text + "-01"));
        default ->
            text.length() < 10
                ? Optional.empty()
                : Optional.of(LocalDate.parse(text.substring(0, 10)));
      };
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
