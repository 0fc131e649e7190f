package org.tessera.mappings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Turns pieces of a rule file into rules, and tells everything that is wrong with them.
///
/// ```java
/// var problems = new Problems();
/// var compiler = RuleCompiler.forResources(vocabularies, Map.of(), Set.of(), problems);
/// RuleFiles.builtIn("omop").yaml("Condition.yaml", problems).map(compiler::compile);
/// problems.throwIfAny();
/// ```
public final class RuleCompiler {
  static final Set<String> VALUE_WORDS =
      Set.of(
          "column",
          "columns",
          "translate",
          "otherwise",
          "as",
          "convert",
          "unit",
          "to",
          "from",
          "default");

  private static final Set<String> VERBS =
      Set.of("column", "columns", "translate", "convert", "otherwise", "default", "resource");

  private final Names names;
  private final CodeLists codes;
  private final Terms terms;
  private final Map<String, Conversion> conversions;
  private final Problems problems;

  RuleCompiler(
      Names names,
      CodeLists codes,
      Vocabularies vocabularies,
      Map<String, Conversion> conversions,
      Problems problems) {
    this.names = names;
    this.codes = codes;
    this.terms = new Terms(vocabularies, problems);
    this.conversions = conversions;
    this.problems = problems;
  }

  private RuleCompiler(RuleCompiler outer, Names names, Map<String, Conversion> conversions) {
    this.names = names;
    this.codes = outer.codes;
    this.terms = outer.terms;
    this.conversions = conversions;
    this.problems = outer.problems;
  }

  /// A compiler of rules over FHIR resources (`ResourceSource`).
  ///
  /// @param conversions the house's own conversions by name, beside the usual ones
  /// @param words what the house's scopes hold besides the resource, usable as `{word}` and as a
  ///   column
  public static RuleCompiler forResources(
      Vocabularies vocabularies,
      Map<String, Conversion> conversions,
      Set<String> words,
      Problems problems) {
    return new RuleCompiler(
        new ResourceNames(words, false),
        new CodeLists(vocabularies),
        vocabularies,
        conversions,
        problems);
  }

  /// The same with conversions of the house's own, which come before the usual ones.
  public RuleCompiler with(Map<String, Conversion> own) {
    return new RuleCompiler(this, names, own);
  }

  /// The same inside an `each`, where `item` is the element in hand.
  public RuleCompiler items() {
    return new RuleCompiler(this, names.items(), conversions);
  }

  /// Compiles one piece; what is wrong goes to the problems, and the rule then gives nothing.
  public Rule compile(RuleNode node) {
    return switch (node) {
      case RuleNode.Scalar scalar -> scalar(scalar);
      case RuleNode.Items list -> Items.of(list.items().stream().map(this::compile).toList());
      case RuleNode.Fields fields -> fields(fields);
    };
  }

  /// Compiles what a `when` asks.
  public Condition condition(RuleNode node) {
    return new ConditionCompiler(this, problems).compile(node);
  }

  private Rule scalar(RuleNode.Scalar scalar) {
    return scalar.value().isString() && TemplateCompiler.isTemplate(scalar.text())
        ? new TemplateCompiler(names, problems).compile(scalar)
        : new Constant(scalar.value());
  }

  private Rule fields(RuleNode.Fields fields) {
    if (fields.get("each").isPresent()) {
      return each(fields);
    }
    Optional<RuleNode> when = fields.get("when");
    if (when.isPresent()) {
      return new When(condition(when.get()), compile(without(fields, "when")));
    }
    if (fields.has("column") || fields.has("columns")) {
      return value(fields);
    }
    if (fields.get("concept").filter(Terms::areTerms).isPresent()) {
      return terms.concept(fields);
    }
    return structure(fields);
  }

  private Rule each(RuleNode.Fields fields) {
    RuleNode.Fields over = fields.fields("each");
    over.onlyKnown(Set.of("list", "repeat", "when"), problems);
    RuleNode.Fields inner = without(fields, "each");
    if (over.has("repeat")) {
      List<String> suffixes = over.texts("repeat");
      RuleCompiler repeated = new RuleCompiler(this, names.repeated(suffixes), conversions);
      Condition condition =
          over.get("when").map(repeated::condition).orElse(new Condition.All(List.of()));
      return new Each(new Each.Repeat(suffixes.size(), condition), repeated.compile(inner));
    }
    if (over.has("list")) {
      return new Each(new Each.List(lists(over.all("list"))), items().compile(inner));
    }
    problems.add(over, "each needs what it goes through", "each: { list: … } or { repeat: […] }");
    return new Constant(Rule.none());
  }

