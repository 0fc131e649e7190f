package org.tessera.mappings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Where a rule is applied: its source, and what surrounds it.
public final class Scope {
  private static final Secrets NO_SECRETS =
      new Secrets() {
        @Override
        public String digest(String text) {
          throw new IllegalStateException("no key here");
        }

        @Override
        public String uid(String uid) {
          throw new IllegalStateException("no key here");
        }
      };

  private final Source source;
  private final Map<String, List<Row>> tabs;
  private final Map<String, JsonNode> words;
  private final Secrets secrets;
  private final JsonNode item;
  private final int index;
  private final int repetition;
  private final List<OddCell> odd;

  /// A cell of which a rule can make nothing, and why.
  record OddCell(String column, String message, String remedy) {}

  private Scope(Scope outer, JsonNode item, int index, int repetition) {
    this.source = outer.source;
    this.tabs = outer.tabs;
    this.words = outer.words;
    this.secrets = outer.secrets;
    this.item = item;
    this.index = index;
    this.repetition = repetition;
    this.odd = outer.odd;
  }

  private Scope(
      Source source, Map<String, List<Row>> tabs, Map<String, JsonNode> words, Secrets secrets) {
    this.source = source;
    this.tabs = tabs;
    this.words = words;
    this.secrets = secrets;
    this.item = Rule.none();
    this.index = 0;
    this.repetition = 0;
    this.odd = new ArrayList<>();
  }

  /// The scope of a source that stands alone, such as a FHIR resource.
  public static Scope of(Source source) {
    return new Scope(source, Map.of(), Map.of(), NO_SECRETS);
  }

  /// The same with words that texts may hold as `{word}`, if the compiler was told of them.
  public static Scope of(Source source, Map<String, JsonNode> words) {
    return new Scope(source, Map.of(), words, NO_SECRETS);
  }

  /// The scope of a form's row among the other rows of its patient.
  static Scope of(Row row, PatientRecord record, Map<String, JsonNode> words, Secrets secrets) {
    return new Scope(row, record.rows(), words, secrets);
  }

  /// What is read.
  public Source source() {
    return source;
  }

  /// The item an `each` stands at; missing outside of one.
  public JsonNode item() {
    return item;
  }

  /// Tells of a cell of which nothing can be made.
  void tell(OddCell cell) {
    odd.add(cell);
  }

  /// The cells of which nothing could be made so far.
  List<OddCell> odd() {
    return odd;
  }

  Secrets secrets() {
    return secrets;
  }

  int repetition() {
    return repetition;
  }

  List<Row> tab(String form) {
    return tabs.getOrDefault(form, List.of());
  }

  JsonNode word(String word) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (word) {
      case "index" -> json.numberNode(index);
      case "patient" -> source instanceof Row row ? json.stringNode(row.patient()) : fixed(word);
      case "form" -> source instanceof Row row ? json.stringNode(row.form()) : fixed(word);
      case "row" -> source instanceof Row row ? json.numberNode(row.number()) : fixed(word);
      default -> fixed(word);
    };
  }

  private JsonNode fixed(String word) {
    return words.getOrDefault(word, Rule.none());
  }

  /// The same at one item of a list.
  ///
  /// @param number counted from 1
  public Scope item(JsonNode at, int number) {
    return new Scope(this, at, number, repetition);
  }

  Scope repetition(int number) {
    return new Scope(this, item, number + 1, number);
  }
}
