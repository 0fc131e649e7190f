package org.tessera.mappings;

import java.util.List;
import java.util.Optional;

/// One column of a form as the data dictionary describes it.
///
/// @param name the name rules use, and the header in the template
/// @param aliases other headers it is recognised by
/// @param list the code list its values come from, for `CODE`
/// @param unit UCUM code, empty for none
/// @param identifying its value may name a person: masked in every report, never stored with the
///   row
/// @param allowed what a cell may hold, in words
public record Column(
    String name,
    String label,
    Type type,
    Requirement required,
    Optional<String> list,
    String unit,
    List<String> aliases,
    String note,
    boolean identifying,
    String allowed) {
  /// Whether it is declared identifying and its values are needed all the same: they are kept apart
  /// from the row, under the database role that knows who is who, and join it in memory alone.
  public boolean keptApart() {
    return identifying && type != Type.PATIENT && type != Type.UID && type != Type.TEXT;
  }

  /// What a cell holds. `CODES` is a list inside one cell; `TEXT` is free text and is withheld.
  public enum Type {
    PATIENT,
    STRING,
    INTEGER,
    DECIMAL,
    DATE,
    BOOLEAN,
    CODE,
    CODES,
    UID,
    TEXT
  }

  /// EuCanImage's three classes: mandatory, mandatory if available, optional.
  public enum Requirement {
    MANDATORY,
    IF_AVAILABLE,
    OPTIONAL
  }
}
