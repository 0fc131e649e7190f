package org.tessera.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One study: its forms, and what their rows become.
public final class Study {
  private final StudyParts parts;
  private final List<Form> forms;
  private final CodeLists codes;
  private final List<PlacedRule> resources;
  private final Coherence coherence;
  private final Map<String, JsonNode> words;

  Study(
      StudyParts parts,
      List<Form> forms,
      CodeLists codes,
      List<PlacedRule> resources,
      Coherence coherence) {
    this.parts = parts;
    this.forms = List.copyOf(forms);
    this.codes = codes;
    this.resources = resources;
    this.coherence = coherence;
    this.words = parts.words();
  }

  /// The name of its folder, and of its resource owner `study:<name>`.
  public String name() {
    return parts.name();
  }

  /// Its name for people.
  public String title() {
    return parts.title();
  }

  /// How its patients are numbered.
  public PatientKey patientKey() {
    return parts.patientKey();
  }

  /// What a file says about rows it does not mention.
  public DeliveryMode delivery() {
    return parts.delivery();
  }

  /// How its files are written.
  public ReadingHints reading() {
    return parts.reading();
  }

  /// By which profile its images are de-identified, where `study.yaml` says so.
  public Optional<String> imagingProfile() {
    return parts.imagingProfile();
  }

  /// Its forms, in the order of `study.yaml`.
  public List<Form> forms() {
    return forms;
  }

  /// The form of this name.
  public Optional<Form> form(String name) {
    return forms.stream().filter(form -> form.name().equals(name)).findFirst();
  }

  /// The form a tab of this name holds; case and blanks do not matter.
  public Optional<Form> formForSheet(String sheetName) {
    String folded = Form.fold(sheetName);
    return forms.stream()
        .filter(form -> form.sheets().stream().anyMatch(sheet -> Form.fold(sheet).equals(folded)))
        .findFirst();
  }

  /// Its code lists.
  public CodeLists codes() {
    return codes;
  }

  /// The tests of coherence, for telling people what is checked.
  public List<CoherenceRule> rules() {
    return coherence.rules();
  }

  /// What the study itself becomes, once: its ResearchStudy and the like.
  public List<ObjectNode> resources() {
    Row none = new Row("", 0, "", Map.of());
    return evaluate(resources, Scope.of(none, words));
  }

  /// What is incoherent in a patient's rows.
  public List<Rejection> check(PatientRecord record) {
    return judge(record).rejections();
  }

  /// Checks a patient's rows and takes out the cells that an error blames or that name no accepted
  /// row, and the rows that lose a mandatory cell by that.
  public Judgement judge(PatientRecord record) {
    return References.judge(coherence.judge(record, forms), forms);
  }

  /// The FHIR resources of a patient's rows, in the order of forms and rows; a pure function of the
  /// record and the key.
  public List<MappedRow> map(PatientRecord record, Secrets secrets) {
    List<MappedRow> mapped = new ArrayList<>();
    for (Form form : forms) {
      for (Row row : record.rows().getOrDefault(form.name(), List.of())) {
        Scope scope = Scope.of(row, record, words, secrets);
        List<ObjectNode> resources = evaluate(form.resources(), scope);
        List<Rejection> findings =
            scope.odd().stream().distinct().map(odd -> form.odd(row, odd)).toList();
        mapped.add(new MappedRow(row, resources, findings));
      }
    }
    return mapped;
  }

  /// The rules that make a resource of a patient's rows.
  ///
  /// @param reference `Type/id`
  public List<PlacedRule> makers(PatientRecord record, Secrets secrets, String reference) {
    List<PlacedRule> makers = new ArrayList<>();
    for (Form form : forms) {
      for (Row row : record.rows().getOrDefault(form.name(), List.of())) {
        Scope scope = Scope.of(row, record, words, secrets);
        for (PlacedRule rule : form.resources()) {
          boolean makes =
              evaluate(List.of(rule), scope).stream()
                  .anyMatch(made ->
                      reference.equals(
                          made.path("resourceType").asString("")
                              + "/"
                              + made.path("id").asString("")));
          if (makes && !makers.contains(rule)) {
            makers.add(rule);
          }
        }
      }
    }
    return makers;
  }

  private static List<ObjectNode> evaluate(List<PlacedRule> rules, Scope scope) {
    List<ObjectNode> made = new ArrayList<>(rules.size());
    for (PlacedRule placed : rules) {
      JsonNode value = placed.rule().evaluate(scope);
      if (value instanceof ObjectNode object) {
        made.add(object);
      } else if (value.isArray()) {
        for (JsonNode each : value) {
          made.add((ObjectNode) each);
        }
      }
    }
    return made;
  }
}