  private Rule value(RuleNode.Fields fields) {
    fields.onlyKnown(VALUE_WORDS, problems);
    List<Rule> inputs = new ArrayList<>();
    JsonNode otherwise = fields.get("default").map(RuleNode::toJson).orElseGet(Rule::none);
    if (fields.has("columns")) {
      for (RuleNode column : fields.all("columns")) {
        inputs.add(new ColumnRule(lookup(List.of(column)), Rule.none()));
      }
    } else {
      boolean coarse =
          !fields.has("translate") && Conversions.COARSE.contains(fields.text("convert", ""));
      List<RuleNode> columns = fields.all("column");
      inputs.add(new ColumnRule(coarse ? anyLookup(columns) : lookup(columns), otherwise));
    }
    Optional<RuleNode> translate = fields.get("translate");
    if (translate.orElse(null) instanceof RuleNode.Fields table && inputs.size() == 1) {
      return inPlace(fields, table, inputs.getFirst());
    }
    if (fields.has("otherwise")) {
      problems.add(fields, "otherwise needs a table beside it", "translate: { code: … }");
    }
    if (translate.isPresent()) {
      return translate(fields, translate.get(), inputs);
    }
    if (inputs.size() > 1) {
      problems.add(fields, "several columns need a code list", "translate: …");
    }
    return fields
        .get("convert")
        .map(how -> convert(fields, how, inputs.getFirst()))
        .orElse(inputs.getFirst());
  }

  private static Rule inPlace(RuleNode.Fields fields, RuleNode.Fields table, Rule input) {
    Map<String, JsonNode> to = new LinkedHashMap<>();
    table.fields().forEach((from, node) -> to.put(from, node.toJson()));
    return new TranslateInPlace(
        input, to, fields.get("otherwise").map(RuleNode::toJson).orElseGet(Rule::none));
  }

  private Rule translate(RuleNode.Fields fields, RuleNode how, List<Rule> inputs) {
    if (fields.has("convert")) {
      problems.add(how, "translate and convert stand together", "keep one of them");
    }
    Optional<CodeList> list = codes.list(how.asText());
    if (list.isEmpty()) {
      problems.add(
          how,
          "the code list \"" + how.asText() + "\" is not known",
          "add it to codes.csv; known: " + String.join(", ", new TreeSet<>(codes.names())));
      return new Constant(Rule.none());
    }
    return new Translate(inputs, list.get(), terms.shape(fields));
  }

  private Rule convert(RuleNode.Fields fields, RuleNode how, Rule input) {
    String name = how.asText();
    Optional<Timespan> timespan = Timespan.of(name);
    if (fields.has("from") != timespan.isPresent()) {
      problems.add(
          how,
          fields.has("from") ? name + " counts from no date" : name + " counts from a date",
          "{ column: …, convert: " + String.join(" | ", Timespan.names()) + ", from: … }");
    }
    if (fields.has("to") && !name.equals("quantity")) {
      problems.add(how, "only a quantity has another unit", "convert: quantity, unit: cm, to: mm");
    }
    if (timespan.isPresent()) {
      return new Convert(input, timespan(fields, timespan.get()));
    }
    if (name.equals("quantity")) {
      return new Convert(input, quantity(fields));
    }
    Conversion known = conversions.getOrDefault(name, Conversions.ALL.get(name));
    if (known == null) {
      Set<String> all = new TreeSet<>(Conversions.ALL.keySet());
      all.addAll(conversions.keySet());
      all.add("quantity");
      all.addAll(Timespan.names());
      problems.add(
          how, "the conversion \"" + name + "\" is not known", "one of " + String.join(", ", all));
      return new Constant(Rule.none());
    }
    return new Convert(input, known);
  }

  private Conversion timespan(RuleNode.Fields fields, Timespan timespan) {
    List<RuleNode> from = fields.all("from");
    String unit = fields.text("unit", "");
    if (timespan.needsUnit() && !Timespan.UNITS.containsKey(unit)) {
      problems.add(fields, "\"" + unit + "\" is no unit to count dates in", "unit: d, wk, mo or a");
    }
    String column = fields.all("column").stream().findFirst().map(RuleNode::asText).orElse("");
    Lookup start = Timespan.COARSE.contains(timespan) ? anyLookup(from) : lookup(from);
    return timespan.from(start, unit, column);
  }

