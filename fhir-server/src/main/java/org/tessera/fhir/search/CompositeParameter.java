package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tessera.fhir.store.CompositePath;
import org.tessera.fhir.store.CompositePath.Component;
import org.tessera.fhir.store.Folding;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.SearchParameter;

/// Composites, `code$value`: values that stand together.
/// https://hl7.org/fhir/R4/search.html#combining
final class CompositeParameter {
  private final Asked asked;

  /// Compiles the value of another parameter of the same type.
  private final NamedCompiler named;

  /// Compiles a parameter given by name.
  @FunctionalInterface
  interface NamedCompiler {
    Criterion compile(String name, String value);
  }

  private CompositeParameter(Asked asked, NamedCompiler named) {
    this.asked = asked;
    this.named = named;
  }

  static Criterion compile(Asked asked, NamedCompiler named) {
    asked.requireNoModifier();
    var composite = new CompositeParameter(asked, named);
    List<Criterion> alternatives = new ArrayList<>();
    for (SearchParameter parameter : asked.parameters()) {
      for (String value : asked.values()) {
        for (CompositePath path : parameter.composites()) {
          alternatives.add(composite.at(path, Values.split(value, '$')));
        }
      }
    }
    return Criterion.any(alternatives);
  }

  private Criterion at(CompositePath path, List<String> values) {
    if (values.size() != path.components().size()) {
      throw new InvalidSearch(
          asked.name() + " takes " + path.components().size() + " values with $ between them");
    }
    List<Criterion> criteria = new ArrayList<>();
    List<Component.Own> own = new ArrayList<>();
    List<String> ownValues = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      switch (path.components().get(i)) {
        case Component.Named other -> criteria.add(named.compile(other.parameter(), values.get(i)));
        case Component.Own part -> {
          own.add(part);
          ownValues.add(values.get(i));
        }
      }
    }
    if (!own.isEmpty()) {
      criteria.add(together(path.seed(), own, ownValues));
    }
    return Criterion.all(criteria);
  }

  private Criterion together(long seed, List<Component.Own> own, List<String> values) {
    List<Long> combinations = List.of(seed);
    List<Function<Integer[], Criterion>> rows = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      String value = values.get(i);
      switch (own.get(i).kind()) {
        case TOKEN, REFERENCE, URI -> combinations = combined(combinations, own.get(i), value);
        case NUMBER -> numbers.add(value);
        case QUANTITY ->
            rows.add(p -> ValueCriterion.any("fhir.qty q", p, List.of(value), this::quantity));
        case DATE -> rows.add(p -> ValueCriterion.any("fhir.dat d", p, List.of(value), this::date));
        case STRING ->
            rows.add(p -> ValueCriterion.any("fhir.str s", p, List.of(value), this::string));
        case COMPOSITE -> throw new InvalidSearch(asked.name() + " is not supported");
      }
    }
    if (!numbers.isEmpty()) {
      rows.add(p -> ValueCriterion.any("fhir.qty q", p, List.of(""), _ -> pair(numbers)));
    }
    Integer[] p = combinations.stream().map(IndexKeys::number).toArray(Integer[]::new);
    List<Criterion> criteria = new ArrayList<>();
    if (combinations.getFirst() != seed) {
      criteria.add(HashCriterion.of(combinations));
    }
    rows.forEach(row -> criteria.add(row.apply(p)));
    return Criterion.all(criteria);
  }

  private SqlText quantity(String value) {
    return QuantityParameter.test(asked.name(), value);
  }

  private SqlText date(String value) {
    return DateParameter.test(asked.name(), value);
  }

  private SqlText string(String value) {
    return TextTest.BEGINS.sql("s.v", Folding.fold(Values.unescaped(value)));
  }

  private SqlText pair(List<String> numbers) {
    return QuantityParameter.ofPair(asked.name(), numbers.getFirst(), true)
        .add(" and ")
        .add(QuantityParameter.ofPair(asked.name(), numbers.getLast(), false));
  }

  private List<Long> combined(List<Long> before, Component.Own part, String value) {
    var one = new Asked(List.of(part.parameter()), "", List.of(value), asked.context());
    Criterion compiled =
        switch (part.kind()) {
          case REFERENCE -> ReferenceParameter.compile(one);
          case URI -> UriParameter.compile(one);
          default -> TokenParameter.compile(one);
        };
    if (value.endsWith("|")) {
      throw new InvalidSearch(asked.name() + " takes no system without a code");
    }
    List<Long> combinations = new ArrayList<>();
    for (long combination : before) {
      for (long hash : ((HashCriterion) compiled).hashes()) {
        combinations.add(IndexKeys.combined(combination, hash));
      }
    }
    return combinations;
  }
}
