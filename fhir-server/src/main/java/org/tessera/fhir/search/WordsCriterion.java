package org.tessera.fhir.search;

import java.util.List;
import org.tessera.fhir.store.Folding;

/// `_text` and `_content`: all words of the value stand in the narrative, or anywhere in the
/// resource. https://hl7.org/fhir/R4/search.html#content
record WordsCriterion(String parameter, List<String> values) implements Criterion {
  @Override
  public SqlText sql(Scope scope) {
    String column = parameter.equals("_text") ? "narrative" : "content";
    var sql = new SqlText();
    sql.add("exists (select 1 from fhir.words w where w.pid = " + scope.pid() + " and (");
    String or = "";
    for (String value : values) {
      sql.add(or + "w." + column + " @@ plainto_tsquery('simple', ?)", words(value));
      or = " or ";
    }
    return sql.add("))");
  }

  private static String words(String value) {
    return Folding.fold(Values.unescaped(value));
  }
}
