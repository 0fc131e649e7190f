package org.tessera.dicom.check;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Table;

/// A condition of types 1C and 2C that the data set around the attribute can answer.
record Condition(int depends, Relation relation, String value) {
  enum Relation {
    PRESENT,
    IS,
    ISNOT,
    ABOVE
  }

  private static final Map<Integer, Condition> ALL = new HashMap<>();

  static {
    for (String[] row : Table.rows("conditions.tsv")) {
      Relation relation = Relation.valueOf(row[2].toUpperCase(java.util.Locale.ROOT));
      ALL.put(tag(row[0]), new Condition(tag(row[1]), relation, row[3]));
    }
  }

  private static int tag(String keyword) {
    return Dictionary.find(keyword).orElseThrow().tag();
  }

  /// The condition of an attribute, where one is written down.
  static @Nullable Condition of(int tag) {
    return ALL.get(tag);
  }

  /// Whether the attribute is required here.
  boolean holds(DataSet dataSet) {
    return switch (relation) {
      case PRESENT -> dataSet.contains(depends);
      case IS -> dataSet.string(depends).filter(value::equals).isPresent();
      case ISNOT -> dataSet.string(depends).filter(found -> !found.equals(value)).isPresent();
      case ABOVE -> dataSet.integer(depends).orElse(0) > Long.parseLong(value);
    };
  }
}
