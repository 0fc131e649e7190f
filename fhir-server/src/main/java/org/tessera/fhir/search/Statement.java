package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tessera.fhir.store.ResourceTypes;

/// The SQL of a search.
///
/// A condition on what a reference leads to has no one good plan: where few resources fit it, they
/// are looked up first; where some do, they are kept in memory; where many do, the rows of the
/// search are walked in the order of the page and each is tested by an index, until the page is
/// full. So such a search is written all three ways, and a bounded count decides, in the statement
/// itself, which of them is run.
final class Statement {
  /// Up to so many resources at the end of a chain, the chain begins there.
  private static final int FEW = 200;

  private static final String COLUMNS =
      ", r0.type as type, r0.id as id, r0.version as version, r0.last_updated as last_updated,"
          + " r0.owner as owner, r0.content as content";

  private final List<String> types;
  private final List<Criterion> criteria;

  /// Whether a condition names the types anyway.
  private final boolean typesImplied;

  Statement(List<String> types, List<Criterion> criteria, boolean typesImplied) {
    this.types = types;
    this.criteria = criteria;
    this.typesImplied = typesImplied && types.size() > 1;
  }

  /// Selects pid, the sort keys, type, id, version, last_updated, owner and content.
  SqlText matches(Sorting sorting, Optional<Cursor> cursor, int rows) {
    if (!sorting.hasColumn()) {
      List<Scope> used = new ArrayList<>();
      SqlText numbers = numbers(sorting, cursor, rows, used);
      if (used.stream().noneMatch(Scope::needsResource)) {
        var sql = new SqlText().add("select m.*" + COLUMNS + " from (").add(numbers);
        return sql.add(") m join fhir.res r0 on r0.pid = m.pid order by " + sorting.orderBy("m."));
      }
    }
    String order = sorting.orderBy("");
    return written(
        Scope::outer,
        (scope, condition) -> {
          if (sorting.byColumn() && types.size() == 1) {
            condition.add(" and r0.type = ?", (short) ResourceTypes.number(types.getFirst()));
          }
          String columns = "r0.pid as pid" + sorting.columns("r0.pid") + COLUMNS;
          return ordered(scope, columns, condition, sorting, cursor).add(" limit ?", rows);
        },
        new SqlText().add(" order by " + order + " limit ?", rows));
  }

  /// Selects pid and the sort keys from the index alone: the planner has fewer ways to choose from,
  /// and no row is fetched that is not of the page.
  private SqlText numbers(
      Sorting sorting, Optional<Cursor> cursor, int rows, Collection<Scope> used) {
    return written(
        () -> {
          Scope scope = Scope.numbered();
          used.add(scope);
          return scope;
        },
        (scope, condition) -> {
          String columns = "x0.pid as pid" + sorting.columns("x0.pid");
          return ordered(scope, columns, condition, sorting, cursor).add(" limit ?", rows);
        },
        new SqlText().add(" order by " + sorting.orderBy("") + " limit ?", rows));
  }

  private static SqlText ordered(
      Scope scope, String columns, SqlText condition, Sorting sorting, Optional<Cursor> cursor) {
    var sql = new SqlText();
    sql.add("select * from (select " + columns + " from " + scope.from() + " where ");
    sql.add(condition).add(") m");
    cursor.ifPresent(last -> sql.add(" where ").add(sorting.behind(last)));
    // A sum has no index: the planner cannot walk the rows in this order instead of looking up.
    return sql.add(" order by " + sorting.orderBy("") + (scope.isLookedUp() ? " + 0" : ""));
  }

  SqlText total() {
    SqlText rows =
        written(
            Scope::counted,
            (scope, condition) ->
                new SqlText().add("select 1 from " + scope.from() + " where ").add(condition),
            new SqlText());
    return new SqlText().add("select count(*) from (").add(rows).add(") c");
  }

  @FunctionalInterface
  private interface Select {
    SqlText from(Scope scope, SqlText condition);
  }

  private SqlText written(Supplier<Scope> rows, Select select, SqlText end) {
    Optional<Criterion.Reached> decisive =
        criteria.stream()
            .filter(Criterion.Reached.class::isInstance)
            .map(Criterion.Reached.class::cast)
            .findFirst();
    if (decisive.isEmpty()) {
      Scope scope = rows.get();
      return select.from(scope, condition(scope, criteria));
    }
    Criterion.Reached reached = decisive.get();
    int some = reached.keptMax();
    SqlText probe = reached.reached(Scope.outer());
    var sql = new SqlText();
    sql.add("with j as materialized (select k from (").add(probe);
    sql.add(") e limit ?) select * from ((", some + 1);
    sql.add(branch(rows.get(), select, reached, "<= " + FEW, reached::few));
    sql.add(") union all (");
    String between = "between " + (FEW + 1) + " and " + some;
    sql.add(branch(rows.get(), select, reached, between, reached::some));
    sql.add(") union all (");
    sql.add(branch(rows.get(), select, reached, "> " + some, reached::each));
    return sql.add(")) b").add(end);
  }

  private SqlText branch(
      Scope scope, Select select, Criterion.Reached reached, String number, Criterion form) {
    List<Criterion> all = new ArrayList<>();
    all.add(_ -> new SqlText().add("(select count(*) from j) " + number));
    criteria.forEach(criterion -> all.add(criterion.equals(reached) ? form : criterion));
    return select.from(scope, condition(scope, all));
  }

  private SqlText condition(Scope scope, List<Criterion> all) {
    var conditions = new SqlText();
    for (Criterion criterion : all) {
      conditions.add(" and ").add(criterion.sql(scope));
    }
    var sql = new SqlText().add(scope.alive());
    boolean implied =
        typesImplied || (!scope.isWalked() && all.stream().anyMatch(Criterion::impliesType));
    if (!types.isEmpty() && !implied) {
      // For each table, because the planner does not carry the range over a join.
      scope.pids().forEach(pid -> sql.add(" and ").add(Scope.ofTypes(pid, types)));
    }
    return sql.add(conditions);
  }
}
