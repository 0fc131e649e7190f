package org.tessera.fhir.search;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.tessera.fhir.search.Query.Compartment;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.DatabaseFailure;
import org.tessera.fhir.store.SearchIndex;
import org.tessera.fhir.store.SearchParameters;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.WordIndex;

/// Answers searches over the current versions.
public final class Search {
  /// Resources that `_include` and `_revinclude` add to a page, at most.
  public static final int INCLUDED_MAX = 10_000;

  private static final int SECONDS_MAX = 30;
  private static final int ITERATIONS_MAX = 10;
  private static final String CANCELLED = "57014";
  private static final String DATA_EXCEPTION = "22";
  private static final Duration WORDS_WAIT = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final CodeSets codeSets;
  private final WordIndex words;
  private final Optional<SearchIndex> index;
  private final String base;

  /// Searches by the standard's parameters.
  public Search(DataSource dataSource) {
    this(dataSource, CodeSets.stored(dataSource), new WordIndex(dataSource), Optional.empty(), "");
  }

  /// Searches by the parameters of a node.
  ///
  /// @param codeSets expands value sets and hierarchies for `:in`, `:below` and their kind
  public Search(DataSource dataSource, SearchIndex index, CodeSets codeSets) {
    this(dataSource, codeSets, new WordIndex(dataSource), Optional.of(index), "");
  }

  private Search(
      DataSource dataSource,
      CodeSets codeSets,
      WordIndex words,
      Optional<SearchIndex> index,
      String base) {
    this.dataSource = dataSource;
    this.codeSets = codeSets;
    this.words = words;
    this.index = index;
    this.base = base;
  }

  /// The same for somebody who reaches this server at a base: references asked for by an absolute
  /// address below it are its own.
  ///
  /// @param address without a slash at its end
  public Search servedAt(String address) {
    return new Search(dataSource, codeSets, words, index, address);
  }

  /// Reads the parameters of a search of one type. See [Query#parse].
  ///
  /// @throws NotIndexedYet if a parameter is being indexed in the background
  public Query query(String type, Map<String, List<String>> parameters, boolean strict) {
    return Query.parse(context(), List.of(type), parameters, strict);
  }

  /// Reads a search that is asked about resources written since its parameters took effect: of an
  /// index that is being built in the background they are the part that is there.
  public Query queryOfNew(String type, Map<String, List<String>> parameters) {
    return Query.parse(context().unindexed(), List.of(type), parameters, true);
  }

  /// Reads the parameters of a search of all types, or those that `_type` names.
  public Query querySystem(Map<String, List<String>> parameters, boolean strict) {
    return Query.parse(context(), Query.types(parameters), parameters, strict);
  }

  /// Reads the parameters of a search in a compartment. See [Query#parseCompartment].
  public Query queryCompartment(
      String compartment,
      String id,
      String type,
      Map<String, List<String>> parameters,
      boolean strict) {
    return Query.parse(context(), new Compartment(compartment, id), type, parameters, strict);
  }

  /// The parameters in effect, beside those every search knows.
  public SearchParameters parameters() {
    return context().parameters();
  }

  private SearchContext context() {
    SearchParameters parameters =
        index.map(SearchIndex::parameters).orElseGet(SearchParameters::standard);
    return new SearchContext(parameters, codeSets, index, base);
  }

  /// One page of what the query finds.
  ///
  /// @throws InvalidSearch if it takes longer than 30 s, or would include more than [#INCLUDED_MAX]
  ///   resources
  /// @throws NotIndexedYet if words are asked for and are still being indexed
  /// @throws DatabaseFailure if the database does not answer
  public Page run(Query query) {
    if (query.needsWords() && !words.catchUp(WORDS_WAIT)) {
      throw new NotIndexedYet("the words of the resources are being indexed; ask again later");
    }
    try (Connection connection = dataSource.getConnection()) {
      List<StoredResource> matches = new ArrayList<>();
      Optional<String> next =
          query.count() == 0 ? Optional.empty() : page(connection, query, matches);
      OptionalLong total = total(connection, query, matches, next);
      return new Page(
          matches, included(connection, query.includes(), matches), total, next, query.ignored());
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.equals(CANCELLED)) {
      return new InvalidSearch(
          "the search takes longer than " + SECONDS_MAX + " s; ask for something narrower");
    }
    if (state.startsWith(DATA_EXCEPTION)) {
      return new InvalidSearch("a value of the search cannot be compared");
    }
    return new DatabaseFailure("the search was not answered", e);
  }

