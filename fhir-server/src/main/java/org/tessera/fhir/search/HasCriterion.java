package org.tessera.fhir.search;

/// A reverse chain, `_has:Observation:patient:code=x`: a resource of another type that fits refers
/// to this one. https://hl7.org/fhir/R4/search.html#has
///
/// @param type of the resources that refer here
/// @param seed of their reference parameter
/// @param criterion what must hold of them
record HasCriterion(String type, long seed, Criterion criterion) implements Criterion.Reached {
  /// Each resource that fits has some twenty hashes, one of which is the reference.
  private static final int KEPT_MAX = 5_000;

  @Override
  public SqlText sql(Scope scope) {
    return new SqlText().add(scope.key() + " in (").add(reached(scope)).add(")");
  }

  @Override
  public int keptMax() {
    return KEPT_MAX;
  }

  @Override
  public SqlText reached(Scope scope) {
    Scope source = scope.inner();
    SqlText fits = fits(source);
    return new SqlText()
        .add("select u.h # ? as k from (select " + source.hashes() + " from ", seed)
        .add(source.from() + " where ")
        .add(fits)
        .add(") s cross join lateral unnest(s.hs) u(h)");
  }

  @Override
  public SqlText few(Scope scope) {
    scope.lookUp();
    return new SqlText().add(scope.key() + " = any(array(select k from j))");
  }

  @Override
  public SqlText some(Scope scope) {
    return new SqlText().add("(" + scope.key() + " in (select k from j)) is true");
  }

  @Override
  public SqlText each(Scope scope) {
    Scope source = scope.inner();
    SqlText fits = fits(source);
    return new SqlText()
        .add("coalesce((select true from " + source.from() + " where " + source.hashes())
        .add(" @> array[" + scope.key() + " # ?] and ", seed)
        .add(fits)
        .add(" limit 1), false)");
  }

  private SqlText fits(Scope source) {
    return source.ofType(type, criterion);
  }
}
