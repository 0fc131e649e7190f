package org.tessera.fhir.search;

import java.util.List;

/// A chain, `subject.name=x`: one of the parameter's references leads to a resource that fits.
/// https://hl7.org/fhir/R4/search.html#chaining
///
/// @param seed of the reference parameter
/// @param ends what must hold of the target, for each type it may have
record ChainCriterion(long seed, List<End> ends) implements Criterion.Reached {
  /// The condition on targets of one type.
  record End(String type, Criterion criterion) {}

  private static final int KEPT_MAX = 20_000;

  @Override
  public SqlText sql(Scope scope) {
    return new SqlText().add(scope.hashes() + " && array(").add(reached(scope)).add(")");
  }

  @Override
  public int keptMax() {
    return KEPT_MAX;
  }

  @Override
  public SqlText reached(Scope scope) {
    var sql = new SqlText();
    String union = "";
    for (End end : ends) {
      Scope target = scope.inner();
      SqlText fits = fits(end, target);
      sql.add(union + "select " + target.key() + " # ? as k from " + target.from(), seed);
      sql.add(" where ").add(fits);
      union = " union all ";
    }
    return sql;
  }

  @Override
  public SqlText few(Scope scope) {
    scope.lookUp();
    return new SqlText().add(scope.hashes() + " && array(select k from j)");
  }

  @Override
  public SqlText some(Scope scope) {
    return new SqlText()
        .add("exists (select 1 from unnest(" + scope.hashes() + ") u(h)")
        .add(" where (u.h in (select k from j)) is true)");
  }

  @Override
  public SqlText each(Scope scope) {
    Scope target = scope.inner();
    var fits = new SqlText();
    String or = "";
    for (End end : ends) {
      fits.add(or).add("(").add(fits(end, target)).add(")");
      or = " or ";
    }
    return new SqlText()
        .add("exists (select 1 from unnest(" + scope.hashes() + ") u(h) cross join lateral")
        .add(" (select 1 from " + target.from() + " where " + target.key() + " = u.h # ?", seed)
        .add(" and (")
        .add(fits)
        .add(") offset 0) t)");
  }

  private static SqlText fits(End end, Scope target) {
    return target.ofType(end.type(), end.criterion());
  }
}
