package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tessera.fhir.search.ChainCriterion.End;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.SearchParameter;

/// Compiles one parameter of a search, with its chains, to a condition.
final class Conditions {
  static final int CHAIN_LINKS_MAX = 6;

  /// Types a parameter is tried on at the ends of its chains, one with another.
  private static final int CHAIN_ENDS_MAX = 1_000;

  private static final Set<String> LIST_FUNCTIONS =
      Set.of("$current-problems", "$current-medications", "$current-allergies");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private final SearchContext context;
  private int ends;

  Conditions(SearchContext context) {
    this.context = context;
  }

  /// Compiles a parameter.
  ///
  /// @param types the types searched; for all of them the list is empty
  /// @throws UnknownParameter if a type does not have it
  /// @throws InvalidSearch if it is not answered as asked
  Criterion compile(List<String> types, String name, String value) {
    return compile(types, name, value, 0);
  }

  private Criterion compile(List<String> types, String name, String value, int links) {
    if (links > CHAIN_LINKS_MAX) {
      throw tooManyLinks();
    }
    if (name.startsWith("_has:")) {
      return has(single(types, "_has"), name, value, links);
    }
    int dot = name.indexOf('.');
    if (dot > 0) {
      return chain(types, name.substring(0, dot), name.substring(dot + 1), value, links);
    }
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    if (colon >= 0 && modifier.isEmpty()) {
      throw new InvalidSearch(Query.printable(plain) + " has a colon and no modifier behind it");
    }
    return switch (plain) {
      case "_id" -> {
        noModifier(name, modifier);
        yield IdParameter.compile(types, Values.alternatives(plain, value));
      }
      case "_lastUpdated" -> {
        noModifier(name, modifier);
        List<String> values = Values.alternatives(plain, value);
        values.forEach(v -> DateParameter.interval(plain, Prefix.split(v)));
        yield LastUpdatedParameter.compile(types, values);
      }
      case "_text", "_content" -> {
        noModifier(name, modifier);
        yield new WordsCriterion(plain, Values.alternatives(plain, value));
      }
      case "_list" -> list(value);
      case "_filter" -> new FilterParser(this, types, value).parse();
      case "near" -> throw new InvalidSearch("near is not supported: no distances are computed");
      case "_query" -> throw new InvalidSearch("_query is not supported: no named queries here");
      default ->
          plain(
              new Asked(find(types, plain), modifier, Values.alternatives(plain, value), context));
    };
  }

  static InvalidSearch tooManyLinks() {
    return new InvalidSearch("a chain has at most " + CHAIN_LINKS_MAX + " links");
  }

  private static void noModifier(String name, String modifier) {
    if (!modifier.isEmpty()) {
      throw new InvalidSearch(Query.printable(name) + " has a modifier that is not supported");
    }
  }

  /// Compiles a parameter of these types without any chain.
  Criterion plain(Asked asked) {
    if (asked.modifier().equals("missing")) {
      return MissingCriterion.compile(asked);
    }
    return switch (asked.kind()) {
      case TOKEN -> TokenParameter.compile(asked);
      case REFERENCE -> ReferenceParameter.compile(asked);
      case DATE -> DateParameter.compile(asked);
      case STRING -> StringParameter.compile(asked);
      case QUANTITY, NUMBER -> QuantityParameter.compile(asked);
      case URI -> UriParameter.compile(asked);
      case COMPOSITE ->
          CompositeParameter.compile(
              asked,
              (name, value) -> compile(List.of(asked.parameters().getFirst().type()), name, value));
    };
  }

  /// What is asked of a parameter, for a condition that is compiled elsewhere.
  Asked asked(List<String> types, String name, String modifier, List<String> values) {
    return new Asked(find(types, name), modifier, values, context);
  }

