package org.tessera.fhir.search;

import java.util.List;

/// One condition of a search; all conditions of a query must hold.
@FunctionalInterface
interface Criterion {
  /// A boolean SQL expression over the rows of a scope.
  SqlText sql(Scope scope);

  /// Whether only rows of the types searched can meet it, so that naming them costs time only.
  default boolean impliesType() {
    return false;
  }

  /// A condition on rows that are reached by references. It can be tested from either side: from
  /// the rows it leads to, or for one row after the other.
  interface Reached extends Criterion {
    /// Up to how many of those it is worth to keep them in memory.
    int keptMax();

    /// A select of what leads back, as the only column `k`.
    SqlText reached(Scope scope);

    /// Holds if one of those leads to the row: a few, in the table `j`, by an index.
    SqlText few(Scope scope);

    /// Holds if one of those leads to the row: many, in the table `j`, hashed in memory. Written so
    /// that the planner cannot turn it into a join that reads them for each row.
    SqlText some(Scope scope);

    /// Holds if the row leads to one that fits.
    SqlText each(Scope scope);
  }

  static Criterion all(List<Criterion> criteria) {
    return scope -> joined(criteria, " and ", scope);
  }

  static Criterion any(List<Criterion> criteria) {
    return criteria.size() == 1 ? criteria.getFirst() : scope -> joined(criteria, " or ", scope);
  }

  static Criterion not(Criterion criterion) {
    return scope -> new SqlText().add("not (").add(criterion.sql(scope)).add(")");
  }

  static Criterion nothing() {
    return _ -> new SqlText().add("false");
  }

  private static SqlText joined(List<Criterion> criteria, String word, Scope scope) {
    var sql = new SqlText().add("(");
    String between = "";
    for (Criterion criterion : criteria) {
      sql.add(between).add(criterion.sql(scope));
      between = word;
    }
    return sql.add(")");
  }
}
