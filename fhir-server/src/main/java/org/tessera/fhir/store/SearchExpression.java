package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.fhir.store.Elements.Element;
import org.tessera.fhir.store.ParameterPath.Filter;
import org.tessera.fhir.store.ParameterPath.Step;
import org.tessera.fhir.store.SearchParameter.Kind;

/// Resolves the FHIRPath expression of a search parameter to element paths: alternatives by `|`,
/// steps, `as`, `as()`, `ofType()`, `where(element='value')`, `where(resolve() is Type)`,
/// `extension('url')` and `[n]`. https://hl7.org/fhir/R4/searchparameter.html
final class SearchExpression {
  private static final Set<String> COMMON = Set.of("Resource", "DomainResource");

  /// Which data types each kind of parameter can be compared by.
  private static final Map<Kind, Set<String>> TYPES =
      Map.of(
          Kind.TOKEN,
          Set.of(
              "code",
              "id",
              "string",
              "boolean",
              "uri",
              "Coding",
              "CodeableConcept",
              "Identifier",
              "ContactPoint"),
          Kind.REFERENCE,
          Set.of("Reference", "canonical", "uri", "Resource"),
          Kind.DATE,
          Set.of("date", "dateTime", "instant", "Period", "Timing"),
          Kind.STRING,
          Set.of("string", "markdown", "HumanName", "Address"),
          Kind.QUANTITY,
          Set.of("Quantity", "Age", "Duration", "Count", "Distance", "Money", "Range"),
          Kind.NUMBER,
          Set.of("integer", "positiveInt", "unsignedInt", "decimal", "Range"),
          Kind.URI,
          Set.of("uri", "url", "canonical", "oid", "uuid"));

  private static final Pattern PIECE =
      Pattern.compile(
          "\\s*\\.?(?:(?<index>\\[\\d{1,4}\\])"
              + "|(?<as>(?:as|ofType)\\((?<asType>[A-Za-z]+)\\)|as\\s+(?<asWord>[A-Za-z]+))"
              + "|where\\(resolve\\(\\)\\s+is\\s+(?<target>[A-Za-z]+)\\)"
              + "|where\\((?<element>[A-Za-z]+)\\s*=\\s*'(?<value>[^']*)'\\)"
              + "|extension\\('(?<url>[^']*)'\\)"
              + "|(?<name>[A-Za-z]+))");

  private final String type;
  private final Kind kind;
  private final List<Step> steps = new ArrayList<>();
  private List<String> nodes;
  private Optional<Element> choice = Optional.empty();
  private Optional<String> target = Optional.empty();
  private String system = "";

  private SearchExpression(String type, Kind kind, String node) {
    this.type = type;
    this.kind = kind;
    this.nodes = List.of(node);
  }

  /// The paths of an expression that begins with the name of a resource type. Alternatives for
  /// other types than this one are left out.
  ///
  /// @throws UnsupportedExpression if it is not of the form above or leads to what the kind of
  ///   parameter cannot be compared by
  static List<ParameterPath> paths(String type, Kind kind, String expression) {
    List<ParameterPath> paths = new ArrayList<>();
    for (String alternative : expression.split("\\|", -1)) {
      List<Matcher> pieces = pieces(alternative);
      String root = pieces.getFirst().group("name");
      if (type.equals(root) || COMMON.contains(root)) {
        paths.addAll(
            new SearchExpression(type, kind, type).resolve(pieces.subList(1, pieces.size())));
      }
    }
    return paths;
  }

  /// The paths of an expression that begins at a node, as those of composites' components do.
  static List<ParameterPath> below(String node, Kind kind, String expression) {
    List<ParameterPath> paths = new ArrayList<>();
    for (String alternative : expression.split("\\|", -1)) {
      paths.addAll(new SearchExpression(node, kind, node).resolve(pieces(alternative)));
    }
    return paths;
  }

  /// The steps to an element that is no value, such as `component`, and its node.
  static Optional<Map.Entry<List<Step>, String>> node(String type, String expression) {
    List<Matcher> pieces = pieces(expression);
    if (!type.equals(pieces.getFirst().group("name"))) {
      return Optional.empty();
    }
    var walk = new SearchExpression(type, Kind.COMPOSITE, type);
    pieces.subList(1, pieces.size()).forEach(walk::take);
    return Optional.of(Map.entry(List.copyOf(walk.steps), walk.nodes.getFirst()));
  }

