package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every page is whole in every language that ships: what a page says stands in files of sentences,
/// and they say the same.
class PagesInEveryLanguageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> HOUSES =
      List.of("vocabularies", "app", "access", "etl", "catalog");

  private static final Pattern NAMED = Pattern.compile("#\\{([a-zA-Z][\\w.-]*)");
  private static final Pattern FAMILY = Pattern.compile("#\\{\\|([a-zA-Z][\\w.-]*\\.)\\$\\{");
  private static final Pattern CALLED = Pattern.compile("'([a-z][\\w-]*\\.[\\w.-]*)'");
  private static final Pattern SAID = Pattern.compile("\"([a-z][a-z-]*(?:\\.[\\w.-]*)?)\"");
  private static final Pattern PROTOTYPE =
      Pattern.compile("(<(\\w+)\\b[^<]*\\bth:u?text=\"[^\"]*\"[^>]*>)[^<]*(?=</\\2>)");
  private static final Pattern TAG = Pattern.compile("<(?:\"[^\"]*\"|[^>\"])*>");
  private static final Pattern LETTERS = Pattern.compile("\\p{L}{2,}");
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "\\s(?:aria-label|placeholder|title|alt)=\"(?!http)([^\"]*\\p{L}{2}[^\"]*)\"");

  /// Words in quotes, but not what is compared with or handed to code.
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?<![!=]= |(?<!page)\\()'((?:[A-Z][a-z]|[^'\"<={]*\\p{L} \\p{L})[^'\"<={]*)'");

  private static final Pattern FILE = Pattern.compile(".*\\.(yaml|csv|html|json|properties)");
  private static final Pattern NAMES =
      Pattern.compile("Tessera|SHA-256|FHIR|OMOP|DICOM|JSON|Usagi|UTC|Esc");

  private static final Map<String, Map<String, String>> sentences = new TreeMap<>();
  private static final Map<String, String> templates = new TreeMap<>();
  private static final Set<String> javaWords = new TreeSet<>();

  @BeforeAll
  static void read() throws IOException {
    for (String language : List.of("", "_ru", "_es")) {
      Map<String, String> all = new TreeMap<>();
      for (String house : HOUSES) {
        all.putAll(words(house, language));
      }
      sentences.put(language, all);
    }
    for (String house : HOUSES) {
      for (Path file : files(house + "/src/main/resources/templates", ".html")) {
        templates.put(name(file), Files.readString(file));
      }
      for (Path file : files(house + "/src/main/java", ".java")) {
        SAID.matcher(Files.readString(file)).results().forEach(hit -> javaWords.add(hit.group(1)));
      }
    }
  }

  private static Map<String, String> words(String house, String language) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Path file : files(house + "/src/main/resources/words", ".properties")) {
      String name = String.valueOf(file.getFileName()).replace(".properties", "");
      String suffix = name.contains("_") ? name.substring(name.indexOf('_')) : "";
      if (suffix.equals(language) && !name.startsWith("terms")) {
        var read = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
          read.load(reader);
        }
        read.forEach((key, text) -> found.put(key.toString(), text.toString()));
      }
    }
    return found;
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    Path start = ROOT.resolve(folder);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(start)) {
      return walk.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  /// The file's name with its folder.
  private static String name(Path file) {
    return file.subpath(file.getNameCount() - 2, file.getNameCount()).toString();
  }

  private static Map<String, String> english() {
    return sentences.getOrDefault("", Map.of());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"_ru", "_es"})
  void a_language_has_every_sentence_and_no_other(String language) {
    assertThat(sentences.getOrDefault(language, Map.of()).keySet()).isEqualTo(english().keySet());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"_ru", "_es"})
  void a_sentence_speaks_of_the_same_things_in_each_language(String language) {
    Map<String, Set<String>> here = new TreeMap<>();
    Map<String, Set<String>> there = new TreeMap<>();
    english().forEach((key, text) -> here.put(key, arguments(text)));
    sentences
        .getOrDefault(language, Map.of())
        .forEach((key, text) -> there.put(key, arguments(text)));
    assertThat(there).isEqualTo(here);
  }

  private static Set<String> arguments(String text) {
    return new HashSet<>(new MessageFormat(text, Locale.ENGLISH).getArgumentNames());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "_ru", "_es"})
  void a_sentence_that_counts_has_every_form_its_language_has(String language) {
    Set<String> needed =
        language.equals("_ru") ? Set.of("one", "few", "many", "other") : Set.of("other");
    List<String> found = new ArrayList<>();
    sentences
        .getOrDefault(language, Map.of())
        .forEach((key, text) ->
            forms(text).stream()
                .filter(forms -> !forms.containsAll(needed))
                .forEach(forms -> found.add(key + " has only " + forms)));
    assertThat(found).isEmpty();
  }

  /// The forms of each plural argument.
  private static List<Set<String>> forms(String text) {
    List<Set<String>> all = new ArrayList<>();
    var pattern = new MessagePattern(text);
    for (int i = 0; i < pattern.countParts(); i++) {
      var part = pattern.getPart(i);
      if (part.getType() == MessagePattern.Part.Type.ARG_START
          && part.getArgType() == MessagePattern.ArgType.PLURAL) {
        Set<String> forms = new TreeSet<>();
        int end = pattern.getLimitPartIndex(i);
        for (int j = i + 1; j < end; j++) {
          var inner = pattern.getPart(j);
          if (inner.getType() == MessagePattern.Part.Type.ARG_START) {
            j = pattern.getLimitPartIndex(j);
          } else if (inner.getType() == MessagePattern.Part.Type.ARG_SELECTOR) {
            forms.add(pattern.getSubstring(inner));
          }
        }
        all.add(forms);
      }
    }
    return all;
  }

  @Test
  void every_sentence_a_page_asks_for_exists_and_every_one_that_exists_is_asked_for() {
    Set<String> named = new TreeSet<>();
    Set<String> families = new TreeSet<>();
    for (String text : templates.values()) {
      NAMED.matcher(text).results().forEach(hit -> named.add(hit.group(1)));
      FAMILY.matcher(text).results().forEach(hit -> families.add(hit.group(1)));
      CALLED
          .matcher(text)
          .results()
          .map(hit -> hit.group(1))
          .filter(word -> word.endsWith("."))
          .forEach(families::add);
    }
    Set<String> spaces =
        english().keySet().stream()
            .map(key -> key.replaceAll("\\..*", ""))
            .collect(Collectors.toCollection(HashSet::new));
    for (String word : javaWords) {
      if (english().containsKey(word)) {
        named.add(word);
      } else if (word.contains(".")
          && !FILE.matcher(word).matches()
          && spaces.contains(word.replaceAll("\\..*", ""))) {
        (word.endsWith(".") ? families : named).add(word);
      }
    }
    Set<String> missing = new TreeSet<>(named);
    missing.removeAll(english().keySet());
    assertThat(missing).as("asked for, but in no file of sentences").isEmpty();
    Set<String> unused = new TreeSet<>(english().keySet());
    unused.removeAll(named);
    unused.removeIf(key -> families.stream().anyMatch(key::startsWith));
    assertThat(unused).as("in the files of sentences, but never asked for").isEmpty();
  }

  @Test
  void a_page_says_nothing_by_itself() {
    Map<String, List<String>> found = new TreeMap<>();
    templates.forEach((name, text) -> found.put(name, bare(text)));
    found.values().removeIf(List::isEmpty);
    assertThat(found).isEmpty();
  }

  /// What the catalogue's attributes and their known values are called has no English file: English
  /// stands where they are declared.
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"_ru", "_es"})
  void every_attribute_and_every_value_we_have_a_word_for_has_one_in_each_language(String language)
      throws IOException {
    Path words = ROOT.resolve("catalog/src/main/resources");
    Set<String> needed = new TreeSet<>();
    String declared = Files.readString(ROOT.resolve("mappings/catalog/attributes.yaml"));
    Pattern.compile("attribute: ([\\w-]+)(?:, label| *\\n(?: +#.*\\n)* +label)(?!.*hidden)")
        .matcher(declared)
        .results()
        .forEach(hit -> needed.add("attribute." + hit.group(1)));
    Files.readAllLines(words.resolve("catalog/labels.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", 3))
        .filter(parts -> !parts[1].matches("(up to|above) .*"))
        .forEach(parts -> needed.add("value." + parts[0] + "." + parts[1]));
    var read = new Properties();
    try (var reader =
        Files.newBufferedReader(words.resolve("words/terms" + language + ".properties"))) {
      read.load(reader);
    }
    assertThat(needed).hasSizeGreaterThan(70).contains("attribute.sex", "attribute.licence");
    for (var tree : Map.of("icd-10.csv", "diagnosis", "body.csv", "body-site").entrySet()) {
      Files.readAllLines(ROOT.resolve("mappings/catalog/trees").resolve(tree.getKey())).stream()
          .skip(1)
          .map(line -> "value." + tree.getValue() + "." + line.split(",", 2)[0])
          .forEach(needed::add);
    }
    Files.readAllLines(words.resolve("catalog/described.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", 4))
        .forEach(parts -> needed.add("attribute." + parts[2]));
    needed.removeAll(read.stringPropertyNames());
    needed.removeAll(Set.of("attribute.onset", "attribute.last-seen"));
    assertThat(needed).isEmpty();
  }

  private static List<String> bare(String template) {
    List<String> found = new ArrayList<>();
    String text = template.replaceAll("(?s)<!--.*?-->|<code>.*?</code>", "");
    ATTRIBUTE.matcher(text).results().map(MatchResult::group).forEach(found::add);
    LITERAL.matcher(text).results().map(MatchResult::group).forEach(found::add);
    String said = PROTOTYPE.matcher(text).replaceAll("$1");
    said = TAG.matcher(said).replaceAll(" ").replaceAll("(?s)\\[\\[.*?]]", " ");
    said = NAMES.matcher(said.replaceAll("&\\w+;", " ")).replaceAll(" ");
    LETTERS.matcher(said).results().map(MatchResult::group).forEach(found::add);
    return found;
  }
}
