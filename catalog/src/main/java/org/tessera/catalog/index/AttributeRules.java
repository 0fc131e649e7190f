package org.tessera.catalog.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tessera.mappings.Condition;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleCompiler;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;
import org.tessera.mappings.Scope;
import org.tessera.vocabularies.Vocabularies;

/// `mappings/catalog/attributes.yaml`, compiled.
final class AttributeRules {
  private static final String FILE = "attributes.yaml";
  private static final String REMEDY = "see mappings/catalog/README.md";
  private static final Condition ALWAYS = new Condition.All(List.of());
  private static final Condition NEVER = new Condition.Any(List.of());

  /// Parameters of the catalogue's address that are no attributes.
  private static final Set<String> RESERVED =
      Set.of("q", "all", "sort", "page", "title", "code", "lang", "theme");

  private static final Set<String> WORDS =
      Set.of(
          "attribute",
          "label",
          "level",
          "hidden",
          "number",
          "characters",
          "tree",
          "beside",
          "from",
          "every",
          "several",
          "wins",
          "system",
          "ends",
          "fhir",
          "omop");

  /// Where an attribute's values come from.
  ///
  /// @param translate what a code becomes; empty for every code as it stands
  /// @param otherwise what the others become, empty for nothing
  /// @param after what is cut off in front
  record Source(
      String resource,
      Condition when,
      Condition unless,
      List<Place> places,
      Map<String, String> translate,
      String otherwise,
      String after) {
    boolean holds(Scope scope) {
      return when.holds(scope) && !unless.holds(scope);
    }

    /// What a text of the resource becomes; empty for nothing.
    String value(String text) {
      String rest = text.startsWith(after) ? text.substring(after.length()) : "";
      return translate.isEmpty() && otherwise.isEmpty()
          ? rest
          : translate.getOrDefault(rest, otherwise);
    }
  }

  /// Time from one attribute's date to another's.
  ///
  /// @param months counted in months, else in years
  record Derived(boolean months, String from, String to) {}

  /// Which of several values of a patient counts.
  enum Several {
    ALL,
    LEAST,
    GREATEST
  }

  /// How the values of an attribute are found.
  ///
  /// @param share attributes of which it tells how many a patient's record has, in per cent; empty
  ///   for another attribute
  /// @param sources of resources; those of a patient are taken from the first that says anything
  /// @param described what of the description of a patient's collections is taken, empty for
  ///   nothing
  /// @param every whether all sources are taken together
  /// @param wins a value beside which no other counts, empty for none
  record Way(
      Attribute attribute,
      List<Source> sources,
      List<Derived> derived,
      List<String> share,
      String described,
      boolean every,
      Several several,
      String wins) {
    String key(int source) {
      return attribute.field() + "#" + source;
    }
  }

  /// Which resources are entries of a level.
  ///
  /// @param each the list whose items are entries; empty when the resource is one
  record EntrySource(
      String level, String resource, Condition unless, List<Place> each, List<Place> at) {}

  /// Where codes or words stand.
  record Found(String resource, Condition unless, List<Place> places, String what) {}

  private final List<Level> levels = new ArrayList<>();
  private final List<EntrySource> entries = new ArrayList<>();
  private final Map<String, Way> ways = new LinkedHashMap<>();
  private final List<Found> codes = new ArrayList<>();
  private final List<Found> texts = new ArrayList<>();
  private final RuleFiles files;
  private final RuleCompiler rules;
  private final Problems problems;
  private final Vocabularies vocabularies;
  private String form = "";

  private AttributeRules(RuleFiles files, Vocabularies vocabularies, Problems problems) {
    this.files = files;
    this.vocabularies = vocabularies;
    this.rules = RuleCompiler.forResources(vocabularies, Map.of(), Set.of(), problems);
    this.problems = problems;
  }

  /// The definitions that ship with the product.
  ///
  /// @throws org.tessera.mappings.BrokenRules naming every problem with its line
  static AttributeRules load(Vocabularies vocabularies) {
    Problems problems = new Problems();
    RuleFiles files = RuleFiles.builtIn("catalog");
    var rules = new AttributeRules(files, vocabularies, problems);
    files
        .yaml(FILE, problems)
        .ifPresentOrElse(
            file -> rules.read((RuleNode.Fields) file),
            () -> problems.add(FILE, 1, "this file of definitions is not there", REMEDY));
    problems.throwIfAny();
    rules.form = Integer.toHexString(files.text(FILE).orElse("").hashCode());
    return rules;
  }

  /// Differs when the definitions do.
  String form() {
    return form;
  }

  List<Level> levels() {
    return levels;
  }

  List<EntrySource> entries() {
    return entries;
  }

  Map<String, Way> ways() {
    return ways;
  }

  List<Found> codes() {
    return codes;
  }

  List<Found> texts() {
    return texts;
  }

  private void read(RuleNode.Fields file) {
    file.onlyKnown(Set.of("levels", "attributes", "codes", "texts"), problems);
    fields(file.all("levels")).forEach(this::level);
    fields(file.all("attributes")).forEach(this::attribute);
    fields(file.all("codes")).forEach(rule -> codes.add(found(rule)));
    fields(file.all("texts")).forEach(rule -> texts.add(found(rule)));
    ways.values().forEach(this::othersAreKnown);
  }

  private void othersAreKnown(Way way) {
    Stream<String> dates =
        way.derived().stream().flatMap(derived -> Stream.of(derived.from(), derived.to()));
    Stream.concat(dates, way.share().stream())
        .filter(other -> !ways.containsKey(other) || !ways.get(other).share().isEmpty())
        .forEach(other ->
            problems.add(
                FILE,
                1,
                way.attribute().field() + " is derived of no attribute: " + other,
                REMEDY));
  }

