package org.tessera.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads a text with placeholders: `{column}`, `{digest:column}`, `{uid:column}`, `{{` for a brace.
record TemplateCompiler(Names names, Problems problems) {
  private static final Set<String> ALWAYS_THERE =
      Set.of("patient", "study", "form", "row", "index", "anchor");

  static boolean isTemplate(String text) {
    return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
  }

  Rule compile(RuleNode.Scalar scalar) {
    String text = scalar.text();
    List<Template.Part> parts = new ArrayList<>();
    StringBuilder fixed = new StringBuilder();
    boolean data = false;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        fixed.append(c);
        i += 2;
        continue;
      }
      int close = c == '{' ? text.indexOf('}', i) : -1;
      if (close < 0) {
        if (c == '{' || c == '}') {
          problems.add(scalar, "a brace stands alone in " + text, "a literal brace is written {{");
        }
        fixed.append(c);
        i++;
        continue;
      }
      if (!fixed.isEmpty()) {
        parts.add(new Template.Text(fixed.toString()));
        fixed.setLength(0);
      }
      String name = text.substring(i + 1, close);
      hole(scalar, name).ifPresent(parts::add);
      data |= !ALWAYS_THERE.contains(name);
      i = close + 1;
    }
    if (!fixed.isEmpty()) {
      parts.add(new Template.Text(fixed.toString()));
    }
    return parts.stream().allMatch(part -> part instanceof Template.Text)
        ? new Constant(JsonNodeFactory.instance.stringNode(joined(parts)))
        : new Template(parts, data);
  }

  private static String joined(List<Template.Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Template.Part part : parts) {
      if (part instanceof Template.Text fixed) {
        text.append(fixed.text());
      }
    }
    return text.toString();
  }

  private Optional<Template.Hole> hole(RuleNode.Scalar scalar, String written) {
    Template.Hole.Form form = Template.Hole.Form.PLAIN;
    String name = written;
    if (written.startsWith("digest:")) {
      form = Template.Hole.Form.DIGEST;
      name = written.substring("digest:".length());
    } else if (written.startsWith("uid:")) {
      name = written.substring("uid:".length());
      form = names.keyed(name) ? Template.Hole.Form.PLAIN : Template.Hole.Form.UID;
    }
    Optional<Lookup> lookup = names.find(name);
    if (lookup.isEmpty()) {
      problems.add(scalar, "the placeholder {" + written + "} is not known", names.remedy(name));
    }
    if (form == Template.Hole.Form.PLAIN && names.identifying(name)) {
      problems.add(
          scalar,
          "the placeholder {" + written + "} is identifying",
          "{digest:" + name + "}, or convert: year");
    }
    Template.Hole.Form filled = form;
    return lookup.map(found -> new Template.Hole(found, filled));
  }
}
