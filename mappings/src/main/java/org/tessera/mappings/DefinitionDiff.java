package org.tessera.mappings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What two definitions of a study say differently: tabs, columns, code lists, rules of coherence.
/// What that does to data, [Effect] counts.
public final class DefinitionDiff {
  private final List<String> lines = new ArrayList<>();

  private DefinitionDiff() {}

  /// A line a difference: `+` is there afterwards alone, `-` before alone, `~` in both and not the
  /// same.
  public static List<String> of(Study before, Study after) {
    var diff = new DefinitionDiff();
    diff.value("patient number", before.patientKey().words(), after.patientKey().words());
    diff.value("delivery", before.delivery(), after.delivery());
    diff.compare("tab", by(before.forms(), Form::name), by(after.forms(), Form::name), diff::form);
    diff.compare(
        "list",
        by(before.codes().names(), name -> name),
        by(after.codes().names(), name -> name),
        (name, same) -> diff.list(name, before.codes(), after.codes()));
    diff.compare(
        "rule",
        by(before.rules(), CoherenceRule::id),
        by(after.rules(), CoherenceRule::id),
        (rule, other) ->
            rule.equals(other) ? "" : "check: " + changed(rule.check(), other.check()));
    return diff.lines;
  }

  private static <T> Map<String, T> by(Collection<T> all, Function<T, String> name) {
    return all.stream()
        .collect(Collectors.toMap(name, each -> each, (one, _) -> one, LinkedHashMap::new));
  }

  /// @param difference says how two of one name differ, empty if they do not or if it has told
  private <T> void compare(
      String kind,
      Map<String, T> before,
      Map<String, T> after,
      BiFunction<T, T, String> difference) {
    before.forEach((name, one) -> {
      T other = after.get(name);
      if (other == null) {
        lines.add("- %s %s".formatted(kind, name));
      } else {
        String how = difference.apply(one, other);
        if (!how.isEmpty()) {
          lines.add("~ %s %s: %s".formatted(kind, name, how));
        }
      }
    });
    after.keySet().stream()
        .filter(name -> !before.containsKey(name))
        .forEach(name -> lines.add("+ %s %s".formatted(kind, name)));
  }

  private void value(String what, Object before, Object after) {
    if (!before.equals(after)) {
      lines.add("~ %s: %s".formatted(what, changed(before, after)));
    }
  }

  private String form(Form before, Form after) {
    compare(
        "column",
        by(before.columns(), column -> before.name() + "." + column.name()),
        by(after.columns(), column -> after.name() + "." + column.name()),
        (one, other) -> column(before, one, after, other));
    compare(
        "ignored column",
        by(unknown(before), heading -> before.name() + "." + heading),
        by(unknown(after), heading -> after.name() + "." + heading),
        (one, other) -> "");
    return before.key().equals(after.key())
        ? ""
        : "key: " + changed(String.join(" ", before.key()), String.join(" ", after.key()));
  }

  private static List<String> unknown(Form form) {
    return form.ignored().stream().filter(heading -> form.column(heading).isEmpty()).toList();
  }

  private static String column(Form form, Column one, Form otherForm, Column other) {
    List<String> parts = new ArrayList<>();
    part(parts, "type", one.type(), other.type());
    part(parts, "required", one.required(), other.required());
    part(parts, "list", one.list().orElse(""), other.list().orElse(""));
    part(parts, "unit", one.unit(), other.unit());
    part(parts, "allowed", one.allowed(), other.allowed());
    part(parts, "identifying", one.identifying(), other.identifying());
    part(parts, "label", one.label(), other.label());
    part(parts, "aliases", one.aliases(), other.aliases());
    part(
        parts,
        "ignored",
        form.ignored().contains(one.name()),
        otherForm.ignored().contains(other.name()));
    return String.join("; ", parts);
  }

  private static void part(List<String> parts, String what, Object before, Object after) {
    if (!before.equals(after)) {
      parts.add(what + ": " + changed(before, after));
    }
  }

  private String list(String name, CodeLists before, CodeLists after) {
    compare(
        "value",
        values(name, before),
        values(name, after),
        (one, other) -> {
          String was = words(one);
          String is = words(other);
          return was.equals(is) ? "" : changed(was, is);
        });
    return "";
  }

  private static Map<String, List<CodeEntry>> values(String list, CodeLists codes) {
    return codes.entries(list).stream()
        .collect(
            Collectors.groupingBy(
                entry -> list + " " + entry.value(), LinkedHashMap::new, Collectors.toList()));
  }

  private static String words(List<CodeEntry> entries) {
    return entries.stream()
        .map(entry ->
            Optional.of(entry)
                .flatMap(CodeEntry::code)
                .map(code -> code.system() + "|" + code.value())
                .orElse("no code"))
        .collect(Collectors.joining(", "));
  }

  private static String changed(Object before, Object after) {
    return words(before) + " -> " + words(after);
  }

  private static String words(Object value) {
    String text =
        value instanceof Enum<?> word
            ? word.name().toLowerCase(java.util.Locale.ROOT)
            : value.toString();
    return text.isEmpty() ? "none" : text;
  }
}
