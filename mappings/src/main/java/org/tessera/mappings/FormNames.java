package org.tessera.mappings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names of rules that read a form: its columns, those of the study's other forms, and the
/// words around a row.
final class FormNames implements Names {
  private static final Set<String> WORDS = Set.of("patient", "study", "form", "row");

  private final Map<String, Columns> forms;
  private final String form;
  private final boolean anchored;
  private final List<String> suffixes;
  private final boolean inside;

  /// What is known of a form's columns while the study is read.
  ///
  /// @param all every column by name, with what it holds
  /// @param repeated the names of repeated columns before their suffix
  /// @param identifying the columns whose values are kept apart
  /// @param used the columns some rule reads, filled while rules are compiled
  record Columns(
      Map<String, Column.Type> all,
      Set<String> repeated,
      Set<String> identifying,
      Set<String> used) {
    Columns(Map<String, Column.Type> all, Set<String> repeated, Set<String> identifying) {
      this(all, repeated, identifying, new HashSet<>());
    }

    static Columns none() {
      return new Columns(Map.of(), Set.of(), Set.of());
    }
  }

  /// @param form the form whose row is read, empty for none
  FormNames(Map<String, Columns> forms, String form, boolean anchored) {
    this(forms, form, anchored, List.of(), false);
  }

  private FormNames(
      Map<String, Columns> forms,
      String form,
      boolean anchored,
      List<String> suffixes,
      boolean inside) {
    this.forms = forms;
    this.form = form;
    this.anchored = anchored;
    this.suffixes = suffixes;
    this.inside = inside;
  }

  @Override
  public Optional<Lookup> find(String name) {
    Columns own = forms.getOrDefault(form, Columns.none());
    if (!suffixes.isEmpty() && own.repeated().contains(name)) {
      return group(name, own);
    }
    if (readable(name, own)) {
      own.used().add(name);
      return Optional.of(new Lookup.OwnColumn(name));
    }
    if (inside && name.equals("item")) {
      return Optional.of(new Lookup.Item());
    }
    if (isWord(name)) {
      return Optional.of(new Lookup.Word(name));
    }
    int dot = name.indexOf('.');
    return dot < 0 ? Optional.empty() : other(name.substring(0, dot), name.substring(dot + 1));
  }

  /// The UIDs of a stored row are keyed: a real UID never gets that far.
  @Override
  public boolean keyed(String name) {
    int dot = name.indexOf('.');
    FormNames.Columns columns = forms.get(dot < 0 ? form : name.substring(0, dot));
    return columns != null && columns.all().get(name.substring(dot + 1)) == Column.Type.UID;
  }

  @Override
  public boolean identifying(String name) {
    Columns own = forms.getOrDefault(form, Columns.none());
    if (own.repeated().contains(name)
        && suffixes.stream().anyMatch(suffix -> own.identifying().contains(name + suffix))) {
      return true;
    }
    if (own.all().containsKey(name)) {
      return own.identifying().contains(name);
    }
    int dot = name.indexOf('.');
    return dot > 0
        && forms
            .getOrDefault(name.substring(0, dot), Columns.none())
            .identifying()
            .contains(name.substring(dot + 1));
  }

  private boolean isWord(String name) {
    return switch (name) {
      case "study" -> true;
      case "anchor" -> anchored;
      case "index" -> inside || !suffixes.isEmpty();
      default -> !form.isEmpty() && WORDS.contains(name);
    };
  }

  private static boolean readable(String name, Columns columns) {
    Column.Type type = columns.all().get(name);
    return type != null && type != Column.Type.PATIENT && type != Column.Type.TEXT;
  }

  private Optional<Lookup> group(String name, Columns own) {
    List<String> names = new ArrayList<>();
    for (String suffix : suffixes) {
      if (!readable(name + suffix, own)) {
        return Optional.empty();
      }
      own.used().add(name + suffix);
      names.add(name + suffix);
    }
    return Optional.of(new Lookup.GroupColumn(names));
  }

  private Optional<Lookup> other(String tab, String column) {
    Columns columns = forms.get(tab);
    if (columns == null || !readable(column, columns)) {
      return Optional.empty();
    }
    columns.used().add(column);
    return Optional.of(new Lookup.OtherTab(tab, column));
  }

  @Override
  public String remedy(String name) {
    Columns own = forms.get(form);
    if (own != null && own.all().get(name) == Column.Type.PATIENT) {
      return "the patient is {patient}";
    }
    if (own != null && own.all().get(name) == Column.Type.TEXT) {
      return "free text is withheld and cannot be mapped";
    }
    if (name.equals("anchor")) {
      return "declare an anchor in study.yaml";
    }
    return own == null
        ? "one of {study}, {anchor}"
        : "a column of this form or Form.column; here: "
            + String.join(", ", own.all().keySet().stream().limit(40).toList())
            + "; a literal brace is written {{";
  }

  @Override
  public Names repeated(List<String> these) {
    return new FormNames(forms, form, anchored, these, inside);
  }

  @Override
  public Names items() {
    return new FormNames(forms, form, anchored, suffixes, true);
  }
}
