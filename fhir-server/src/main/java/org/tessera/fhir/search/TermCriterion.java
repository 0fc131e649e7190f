package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.Folding;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;

/// Holds for resources with one of the hashes whose text in the table of terms passes a test.
final class TermCriterion {
  private TermCriterion() {}

  /// Tests the codes or URIs of the parameter itself.
  static Criterion of(Asked asked, TextTest test) {
    List<String> texts = asked.values().stream().map(Values::unescaped).toList();
    return scope -> {
      var sql = new SqlText();
      sql.add(
          scope.hashes() + " && array(select t.h from fhir.term t where t.p = any(?) and ",
          (Object) asked.numbers());
      return sql.add(tests(texts, test)).add(")");
    };
  }

  /// Tests the texts shown for the parameter's codes.
  static Criterion displayed(Asked asked) {
    List<String> texts = asked.values().stream().map(Values::unescaped).map(Folding::fold).toList();
    return scope -> {
      var sql = new SqlText().add("(");
      String or = "";
      for (SearchParameter parameter : asked.indexed()) {
        long seed = IndexKeys.displayed(parameter.seed());
        sql.add(or + scope.hashes() + " && array(select t.h # ? from fhir.term t", seed);
        sql.add(" where t.p = 0 and ").add(tests(texts, TextTest.BEGINS)).add(")");
        or = " or ";
      }
      return sql.add(")");
    };
  }

  private static SqlText tests(List<String> texts, TextTest test) {
    var sql = new SqlText().add("(");
    String or = "";
    for (String text : texts) {
      sql.add(or).add("(").add(test.sql("t.v", text)).add(")");
      or = " or ";
    }
    return sql.add(")");
  }
}