  private void level(RuleNode.Fields rule) {
    rule.onlyKnown(Set.of("level", "label", "omop", "unsaid", "entries"), problems);
    String name = rule.text("level", "");
    levels.add(
        new Level(name, rule.text("label", name), rule.text("omop", ""), rule.text("unsaid", "")));
    for (RuleNode.Fields entry : fields(rule.all("entries"))) {
      entry.onlyKnown(Set.of("resource", "unless", "each", "at"), problems);
      entries.add(
          new EntrySource(
              name,
              entry.text("resource", ""),
              condition(entry, "unless", NEVER),
              Place.all(entry, "each", problems),
              Place.all(entry, "at", problems)));
    }
  }

  private void attribute(RuleNode.Fields rule) {
    rule.onlyKnown(WORDS, problems);
    String field = rule.text("attribute", "");
    String level = rule.text("level", "");
    if (RESERVED.contains(field)) {
      problems.add(rule, "the page's address uses the name \"" + field + "\" itself", REMEDY);
    }
    if (levels.stream().noneMatch(known -> known.name().equals(level))) {
      problems.add(rule, "there is no level \"" + level + "\"", REMEDY);
    }
    List<Source> sources = new ArrayList<>();
    List<Derived> derived = new ArrayList<>();
    List<String> share = new ArrayList<>();
    String described = "";
    for (RuleNode.Fields from : fields(rule.all("from"))) {
      if (from.has("share")) {
        share.addAll(from.texts("share"));
      } else if (from.has("years") || from.has("months")) {
        derived.add(derived(from));
      } else if (from.has("described")) {
        described = from.text("described", "");
      } else {
        sources.add(source(from));
      }
    }
    if (!described.isEmpty() && !(sources.isEmpty() && derived.isEmpty())) {
      problems.add(rule, "what is described of a collection stands alone", REMEDY);
    }
    Several several = Several.valueOf(rule.text("several", "all").toUpperCase(Locale.ROOT));
    ways.put(
        field,
        new Way(
            attribute(rule, field, level, sources),
            sources,
            derived,
            share,
            described,
            rule.text("every", "").equals("true"),
            several,
            rule.text("wins", "")));
  }

  private Attribute attribute(
      RuleNode.Fields rule, String field, String level, List<Source> sources) {
    return new Attribute(
        field,
        rule.text("label", field),
        level,
        rule.text("hidden", "").equals("true"),
        numbers(rule),
        rule.number("characters").map(BigDecimal::intValue).orElse(0),
        rule.has("tree")
            ? Optional.of(Tree.read(files, "trees/" + rule.text("tree", ""), problems))
            : Optional.empty(),
        Set.copyOf(rule.texts("beside")),
        outside(rule, sources));
  }

  private static Derived derived(RuleNode.Fields from) {
    RuleNode.Fields between = from.fields(from.has("years") ? "years" : "months");
    return new Derived(from.has("months"), between.text("from", ""), between.text("to", ""));
  }

  private Source source(RuleNode.Fields from) {
    from.onlyKnown(
        Set.of("resource", "when", "unless", "path", "translate", "otherwise", "after"), problems);
    Map<String, String> translate = new LinkedHashMap<>();
    from.fields("translate").fields().forEach((code, value) -> translate.put(code, value.asText()));
    return new Source(
        from.text("resource", ""),
        condition(from, "when", ALWAYS),
        condition(from, "unless", NEVER),
        Place.all(from, "path", problems),
        translate,
        from.text("otherwise", ""),
        from.text("after", ""));
  }

  private Found found(RuleNode.Fields rule) {
    rule.onlyKnown(Set.of("resource", "path", "what", "unless"), problems);
    return new Found(
        rule.text("resource", ""),
        condition(rule, "unless", NEVER),
        Place.all(rule, "path", problems),
        rule.text("what", ""));
  }

  private Attribute.Outside outside(RuleNode.Fields rule, List<Source> sources) {
    String system = rule.text("system", "");
    return new Attribute.Outside(
        rule.text("fhir", ""),
        rule.text("omop", ""),
        system,
        system.isEmpty() ? List.of() : List.copyOf(vocabularies.codes(system)),
        rule.texts("ends"),
        codesOf(sources));
  }

  private static Map<String, List<String>> codesOf(List<Source> sources) {
    Map<String, List<String>> codes = new LinkedHashMap<>();
    for (Source source : sources) {
      source
          .translate()
          .forEach((code, value) -> codes.computeIfAbsent(value, _ -> new ArrayList<>()).add(code));
    }
    return codes;
  }

  private static Optional<Attribute.Numbers> numbers(RuleNode.Fields rule) {
    if (!rule.has("number")) {
      return Optional.empty();
    }
    RuleNode.Fields number = rule.fields("number");
    return Optional.of(
        new Attribute.Numbers(
            number.text("unit", ""),
            number.texts("bounds").stream().map(BigDecimal::new).toList(),
            number.number("step").orElse(BigDecimal.ONE),
            number.text("whole", "").equals("true")));
  }

  private Condition condition(RuleNode.Fields rule, String name, Condition otherwise) {
    return rule.get(name).map(rules::condition).orElse(otherwise);
  }

  private static List<RuleNode.Fields> fields(List<RuleNode> nodes) {
    return nodes.stream()
        .filter(RuleNode.Fields.class::isInstance)
        .map(RuleNode.Fields.class::cast)
        .toList();
  }
}
