package org.tessera.fhir.operation;

import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The codes of a value set. https://hl7.org/fhir/R4/valueset-operation-expand.html
final class ExpandOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading(
          "expand", Set.of(Level.TYPE, Level.INSTANCE), List.of("ValueSet"), "ValueSet-expand");

  /// Codes in an answer that is not paged by `count`, and on a page.
  private static final int CODES_MAX = 10_000;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private final ValueSets valueSets;
  private final ImportedExpansion imported;
  private final ResourceStore store;

  ExpandOperation(ValueSets valueSets, ImportedExpansion imported, ResourceStore store) {
    this.valueSets = valueSets;
    this.imported = imported;
    this.store = store;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    Inputs inputs = call.inputs();
    ObjectNode valueSet = valueSet(call, valueSets, store);
    String filter = folded(inputs.text("filter").orElse(""));
    boolean activeOnly = inputs.flag("activeOnly");
    Optional<ImportedExpansion.Members> large =
        imported.members(valueSet, new ImportedExpansion.Ask(filter, activeOnly));
    List<Concept> small = large.isPresent() ? List.of() : found(valueSet, filter, activeOnly);
    int total = large.map(ImportedExpansion.Members::total).orElse(small.size());
    boolean paged = inputs.number("count").isPresent();
    if (!paged && total > CODES_MAX) {
      throw OperationFailure.unprocessable(
          "too-costly",
          "the expansion has more than "
              + CODES_MAX
              + " codes (codesMax); ask for it with count and offset, or with a filter");
    }
    int count = Math.min(inputs.number("count").orElse(CODES_MAX), CODES_MAX);
    int offset = inputs.number("offset").orElse(0);
    List<Concept> page =
        large
            .map(it -> it.page(offset, count))
            .orElseGet(() -> small.stream().skip(offset).limit(count).toList());
    return Answer.of(expanded(valueSet, inputs, total, page));
  }

  private List<Concept> found(ObjectNode valueSet, String filter, boolean activeOnly) {
    return valueSets.members(valueSet).stream()
        .filter(concept -> !activeOnly || concept.isActive())
        .filter(concept -> fits(concept, filter))
        .toList();
  }

  private static ObjectNode expanded(
      ObjectNode valueSet, Inputs inputs, int total, List<Concept> page) {
    int offset = inputs.number("offset").orElse(0);
    boolean paged = inputs.number("count").isPresent();
    ObjectNode expanded = valueSet.deepCopy();
    expanded.remove("expansion");
    if (!inputs.flag("includeDefinition")) {
      expanded.remove("compose");
    }
    ObjectNode expansion = expanded.putObject("expansion");
    expansion.put("identifier", "urn:uuid:" + UUID.randomUUID());
    expansion.put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    expansion.put("total", total);
    if (paged || offset > 0) {
      expansion.put("offset", offset);
    }
    parameters(inputs, expansion.putArray("parameter"));
    ArrayNode contains = expansion.putArray("contains");
    page.forEach(it -> write(it, inputs, contains));
    if (contains.isEmpty()) {
      expansion.remove("contains");
    }
    if (expansion.path("parameter").isEmpty()) {
      expansion.remove("parameter");
    }
    return expanded;
  }

  /// The value set a call is about: the instance, the one that is sent, or the one of an address.
  static ObjectNode valueSet(Call call, ValueSets valueSets, ResourceStore store) {
    if (!call.id().isEmpty()) {
      return MetaOperation.current(store, call);
    }
    Optional<ObjectNode> sent = call.inputs().resource("valueSet");
    if (sent.isPresent()) {
      return sent.get();
    }
    String url = call.inputs().required("url");
    Optional<String> version = call.inputs().text("valueSetVersion");
    return valueSets.required(version.map(it -> url + "|" + it).orElse(url));
  }

  private static void write(Concept concept, Inputs inputs, ArrayNode contains) {
    ObjectNode node = contains.addObject();
    node.put("system", concept.system());
    if (concept.isAbstract()) {
      node.put("abstract", true);
    }
    if (!concept.isActive()) {
      node.put("inactive", true);
    }
    node.put("code", concept.code());
    String display = concept.display(inputs.text("displayLanguage"));
    if (!display.isEmpty()) {
      node.put("display", display);
    }
    if (inputs.flag("includeDesignations") && !concept.designations().isEmpty()) {
      node.set("designation", concept.designations());
    }
  }

  /// What shaped the answer is told with it.
  private static void parameters(Inputs inputs, ArrayNode parameters) {
    for (String name : List.of("filter", "displayLanguage")) {
      inputs
          .text(name)
          .ifPresent(text -> parameters.addObject().put("name", name).put("valueString", text));
    }
    for (String name : List.of("activeOnly", "includeDesignations")) {
      if (inputs.flag(name)) {
        parameters.addObject().put("name", name).put("valueBoolean", true);
      }
    }
    for (String name : List.of("count", "offset")) {
      inputs
          .number(name)
          .ifPresent(value -> parameters.addObject().put("name", name).put("valueInteger", value));
    }
  }

  static boolean fits(Concept concept, String filter) {
    if (filter.isEmpty()
        || folded(concept.display()).contains(filter)
        || folded(concept.code()).startsWith(filter)) {
      return true;
    }
    for (JsonNode designation : concept.designations()) {
      if (folded(designation.path("value").asString("")).contains(filter)) {
        return true;
      }
    }
    return false;
  }

  static String folded(String text) {
    String letters =
        isPlain(text)
            ? text
            : MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    return letters.toLowerCase(Locale.ROOT);
  }

  /// Nearly every term is plain, and a text filter folds a million of them.
  private static boolean isPlain(String text) {
    return text.chars().allMatch(character -> character < 128);
  }
}
