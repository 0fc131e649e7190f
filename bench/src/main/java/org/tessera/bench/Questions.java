package org.tessera.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Draws searches over [VariedResources]: each type of parameter with each modifier and prefix, and
/// what reaches over several resources.
final class Questions {
  private static final String[] PREFIXES = {"", "", "eq", "ne", "lt", "gt", "le", "ge", "sa", "eb"};

  private final Draw draw;
  private final int patients;
  private final LinkedQuestions linked;

  Questions(long seed, int patients) {
    this.draw = new Draw(seed);
    this.patients = patients;
    this.linked = new LinkedQuestions(draw, patients);
  }

  Question next() {
    return switch (draw.below(24)) {
      case 0, 1, 2, 3 -> token();
      case 4, 5, 6 -> date();
      case 7 -> number();
      case 8, 9, 10 -> quantity();
      case 11, 12 -> string();
      case 13 -> reference();
      case 14 -> uri();
      case 15 -> missing();
      case 16, 17 -> composite();
      case 18, 19, 20, 21 -> linked.next();
      case 22 -> aboutTheResource();
      default -> several();
    };
  }

  private Question several() {
    Question one = single();
    for (int i = 0; i < 200; i++) {
      Question other = single();
      if (other.path().equals(one.path())) {
        return one.and(other);
      }
    }
    return one;
  }

  private Question single() {
    return switch (draw.below(7)) {
      case 0 -> token();
      case 1 -> date();
      case 2 -> quantity();
      case 3 -> reference();
      case 4 -> string();
      case 5 -> missing();
      default -> composite();
    };
  }

  private Question token() {
    return switch (draw.below(9)) {
      case 0 -> Question.of("token, gender and flags", "Patient", flag());
      case 1 -> ofType();
      case 2 ->
          Question.of(
              "token :text",
              draw.of("Condition", "Observation", "Procedure"),
              "code:text",
              draw.of("Blood", "blood p", "Pressure", "Display of 718", "pressure"));
      case 3 -> inValueSet();
      case 4 ->
          Question.of(
              "token :below and :above",
              draw.of("Condition", "Procedure"),
              draw.of("code:below", "code:above"),
              Draw.LOCAL + "|" + draw.of("root", "a", "a1", "b"));
      case 5 -> Question.of("token, identifiers and telecoms", "Patient", contact());
      case 6 ->
          Question.of(
              "token :not", draw.of("Condition", "Procedure", "Observation"), "code:not", codes());
      default ->
          Question.of(
              "token",
              draw.of("Condition", "Procedure", "Observation", "ChargeItem"),
              "code",
              codes());
    };
  }

  private String[] flag() {
    return draw.of(
        List.of(
            new String[] {"gender", draw.of("male", "female", "male,other", "MALE")},
            new String[] {"gender", "http://hl7.org/fhir/administrative-gender|male"},
            new String[] {"gender:not", draw.of("male", "female,other")},
            new String[] {"active", draw.of("true", "false")},
            new String[] {"deceased", draw.of("true", "false")}));
  }

  private Question ofType() {
    return Question.of(
        "token :of-type",
        "Patient",
        "identifier:of-type",
        "http://terminology.hl7.org/CodeSystem/v2-0203|MR|m" + draw.below(200));
  }

  private String[] contact() {
    return draw.of(
        List.of(
            new String[] {"identifier", draw.of("urn:mrn|", "|", "") + "m" + draw.below(200)},
            new String[] {"identifier", "urn:mrn|"},
            new String[] {"telecom", draw.of("555-1", "phone|555-1", "a@b.example", "email|")},
            new String[] {"phone", draw.of("555-1", "555-12")},
            new String[] {"email", draw.of("a@b.example", "555-1")}));
  }

  private Question inValueSet() {
    int i = draw.below(12);
    String url = Draw.CARE + List.of("vs", "vs/deep", "vs/deep/er", "vsx").get(i % 4) + "/" + i;
    return Question.of(
        "token :in and :not-in",
        draw.of("Condition", "Observation"),
        draw.of("code:in", "code:not-in"),
        url);
  }

  private String codes() {
    String one = code();
    return draw.chance(25) ? one + "," + code() : one;
  }

  private String code() {
    String local = escaped(draw.local());
    return switch (draw.below(6)) {
      case 0 -> local;
      case 1 -> Draw.LOCAL + "|" + local;
      case 2 -> "|" + local;
      case 3 -> draw.of(Draw.LOCAL, Draw.LOINC, Draw.SNOMED) + "|";
      case 4 -> draw.loinc();
      default -> Draw.LOINC + "|" + draw.loinc();
    };
  }

