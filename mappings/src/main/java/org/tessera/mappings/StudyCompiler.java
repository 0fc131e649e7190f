package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tessera.vocabularies.Vocabularies;

/// Reads one study's folder and tells everything that is wrong with it.
final class StudyCompiler {
  private final Vocabularies vocabularies;
  private final RuleFiles files;
  private final Problems problems;
  private final StudyParts parts;
  private final String file;
  private final CodeLists codes;
  private final Map<String, FormNames.Columns> names = new LinkedHashMap<>();

  private StudyCompiler(
      Vocabularies vocabularies, RuleFiles files, RuleNode.Fields root, Problems problems) {
    this.vocabularies = vocabularies;
    this.files = files;
    this.problems = problems;
    this.file = root.file();
    this.parts = StudyParts.of(root, problems);
    this.codes = new CodeLists(vocabularies);
  }

  /// Compiles the study whose `study.yaml` this is; what is wrong goes to the problems.
  static Optional<Study> compile(
      Vocabularies vocabularies, RuleFiles files, String file, Problems problems) {
    Optional<RuleNode> root = files.yaml(file, problems);
    if (root.isPresent() && root.get() instanceof RuleNode.Fields fields) {
      return Optional.of(new StudyCompiler(vocabularies, files, fields, problems).compile());
    }
    if (problems.found().stream().noneMatch(problem -> problem.file().equals(file))) {
      problems.add(file, 1, "this is no study", "study: …, title: …, forms: […]");
    }
    return Optional.empty();
  }

  private Study compile() {
    readCodes();
    List<FormParts> formParts = new ArrayList<>();
    for (RuleNode node : parts.node().all("forms")) {
      FormParts.read(files, RuleFiles.relative(file, node.asText()), node, problems)
          .ifPresent(formParts::add);
    }
    if (formParts.isEmpty()) {
      problems.add(parts.node(), "the study has no form", "forms: [patient.yaml]");
    }
    Map<FormParts, List<Form.TypedColumn>> columns = new LinkedHashMap<>();
    formParts.forEach(form -> columns.put(form, columns(form)));
    List<Form> forms = new ArrayList<>();
    columns.forEach((form, typed) -> forms.add(form(form, typed)));
    ReferenceCircles.tell(forms, formParts, problems);
    List<PlacedRule> own = resources(parts.node().all("resources"), "");
    Coherence coherence =
        new CoherenceCompiler(names, problems).compile(files, file, parts.node(), byName(forms));
    formParts.forEach(this::tellUnused);
    return new Study(parts, forms, codes, own, coherence);
  }

  private static Map<String, Map<String, Column>> byName(List<Form> forms) {
    Map<String, Map<String, Column>> columns = new LinkedHashMap<>();
    for (Form form : forms) {
      Map<String, Column> own = new LinkedHashMap<>();
      form.columns().forEach(column -> own.put(column.name(), column));
      columns.put(form.name(), own);
    }
    return columns;
  }

  /// Codes accepted after the lists were written, beside `study.yaml`.
  static final String ACCEPTED = "accepted.csv";

  private void readCodes() {
    List<RuleNode> named = parts.node().all("codes");
    for (RuleNode node : named) {
      String name = RuleFiles.relative(file, node.asText());
      Optional<String> text = files.text(name);
      text.ifPresent(csv -> codes.read(name, csv, problems));
      if (text.isEmpty()) {
        problems.add(node, "there is no file " + name, "correct the path, relative to this file");
      }
    }
    String accepted = RuleFiles.relative(file, ACCEPTED);
    files.text(accepted).ifPresent(csv -> codes.readAccepted(accepted, csv, problems));
  }

  private List<Form.TypedColumn> columns(FormParts form) {
    var compiler =
        new ColumnCompiler(
            parts.patientKey(),
            codes,
            new Terms(vocabularies, problems),
            parts.reading(),
            parts.dates(problems),
            problems);
    List<Form.TypedColumn> typed = new ArrayList<>();
    Set<String> repeated = new HashSet<>();
    form.columns()
        .forEach((name, node) -> {
          typed.addAll(compiler.compile(node));
          if (node.has("repeat")) {
            repeated.add(name);
          }
        });
    Map<String, Column.Type> types = new LinkedHashMap<>();
    Set<String> apart = new HashSet<>();
    for (Form.TypedColumn each : typed) {
      if (each.column().keptApart()) {
        apart.add(each.column().name());
      }
      if (types.put(each.column().name(), each.column().type()) != null) {
        problems.add(
            form.node(), "the column \"" + each.column().name() + "\" stands twice", "keep one");
      }
    }
    if (names.put(form.name(), new FormNames.Columns(types, repeated, apart)) != null) {
      problems.add(form.node(), "two forms are called " + form.name(), "rename one");
    }
    checkKey(form, types, apart);
    return typed;
  }

