package org.tessera.fhir.search;

import java.util.List;

/// `_id`: one of these resources.
final class IdParameter {
  private IdParameter() {}

  static Criterion compile(List<String> values) {
    String[] ids = values.stream().map(Values::unescaped).toArray(String[]::new);
    return () -> new SqlText().add("r.id = any(?)", (Object) ids);
  }
}
