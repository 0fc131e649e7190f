package org.tessera.mappings;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A constant text with placeholders; nothing when one of them has no value.
record Template(List<Part> parts, boolean readsData) implements Rule {
  /// A piece of the text.
  sealed interface Part {}

  /// Text as it stands.
  record Text(String text) implements Part {}

  /// A value put into the text, as it is or as a keyed stand-in.
  record Hole(Lookup lookup, Form form) implements Part {
    enum Form {
      PLAIN,
      DIGEST,
      UID
    }
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    StringBuilder text = new StringBuilder(48);
    for (Part part : parts) {
      switch (part) {
        case Text fixed -> text.append(fixed.text());
        case Hole hole -> {
          JsonNode value = hole.lookup().first(scope);
          if (Rule.absent(value)) {
            return Rule.none();
          }
          text.append(filled(hole.form(), Rule.text(value), scope));
        }
      }
    }
    return JsonNodeFactory.instance.stringNode(text.toString());
  }

  private static String filled(Hole.Form form, String text, Scope scope) {
    return switch (form) {
      case PLAIN -> text;
      case DIGEST -> scope.secrets().digest(text);
      case UID -> scope.secrets().uid(text);
    };
  }
}
