package org.tessera.fhir.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.store.IndexRows.DateRow;
import org.tessera.fhir.store.IndexRows.StringRow;
import org.tessera.fhir.store.IndexRows.Term;
import tools.jackson.databind.JsonNode;

/// Turns one value of a known FHIR data type into search rows.
@FunctionalInterface
interface ValueIndexer {
  List<String> NAME_PARTS = List.of("text", "family", "given", "prefix", "suffix");
  List<String> ADDRESS_PARTS =
      List.of("text", "line", "city", "district", "state", "postalCode", "country");

  /// Data types whose values are drawn from code systems, so that few differ.
  Set<String> CODES = Set.of("code", "Coding", "CodeableConcept", "boolean", "true", "present");

  void index(JsonNode value, IndexRows rows);

  static boolean isCode(String dataType) {
    return CODES.contains(dataType);
  }

  static ValueIndexer of(SearchParameter parameter, ParameterPath path) {
    if (parameter.phonetic()) {
      return (value, rows) -> sounds(parameter.seed(), path.dataType(), value, rows);
    }
    long seed = parameter.seed();
    int p = parameter.number();
    return switch (parameter.kind()) {
      case TOKEN -> new TokenIndexer(parameter, path);
      case REFERENCE -> (value, rows) -> reference(seed, path, value, rows);
      case URI -> (value, rows) -> uri(seed, value, rows);
      case DATE -> (value, rows) -> date(p, value, rows);
      case STRING ->
          (value, rows) -> texts(path.dataType(), value, text -> string(seed, text, rows));
      case QUANTITY, NUMBER -> (value, rows) -> QuantityIndexer.index(p, value, rows);
      case COMPOSITE -> throw new IllegalArgumentException("a composite has no value of its own");
    };
  }

  private static void uri(long seed, JsonNode value, IndexRows rows) {
    String uri = value.asString("");
    if (!uri.isEmpty()) {
      long hash = IndexKeys.uri(seed, uri);
      rows.add(hash);
      rows.add(IndexKeys.present(seed));
      rows.add(new Term(hash, IndexKeys.number(seed), uri));
    }
  }

  private static void reference(long seed, ParameterPath path, JsonNode value, IndexRows rows) {
    JsonNode identifier = value.path("identifier").path("value");
    if (identifier.isString()) {
      long start = IndexKeys.identifier(seed);
      String system = value.path("identifier").path("system").asString("");
      rows.add(IndexKeys.code(start, identifier.stringValue()));
      rows.add(IndexKeys.token(start, system, identifier.stringValue()));
      rows.add(IndexKeys.system(start, system));
      rows.add(IndexKeys.present(seed));
    }
    String address = address(value);
    if (address.isEmpty() || address.startsWith("#")) {
      return;
    }
    int version = address.indexOf('|');
    if (version > 0) {
      rows.add(seed ^ IndexKeys.reference(address));
      address = address.substring(0, version);
    }
    if (path.target().isEmpty() || address.startsWith(path.target().get() + "/")) {
      rows.add(seed ^ IndexKeys.reference(address));
      rows.add(IndexKeys.present(seed));
    }
  }

  /// Where a reference, canonical address or resource of a bundle points to, without the version of
  /// a resource; "" for nowhere.
  static String address(JsonNode value) {
    if (value.has("resourceType")) {
      return value.get("resourceType").asString("") + "/" + value.path("id").asString("");
    }
    String address = value.isString() ? value.stringValue() : value.path("reference").asString("");
    int history = address.indexOf("/_history/");
    return history > 0 ? address.substring(0, history) : address;
  }

  private static void date(int p, JsonNode value, IndexRows rows) {
    Optional<DateInterval> covered = interval(value);
    covered.ifPresent(interval -> rows.add(new DateRow(p, interval.lo(), interval.hi())));
  }

  /// The time a date, Period or Timing covers. Of a Timing "only the outer limits matter".
  private static Optional<DateInterval> interval(JsonNode value) {
    if (value.isString()) {
      return DateInterval.parse(value.stringValue());
    }
    if (value.has("start") || value.has("end")) {
      return Optional.of(
          new DateInterval(
              DateInterval.parse(value.path("start").asString(""))
                  .map(DateInterval::lo)
                  .orElse(DateInterval.PAST),
              DateInterval.parse(value.path("end").asString(""))
                  .map(DateInterval::hi)
                  .orElse(DateInterval.FUTURE)));
    }
    Optional<DateInterval> outer = Optional.empty();
    for (JsonNode event : value.path("event")) {
      outer = spanned(outer, interval(event));
    }
    JsonNode bounds = value.path("repeat").path("boundsPeriod");
    return bounds.isObject() ? spanned(outer, interval(bounds)) : outer;
  }

  private static Optional<DateInterval> spanned(
      Optional<DateInterval> one, Optional<DateInterval> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return Optional.of(
        new DateInterval(
            Math.min(one.get().lo(), other.get().lo()),
            Math.max(one.get().hi(), other.get().hi())));
  }

  /// A use of each text a string parameter looks at.
  @FunctionalInterface
  interface TextUse {
    void take(String text);
  }

  private static void texts(String dataType, JsonNode value, TextUse use) {
    if (value.isString()) {
      use.take(value.stringValue());
      return;
    }
    List<String> parts = dataType.equals("Address") ? ADDRESS_PARTS : NAME_PARTS;
    for (String part : parts) {
      JsonNode found = value.path(part);
      if (found.isArray()) {
        found.forEach(item -> use.take(item.asString("")));
      } else {
        use.take(found.asString(""));
      }
    }
  }

  private static void string(long seed, String text, IndexRows rows) {
    if (!text.isEmpty()) {
      rows.add(new StringRow(IndexKeys.number(seed), Folding.fold(text)));
      rows.add(IndexKeys.exact(seed, text));
      rows.add(IndexKeys.present(seed));
    }
  }

  private static void sounds(long seed, String dataType, JsonNode value, IndexRows rows) {
    texts(
        dataType,
        value,
        text -> {
          for (String sound : Sounds.of(text)) {
            rows.add(IndexKeys.sound(seed, sound));
            rows.add(IndexKeys.present(seed));
          }
        });
  }
}
