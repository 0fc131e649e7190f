package org.tessera.fhir.structure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.structure.Structure.Slot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks that a tree is a resource of FHIR R4: known elements, arrays where there may be several,
/// required elements, values in their form, codes of required bindings, one type of a choice.
/// https://hl7.org/fhir/R4/json.html
public final class StructureCheck {
  private static final int ISSUES_MAX = 50;
  private static final int NAME_LENGTH_MAX = 60;
  private static final LevenshteinDistance SLIPS = new LevenshteinDistance(2);
  private static final Structure ELEMENT = Structures.require("Element");
  private static final @Nullable ElementDefinition[] NONE = {};

  private final boolean lenient;
  private final List<Issue> issues = new ArrayList<>();

  private StructureCheck(boolean lenient) {
    this.lenient = lenient;
  }

  /// Checks a resource.
  ///
  /// @param lenient takes elements FHIR does not know out of the tree instead of refusing them
  /// @return what is wrong, and what was taken out; empty when all is well
  public static List<Issue> of(ObjectNode resource, boolean lenient) {
    var check = new StructureCheck(lenient);
    check.resource(resource);
    return check.issues.size() > ISSUES_MAX ? check.issues.subList(0, ISSUES_MAX) : check.issues;
  }

  private void resource(ObjectNode resource) {
    JsonNode type = resource.get("resourceType");
    if (type == null || !type.isString()) {
      add("structure", "resourceType", "a resource says its resourceType");
      return;
    }
    Structure structure = Structures.get(type.stringValue());
    if (structure == null
        || type.stringValue().indexOf('.') >= 0
        || structure.find("implicitRules") == null) {
      add("structure", "resourceType", "FHIR R4 has no such resource type");
      return;
    }
    object(structure, resource, true);
    JsonNode id = resource.get("id");
    if (id != null && id.isString() && !Lexical.isId(id.stringValue())) {
      add("value", "id", "the value is not " + Primitive.ID.form());
    }
    prefix(0, structure.name());
  }