  private void checkKey(FormParts form, Map<String, Column.Type> types, Set<String> apart) {
    for (String column : form.key()) {
      if (apart.contains(column)) {
        problems.add(
            form.node(),
            "the key column \"" + column + "\" is identifying, and keys are stored",
            "key: a number of the row");
      }
      if (!types.containsKey(column)) {
        problems.add(form.node(), "the key column \"" + column + "\" is not known", "add it");
      }
    }
    if (types.get(parts.patientKey().column()) != Column.Type.PATIENT) {
      problems.add(
          form.node(),
          "the form has no patient column \"" + parts.patientKey().column() + "\"",
          "{ name: " + parts.patientKey().column() + ", type: patient, required: M }");
    }
  }

  private Form form(FormParts form, List<Form.TypedColumn> typed) {
    Set<String> missing = new LinkedHashSet<>();
    missing.add("");
    parts.reading().missing().forEach(word -> missing.add(word.strip().toLowerCase(Locale.ROOT)));
    List<RuleNode> nodes = new ArrayList<>(form.resources().values());
    return new Form(form, typed, missing, references(form), resources(nodes, form.name()));
  }

  /// The columns that name a row of a tab, such as the primary a treatment is for.
  private Map<String, Reference> references(FormParts form) {
    Map<String, Reference> references = new LinkedHashMap<>();
    form.columns()
        .forEach((name, node) ->
            node.get("refers")
                .ifPresent(target -> {
                  String text = target.asText();
                  int dot = Math.max(0, text.indexOf('.'));
                  var reference = new Reference(text.substring(0, dot), text.substring(dot + 1));
                  List<String> suffixes = node.has("repeat") ? node.texts("repeat") : List.of("");
                  for (String suffix : suffixes) {
                    checkReference(form.name(), name + suffix, reference, target);
                    references.put(name + suffix, reference);
                  }
                }));
    return references;
  }

  private void checkReference(String form, String column, Reference to, RuleNode node) {
    FormNames.Columns here = names.getOrDefault(form, FormNames.Columns.none());
    FormNames.Columns there = names.getOrDefault(to.form(), FormNames.Columns.none());
    Column.Type type = here.all().get(column);
    boolean plain =
        !here.identifying().contains(column) && !there.identifying().contains(to.column());
    if (type == null || type != there.all().get(to.column()) || !plain) {
      problems.add(
          node,
          "\"" + node.asText() + "\" is no column of this type in a tab",
          "refers: Diagnosis.diagnosis_no");
    }
  }

  private List<PlacedRule> resources(List<RuleNode> nodes, String form) {
    List<PlacedRule> rules = new ArrayList<>();
    for (RuleNode node : nodes) {
      if (node instanceof RuleNode.Fields fields && fields.has("resource") && fields.has("id")) {
        rules.add(resource(fields, form));
      } else {
        problems.add(node, "a resource needs its type and its id", "{ resource: …, id: … }");
      }
    }
    return rules;
  }

  /// Compiles a resource, and notes which columns it reads of its own.
  private PlacedRule resource(RuleNode.Fields fields, String form) {
    Map<String, FormNames.Columns> own = new LinkedHashMap<>();
    names.forEach((name, columns) ->
        own.put(
            name, new FormNames.Columns(columns.all(), columns.repeated(), columns.identifying())));
    Rule rule =
        new RuleCompiler(
                new FormNames(own, form, parts.anchor().isPresent()),
                codes,
                vocabularies,
                Map.of(),
                problems)
            .compile(fields);
    Set<String> read = new TreeSet<>();
    own.forEach((name, columns) -> {
      FormNames.Columns known = names.get(name);
      if (known != null) {
        known.used().addAll(columns.used());
      }
      columns.used().forEach(column -> read.add(name + "." + column));
    });
    return new PlacedRule(rule, fields.file(), fields.line(), read);
  }

  private void tellUnused(FormParts form) {
    FormNames.Columns columns = names.getOrDefault(form.name(), FormNames.Columns.none());
    columns
        .all()
        .forEach((name, type) -> {
          boolean known =
              columns.used().contains(name)
                  || form.ignored().contains(name)
                  || form.key().contains(name)
                  || type == Column.Type.PATIENT
                  || type == Column.Type.TEXT;
          if (!known) {
            problems.add(
                form.node(),
                "nothing uses the column \"" + name + "\"",
                "map it, or list it in ignored");
          }
        });
  }
}
