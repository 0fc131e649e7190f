package org.tessera.catalog.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tessera.catalog.index.AttributeRules.Way;

/// What patients are asked by, each attribute and level with its number, and the values they have.
public final class Attributes {
  /// The number of the patient's own level.
  public static final int PATIENT_LEVEL = 0;

  private final FactReader reader;
  private final List<Level> levels;
  private final List<Way> ways;
  private final int[][] ofLevel;
  private final Values[] exact;
  private final Values[] told;

  Attributes(AttributeRules rules, FactReader reader) {
    this.reader = reader;
    levels = List.copyOf(rules.levels());
    ways = List.copyOf(rules.ways().values());
    ofLevel = new int[levels.size()][];
    for (int level = 0; level < ofLevel.length; level++) {
      String name = levels.get(level).name();
      ofLevel[level] =
          IntStream.range(0, ways.size())
              .filter(number -> ways.get(number).attribute().level().equals(name))
              .toArray();
    }
    exact = new Values[ways.size()];
    told = new Values[ways.size()];
    for (int number = 0; number < exact.length; number++) {
      exact[number] = new Values();
      told[number] = attribute(number).number().isPresent() ? new Values() : exact[number];
    }
  }

  /// All levels, the patient's first.
  public List<Level> levels() {
    return levels;
  }

  /// How many attributes there are.
  public int size() {
    return ways.size();
  }

  /// The attribute of this number.
  public Attribute attribute(int number) {
    return ways.get(number).attribute();
  }

  /// Those people are asked by, in the order they are shown.
  public List<Attribute> shown() {
    List<Attribute> shown = new ArrayList<>();
    for (Way way : ways) {
      if (!way.attribute().hidden()) {
        shown.add(way.attribute());
      }
    }
    return shown;
  }

  /// The number of an attribute, -1 for none of that name.
  public int find(String field) {
    for (int number = 0; number < ways.size(); number++) {
      if (attribute(number).field().equals(field)) {
        return number;
      }
    }
    return -1;
  }

  /// The attribute of this name, unless it only serves others.
  public Optional<Attribute> shown(String field) {
    int number = find(field);
    return number < 0 || attribute(number).hidden()
        ? Optional.empty()
        : Optional.of(attribute(number));
  }

  /// The attribute of this name that cohorts ask by: one that is shown, or the collection, which
  /// the catalogue lists and has no facet for.
  public Optional<Attribute> asked(String field) {
    return field.equals(CatalogIndex.COLLECTION)
        ? Optional.of(attribute(find(field)))
        : shown(field);
  }

  /// The number of a level, -1 for none of that name.
  public int level(String name) {
    for (int number = 0; number < levels.size(); number++) {
      if (levels.get(number).name().equals(name)) {
        return number;
      }
    }
    return -1;
  }

  /// The attributes of a level, by number.
  public int[] ofLevel(int level) {
    return ofLevel[level].clone();
  }

  /// The values of an attribute as they stand.
  public Values exact(int attribute) {
    return exact[attribute];
  }

  /// The values of an attribute as they are told; the same unless they are numbers.
  public Values told(int attribute) {
    return told[attribute];
  }

  /// A value as it is told: a number by the range it is in.
  public String told(int attribute, String value) {
    Optional<Attribute.Numbers> number = attribute(attribute).number();
    return number.isPresent() ? number.get().range(FactReader.number(value)) : value;
  }

  List<String> values(PatientFacts facts, int attribute) {
    return complete(attribute, reader.values(facts, ways.get(attribute)));
  }

  List<String> values(ResourceFacts.Entry entry, int attribute) {
    return complete(attribute, FactReader.values(entry, ways.get(attribute)));
  }

  /// The attributes that say what is described of a patient's collections, by number.
  int[] described() {
    return IntStream.range(0, ways.size())
        .filter(number -> !ways.get(number).described().isEmpty())
        .toArray();
  }

  /// What is described of these collections.
  List<String> described(int attribute, List<String> collections) {
    return complete(attribute, reader.described(collections, ways.get(attribute)));
  }

  /// Of numbers only numbers; of values in groups their groups too, so that whoever asks for a
  /// group finds them.
  private List<String> complete(int attribute, List<String> values) {
    Attribute of = attribute(attribute);
    if (of.number().isPresent()) {
      return values.stream().filter(FactReader::isNumber).toList();
    }
    return of.tree()
        .map(
            tree -> values.stream().flatMap(value -> tree.path(value).stream()).distinct().toList())
        .orElse(values);
  }
}
