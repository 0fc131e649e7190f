package org.tessera.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Draws the parts of [VariedResources]: metadata, codes, quantities, periods, names, references.
final class VariedParts {
  final Draw draw;
  private final int patients;

  VariedParts(Draw draw, int patients) {
    this.draw = draw;
    this.patients = patients;
  }

  /// The beginning of a resource, and the rest as names and values in turn.
  Map<String, Object> resource(String type, int number, @Nullable Object... rest) {
    Map<String, Object> resource = object("resourceType", type, "id", id(type, number));
    resource.put("meta", meta());
    resource.putAll(object(rest));
    return resource;
  }

  /// The id of the resource of a type with a number; letters and digits only, so that every
  /// collation sorts alike.
  static String id(String type, int number) {
    return "%s%05d".formatted(type.toLowerCase(Locale.ROOT), number);
  }

  static String reference(String type, int number) {
    return type + "/" + id(type, number);
  }

  /// An object of names and values in turn; values that are null are left out.
  static Map<String, Object> object(@Nullable Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null && !value.equals("")) {
        object.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return object;
  }

  static Map<String, Object> coded(String system, String code) {
    return object("coding", List.of(object("system", system, "code", code)));
  }

  @Nullable Object maybe(int percent, Object value) {
    return draw.chance(percent) ? value : null;
  }

  Map<String, Object> meta() {
    List<Object> tags = new ArrayList<>();
    tags.add(object("system", Draw.CARE + "run", "code", "run"));
    if (draw.chance(30)) {
      tags.add(object("system", Draw.CARE + "tag", "code", draw.of("red", "green", "blue")));
    }
    return object(
        "source", maybe(30, Draw.CARE + "source/" + draw.below(3)),
        "profile", maybe(30, List.of(Draw.CARE + "StructureDefinition/p" + draw.below(3))),
        "security",
            maybe(
                20,
                List.of(
                    object(
                        "system",
                        "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
                        "code",
                        draw.of("N", "R")))),
        "tag", tags);
  }

  Map<String, Object> coding(String system, String code) {
    return object("system", system, "code", code, "display", maybe(50, "Display of " + code));
  }

  Map<String, Object> concept(Map<String, Object> coding) {
    return object(
        "coding",
        draw.chance(15)
            ? List.of(coding, coding(draw.of(Draw.LOCAL, ""), draw.local()))
            : List.of(coding),
        "text",
        maybe(40, draw.of("Blood count", "blood pressure", "Pressure, blood")));
  }

  Map<String, Object> observed() {
    return concept(
        draw.chance(70)
            ? coding(Draw.LOINC, draw.loinc())
            : coding(draw.of(Draw.LOCAL, ""), draw.local()));
  }

  Map<String, Object> localConcept() {
    return concept(coding(draw.of(Draw.LOCAL, Draw.LOCAL, Draw.SNOMED, ""), draw.local()));
  }

  Map<String, Object> quantity() {
    Draw.Unit unit = draw.unit();
    return object(
        "value",
        new BigDecimal(draw.number()),
        "unit",
        unit.text(),
        "system",
        unit.system(),
        "code",
        unit.code());
  }

  Map<String, Object> period() {
    String one = draw.date();
    String two = draw.date();
    boolean ordered = one.substring(0, 4).compareTo(two.substring(0, 4)) < 0;
    return switch (draw.below(5)) {
      case 0 -> object("start", one);
      case 1 -> object("end", two);
      default -> ordered ? object("start", one, "end", two) : object("start", one);
    };
  }

  Map<String, Object> to(String type, int end) {
    return object("reference", reference(type, draw.below(end)));
  }

  Map<String, Object> subject() {
    Map<String, Object> subject = to("Patient", patients);
    if (draw.chance(10)) {
      subject.put("identifier", object("system", "urn:mrn", "value", "m" + draw.below(20)));
    }
    return subject;
  }

  Map<String, Object> name() {
    return object(
        "text",
        maybe(20, draw.given() + " " + draw.family()),
        "family",
        maybe(90, draw.family()),
        "given",
        draw.chance(70) ? List.of(draw.given()) : List.of(draw.given(), draw.given()),
        "suffix",
        maybe(10, List.of("PhD")));
  }

  Map<String, Object> address() {
    return object(
        "use",
        maybe(50, draw.of("home", "work")),
        "line",
        maybe(60, List.of("1 Main St.")),
        "city",
        maybe(80, draw.city()),
        "postalCode",
        "1" + draw.below(4) + "000",
        "country",
        maybe(60, draw.of("DE", "CH", "Germany")));
  }
}
