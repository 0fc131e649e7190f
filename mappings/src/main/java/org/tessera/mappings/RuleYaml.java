package org.tessera.mappings;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads YAML into pieces that know their line.
///
/// Of YAML's readings of plain text only numbers, `true`, `false` and `null` are kept: `no` stays a
/// word and `2020-01-01` a text, because forms are full of both.
final class RuleYaml {
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,17}");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String file;
  private final Problems problems;
  private final IdentityHashMap<Node, RuleNode> seen = new IdentityHashMap<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private RuleYaml(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  static Optional<RuleNode> read(String file, String text, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(1_000);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      return root == null
          ? Optional.empty()
          : Optional.of(new RuleYaml(file, problems).convert(root));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(file, line, "not YAML: " + e.getProblem(), "check the indentation and quotes");
      return Optional.empty();
    }
  }

  private RuleNode convert(Node node) {
    RuleNode known = seen.get(node);
    if (known != null) {
      return known;
    }
    if (!open.add(node)) {
      problems.add(file, line(node), "this piece stands within itself", "repeat it only outside");
      return new RuleNode.Scalar(file, line(node), "", JSON.nullNode());
    }
    RuleNode made =
        switch (node) {
          case ScalarNode scalar -> scalar(scalar);
          case SequenceNode list -> {
            List<RuleNode> items = new ArrayList<>();
            list.getValue().forEach(item -> items.add(convert(item)));
            yield new RuleNode.Items(file, line(node), items);
          }
          case MappingNode mapping -> new RuleNode.Fields(file, line(node), fields(mapping));
          default -> throw new IllegalStateException("no such YAML node: " + node.getNodeId());
        };
    open.remove(node);
    seen.put(node, made);
    return made;
  }

  private Map<String, RuleNode> fields(MappingNode mapping) {
    Map<String, RuleNode> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (isMerge(tuple)) {
        merge(convert(tuple.getValueNode()), fields);
      }
    }
    Map<String, RuleNode> own = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (isMerge(tuple)) {
        continue;
      }
      String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      RuleNode value = convert(tuple.getValueNode());
      if (own.put(name, value) != null) {
        problems.add(value, "\"" + name + "\" stands here twice", "keep one of them");
      }
    }
    fields.putAll(own);
    return fields;
  }

  private static boolean isMerge(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("<<");
  }

  private static void merge(RuleNode source, Map<String, RuleNode> target) {
    for (RuleNode each : source.asItems()) {
      if (each instanceof RuleNode.Fields inner) {
        inner.fields().forEach(target::putIfAbsent);
      }
    }
  }

  private RuleNode scalar(ScalarNode node) {
    String text = node.getValue();
    JsonNode value = node.isPlain() ? plain(text) : JSON.stringNode(text);
    return new RuleNode.Scalar(file, line(node), text, value);
  }

  private static JsonNode plain(String text) {
    if (INTEGER.matcher(text).matches()) {
      long number = Long.parseLong(text);
      return number == (int) number ? JSON.numberNode((int) number) : JSON.numberNode(number);
    }
    if (DECIMAL.matcher(text).matches()) {
      return JSON.numberNode(new BigDecimal(text));
    }
    return switch (text) {
      case "true" -> JSON.booleanNode(true);
      case "false" -> JSON.booleanNode(false);
      case "", "null", "~" -> JSON.nullNode();
      default -> JSON.stringNode(text);
    };
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
