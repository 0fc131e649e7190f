package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tessera.fhir.store.Compartments;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.SearchParameter;

/// A search, checked and ready to be answered.
public final class Query {
  /// Matches on a page unless `_count` says otherwise, and at most.
  public static final int COUNT_DEFAULT = 50;

  public static final int COUNT_MAX = 1_000;

  private static final int CRITERIA_MAX = 40;
  private static final Set<String> HOW_IT_IS_WRITTEN = Set.of("_format", "_pretty", "_elements");

  private final SearchContext context;
  private final List<String> types;
  private final List<Criterion> criteria = new ArrayList<>();
  private final Includes includes;
  private final List<String> ignored = new ArrayList<>();
  private int count = COUNT_DEFAULT;
  private boolean countsAll;
  private boolean inCompartment;
  private Sorting sorting = Sorting.BY_ROW;
  private Optional<Cursor> cursor = Optional.empty();

  private Query(SearchContext context, List<String> types) {
    this.context = context;
    this.types = types;
    this.includes = new Includes(context);
  }

  /// Reads the parameters of a search of one type by the standard's parameters; [Search#query]
  /// knows those added to a node too.
  ///
  /// @param parameters names with modifiers, each with its values as repeated
  /// @param strict whether a parameter that is not understood is an error; otherwise it is left out
  ///   and listed in [Page#ignored]
  /// @throws InvalidSearch if a value makes no sense or something is asked that is not indexed
  public static Query parse(String type, Map<String, List<String>> parameters, boolean strict) {
    return parse(SearchContext.STANDARD, List.of(type), parameters, strict);
  }

  /// Reads the parameters of a search in a compartment, `/Patient/1/Observation`.
  ///
  /// @param type the type searched, or `*` for all that may belong to the compartment
  /// @throws InvalidSearch as [#parse] does, and if there is no such compartment or resources of
  ///   the type do not belong to it
  public static Query parseCompartment(
      String compartment,
      String id,
      String type,
      Map<String, List<String>> parameters,
      boolean strict) {
    var owner = new Compartment(compartment, id);
    return parse(SearchContext.STANDARD, owner, type, parameters, strict);
  }

  /// Whose compartment is searched.
  record Compartment(String type, String id) {}

  static Query parse(
      SearchContext context,
      List<String> types,
      Map<String, List<String>> parameters,
      boolean strict) {
    for (String type : types) {
      if (!ResourceTypes.isKnown(type)) {
        throw new InvalidSearch("there is no such resource type");
      }
    }
    var query = new Query(context, types);
    query.addAll(parameters, strict);
    return query;
  }

  static Query parse(
      SearchContext context,
      Compartment owner,
      String type,
      Map<String, List<String>> parameters,
      boolean strict) {
    if (!Compartments.isKnown(owner.type())) {
      throw new InvalidSearch(printable(owner.type()) + " is no compartment");
    }
    List<String> members = Compartments.types(owner.type());
    if (!type.equals("*") && !members.contains(type)) {
      throw new InvalidSearch(
          printable(type) + " is no type of the compartment " + printable(owner.type()));
    }
    List<String> named = types(parameters);
    if (!members.containsAll(named)) {
      throw new InvalidSearch(
          "_type names a type that is none of the compartment " + printable(owner.type()));
    }
    List<String> all = named.isEmpty() ? members : named;
    var query = new Query(context, type.equals("*") ? all : List.of(type));
    query.criteria.add(query.compartment(owner));
    query.inCompartment = true;
    query.addAll(parameters, strict);
    return query;
  }

  /// The types a search of several types names, each once; none means all.
  ///
  /// @throws InvalidSearch if one is no type
  static List<String> types(Map<String, List<String>> parameters) {
    List<String> values =
        parameters.getOrDefault("_type", List.of()).stream().filter(it -> !it.isEmpty()).toList();
    if (values.size() > 1) {
      throw new InvalidSearch("_type stands once, with its types behind commas");
    }
    List<String> types =
        values.stream().flatMap(it -> Stream.of(it.split(",", -1))).distinct().toList();
    if (!types.stream().allMatch(ResourceTypes::isKnown)) {
      throw new InvalidSearch("_type names a type FHIR R4 does not have");
    }
    return types;
  }

  private Criterion compartment(Compartment owner) {
    long key = IndexKeys.resource(owner.type(), owner.id());
    List<Long> hashes = new ArrayList<>();
    for (String type : types) {
      for (String name : Compartments.parameters(owner.type(), type)) {
        context
            .find(type, name)
            .map(SearchParameter::seed)
            .ifPresent(seed -> hashes.add(seed ^ key));
      }
    }
    Criterion members = hashes.isEmpty() ? Criterion.nothing() : HashCriterion.of(hashes);
    if (!types.contains(owner.type())) {
      return members;
    }
    Criterion itself = scope -> new SqlText().add(scope.key() + " = ?", key);
    return Criterion.any(List.of(members, itself));
  }

  private void addAll(Map<String, List<String>> parameters, boolean strict) {
    parameters.forEach((name, values) -> {
      for (String value : values) {
        if (value.indexOf('\0') >= 0 || name.indexOf('\0') >= 0) {
          throw new InvalidSearch(printable(name) + " holds a NUL character");
        }
        add(name, value, strict);
      }
    });
    if (criteria.size() > CRITERIA_MAX) {
      throw new InvalidSearch("a search has at most " + CRITERIA_MAX + " conditions");
    }
  }

  private void add(String name, String value, boolean strict) {
    if (value.isEmpty() || HOW_IT_IS_WRITTEN.contains(name)) {
      return;
    }
    try {
      switch (name) {
        case "_summary" -> countOnly(value);
        case "_count" -> count = count(value);
        case "_total" -> countsAll = total(value);
        case "_sort" -> sorting = Sorting.parse(context, types, value);
        case "_cursor" -> cursor = Optional.of(Cursor.parse(value));
        case "_contained", "_containedType" -> contained(name, value);
        case "_type" -> requireTypes(value);
        default -> {
          if (!includes.add(name, value, types)) {
            criteria.add(new Conditions(context).compile(types, name, value));
          }
        }
      }
    } catch (UnknownParameter e) {
      if (strict) {
        throw e;
      }
      ignored.add(printable(name));
    }
  }

  private static void contained(String name, String value) {
    if (name.equals("_contained") && value.equals("false")) {
      return;
    }
    if (name.equals("_containedType") && value.equals("container")) {
      return;
    }
    throw new InvalidSearch(
        "contained resources are not searched by themselves: _contained takes false,"
            + " _containedType takes container");
  }

  /// `_type` is taken in where a search of several types begins; here it can only agree.
  private void requireTypes(String value) {
    if (!List.of(value.split(",", -1)).containsAll(types)) {
      throw new InvalidSearch("_type belongs to a search of all types");
    }
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

  static String printable(String name) {
    return name.matches("[A-Za-z0-9_:.-]{1,60}") ? name : "of that name";
  }

  SqlText matches() {
    var statement = new Statement(types, criteria, inCompartment);
    return statement.matches(sorting, cursor, count + 1);
  }

  SqlText total() {
    return new Statement(types, criteria, inCompartment).total();
  }

  /// The number of sort keys among the columns of [#matches].
  int sortKeys() {
    return sorting.keys().size();
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

  boolean needsWords() {
    return criteria.stream().anyMatch(WordsCriterion.class::isInstance);
  }

  Includes includes() {
    return includes;
  }

  List<String> ignored() {
    return ignored;
  }
}
