package org.tessera.etl.imaging.content;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Codes as FHIR writes them: PS3.3 section 8.8, with the systems of
/// `mappings/dicom/coding-schemes.csv`.
final class CodedConcepts {
  private static final String FILE = "coding-schemes.csv";
  private static final int CODE_VALUE = 0x00080100;
  private static final int LONG_CODE_VALUE = 0x00080119;
  private static final int URN_CODE_VALUE = 0x00080120;
  private static final int DESIGNATOR = 0x00080102;
  private static final int MEANING = 0x00080104;
  private static final String URI = "urn:ietf:rfc:3986";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, String> systems = new HashMap<>();

  /// A code and the designator of its scheme.
  record Name(String designator, String code) {}

  CodedConcepts(RuleFiles files, Problems problems) {
    for (RuleNode.Fields row : files.rows(FILE, problems)) {
      String system = row.text("system", "");
      if (system.isEmpty() || systems.putIfAbsent(row.text("designator", ""), system) != null) {
        problems.add(row, "a designator needs one system", "one line each, with a URI");
      }
    }
  }

  /// The code of the first item of a sequence.
  Optional<Name> name(DataSet holder, int sequence) {
    return item(holder, sequence)
        .map(item -> new Name(item.string(DESIGNATOR).orElse(""), code(item)));
  }

  /// The CodeableConcept of the first item of a sequence; nothing when that says nothing.
  Optional<ObjectNode> concept(DataSet holder, int sequence) {
    return item(holder, sequence).flatMap(this::concept);
  }

  private Optional<ObjectNode> concept(DataSet item) {
    String code = code(item);
    String meaning = item.string(MEANING).orElse("");
    if (code.isEmpty() && meaning.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode concept = JSON.objectNode();
    if (!code.isEmpty()) {
      ObjectNode coding = concept.putArray("coding").addObject();
      system(item).ifPresent(system -> coding.put("system", system));
      coding.put("code", code);
      if (!meaning.isEmpty()) {
        coding.put("display", meaning);
      }
    } else {
      concept.put("text", meaning);
    }
    return Optional.of(concept);
  }

  /// A number in a unit: UCUM's code with what the file calls it.
  Optional<ObjectNode> quantity(java.math.BigDecimal value, DataSet measured, int units) {
    ObjectNode quantity = JSON.objectNode();
    quantity.put("value", value);
    item(measured, units)
        .ifPresent(unit -> {
          String meaning = unit.string(MEANING).orElse("");
          quantity.put("unit", meaning.isEmpty() ? code(unit) : meaning);
          system(unit).ifPresent(system -> quantity.put("system", system).put("code", code(unit)));
        });
    return Optional.of(quantity);
  }

  private Optional<String> system(DataSet item) {
    return item.string(CODE_VALUE).isEmpty() && item.string(URN_CODE_VALUE).isPresent()
        ? Optional.of(URI)
        : item.string(DESIGNATOR).map(systems::get);
  }

  private static Optional<DataSet> item(DataSet holder, int sequence) {
    List<DataSet> items = holder.sequence(sequence);
    return items.isEmpty() ? Optional.empty() : Optional.of(items.getFirst());
  }

  private static String code(DataSet item) {
    for (int place : List.of(CODE_VALUE, LONG_CODE_VALUE, URN_CODE_VALUE)) {
      Optional<String> code = item.string(place);
      if (code.isPresent()) {
        return code.get();
      }
    }
    return "";
  }
}