  private List<SearchParameter> find(List<String> types, String name) {
    List<SearchParameter> found = new ArrayList<>();
    for (String type : types.isEmpty() ? ResourceTypes.all() : types) {
      found.add(
          context
              .find(type, name)
              .orElseThrow(() ->
                  new UnknownParameter(
                      type
                          + " has no search parameter "
                          + Query.printable(name)
                          + "; /metadata lists them")));
    }
    if (found.stream().map(SearchParameter::kind).distinct().count() > 1) {
      throw new InvalidSearch(name + " is not the same kind of parameter for all searched types");
    }
    return found;
  }

  private Criterion chain(List<String> types, String link, String rest, String value, int links) {
    String type = single(types, "a chain");
    int colon = link.indexOf(':');
    String name = colon < 0 ? link : link.substring(0, colon);
    SearchParameter reference = reference(type, name);
    List<String> targets = ReferenceParameter.targets(reference);
    if (colon >= 0) {
      String target = link.substring(colon + 1);
      if (!targets.contains(target)) {
        throw new InvalidSearch(
            name + " does not refer to the type the chain names, or there is no such type");
      }
      targets = List.of(target);
    }
    return reached(reference, targets, target -> compile(List.of(target), rest, value, links + 1));
  }

  /// A condition on what a reference leads to, for those target types that know its parameters.
  Criterion reached(
      SearchParameter reference, List<String> targets, Function<String, Criterion> condition) {
    List<End> reached = new ArrayList<>();
    Optional<UnknownParameter> unknown = Optional.empty();
    for (String target : targets) {
      if (++ends > CHAIN_ENDS_MAX) {
        throw new InvalidSearch(
            "the chain leads to too many types; name them, as in subject:Patient.name");
      }
      try {
        reached.add(new End(target, condition.apply(target)));
      } catch (UnknownParameter e) {
        unknown = Optional.of(e);
      }
    }
    if (reached.isEmpty()) {
      throw unknown.orElseThrow(() -> new UnknownParameter("the chain leads nowhere"));
    }
    return new ChainCriterion(reference.seed(), reached);
  }

  SearchParameter reference(String type, String name) {
    SearchParameter reference = find(List.of(type), name).getFirst();
    if (reference.kind() != SearchParameter.Kind.REFERENCE) {
      throw new InvalidSearch(type + "." + name + " is no reference, so nothing can follow it");
    }
    return reference;
  }

  private Criterion has(String target, String name, String value, int links) {
    String[] parts = name.split(":", 4);
    if (parts.length < 4 || !ResourceTypes.isKnown(parts[1])) {
      throw new InvalidSearch("_has is written _has:Type:reference:parameter");
    }
    SearchParameter reference = reference(parts[1], parts[2]);
    if (!ReferenceParameter.targets(reference).contains(target)) {
      throw new InvalidSearch(parts[1] + "." + parts[2] + " does not refer to " + target);
    }
    Criterion fits = compile(List.of(parts[1]), parts[3], value, links + 1);
    return new HasCriterion(parts[1], reference.seed(), fits);
  }

  private Criterion list(String value) {
    List<Criterion> lists = new ArrayList<>();
    SearchParameter item = find(List.of("List"), "item").getFirst();
    for (String escaped : Values.alternatives("_list", value)) {
      String id = Values.unescaped(escaped);
      if (LIST_FUNCTIONS.contains(id)) {
        throw new InvalidSearch("_list takes ids of List resources; functions are not supported");
      }
      String plain = id.startsWith("List/") ? id.substring("List/".length()) : id;
      if (!ID.matcher(plain).matches()) {
        throw new InvalidSearch("_list takes ids of List resources");
      }
      long key = IndexKeys.resource("List", plain);
      lists.add(scope ->
          new SqlText()
              .add(scope.key() + " = any(array(select u.h # ? from fhir.ix l", item.seed())
              .add(" cross join lateral unnest(l.hs) u(h) where l.key = ?))", key));
    }
    return Criterion.any(lists);
  }

  private static String single(List<String> types, String what) {
    if (types.size() != 1) {
      throw new InvalidSearch(what + " needs a search of one type");
    }
    return types.getFirst();
  }
}
