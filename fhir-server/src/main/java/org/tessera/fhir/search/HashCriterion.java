package org.tessera.fhir.search;

import java.util.List;

/// Holds for resources that have one of these hashes, or, negated, none of them.
record HashCriterion(List<Long> hashes, boolean negated) implements Criterion {
  static HashCriterion of(List<Long> hashes) {
    return new HashCriterion(hashes, false);
  }

  @Override
  public boolean impliesType() {
    return !negated;
  }

  @Override
  public SqlText sql(Scope scope) {
    Long[] list = hashes.toArray(Long[]::new);
    String hs = scope.hashes();
    var sql = new SqlText();
    if (negated) {
      return sql.add("not (" + hs + " && ?)", (Object) list);
    }
    // "contains" is estimated better than "overlaps" when there is one value only.
    return sql.add(hs + (list.length == 1 ? " @> ?" : " && ?"), (Object) list);
  }
}
