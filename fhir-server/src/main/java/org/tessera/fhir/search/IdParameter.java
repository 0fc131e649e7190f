package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.ResourceTypes;

/// `_id`: one of these resources. The types are named too, because the index begins with them.
final class IdParameter {
  private IdParameter() {}

  static Criterion compile(List<String> types, List<String> values) {
    String[] ids = values.stream().map(Values::unescaped).toArray(String[]::new);
    return scope -> {
      String r = scope.resource();
      var sql = new SqlText().add("(");
      if (!types.isEmpty()) {
        sql.add(r + ".type = any(?) and ", (Object) numbers(types));
      }
      return sql.add(r + ".id = any(?))", (Object) ids);
    };
  }

  /// The numbers of types in the column `type`.
  static Short[] numbers(List<String> types) {
    return types.stream().map(type -> (short) ResourceTypes.number(type)).toArray(Short[]::new);
  }
}