  static String escaped(String value) {
    return value.replaceAll("([\\\\,|$])", "\\\\$1");
  }

  private Question date() {
    String prefix = draw.of(PREFIXES);
    String value = prefix + draw.date() + (draw.chance(10) ? "," + draw.date() : "");
    Map<String, String> parameters =
        Map.of(
            "Observation",
            "date",
            "Encounter",
            "date",
            "Procedure",
            "date",
            "Patient",
            draw.of("birthdate", "death-date"),
            "MedicationAdministration",
            "effective-time",
            "Condition",
            draw.of("onset-date", "recorded-date"),
            "DiagnosticReport",
            draw.of("date", "issued"),
            "ValueSet",
            "date");
    String type = draw.of(List.copyOf(new TreeSet<>(parameters.keySet())));
    String name = parameters.getOrDefault(type, "date");
    String kind = "date " + (prefix.isEmpty() ? "without prefix" : prefix);
    return draw.chance(15)
        ? Question.of(kind, type, name, value, name, draw.of("ge", "lt") + draw.date())
        : Question.of(kind, type, name, value);
  }

  private Question number() {
    String prefix = draw.of(PREFIXES);
    String kind = "number " + (prefix.isEmpty() ? "without prefix" : prefix);
    return draw.chance(50)
        ? Question.of(kind, "RiskAssessment", "probability", prefix + asked())
        : Question.of(kind, "ChargeItem", "factor-override", prefix + asked());
  }

  /// A number that was stored, or one beside it.
  private String asked() {
    return draw.chance(60) ? draw.number() : draw.of("5.0", "6", "1e2", "10e1", "99.95", "-3.0");
  }

  private Question quantity() {
    String prefix = draw.of(PREFIXES);
    String value = prefix + asked() + unit();
    String kind = "quantity " + (prefix.isEmpty() ? "without prefix" : prefix);
    return switch (draw.below(5)) {
      case 0 -> Question.of(kind, "ChargeItem", "quantity", value);
      case 1 -> Question.of(kind, "Observation", "component-value-quantity", value);
      case 2 -> Question.of(kind, "Observation", "combo-value-quantity", value);
      case 3 ->
          Question.of(
              kind,
              "Encounter",
              "length",
              prefix + asked() + draw.of("", "|" + Draw.UCUM + "|min", "||h"));
      default -> Question.of(kind, "Observation", "value-quantity", value);
    };
  }

  private String unit() {
    return draw.of(
        "",
        "",
        "|" + Draw.UCUM + "|g/L",
        "|" + Draw.UCUM + "|g/dL",
        "|" + Draw.UCUM + "|mg/dL",
        "|" + Draw.UCUM + "|mm[Hg]",
        "||g/L",
        "||points",
        "||mmHg",
        "|" + Draw.LOCAL + "|score");
  }

  private Question string() {
    String modifier = draw.of("", "", ":exact", ":contains");
    String kind = "string" + (modifier.isEmpty() ? "" : " " + modifier);
    return switch (draw.below(8)) {
      case 0, 1 -> Question.of(kind, "Patient", "family" + modifier, cut(draw.family()));
      case 2 -> Question.of(kind, "Patient", "given" + modifier, cut(draw.given()));
      case 3 ->
          Question.of(
              kind, "Patient", "name" + modifier, cut(draw.of(draw.family(), draw.given())));
      case 4 ->
          Question.of(
              kind,
              "Patient",
              draw.of("address", "address-city") + modifier,
              cut(draw.of(draw.city(), "DE", "Main")));
      case 5 -> Question.of(kind, "Observation", "value-string" + modifier, cut(draw.city()));
      case 6 -> Question.of(kind, "Condition", "onset-info" + modifier, cut(draw.city()));
      default -> Question.of(kind, "Organization", "name" + modifier, cut(draw.city()));
    };
  }

  private String cut(String text) {
    String shown = draw.chance(30) ? text.substring(0, Math.min(3, text.length())) : text;
    String written = draw.chance(20) ? shown.toLowerCase(Locale.ROOT) : shown;
    return escaped(written) + (draw.chance(10) ? "," + escaped(draw.family()) : "");
  }