  private void object(Structure structure, ObjectNode node, boolean resource) {
    long missing = structure.requirements();
    @Nullable ElementDefinition[] chosen = NONE;
    Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
    boolean empty = true;
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String name = field.getKey();
      if (resource && name.equals("resourceType")) {
        continue;
      }
      empty = false;
      boolean shadow = name.startsWith("_");
      String plain = shadow ? name.substring(1) : name;
      Slot slot = name.isEmpty() ? null : structure.slot(plain);
      if (slot == null || (shadow && slot.element().primitive() == null)) {
        unknown(name, fields, structure);
        continue;
      }
      missing &= ~slot.fulfils();
      if (slot.choice() >= 0) {
        chosen = chosen.length > 0 ? chosen : new ElementDefinition[structure.choices()];
        choose(chosen, slot);
      }
      int before = issues.size();
      if (shadow) {
        shadow(slot.element(), field.getValue());
      } else {
        value(slot, field.getValue(), node);
      }
      prefix(before, plain);
    }
    if (empty && !resource) {
      add("structure", "", "an element has a value or elements of its own");
    }
    if (missing != 0) {
      requireAll(structure, missing);
    }
  }

  private void unknown(
      String name, Iterator<Map.Entry<String, JsonNode>> fields, Structure structure) {
    String shown = name.length() <= 40 && name.matches("[A-Za-z0-9_]+") ? name : "(unprintable)";
    String message = structure.name() + " has no such element" + meant(name, structure);
    if (lenient) {
      fields.remove();
      issues.add(new Issue("structure", shown, message, false));
    } else {
      add("structure", shown, message);
    }
  }

  /// The element of the same type that may have been meant: with other capitals, or a slip away.
  private static String meant(String name, Structure structure) {
    if (name.length() > NAME_LENGTH_MAX) {
      return "";
    }
    String written = name.toLowerCase(Locale.ROOT);
    record Near(String name, int slips) {}
    return structure.elements().stream()
        .map(element ->
            new Near(element.name(), SLIPS.apply(written, element.name().toLowerCase(Locale.ROOT))))
        .filter(near -> near.slips() >= 0 && near.slips() * 3 <= written.length())
        .min(Comparator.comparingInt(Near::slips).thenComparing(Near::name))
        .map(near -> "; did you mean " + near.name() + "?")
        .orElse("");
  }

  private void choose(@Nullable ElementDefinition[] chosen, Slot slot) {
    ElementDefinition other = chosen[slot.choice()];
    chosen[slot.choice()] = slot.element();
    if (other != null && !other.name().equals(slot.element().name())) {
      add("structure", slot.element().name(), "only one of " + other.choice() + " may be there");
    }
  }

  private void requireAll(Structure structure, long missing) {
    for (long bits = missing; bits != 0; bits &= bits - 1) {
      String name = structure.requirement(Long.numberOfTrailingZeros(bits));
      add("required", name.replace("[x]", ""), "the element is required");
    }
  }

  private void value(Slot slot, JsonNode value, ObjectNode parent) {
    ElementDefinition element = slot.element();
    if (!element.many()) {
      one(slot, value, false);
      return;
    }
    if (!(value instanceof ArrayNode array)) {
      add("structure", "", "the element is an array");
      return;
    }
    if (array.isEmpty()) {
      add("structure", "", "an array is not empty");
    }
    boolean gaps = element.primitive() != null && parent.has("_" + element.name());
    for (int i = 0; i < array.size(); i++) {
      int before = issues.size();
      one(slot, array.get(i), gaps);
      prefix(before, i);
    }
  }

  private void one(Slot slot, JsonNode value, boolean gaps) {
    ElementDefinition element = slot.element();
    Primitive primitive = element.primitive();
    Structure inside = slot.inside();
    if (primitive != null) {
      if (!(gaps && value.isNull())) {
        primitive(element, primitive, value);
      }
    } else if (!(value instanceof ObjectNode object)) {
      add("structure", "", "the element is an object");
    } else if (element.isResource()) {
      resourceInside(object);
    } else if (inside == null) {
      throw new IllegalStateException("there is no structure " + element.type());
    } else {
      object(inside, object, false);
    }
  }

  private void resourceInside(ObjectNode object) {
    var inner = new StructureCheck(lenient);
    inner.resource(object);
    for (Issue issue : inner.issues) {
      // FHIRPath names a contained resource by its place, not by its type.
      String expression = issue.expression();
      int dot = expression.indexOf('.');
      String below = dot < 0 ? "" : expression.substring(dot + 1);
      issues.add(new Issue(issue.code(), below, issue.message(), issue.fatal()));
    }
  }

  private void primitive(ElementDefinition element, Primitive primitive, JsonNode value) {
    if (!primitive.fits(value)) {
      boolean hostile = primitive == Primitive.DECIMAL && value.isNumber();
      add(hostile ? "too-costly" : "value", "", "the value is not " + primitive.form());
    } else if (!element.codes().isEmpty() && !element.codes().contains(value.stringValue())) {
      add("code-invalid", "", "the code is none of those the element is bound to");
    }
  }

  /// The id and extensions of a primitive stand beside it under its name with an underscore.
  private void shadow(ElementDefinition element, JsonNode value) {
    if (!element.many()) {
      shadowOne(value);
      return;
    }
    if (!(value instanceof ArrayNode array) || array.isEmpty()) {
      add("structure", "", "the element is an array");
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      if (!array.get(i).isNull()) {
        int before = issues.size();
        shadowOne(array.get(i));
        prefix(before, i);
      }
    }
  }

  private void shadowOne(JsonNode value) {
    if (value instanceof ObjectNode object) {
      object(ELEMENT, object, false);
    } else {
      add("structure", "", "the id and extensions of a value are an object");
    }
  }

  private void add(String code, String expression, String message) {
    issues.add(new Issue(code, expression, message, true));
  }

  /// Paths are put together only when something is wrong: a sound resource pays nothing for them.
  private void prefix(int from, String parent) {
    for (int i = from; i < issues.size(); i++) {
      Issue issue = issues.get(i);
      String inner = issue.expression();
      String joined =
          inner.isEmpty() || inner.charAt(0) == '[' ? parent + inner : parent + "." + inner;
      issues.set(i, new Issue(issue.code(), joined, issue.message(), issue.fatal()));
    }
  }

  private void prefix(int from, int index) {
    if (from < issues.size()) {
      prefix(from, "[" + index + "]");
    }
  }
}
