package org.tessera.catalog.standard;

import java.util.List;
import java.util.Locale;
import org.eclipse.rdf4j.model.util.Values;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;

/// The columns a study's forms declare, as CSVW metadata. https://www.w3.org/TR/tabular-metadata/
final class Variables {
  private final Mappings mappings;

  Variables(Mappings mappings) {
    this.mappings = mappings;
  }

  /// Tells of the variables of the study that has the collection's name; of a collection that came
  /// otherwise none are known.
  void describe(Subject dataset, String collection) {
    List<Form> forms = mappings.study(collection).map(Study::forms).orElse(List.of());
    boolean known = forms.stream().anyMatch(form -> !given(form).isEmpty());
    dataset.value("healthdcatap:hasStructuredData", Boolean.toString(known), "xsd:boolean");
    if (known) {
      var group = dataset.inner("healthdcatap:hasVariables", "csvw:TableGroup");
      group.english("dct:title", "Forms of the study");
      forms.stream().filter(form -> !given(form).isEmpty()).forEach(form -> table(group, form));
    }
  }

  private static void table(Subject group, Form form) {
    var table = group.inner("csvw:table", "csvw:Table");
    table.text("dct:title", form.name());
    for (Column column : given(form)) {
      var variable = table.inner("csvw:column", "csvw:Column");
      variable.add("csvw:name", Values.literal(column.name()));
      variable.text("csvw:title", column.label().isBlank() ? column.name() : column.label());
      variable.text("dct:description", words(column));
      variable.add("csvw:datatype", Values.literal(datatype(column.type())));
    }
  }

  /// What names a person, and free text, is never given out.
  private static List<Column> given(Form form) {
    return form.columns().stream()
        .filter(column -> !column.identifying())
        .filter(column ->
            column.type() != Column.Type.PATIENT
                && column.type() != Column.Type.UID
                && column.type() != Column.Type.TEXT)
        .toList();
  }

  private static String words(Column column) {
    String words = column.note().isBlank() ? column.allowed() : column.note();
    String unit = column.unit().isBlank() ? "" : " (" + column.unit() + ")";
    return (words.isBlank() ? column.name() : words) + unit;
  }

  private static String datatype(Column.Type type) {
    return switch (type) {
      case INTEGER, DECIMAL, DATE, BOOLEAN -> type.name().toLowerCase(Locale.ROOT);
      case PATIENT, STRING, CODE, CODES, UID, TEXT -> "string";
    };
  }
}
