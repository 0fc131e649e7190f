package org.tessera.catalog.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.CodeSystem;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.words.Words;

/// What a code may be called by: its terms in the vocabularies, those of its standard concepts, our
/// own words, and all that for the codes above it.
final class Designations {
  private static final int ABOVE_MAX = 200;

  private final Vocabularies vocabularies;
  private final Labels labels;
  private final Map<Code, Names> known = new ConcurrentHashMap<>();
  private volatile Optional<ConceptFile> release = Optional.empty();

  /// @param codes the code itself and those above it, in lower case
  /// @param names every designation, as its words
  record Names(Set<String> codes, List<Set<String>> names) {
    /// Whether these words call the code, or one above it.
    boolean called(List<String> words) {
      return names.stream().anyMatch(name -> name.containsAll(words));
    }

    boolean calledBeginning(String beginning) {
      return names.stream().flatMap(Set::stream).anyMatch(word -> word.startsWith(beginning));
    }
  }

  Designations(Vocabularies vocabularies, Labels labels) {
    this.vocabularies = vocabularies;
    this.labels = labels;
  }

  Names of(Code code) {
    Optional<ConceptFile> now = vocabularies.imported();
    if (!now.equals(release)) {
      known.clear();
      release = now;
    }
    return known.computeIfAbsent(code, this::collect);
  }

  /// The code with the term that may be shown to everybody.
  String shown(Code code) {
    Optional<String> term =
        vocabularies
            .sharedDisplay(code)
            .or(() -> isTopography(code) ? Optional.empty() : labels.ofCode(code.value()));
    if (term.isEmpty() && isIcd(code) && !isTopography(code) && code.value().length() > 3) {
      term = labels.ofCode(code.value().substring(0, 3));
    }
    return term.map(name -> code.value() + " " + name).orElse(code.value());
  }

  /// The code with our own term in a language; empty where it has none.
  Optional<String> own(Code code, Words words) {
    if (isTopography(code)) {
      return Optional.empty();
    }
    String value =
        isIcd(code) && labels.field(code.value()).isEmpty()
            ? code.value().substring(0, 3)
            : code.value();
    return labels
        .field(value)
        .flatMap(field -> words.own("value." + field + "." + value))
        .map(name -> code.value() + " " + Labels.bare(value, name));
  }

  private Names collect(Code code) {
    Set<String> codes = new LinkedHashSet<>();
    List<Set<String>> names = new ArrayList<>();
    codes.add(code.value().toLowerCase(Locale.ROOT));
    vocabularies.display(code).ifPresent(name -> add(names, name));
    vocabularies.standards(code).stream().map(OmopConcept::name).forEach(name -> add(names, name));
    if (isIcd(code)) {
      // The classification's own hierarchy stands in its codes.
      for (int length = 3; length <= code.value().length(); length++) {
        String above = code.value().substring(0, length);
        if (!above.endsWith(".")) {
          codes.add(above.toLowerCase(Locale.ROOT));
          if (!isTopography(code)) {
            labels.words(above).forEach(name -> add(names, name));
          }
        }
      }
      if (!isTopography(code)) {
        labels.groups(code.value().substring(0, 3)).forEach(name -> add(names, name));
      }
    } else {
      labels.words(code.value()).forEach(name -> add(names, name));
    }
    vocabularies.imported().ifPresent(file -> above(file, code, codes, names));
    return new Names(codes, names);
  }

  private void above(ConceptFile file, Code code, Set<String> codes, List<Set<String>> names) {
    String vocabulary =
        vocabularies.system(code.system()).map(CodeSystem::omopVocabulary).orElse("");
    int position = vocabulary.isEmpty() ? -1 : file.find(vocabulary, code.value());
    if (position < 0) {
      return;
    }
    List<Integer> from = new ArrayList<>(List.of(position));
    for (int standard : file.standards(position)) {
      from.add(standard);
    }
    for (int start : from) {
      file.above(start).stream()
          .limit(ABOVE_MAX)
          .forEach(above -> {
            codes.add(file.code(above).toLowerCase(Locale.ROOT));
            add(names, file.name(above));
          });
    }
  }

  private static boolean isIcd(Code code) {
    return code.system().contains("icd") && code.value().matches("[A-Z]\\d\\d.*");
  }

  /// ICD-O names a place with the letters ICD-10 names a disease of it with.
  private static boolean isTopography(Code code) {
    return code.system().endsWith("icd-o-3");
  }

  private static void add(List<Set<String>> names, String name) {
    Set<String> words = Set.copyOf(Tokens.of(name));
    if (!words.isEmpty()) {
      names.add(words);
    }
  }
}