  private static List<Matcher> pieces(String alternative) {
    // Parentheses only group here; every step applies to what stands before it.
    String text = alternative.strip().replaceAll("(^|[^A-Za-z])\\(", "$1");
    text = withoutUnmatched(text);
    List<Matcher> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      Matcher piece = PIECE.matcher(text);
      if (!piece.find(at) || piece.start() != at) {
        throw new UnsupportedExpression("the expression is not a path this server can index");
      }
      pieces.add(piece);
      at = piece.end();
    }
    if (pieces.isEmpty()) {
      throw new UnsupportedExpression("an alternative of the expression is empty");
    }
    return pieces;
  }

  private static String withoutUnmatched(String text) {
    var kept = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : 0;
      if (c == ')' && depth == 0) {
        continue;
      }
      depth -= c == ')' ? 1 : 0;
      kept.append(c);
    }
    return kept.toString();
  }

  private List<ParameterPath> resolve(List<Matcher> pieces) {
    pieces.forEach(this::take);
    List<ParameterPath> paths = new ArrayList<>();
    Set<String> fitting = TYPES.getOrDefault(kind, Set.of());
    for (String found : nodes) {
      if (fitting.contains(found)) {
        List<Step> full = new ArrayList<>(steps);
        if (choice.isPresent()) {
          Step last = full.removeLast();
          full.add(new Step(last.name() + capitalised(found), last.filter(), last.index()));
        }
        String bound = found.equals("code") ? system : "";
        paths.add(new ParameterPath(List.copyOf(full), found, target, bound));
      }
    }
    if (paths.isEmpty()) {
      throw new UnsupportedExpression(
          "the expression leads to nothing of "
              + type
              + " that a "
              + kind.name().toLowerCase(Locale.ROOT)
              + " parameter can be compared by");
    }
    return paths;
  }

  private void take(Matcher piece) {
    if (piece.group("name") != null) {
      step(piece.group("name"));
    } else if (piece.group("url") != null) {
      step("extension");
      filter(new Filter("url", piece.group("url")));
    } else if (piece.group("element") != null) {
      filter(new Filter(piece.group("element"), piece.group("value")));
    } else if (piece.group("target") != null) {
      target = Optional.of(piece.group("target"));
    } else if (piece.group("index") != null) {
      Step last = steps.removeLast();
      String digits = piece.group("index");
      int index = Integer.parseInt(digits.substring(1, digits.length() - 1));
      steps.add(new Step(last.name(), last.filter(), index));
    } else {
      as(piece.group("asType") == null ? piece.group("asWord") : piece.group("asType"));
    }
  }

  private void step(String name) {
    if (choice.isPresent()) {
      throw new UnsupportedExpression("the expression goes on below a choice without `as`");
    }
    Element element =
        Elements.child(nodes.getFirst(), name)
            .orElseThrow(() ->
                new UnsupportedExpression(
                    nodes.getFirst() + " has no element of the name the expression gives"));
    steps.add(Step.of(name));
    nodes = element.types();
    system = element.system();
    choice = element.choice() ? Optional.of(element) : Optional.empty();
  }

  private void filter(Filter filter) {
    if (steps.isEmpty()) {
      throw new UnsupportedExpression("the expression filters the resource itself");
    }
    Step last = steps.removeLast();
    steps.add(new Step(last.name(), Optional.of(filter), last.index()));
  }

  private void as(String wanted) {
    // The standard's own code-value-date writes DateTime for dateTime.
    String found = nodes.stream().filter(wanted::equalsIgnoreCase).findFirst().orElse(wanted);
    if (!nodes.contains(found)) {
      throw new UnsupportedExpression("the expression asks for a type its element cannot have");
    }
    if (choice.isPresent()) {
      Step last = steps.removeLast();
      steps.add(new Step(last.name() + capitalised(found), last.filter(), last.index()));
      choice = Optional.empty();
    }
    nodes = List.of(found);
  }

  private static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
