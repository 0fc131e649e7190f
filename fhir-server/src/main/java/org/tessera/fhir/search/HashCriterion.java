package org.tessera.fhir.search;

import java.util.List;

/// Holds for resources that have one of these hashes, or, negated, none of them.
record HashCriterion(List<Long> hashes, boolean negated) implements Criterion {
  @Override
  public SqlText sql() {
    Long[] list = hashes.toArray(Long[]::new);
    var sql = new SqlText();
    if (negated) {
      return sql.add("not (x.hs && ?)", (Object) list);
    }
    // "contains" is estimated better than "overlaps" when there is one value only.
    return sql.add(list.length == 1 ? "x.hs @> ?" : "x.hs && ?", (Object) list);
  }
}
