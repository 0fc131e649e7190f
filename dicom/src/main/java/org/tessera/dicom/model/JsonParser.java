package org.tessera.dicom.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON (RFC 8259) with a stack of its own; each object is handed on as it closes, so that no
/// tree stands in memory.
final class JsonParser {
  private static final int DEPTH_MAX = 512;

  /// Turns a closed object into what it means.
  interface Objects {
    Object close(Map<String, Object> members) throws Broken;
  }

  /// A number as it was written.
  record Literal(String text) {}

  /// The value `null`.
  enum Nothing {
    NULL
  }

  /// An object or array being read; an object's next key when it has one.
  private static final class Open {
    final @Nullable Map<String, Object> members;
    final List<Object> values = new ArrayList<>();
    String key = "";

    Open(boolean object) {
      this.members = object ? new LinkedHashMap<>() : null;
    }
  }

  private final String text;
  private final Objects objects;
  private int at;

  JsonParser(String text, Objects objects) {
    this.text = text;
    this.objects = objects;
  }

  int offset() {
    return at;
  }

  Object parse() throws Broken {
    Deque<Open> open = new ArrayDeque<>();
    while (true) {
      Object value = begin(open);
      while (value != null) {
        if (open.isEmpty()) {
          skipSpace();
          if (at < text.length()) {
            throw new Broken("text after the end");
          }
          return value;
        }
        take(open.element(), value);
        value = more(open) ? null : close(open.pop());
      }
    }
  }

  /// Reads a simple value, or opens a container; an empty one is closed at once.
  private @Nullable Object begin(Deque<Open> open) throws Broken {
    skipSpace();
    char next = peek();
    if (next != '{' && next != '[') {
      return simple(next);
    }
    if (open.size() == DEPTH_MAX) {
      throw new Broken("nested deeper than " + DEPTH_MAX);
    }
    at++;
    var container = new Open(next == '{');
    skipSpace();
    if (peek() == (next == '{' ? '}' : ']')) {
      at++;
      return close(container);
    }
    if (container.members != null) {
      container.key = key();
    }
    open.push(container);
    return null;
  }

  private static void take(Open container, Object value) throws Broken {
    if (container.members == null) {
      container.values.add(value);
    } else if (container.members.put(container.key, value) != null) {
      throw new Broken("a member stands twice");
    }
  }

  /// After a value: whether another follows in its container.
  private boolean more(Deque<Open> open) throws Broken {
    Open container = open.element();
    skipSpace();
    char next = peek();
    at++;
    if (next == ',') {
      skipSpace();
      if (container.members != null) {
        container.key = key();
      }
      return true;
    }
    if (next != (container.members != null ? '}' : ']')) {
      throw new Broken("a comma or the end of the container is missing");
    }
    return false;
  }

  private Object close(Open container) throws Broken {
    return container.members == null ? container.values : objects.close(container.members);
  }

  private String key() throws Broken {
    String key = string();
    skipSpace();
    if (peek() != ':') {
      throw new Broken("a colon is missing");
    }
    at++;
    return key;
  }

  private Object simple(char first) throws Broken {
    if (first == '"') {
      return string();
    }
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("null")) {
      return Nothing.NULL;
    }
    if (word.length() <= 400 && word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
      return new Literal(word);
    }
    throw new Broken("neither a text, a number nor null");
  }

  private String string() throws Broken {
    if (peek() != '"') {
      throw new Broken("a text must stand in quotes");
    }
    at++;
    int plain = text.indexOf('"', at);
    int escape = text.indexOf('\\', at);
    if (plain >= 0 && (escape < 0 || escape > plain)) {
      String whole = text.substring(at, plain);
      at = plain + 1;
      return whole;
    }
    var read = new StringBuilder();
    while (peek() != '"') {
      char character = text.charAt(at++);
      read.append(character == '\\' ? escaped() : character);
    }
    at++;
    return read.toString();
  }

  private char escaped() throws Broken {
    char kind = peek();
    at++;
    return switch (kind) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> kind;
      case 'u' -> unicode();
      default -> throw new Broken("an unknown escape");
    };
  }

  private char unicode() throws Broken {
    if (at + 4 > text.length()) {
      throw new Broken("the text ends within an escape");
    }
    String digits = text.substring(at, at + 4);
    if (!digits.matches("[0-9a-fA-F]{4}")) {
      throw new Broken("an escape that is no character");
    }
    at += 4;
    return (char) Integer.parseInt(digits, 16);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws Broken {
    if (at >= text.length()) {
      throw new Broken("the text ends too early");
    }
    return text.charAt(at);
  }
}
