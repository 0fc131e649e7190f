package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.ResourceTypes;

/// `_id`: one of these resources. The type is named too, because the index begins with it.
final class IdParameter {
  private IdParameter() {}

  static Criterion compile(String type, List<String> values) {
    String[] ids = values.stream().map(Values::unescaped).toArray(String[]::new);
    int number = ResourceTypes.number(type);
    return () -> new SqlText().add("(r.type = ?", number).add(" and r.id = any(?))", (Object) ids);
  }
}