  private static Optional<String> page(
      Connection connection, Query query, List<StoredResource> matches) throws SQLException {
    try (var statement = query.matches().prepare(connection)) {
      statement.setQueryTimeout(SECONDS_MAX);
      ResultSet rows = statement.executeQuery();
      String last = "";
      while (rows.next()) {
        if (matches.size() == query.count()) {
          return Optional.of(last);
        }
        matches.add(StoredResource.read(rows, 2 + query.sortKeys()));
        last = cursor(rows, query.sortKeys()).text();
      }
      return Optional.empty();
    }
  }

  private static Cursor cursor(ResultSet rows, int sortKeys) throws SQLException {
    List<Optional<String>> keys = new ArrayList<>();
    for (int i = 0; i < sortKeys; i++) {
      keys.add(Optional.ofNullable(rows.getString(2 + i)));
    }
    return new Cursor(keys, rows.getLong(1));
  }

  private static List<StoredResource> included(
      Connection connection, Includes includes, List<StoredResource> matches) throws SQLException {
    List<StoredResource> included = new ArrayList<>();
    if (includes.isEmpty() || matches.isEmpty()) {
      return included;
    }
    Set<String> seen = new HashSet<>();
    matches.forEach(match -> seen.add(match.type() + "/" + match.id()));
    List<StoredResource> latest = matches;
    for (int level = 0; level <= ITERATIONS_MAX && !latest.isEmpty(); level++) {
      if (level > 0 && !includes.iterate()) {
        break;
      }
      if (level == ITERATIONS_MAX) {
        throw new InvalidSearch(":iterate goes at most " + ITERATIONS_MAX + " levels deep");
      }
      Wanted wanted = includes.wanted(latest, level == 0);
      latest = wanted.isEmpty() ? List.of() : fetch(connection, wanted, seen);
      included.addAll(latest);
      if (included.size() > INCLUDED_MAX) {
        throw tooMany();
      }
    }
    return included;
  }

  private static List<StoredResource> fetch(Connection connection, Wanted wanted, Set<String> seen)
      throws SQLException {
    List<StoredResource> found = new ArrayList<>();
    try (var statement = wanted.sql(INCLUDED_MAX + 1 + seen.size()).prepare(connection)) {
      statement.setQueryTimeout(SECONDS_MAX);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        StoredResource resource = StoredResource.read(rows, 1);
        if (seen.add(resource.type() + "/" + resource.id())) {
          found.add(resource);
        }
        if (found.size() > INCLUDED_MAX) {
          throw tooMany();
        }
      }
    }
    return found;
  }

  private static InvalidSearch tooMany() {
    return new InvalidSearch(
        "more than " + INCLUDED_MAX + " resources would be included; ask for a smaller _count");
  }

  private static OptionalLong total(
      Connection connection, Query query, List<StoredResource> matches, Optional<String> next)
      throws SQLException {
    boolean complete = query.isFirstPage() && next.isEmpty() && query.count() > 0;
    if (complete) {
      return OptionalLong.of(matches.size());
    }
    if (!query.countsAll() && query.count() > 0) {
      return OptionalLong.empty();
    }
    try (var statement = query.total().prepare(connection)) {
      statement.setQueryTimeout(SECONDS_MAX);
      ResultSet row = statement.executeQuery();
      row.next();
      return OptionalLong.of(row.getLong(1));
    }
  }
}
