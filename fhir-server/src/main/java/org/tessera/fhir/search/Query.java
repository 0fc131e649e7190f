package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.fhir.search.Sorting.Cursor;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.SearchParameter;
import org.tessera.fhir.store.SearchParameters;

/// A search of one resource type, checked and ready to be answered.
public final class Query {
  /// Matches on a page unless `_count` says otherwise, and at most.
  public static final int COUNT_DEFAULT = 50;

  public static final int COUNT_MAX = 1_000;

  private static final int CRITERIA_MAX = 40;

  private final String type;
  private final List<Criterion> criteria = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private int count = COUNT_DEFAULT;
  private boolean countsAll;
  private Sorting sorting = Sorting.BY_ROW;
  private Optional<Cursor> cursor = Optional.empty();

  private Query(String type) {
    this.type = type;
  }

  /// Reads the parameters of a search.
  ///
  /// @param parameters names with modifiers, each with its values as repeated
  /// @param strict whether a parameter that is not understood is an error; otherwise it is left out
  ///   and listed in [Page#ignored]
  /// @throws InvalidSearch if a value makes no sense or something is asked that is not indexed
  public static Query parse(String type, Map<String, List<String>> parameters, boolean strict) {
    if (!ResourceTypes.isKnown(type)) {
      throw new InvalidSearch("there is no such resource type");
    }
    var query = new Query(type);
    parameters.forEach((name, values) -> {
      for (String value : values) {
        query.add(name, value, strict);
      }
    });
    if (query.criteria.size() > CRITERIA_MAX) {
      throw new InvalidSearch("a search has at most " + CRITERIA_MAX + " conditions");
    }
    return query;
  }

  private void add(String name, String value, boolean strict) {
    if (value.isEmpty()) {
      return;
    }
    switch (name) {
      case "_format", "_pretty", "_elements" -> {
        // How the answer is written, not what it contains.
      }
      case "_summary" -> countOnly(value);
      case "_count" -> count = count(value);
      case "_total" -> countsAll = total(value);
      case "_sort" -> sorting = Sorting.parse(type, value);
      case "_cursor" -> cursor = Optional.of(Cursor.parse(value));
      case "_id" -> criteria.add(IdParameter.compile(type, Values.alternatives(name, value)));
      case "_lastUpdated" ->
          criteria.add(LastUpdatedParameter.compile(type, Values.alternatives(name, value)));
      default -> addIndexed(name, value, strict);
    }
  }

  private void addIndexed(String name, String value, boolean strict) {
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    Optional<SearchParameter> parameter = SearchParameters.find(type, plain);
    if (parameter.isPresent()) {
      List<String> values = Values.alternatives(plain, value);
      criteria.add(compile(parameter.get(), modifier, values));
    } else if (strict) {
      throw new InvalidSearch(
          type + " has no search parameter " + printable(name) + "; /metadata lists them");
    } else {
      ignored.add(printable(name));
    }
  }

  private static Criterion compile(
      SearchParameter parameter, String modifier, List<String> values) {
    return switch (parameter.kind()) {
      case TOKEN -> TokenParameter.compile(parameter, modifier, values);
      case REFERENCE -> ReferenceParameter.compile(parameter, modifier, values);
      case DATE -> DateParameter.compile(parameter, modifier, values);
      case STRING -> StringParameter.compile(parameter, modifier, values);
      case QUANTITY, NUMBER -> QuantityParameter.compile(parameter, modifier, values);
      case URI -> UriParameter.compile(parameter, modifier, values);
    };
  }

  private void countOnly(String summary) {
    if (summary.equals("count")) {
      count = 0;
      countsAll = true;
    }
  }

  private static int count(String value) {
    if (!value.matches("\\d{1,9}")) {
      throw new InvalidSearch("_count takes a whole number that is not negative");
    }
    return Math.min(Integer.parseInt(value), COUNT_MAX);
  }

  private static boolean total(String value) {
    return switch (value) {
      case "none" -> false;
      case "accurate", "estimate" -> true;
      default -> throw new InvalidSearch("_total takes none, estimate or accurate");
    };
  }

  private static String printable(String name) {
    return name.matches("[A-Za-z0-9_:.-]{1,60}") ? name : "of that name";
  }

  SqlText matches() {
    var sql = new SqlText();
    sql.add("select r.pid, " + sorting.selected() + ", r.id, r.version, r.last_updated, r.owner,");
    sql.add(" r.content").add(condition());
    if (cursor.isPresent()) {
      sql.add(" and ").add(sorting.behind(cursor.get()));
    }
    return sql.add(" order by " + sorting.orderBy() + " limit ?", count + 1);
  }

  SqlText total() {
    return new SqlText().add("select count(*)").add(condition());
  }

  private SqlText condition() {
    var sql = new SqlText();
    boolean hashed = criteria.stream().anyMatch(HashCriterion.class::isInstance);
    sql.add(" from fhir.res r" + (hashed ? " join fhir.ix x on x.pid = r.pid" : ""));
    sql.add(
        " where r.content is not null and r.pid >= ? and r.pid < ?",
        ResourceTypes.firstPid(type),
        ResourceTypes.endPid(type));
    for (Criterion criterion : criteria) {
      sql.add(" and ").add(criterion.sql());
    }
    return sql;
  }

  String type() {
    return type;
  }

  int count() {
    return count;
  }

  boolean countsAll() {
    return countsAll;
  }

  boolean isFirstPage() {
    return cursor.isEmpty();
  }

  List<String> ignored() {
    return ignored;
  }
}
