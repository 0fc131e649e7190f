package org.tessera.mappings;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A form file with what it extends, before its columns and resources are compiled.
///
/// @param columns by name as written, before repetition
/// @param resources by id as written, so that a study can replace one
record FormParts(
    String name,
    List<String> sheets,
    int headerRows,
    int rowsBelow,
    List<String> key,
    Map<String, RuleNode.Fields> columns,
    Set<String> ignored,
    Map<String, RuleNode.Fields> resources,
    RuleNode.Fields node) {
  static final Set<String> WORDS =
      Set.of(
          "form",
          "extends",
          "sheets",
          "header",
          "key",
          "columns",
          "ignored",
          "resources",
          "without");

  /// Reads a form file and the files it extends.
  static Optional<FormParts> read(RuleFiles files, String file, RuleNode from, Problems problems) {
    return read(files, file, from, problems, List.of());
  }

  /// @param below the files that extend this one, the first first
  private static Optional<FormParts> read(
      RuleFiles files, String file, RuleNode from, Problems problems, List<String> below) {
    if (below.contains(file)) {
      problems.add(
          from,
          "the form extends itself: " + String.join(" → ", below) + " → " + file,
          "let one of them extend nothing");
      return Optional.empty();
    }
    if (files.text(file).isEmpty()) {
      problems.add(from, "there is no file " + file, "correct the path, relative to this file");
      return Optional.empty();
    }
    Optional<RuleNode> root = files.yaml(file, problems);
    if (root.isEmpty() || !(root.get() instanceof RuleNode.Fields fields)) {
      return Optional.empty();
    }
    fields.onlyKnown(WORDS, problems);
    List<String> here = Stream.concat(below.stream(), Stream.of(file)).toList();
    Optional<FormParts> base =
        fields
            .get("extends")
            .flatMap(
                node -> read(files, RuleFiles.relative(file, node.asText()), node, problems, here));
    return Optional.of(merge(base, fields, problems));
  }

  private static FormParts merge(
      Optional<FormParts> base, RuleNode.Fields fields, Problems problems) {
    String name = fields.text("form", base.map(FormParts::name).orElse(""));
    if (name.isEmpty()) {
      problems.add(fields, "the form has no name", "form: Diagnosis");
    }
    Map<String, RuleNode.Fields> columns = new LinkedHashMap<>();
    Map<String, RuleNode.Fields> resources = new LinkedHashMap<>();
    Set<String> ignored = new LinkedHashSet<>();
    base.ifPresent(inherited -> {
      columns.putAll(inherited.columns);
      resources.putAll(inherited.resources);
      ignored.addAll(inherited.ignored);
    });
    fields.texts("without").forEach(columns::remove);
    fields.texts("without").forEach(resources::remove);
    add(fields.all("columns"), "name", columns, problems);
    add(fields.all("resources"), "id", resources, problems);
    ignored.addAll(fields.texts("ignored"));
    RuleNode.Fields header = fields.fields("header");
    header.onlyKnown(Set.of("rows", "below"), problems);
    List<String> sheets = fields.has("sheets") ? fields.texts("sheets") : List.of();
    return new FormParts(
        name,
        !sheets.isEmpty() ? sheets : base.map(FormParts::sheets).orElse(List.of(name)),
        header
            .number("rows")
            .map(Number::intValue)
            .orElse(base.map(FormParts::headerRows).orElse(1)),
        header
            .number("below")
            .map(Number::intValue)
            .orElse(base.map(FormParts::rowsBelow).orElse(0)),
        fields.has("key") ? fields.texts("key") : base.map(FormParts::key).orElse(List.of()),
        columns,
        ignored,
        resources,
        fields);
  }

  private static void add(
      List<RuleNode> nodes, String named, Map<String, RuleNode.Fields> target, Problems problems) {
    Set<String> own = new LinkedHashSet<>();
    for (RuleNode node : nodes) {
      if (node instanceof RuleNode.Fields fields && fields.has(named)) {
        String name = fields.text(named, "");
        String resource = fields.text("resource", "");
        String key = resource.isEmpty() ? name : resource + "/" + name;
        // Two resources of one id may stand apart by their condition.
        String unique = own.add(key) ? key : key + "#" + own.size() + node.line();
        target.put(unique, fields);
        own.add(unique);
        if (resource.isEmpty() && !unique.equals(key)) {
          problems.add(node, "the column \"" + name + "\" stands here twice", "keep one of them");
        }
      } else {
        problems.add(node, "this needs its " + named, named + ": …");
      }
    }
  }
}