  private Conversion quantity(RuleNode.Fields fields) {
    Rule unit = unit(fields);
    Optional<RuleNode> to = fields.get("to");
    if (to.isEmpty()) {
      return Conversions.quantity(unit);
    }
    String from = fields.text("unit", "");
    if (to.get() instanceof RuleNode.Scalar scalar) {
      terms.unit(scalar);
    }
    Optional<BigDecimal> factor = Units.factor(from, to.get().asText());
    if (factor.isEmpty()) {
      problems.add(
          to.get(),
          "\"" + from + "\" cannot be counted in \"" + to.get().asText() + "\"",
          "two UCUM units of one kind, such as unit: cm, to: mm");
    }
    return Conversions.quantity(to.get().asText(), factor.orElse(BigDecimal.ONE));
  }

  private Rule unit(RuleNode.Fields fields) {
    Optional<RuleNode> unit = fields.get("unit");
    if (unit.isEmpty()) {
      problems.add(fields, "a quantity needs its unit", "unit: mm");
      return new Constant(Rule.none());
    }
    if (unit.get() instanceof RuleNode.Scalar scalar) {
      terms.unit(scalar);
      return new Constant(JsonNodeFactory.instance.stringNode(scalar.text()));
    }
    return compile(unit.get());
  }

  private Rule structure(RuleNode.Fields fields) {
    Optional<RuleNode> type =
        fields.get("resource").filter(node -> node instanceof RuleNode.Scalar);
    Optional<RuleNode> target = fields.get("reference").filter(node -> fields.has("id"));
    List<Structure.Part> parts = new ArrayList<>();
    type.ifPresent(node -> parts.add(new Structure.Part("resourceType", compile(node))));
    for (Map.Entry<String, RuleNode> field : fields.fields().entrySet()) {
      String name = field.getKey();
      tellNearVerb(name, field.getValue());
      boolean told = name.equals("resource") ? type.isPresent() : target.isPresent();
      if (told && (name.equals("resource") || name.equals("reference"))) {
        continue;
      }
      Rule rule = compile(field.getValue());
      if (!name.equals("id")) {
        parts.add(new Structure.Part(name, rule));
      } else if (target.isPresent()) {
        parts.add(new Structure.Part("reference", new Id(target.get().asText() + "/", rule)));
      } else {
        parts.add(new Structure.Part(name, type.isPresent() ? new Id("", rule) : rule));
      }
    }
    return Structure.of(parts, type.isPresent());
  }

  /// A verb with a slip of the pen would otherwise be an element nobody knows.
  private void tellNearVerb(String name, RuleNode node) {
    for (String verb : VERBS) {
      if (!VERBS.contains(name) && Spelling.oneSlip(name, verb)) {
        problems.add(node, "\"" + name + "\" is no verb", "did you mean " + verb + "?");
      }
    }
  }

  /// The place one or several names stand for: of several, the first that has a value. An
  /// identifying column is refused here, so that no rule can let its value out.
  public Lookup lookup(List<RuleNode> nodes) {
    refuseIdentifying(nodes);
    return anyLookup(nodes);
  }

  /// The same where a rule learns no more than a year, or that there is a value.
  Lookup anyLookup(List<RuleNode> nodes) {
    List<Lookup> found = places(nodes);
    return found.size() == 1 ? found.getFirst() : new Lookup.FirstOf(found);
  }

  /// What an `each` goes through: of several lists one after the other.
  public Lookup lists(List<RuleNode> nodes) {
    refuseIdentifying(nodes);
    List<Lookup> found = places(nodes);
    return found.size() == 1 ? found.getFirst() : new Lookup.AllOf(found);
  }

  private void refuseIdentifying(List<RuleNode> nodes) {
    for (RuleNode node : nodes) {
      if (names.identifying(node.asText())) {
        problems.add(
            node,
            "the column \"" + node.asText() + "\" is identifying and may leave coarsened only",
            "convert: one of " + String.join(", ", Conversions.COARSE));
      }
    }
  }

  private List<Lookup> places(List<RuleNode> nodes) {
    List<Lookup> found = new ArrayList<>();
    for (RuleNode node : nodes) {
      String name = node.asText();
      Optional<Lookup> known = names.find(name);
      if (known.isEmpty()) {
        problems.add(node, "the column \"" + name + "\" is not known", names.remedy(name));
      }
      known.ifPresent(found::add);
    }
    return found;
  }

  private static RuleNode.Fields without(RuleNode.Fields fields, String name) {
    Map<String, RuleNode> rest = new LinkedHashMap<>(fields.fields());
    rest.remove(name);
    return new RuleNode.Fields(fields.file(), fields.line(), rest);
  }
}
