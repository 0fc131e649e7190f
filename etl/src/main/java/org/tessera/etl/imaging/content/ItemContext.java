package org.tessera.etl.imaging.content;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import org.tessera.etl.imaging.content.ConceptRoles.Role;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What content items say of those beside and below them: the site, the method, what is tracked,
/// the algorithm. What stands further in takes the place of what was said further out.
final class ItemContext {
  private static final int CONCEPT_NAME = 0x0040A043;
  private static final int CONCEPT_CODE = 0x0040A168;
  private static final int TEXT_VALUE = 0x0040A160;
  private static final int UID_VALUE = 0x0040A124;
  private static final int TEXT_MAX = 200;

  private final ConceptRoles roles;
  private final CodedConcepts codes;
  private final Surroundings around;
  private final Set<String> dummies;
  private final ObjectNode algorithms = JsonNodeFactory.instance.objectNode();

  /// @param dummies words that de-identification puts in the place of a text
  ItemContext(ConceptRoles roles, CodedConcepts codes, Surroundings around, Set<String> dummies) {
    this.dummies = dummies;
    this.roles = roles;
    this.codes = codes;
    this.around = around;
  }

  /// Those named so far.
  ArrayNode algorithms() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    algorithms.forEach(list::add);
    return list;
  }

  /// The outer context with what these items add to it.
  ObjectNode of(ObjectNode outer, List<DataSet> items) {
    ObjectNode context = outer.deepCopy();
    ObjectNode algorithm = JsonNodeFactory.instance.objectNode();
    for (DataSet item : items) {
      Role role = roles.of(codes.name(item, CONCEPT_NAME)).orElse(Role.NONE);
      switch (role) {
        case TRACKING -> text(item).ifPresent(text -> context.put("tracking", text));
        case TRACKING_UID ->
            item.string(UID_VALUE).ifPresent(uid -> context.put("trackingUid", "urn:oid:" + uid));
        case CATEGORY -> coded(item, "category", context);
        case SITE -> site(item, context);
        case METHOD -> coded(item, "method", context);
        case DERIVATION -> coded(item, "derivation", context);
        case ALGORITHM_NAME -> text(item).ifPresent(text -> algorithm.put("name", text));
        case ALGORITHM_VERSION -> text(item).ifPresent(text -> algorithm.put("version", text));
        case ALGORITHM_FAMILY -> coded(item, "family", algorithm);
        case REPORT,
            MEASUREMENTS,
            EVALUATIONS,
            GROUP,
            FINDING,
            LATERALITY,
            TOPOGRAPHY,
            SEGMENT,
            SOURCE_SERIES,
            NONE -> {}
      }
    }
    if (algorithm.has("name")) {
      String key = "algorithm-" + around.digest().apply(algorithm.toString());
      algorithm.put("key", key);
      algorithms.set(key, algorithm);
      String version = algorithm.path("version").asString("");
      context.put("device", key);
      context.put("deviceName", (algorithm.path("name").stringValue() + " " + version).strip());
    }
    return context;
  }

  private void site(DataSet item, ObjectNode context) {
    coded(item, "site", context);
    context.remove(List.of("laterality", "topography"));
    for (DataSet inner : item.sequence(Tag.ContentSequence)) {
      Role role = roles.of(codes.name(inner, CONCEPT_NAME)).orElse(Role.NONE);
      if (role == Role.LATERALITY) {
        coded(inner, "laterality", context);
      } else if (role == Role.TOPOGRAPHY) {
        coded(inner, "topography", context);
      }
    }
  }

  private void coded(DataSet item, String name, ObjectNode into) {
    codes.concept(item, CONCEPT_CODE).ifPresent(concept -> into.set(name, concept));
  }

  private Optional<String> text(DataSet item) {
    return item.string(TEXT_VALUE)
        .filter(text -> !dummies.contains(text))
        .map(text -> text.substring(0, Math.min(text.length(), TEXT_MAX)));
  }
}