  private Question reference() {
    String id = VariedParts.id("Patient", draw.below(patients));
    String type = draw.of("Observation", "Condition", "Procedure", "Encounter", "DiagnosticReport");
    return switch (draw.below(6)) {
      case 0 -> Question.of("reference", type, "patient", id);
      case 1 -> Question.of("reference", type, "subject", "Patient/" + id);
      case 2 -> Question.of("reference", type, "subject", id);
      case 3 -> Question.of("reference :Type", type, "subject:Patient", id);
      case 4 ->
          Question.of(
              "reference :identifier",
              type,
              "subject:identifier",
              draw.of("", "urn:mrn|") + "m" + draw.below(20));
      default ->
          Question.of(
              "reference",
              type,
              "patient",
              "Patient/" + id + ",Patient/" + VariedParts.id("Patient", draw.below(patients)));
    };
  }

  private Question uri() {
    String modifier = draw.of("", ":below", ":above");
    String kind = "uri" + (modifier.isEmpty() ? "" : " " + modifier);
    String end = draw.of("vs", "vs/", "vs/deep", "vs/deep/1", "vs/deep/er/2", "vsx", "vsx/3/4");
    return draw.chance(70)
        ? Question.of(kind, "ValueSet", "url" + modifier, Draw.CARE + end)
        : Question.of(
            kind,
            "CodeSystem",
            "url" + modifier,
            draw.of(Draw.LOCAL, Draw.CARE + "cs", Draw.CARE + "cs/1/x", Draw.CARE + "cs/1"));
  }

  private Question missing() {
    String[] where =
        draw.of(
            List.of(
                new String[] {"Patient", "birthdate"}, new String[] {"Patient", "gender"},
                new String[] {"Patient", "family"}, new String[] {"Patient", "organization"},
                new String[] {"Patient", "death-date"}, new String[] {"Observation", "subject"},
                new String[] {"Observation", "value-quantity"},
                    new String[] {"Observation", "date"},
                new String[] {"Observation", "value-concept"}, new String[] {"Condition", "code"},
                new String[] {"Condition", "onset-date"}, new String[] {"Encounter", "length"},
                new String[] {"RiskAssessment", "probability"},
                    new String[] {"ValueSet", "version"}));
    return Question.of(":missing", where[0], where[1] + ":missing", draw.of("true", "false"));
  }

  private Question composite() {
    String code = draw.of(Draw.LOINC + "|", "") + draw.loinc();
    String quantity = draw.of("", "gt", "le") + asked() + unit();
    return switch (draw.below(5)) {
      case 0 ->
          Question.of("composite", "Observation", "code-value-quantity", code + "$" + quantity);
      case 1 ->
          Question.of(
              "composite", "Observation", "component-code-value-quantity", code + "$" + quantity);
      case 2 ->
          Question.of(
              "composite", "Observation", "combo-code-value-quantity", code + "$" + quantity);
      case 3 ->
          Question.of(
              "composite", "Observation", "code-value-concept", code + "$" + escaped(draw.local()));
      default ->
          Question.of(
              "composite",
              "Observation",
              "code-value-date",
              code + "$" + draw.of("", "gt", "le") + draw.date());
    };
  }

  private Question aboutTheResource() {
    String type = draw.of("Patient", "Observation", "Condition", "Organization");
    return switch (draw.below(7)) {
      case 0 ->
          Question.of(
              "_tag",
              type,
              "_tag" + draw.of("", ":not"),
              draw.of(Draw.CARE + "tag|", "", "|") + draw.of("red", "green"));
      case 1 ->
          Question.of(
              "_security",
              type,
              "_security",
              draw.of("http://terminology.hl7.org/CodeSystem/v3-Confidentiality|", "") + "R");
      case 2 ->
          Question.of(
              "_profile",
              type,
              "_profile" + draw.of("", ":below"),
              Draw.CARE + "StructureDefinition/p" + draw.below(4));
      case 3 -> Question.of("_source", type, "_source", Draw.CARE + "source/" + draw.below(4));
      case 4 ->
          Question.of(
              "_id",
              type,
              "_id",
              VariedParts.id(type, draw.below(12))
                  + ","
                  + VariedParts.id(type, draw.below(12))
                  + ",none");
      case 5 ->
          Question.of(
              "_lastUpdated",
              type,
              "_lastUpdated",
              draw.of("gt2001", "lt2001", "ge2100-01-01", "le2100-01-01T00:00:00Z", "2001"));
      default ->
          Question.of(
              "_tag, all types",
              "",
              "_tag",
              Draw.CARE + "tag|red",
              "_type",
              draw.of("Patient", "Patient,Condition", "Observation,Encounter"));
    };
  }
}
