package org.tessera.fhir.search;

import java.util.List;
import java.util.function.Function;

/// Holds for resources with a row in a value table that passes one of several tests.
final class ValueCriterion {
  private ValueCriterion() {}

  /// @param table with its alias, such as `fhir.dat d`
  /// @param numbers of the parameters
  /// @param test writes the test of one alternative over the alias
  static Criterion any(
      String table, Integer[] numbers, List<String> values, Function<String, SqlText> test) {
    String alias = table.substring(table.lastIndexOf(' ') + 1);
    var tests = new SqlText();
    String or = "";
    for (String value : values) {
      tests.add(or).add("(").add(test.apply(value)).add(")");
      or = " or ";
    }
    return scope -> {
      var sql = new SqlText().add("exists (select 1 from " + table + " where " + alias + ".pid = ");
      sql.add(scope.pid());
      if (numbers.length == 1) {
        sql.add(" and " + alias + ".p = ?", numbers[0]);
      } else {
        sql.add(" and " + alias + ".p = any(?)", (Object) numbers);
      }
      return sql.add(" and (").add(tests).add("))");
    };
  }
}
